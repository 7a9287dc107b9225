"""What came in at the doors, and what went wrong behind them."""

from dataclasses import dataclass
from typing import ClassVar

from signoff.core.failure import Failure
from signoff.core.keys import ThreadKey
from signoff.core.observations.observed import Level, Observed


@dataclass(frozen=True, slots=True, kw_only=True)
class EventQueued(Observed):
    """The queue has an event of Slack's.

    Attributes:
        thread: Where somebody wrote.
        ts: The message.
    """

    thread: ThreadKey
    ts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventIgnored(Observed):
    """No agent is to react to an event.

    Attributes:
        why: Why not, in words of ours.
    """

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRefused(Observed):
    """A request was not let in, or its event not kept.

    Attributes:
        status: What it was answered.
        cause: What went wrong on our side; empty: nothing did.
    """

    status: int
    cause: str = ""

    level: ClassVar[Level] = "WARNING"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvocationFailed(Observed):
    """A function raised an error.

    Attributes:
        failure: What was raised.
    """

    failure: Failure

    level: ClassVar[Level] = "ERROR"
