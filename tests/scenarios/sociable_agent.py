"""An agent that hears two other apps, and is told where people are."""

from signoff import Agent, OpenAIResponses, tool


@tool(requires_confirmation=True, approvers="requester", summary="Deploy {version}")
def deploy(version: str) -> str:
    """Deploy a version.

    Args:
        version: Which.
    """
    return f"{version} is deployed"


@tool(requires_confirmation=True)
def send_email(to: str, subject: str, body: str) -> str:
    """Send an e-mail."""
    return f"sent to {to}: {subject}, {len(body)} characters"


agent = Agent(
    name="Signoff",
    model=OpenAIResponses(id="gpt-5.4"),
    instructions="You help.",
    tools=[deploy, send_email],
    people="names_and_zones",
    bots=["A0DEPLOY", "U0ECHO"],
)
