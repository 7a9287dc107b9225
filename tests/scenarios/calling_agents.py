"""Agents that call one another, three deep."""

from signoff import Agent, OpenAIResponses, tool


@tool(requires_confirmation=True, summary="Send email to {to}")
def send_email(to: str, subject: str) -> str:
    """Send an e-mail."""
    return f"“{subject}” is sent to {to}."


@tool
def look_up_order(order_id: str) -> str:
    """Look an order up."""
    return f"Order {order_id} is paid."


model = OpenAIResponses()
mailer = Agent(name="Mailer", model=model, instructions="You write letters.", tools=[send_email])
researcher = Agent(
    name="Researcher",
    model=model,
    instructions="You find out.",
    tools=[look_up_order, mailer.as_tool()],
)
agent = Agent(
    model=model,
    instructions="You help.",
    tools=[researcher.as_tool(), mailer.as_tool(), look_up_order],
)
