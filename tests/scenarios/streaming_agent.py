"""An agent whose answers grow in channels, too."""

from signoff import Agent, OpenAIResponses, tool


@tool
def look_up(order: str) -> str:
    """Look an order up."""
    if order == "0":
        raise LookupError("there is no such order")
    return f"{order}: paid"


@tool(requires_confirmation=True, redact=["note"])
def refund(order: str, note: str) -> str:
    """Pay an order back."""
    return f"{order}: paid back, {len(note)} characters of notes"


agent = Agent(
    model=OpenAIResponses(id="gpt-5.4"),
    tools=[look_up, refund],
    stream="all",
    task_display="plan",
)
