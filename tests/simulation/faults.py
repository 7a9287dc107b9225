"""What goes wrong with calls to the outside: which of them, in which way, and how it shows."""

from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from signoff.ports import TransientError, UnreachableError


class Kind(StrEnum):
    """What is called."""

    STORE = "store"
    QUEUE = "queue"
    SLACK = "slack"
    MODEL = "model"
    TOOL = "tool"


class Fault(StrEnum):
    """How one call goes wrong."""

    CRASH_BEFORE = "crash before"
    CRASH_AFTER = "crash after"
    LOST_REPLY = "lost reply"
    ERROR = "error"
    STALL_BEFORE = "stall before"
    STALL_AFTER = "stall after"


SINGLE = (Fault.CRASH_BEFORE, Fault.CRASH_AFTER, Fault.LOST_REPLY, Fault.ERROR)
STALLS = (Fault.STALL_BEFORE, Fault.STALL_AFTER)

STALL_MS = 191_000
"""Longer than any lease."""

TO_THE_MINUTE = 0
"""A stall that ends in the moment in which the clock looks, and somebody else begins."""

OVERLAPS_MS = (STALL_MS, TO_THE_MINUTE, TO_THE_MINUTE, 240_100, 245_000)
"""Stalls that end when somebody else has taken, or just takes, the place of whoever stalled."""

RETRY_AFTER_S = 30


class CrashError(BaseException):
    """The process is gone; nothing in it can catch this."""


@dataclass(slots=True, kw_only=True)
class Faults:
    """What goes wrong.

    Attributes:
        at: The one call that goes wrong, counted from 1, and how; none in random runs.
        rng: Chooses in random runs.
        rate: How likely a call goes wrong, in random runs.
        left: How many more calls may go wrong.
        stall_ms: How long a call stalls, in milliseconds, or TO_THE_MINUTE.
        struck: What went wrong so far.
    """

    at: tuple[int, Fault] | None = None
    rng: Random | None = None
    rate: float = 0.0
    left: int = 0
    stall_ms: int = STALL_MS
    struck: list[tuple[Kind, str, Fault]] = field(default_factory=list[tuple[Kind, str, Fault]])

    def strike(self, number: int, kind: Kind) -> Fault | None:
        """Say how a call goes wrong, if it does."""
        if self.at is not None:
            return self._possible(self.at[1], kind) if number == self.at[0] else None
        if not self.left or self.rng is None or self.rng.random() >= self.rate:
            return None
        fault = self._possible(self.rng.choice((*SINGLE, *STALLS)), kind)
        self.left -= fault is not None
        return fault

    def stall(self, now: int) -> int:
        """Say how long a call stalls that is made now, in milliseconds."""
        if self.stall_ms != TO_THE_MINUTE:
            return self.stall_ms
        return STALL_MS + -(now + STALL_MS) % 60_000

    def error(self, kind: Kind, *, is_ambiguous: bool) -> Exception:
        """Give what a caller of this kind sees when a call fails."""
        match kind:
            case Kind.SLACK if is_ambiguous:
                return UnreachableError("no answer came back", is_ambiguous=True)
            case Kind.SLACK:
                return UnreachableError("ratelimited", retry_after_s=RETRY_AFTER_S)
            case Kind.QUEUE:
                # What an SDK raises: the adapter puts it into our words.
                return ConnectionError("the queue did not answer")
            case Kind.STORE | Kind.MODEL | Kind.TOOL:
                return TransientError(f"the {kind} did not answer")

    @staticmethod
    def _possible(fault: Fault, kind: Kind) -> Fault | None:
        # A tool has no reply to lose; what it raises is an output like any other.
        if kind is Kind.TOOL and fault in {Fault.LOST_REPLY, Fault.ERROR}:
            return None
        return fault

    @property
    def has_stalled(self) -> bool:
        """Whether a call stalled so far."""
        return any(fault in STALLS for _, _, fault in self.struck)
