"""What a person does in the local Slack, and what they wait to see."""

import time
from collections.abc import Callable
from typing import TypeVar

from playground.slack.local_slack import LocalSlack
from playground.slack.records import Message

T = TypeVar("T")
PATIENCE = 90.0
OPS = "C0OPS"
ANA = "U0ANA"
BOB = "U0BOB"


def until(look: Callable[[], T | None], what: str, *, within: float = PATIENCE) -> T:
    """Look again and again until there is something to see."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if (seen := look()) is not None:
            return seen
        time.sleep(0.1)
    raise AssertionError(f"{what} did not come within {within:g} s")


def ask(slack: LocalSlack, words: str) -> str:
    """Mention the agent in a new thread."""
    return slack.mention(ANA, OPS, words)


def card(slack: LocalSlack, thread_ts: str) -> Message:
    """Wait for a card with an Approve button."""

    def look() -> Message | None:
        return next(filter(_is_open, slack.messages(OPS, thread_ts)), None)

    return until(look, "a card")


def reply(slack: LocalSlack, thread_ts: str, words: str) -> Message:
    """Wait for an answer with these words in it, other than the card."""

    def look() -> Message | None:
        found = slack.messages(OPS, thread_ts)
        return next((m for m in found if words in m.text and m.ts != thread_ts), None)

    return until(look, f"a reply with {words!r}")


def _is_open(message: Message) -> bool:
    return '"approve"' in repr(message.blocks).replace("'", '"')


def approve(slack: LocalSlack, user: str, on: Message) -> None:
    """Click Approve."""
    slack.click(user, OPS, on.ts, "approve")
