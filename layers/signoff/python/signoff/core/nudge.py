"""A message that calls people to an open request: why, and whom it is for."""

from dataclasses import dataclass
from enum import StrEnum

from signoff.core.keys import Position


class NudgeKind(StrEnum):
    """Why people are called."""

    REMINDER = "reminder"
    ESCALATION = "escalation"
    HANDED = "handed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """What a message to the thread is about, when it is to be heard.

    Its words are made when it is sent, from the request as it is then.

    Attributes:
        at: The request.
        why: Why people are called.
        to: The one to whom the request was handed; otherwise empty.
    """

    at: Position
    why: NudgeKind
    to: str = ""
