"""An agent whose calls are decided elsewhere than in its threads."""

from signoff import Agent, OpenAIResponses, tool


@tool(requires_confirmation=True, channel="C0GENERAL", approvers=["S0SRE"], allow_requester=False)
def deploy(service: str) -> str:
    """Deploy a service."""
    return f"{service} is out."


@tool(requires_user_input=True, user_input_fields=["amount"], channel="dm", approvers=["U0EVE"])
def refund(order: str, amount: int) -> str:
    """Refund an order."""
    return f"{amount} for {order}."


@tool(requires_confirmation=True, channel="C0NOWHERE")
def restart(service: str) -> str:
    """Restart a service."""
    return f"{service} is up."


agent = Agent(name="Signoff", model=OpenAIResponses(), tools=[deploy, refund, restart])
