"""What people do in the local Slack and wait to see there, and what the model makes of it."""

import json
import time
from collections.abc import Callable
from typing import TypeVar

from playground.model import Answer, Call, ModelRequest, Reply, customer_care
from playground.model.request import is_from_user, text_of
from playground.slack.local_slack import LocalSlack
from playground.slack.records import Message

T = TypeVar("T")
PATIENCE = 90.0
OPS = "C0OPS"
ANA = "U0ANA"
BOB = "U0BOB"
SENTENCE = "Email bob@example.com about order 8841"
LARGE = "Email bob@example.com a very long letter"
TOO_LARGE_FOR_A_ROW = "And it went on and on. " * 7_000


def play(request: ModelRequest) -> Reply:
    """Play the model; its letters are as long as they are asked to be."""
    last = request.input[-1]
    if not (is_from_user(last) and "very long" in text_of(last)):
        return customer_care(request)
    letter = {"to": "bob@example.com", "subject": "A letter", "body": TOO_LARGE_FOR_A_ROW}
    return Answer(items=(Call(name="send_email", arguments=letter),))


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


def card(slack: LocalSlack, thread_ts: str, button: str = "approve") -> Message:
    """Wait for a card with this button."""

    def look() -> Message | None:
        return next((m for m in slack.messages(OPS, thread_ts) if has_button(m, button)), None)

    return until(look, f"a card with {button!r}")


def reply(slack: LocalSlack, thread_ts: str, words: str) -> Message:
    """Wait for an answer with these words in it, other than the card."""

    def look() -> Message | None:
        found = slack.messages(OPS, thread_ts)
        return next((m for m in found if words in m.text and m.ts != thread_ts), None)

    return until(look, f"a reply with {words!r}")


def has_button(message: Message, action_id: str) -> bool:
    """Tell whether one can click this on a message."""
    return f'"action_id": "{action_id}"' in json.dumps(message.blocks)


def approve(slack: LocalSlack, user: str, on: Message) -> None:
    """Click Approve."""
    slack.click(user, OPS, on.ts, "approve")


def review(slack: LocalSlack, user: str, on: Message) -> None:
    """Click what opens all of a card that does not show all of itself."""
    slack.click(user, OPS, on.ts, "review")
