"""Tools to test with: one of each kind, which write down what they did."""

from collections.abc import Callable, Iterator

import pytest

from signoff import tool
from signoff.agent.feedback import UserFeedbackTools
from signoff.agent.toolkit import ToolLike


class Diary(list[str]):
    """What the tools did, in order; and what is to happen when one has just done it."""

    then: Callable[[], None] | None = None

    def append(self, entry: str, /) -> None:
        super().append(entry)
        if self.then is not None:
            self.then()


DONE = Diary()


@pytest.fixture(autouse=True)
def nothing_done_yet() -> Iterator[None]:
    DONE.clear()
    yield
    DONE.clear()
    DONE.then = None


@tool(requires_confirmation=True)
def send_email(to: str, subject: str) -> str:
    """Send an e-mail."""
    DONE.append(f"sent {subject} to {to}")
    return "sent"


@tool
def look_up(order: str) -> str:
    """Look an order up."""
    DONE.append(f"looked up {order}")
    return f"{order} is paid"


@tool(idempotent=True)
def book(order: str, idempotency_key: str) -> str:
    """Book a refund."""
    DONE.append(f"booked {order} {idempotency_key}")
    return "booked"


@tool(on_interrupt="fail", requires_confirmation=True)
def wipe(table: str) -> str:
    """Wipe a table."""
    DONE.append(f"wiped {table}")
    return "wiped"


@tool(requires_confirmation=True, redact=["key"])
def rotate_key(service: str, key: str) -> str:
    """Put a new key in place, which nobody sees."""
    DONE.append(f"rotated {service} to {key}")
    return "rotated"


@tool(requires_user_input=True, user_input_fields=["amount"])
def refund(order: str, amount: int) -> str:
    """Refund an order."""
    DONE.append(f"refunded {amount} for {order}")
    return f"refunded {amount}"


@tool(external_execution=True)
def roll_back(deployment: str) -> None:
    """Roll a deployment back."""


@tool
def explode(what: str) -> str:
    """Raise."""
    raise RuntimeError(f"{what} went off")


@tool(requires_confirmation=True, when=lambda arguments: arguments["amount"] > 100)
def pay(amount: int) -> str:
    """Pay somebody."""
    DONE.append(f"paid {amount}")
    return "paid"


@tool(requires_confirmation=True, quorum=2)
def close_account(account: str) -> str:
    """Close an account."""
    DONE.append(f"closed {account}")
    return "closed"


@tool(requires_confirmation=True, editable=["subject", "body"], summary="Announce {subject}")
def announce(channel: str, subject: str, body: str = "") -> str:
    """Tell everybody."""
    DONE.append(f"announced {subject!r} {body!r} in {channel}")
    return "announced"


@tool(requires_confirmation=True, quorum=2, editable=["amount"])
def pay_out(to: str, amount: int) -> str:
    """Pay somebody out."""
    DONE.append(f"paid {amount} out to {to}")
    return "paid out"


ALL: list[ToolLike] = [
    send_email,
    close_account,
    announce,
    pay_out,
    look_up,
    book,
    wipe,
    rotate_key,
    refund,
    roll_back,
    explode,
    pay,
    UserFeedbackTools(),
]
