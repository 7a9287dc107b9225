"""The two thumbs below an answer: drawn, read, and answered in words."""

import re
from typing import Final

from signoff.adapters.slack.blocks import Block, plain
from signoff.core.keys import LAST_NUMBER, ThreadKey
from signoff.core.rating import Opinion, Rate
from signoff.usecases.rate_answer import Rated

ACTION: Final = "feedback"
"""The action id of the thumbs."""

ELEMENT: Final = "feedback_buttons"

THANKS: Final = {
    Opinion.GOOD: "Thanks! Noted that this answer helped.",
    Opinion.BAD: (
        "Thanks! Noted that this answer did not help. "
        "If you like, write here what is wrong with it."
    ),
}
GONE: Final = "This answer asks for no opinion any more. Nothing was noted."
NOT_KEPT: Final = "That failed on our side and nothing was noted. Please click again."

_VALUE = re.compile(
    r"(?P<opinion>good|bad)\.(?P<channel>[A-Z][A-Z0-9]{1,40})\.(?P<ts>[0-9]{1,12}\.[0-9]{1,9})"
    r"\.(?P<run>[0-9]{1,6})\.(?P<answer>[a-z]{1,20}\.[0-9]{1,6})",
    re.ASCII,
)


def thumbs(thread: ThreadKey, mark: str) -> Block:
    """Draw the thumbs below an answer; what they carry only says where to look."""
    about = f"{thread.channel}.{thread.thread_ts}.{mark}"
    return {
        "type": "context_actions",
        "block_id": f"feedback.{mark}",
        "elements": [
            {
                "type": ELEMENT,
                "action_id": ACTION,
                "positive_button": _thumb("Helpful", "This answer helped", Opinion.GOOD, about),
                "negative_button": _thumb(
                    "Not helpful", "This answer did not help", Opinion.BAD, about
                ),
            }
        ],
    }


def rate_in(value: str, *, team: str, user: str) -> Rate | None:
    """Read what a thumb carries; None: it is none of ours."""
    found = _VALUE.fullmatch(value)
    if found is None or not (team and user) or int(found["run"]) > LAST_NUMBER:
        return None
    return Rate(
        thread=ThreadKey(team=team, channel=found["channel"], thread_ts=found["ts"]),
        run=int(found["run"]),
        answer=found["answer"],
        user=user,
        opinion=Opinion(found["opinion"]),
    )


def words(rate: Rate, became: Rated) -> str:
    """Say what became of a click."""
    return {Rated.KEPT: THANKS[rate.opinion], Rated.GONE: GONE, Rated.NOT_KEPT: NOT_KEPT}[became]


def _thumb(text: str, label: str, opinion: Opinion, about: str) -> Block:
    return {
        "text": plain(text),
        "value": f"{opinion.value}.{about}",
        "accessibility_label": label,
    }
