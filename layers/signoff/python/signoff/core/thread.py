"""A thread's own row: who works on it, how far it came, and when somebody must look."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from signoff.core.keys import LAST_NUMBER

DUE = "due"
"""The one partition of the index of due rows."""


class ThreadState(StrEnum):
    """A hint for people. The truth is in the requirements, the executions and the journal."""

    RUNNING = "RUNNING"
    WAITING = "WAITING"
    IDLE = "IDLE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Somebody wants a run to end: this one, and no later one.

    Attributes:
        run: The run's number; one that has not begun has the next.
        upto: The newest message that waited then, by its `ts`: it goes with the run, later ones
            do not. Empty when none waited.
        by: What whoever wants it is called.
    """

    run: int
    upto: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """The lease and the counters of a thread.

    Attributes:
        state: What it seems to be doing.
        fence: Counts the claims; a write under an older fence is refused.
        wakes: Counts what has happened to the thread from outside.
        hops: Counts the messages of other apps since a person wrote.
        lease_until: Until when the worker that claimed it owns it, in milliseconds since 1970.
        tries: Counts the claims since the last step that was stored.
        run: The number of the current or last run.
        step: The number of the last step of that run.
        base: The first run that is still read step by step; earlier ones are in the history.
        stop: What somebody wants to end, until it has ended.
        claims: Counts the claims since a worker last let go: of more than one, somebody died.
        streams: The messages that grow while it is worked on, by their `ts`.
        due: When the clock must look at it, in milliseconds since 1970.
        due_shard: The partition of the index of due rows.
    """

    state: ThreadState = ThreadState.IDLE
    fence: int = 0
    wakes: int = 0
    hops: int = 0
    lease_until: int = 0
    tries: int = 0
    run: int = 0
    step: int = 0
    base: int = 1
    stop: Stop | None = None
    claims: int = 0
    streams: tuple[str, ...] = ()
    due: int | None = None
    due_shard: str | None = None

    columns: ClassVar[tuple[str, ...]] = (
        "state",
        "fence",
        "wakes",
        "hops",
        "lease_until",
        "tries",
        "run",
        "step",
        "base",
        "stop",
        "claims",
        "streams",
        "due",
        "due_shard",
    )

    def __post_init__(self) -> None:
        """Refuse a place that no key names: what is written there would not be found again.

        Raises:
            ValueError: The run, the step or the base is none.
        """
        places = (self.run, self.step, self.base)
        if not all(0 <= place <= LAST_NUMBER for place in places):
            raise ValueError(f"run, step and base are to lie between 0 and {LAST_NUMBER}")
