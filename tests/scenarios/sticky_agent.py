"""An agent whose approvals may stand, and one rule that nobody can approve away."""

from datetime import timedelta

from signoff import Agent, OpenAIResponses, Rule, tool


@tool(
    requires_confirmation=True,
    sticky=["service"],
    sticky_for=timedelta(hours=8),
    summary="Restart {service}",
)
def restart(service: str, reason: str = "") -> str:
    """Restart a service."""
    return f"{service} is up again {reason}".strip()


@tool
def erase(volume: str) -> str:
    """Erase a volume."""
    return f"{volume} is empty"


agent = Agent(
    name="Ops",
    model=OpenAIResponses(id="gpt-5.4"),
    tools=[restart, erase],
    deny=[Rule(tool="erase", when=lambda arguments: arguments["volume"].startswith("prod"))],
    ask=["erase"],
)
