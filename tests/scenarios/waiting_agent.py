"""An agent whose calls are reminded of, and let more people decide, as soon as the clock looks."""

from datetime import timedelta

from signoff import Agent, OpenAIResponses, tool


@tool(
    requires_confirmation=True,
    approvers=["U0BOB"],
    expires_in=timedelta(hours=1),
    remind_after=timedelta(milliseconds=1),
    escalate_to=["U0EVE"],
    escalate_after=timedelta(milliseconds=2),
    summary="Archive {what}",
)
def archive(what: str) -> str:
    """Archive something."""
    return f"{what} is archived"


agent = Agent(name="Archivist", model=OpenAIResponses(id="gpt-5.4"), tools=[archive])
