"""An agent whose tools give files: at once, and after a decision."""

from signoff import Agent, File, OpenAIResponses, ToolResult, tool

ROWS = "".join(f"{number};Größe {number};😀\r\n" for number in range(20_000))


@tool(idempotent=True)
def export_orders() -> ToolResult:
    """Export all orders as a table, with a picture of it."""
    picture = File("orders.png", b"\x89PNG\r\n\x1a\n\x00\xff", title="The orders, drawn")
    return ToolResult("20,000 orders.", files=[File("orders.csv", ROWS), picture])


@tool(requires_confirmation=True)
def print_invoice(order_id: str) -> File:
    """Print an invoice.

    Args:
        order_id: The order.
    """
    return File(f"invoice-{order_id}.txt", f"Invoice for {order_id}")


agent = Agent(
    name="Filer", model=OpenAIResponses(id="gpt-5.4"), tools=[export_orders, print_invoice]
)
