"""The tools of the golden journals: kept as they are, for paused calls rest on their versions."""

from signoff import Agent, OpenAIResponses, tool
from signoff.agent.feedback import UserFeedbackTools
from signoff.agent.toolkit import ToolLike
from tests.usecases.tools import Diary

DONE = Diary()
"""What the tools did, in order."""


@tool(requires_confirmation=True, summary="Send email to {to}", risk="medium")
def send_email(to: str, subject: str) -> str:
    """Send an e-mail."""
    DONE.append(f"sent {subject} to {to}")
    return f"{subject} is sent"


@tool
def look_up(order: str) -> str:
    """Look an order up."""
    DONE.append(f"looked up {order}")
    return f"{order} is paid"


@tool(idempotent=True)
def book(order: str, idempotency_key: str) -> str:
    """Book a refund."""
    DONE.append(f"booked {order} under {idempotency_key}")
    return f"{order} is booked"


@tool(on_interrupt="fail", requires_confirmation=True)
def wipe(table: str) -> str:
    """Wipe a table."""
    DONE.append(f"wiped {table}")
    return f"{table} is empty"


@tool(requires_user_input=True, user_input_fields=["amount"])
def refund(order: str, amount: int) -> str:
    """Refund an order."""
    DONE.append(f"refunded {amount} for {order}")
    return f"{amount} paid back"


@tool(external_execution=True)
def roll_back(deployment: str) -> None:
    """Roll a deployment back."""


@tool(requires_confirmation=True, expires_in=None)
def archive(year: int) -> str:
    """Archive a year; there is no hurry."""
    DONE.append(f"archived {year}")
    return f"{year} is archived"


@tool
def think(hard: str) -> str:
    """Take long."""
    DONE.append(f"thought {hard}")
    return f"{hard} is thought through"


_MODEL = OpenAIResponses(id="gpt-5.4")
_mailer = Agent(name="Mailer", model=_MODEL, tools=[send_email])
_clerk = Agent(name="Clerk", model=_MODEL, tools=[look_up, _mailer.as_tool()])

ALL: list[ToolLike] = [
    send_email,
    look_up,
    book,
    wipe,
    refund,
    roll_back,
    archive,
    think,
    UserFeedbackTools(),
    _clerk.as_tool(),
]
