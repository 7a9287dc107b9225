"""The thread's state as bytes: where everything stands, and what the numbers mean.

Numbers that only ever are compared are kept as the answer to that comparison, which loses nothing:

- `fence`, as each worker's MINE: whether its claim is the newest;
- `wakes` and what a worker has `seen` of them, as its QUIET: whether they are the same;
- step numbers, as MOVED: whether a step was stored since this worker read the journal;
- `lease_until`, as LEASE: whether it lies ahead; `due`, as DUE: whether there is one. The clock
  may look at a due row at any time: sooner than it would, which adds steps and takes none away;
- the queue's wakes, as one bit, since a wake may be delivered again, and all are alike.
"""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

# The thread's own row, the queue, and what is counted.
(
    LEASE,
    DUE,
    STOP,
    KILL,
    TRIES,
    WAKE,
    SENDS,
    FAULTS,
    STOPS,
    EVENT_1,
    EVENT_2,
    MESSAGE_1,
    MESSAGE_2,
    OPEN,
    ASKED,
    ORDER,
    ENDING,
    BAD,
) = range(18)
SHARED: Final = (
    "lease",
    "due",
    "stop",
    "kill",
    "tries",
    "wake in the queue",
    "wakes being sent",
    "faults left",
    "stops left",
    "event 1",
    "event 2",
    "message 1",
    "message 2",
    "run open",
    "model has asked",
    "stop to be written",
    "run is stopped",
    "broken",
)

# A call's rows, from its own offset.
REQ, USED, EXP, EXEC, STARTS, QUESTION, ANSWER_USED, OUTPUT, EFFECTS = range(9)
CALL: Final = (
    "requirement",
    "consumed_by",
    "expiry passed",
    "execution",
    "starts",
    "question",
    "answer consumed_by",
    "outputs",
    "effects",
)

# A worker, from its own offset; all zero: it is idle.
PC, MINE, QUIET, HOLDS, HEARS, SAW_STOP, TIRED, MOVED, WORKS_ON, VIEW = range(10)
WORKER: Final = (
    "at",
    "has the newest fence",
    "nothing happened since",
    "holds message",
    "read of the inbox",
    "read stop",
    "tried too often",
    "journal moved since",
    "works on call",
    "read of call 1",
    "read of call 2",
)

WORKERS: Final = 2
MOST_CALLS: Final = 2
LONG: Final = len(WORKER)
CALLS_AT: Final = tuple(len(SHARED) + n * len(CALL) for n in range(MOST_CALLS))
WORKERS_AT: Final = tuple(
    len(SHARED) + MOST_CALLS * len(CALL) + n * len(WORKER) for n in range(WORKERS)
)
SIZE: Final = WORKERS_AT[-1] + LONG

# Where an event is, until the worker that took it has accepted it.
UNSENT, QUEUED, TAKEN, DROPPED, NOT_OURS, SENT_BACK = range(6)

# A message: bits. HEARD is counted, so that twice can be seen.
SEEN, IN, HEARD = 1, 2, 4
SOUND_MESSAGE: Final = frozenset({0, SEEN | IN, SEEN | HEARD})

# A stop: bits. Two of them say which waiting messages go with the stopped run.
WANTED, UPTO_1, UPTO_2, LATE = 1, 2, 4, 8
# Whoever is about to write one remembers, so many bits further, which one was there.
BEFORE: Final = 4

# A requirement, or the question about an unknown outcome.
NONE, PENDING, APPROVED, REJECTED, EXPIRED, CANCELLED, ENDED = range(7)

# An execution.
STARTED, SUCCEEDED, UNKNOWN, CLOSED = 1, 2, 3, 4

# What a worker has read of a call, as far as it decides the next move.
WAITS, DONE, TO_START, TO_TELL, CRASHED, TO_START_AGAIN, TO_CLOSE = range(1, 8)

# Where a worker is: the next thing that it does to the outside.
(
    IDLE,
    ACCEPTS,
    CLAIMS,
    LOADS,
    LOOKS,
    STORES,
    STORES_ON,
    REREADS,
    RESTS,
    STARTS_TOOL,
    RUNS_TOOL,
    ENDS_TOOL,
    TELLS,
    TELLS_OFF,
    ASKS,
    FAILS,
    RESTARTS,
    CLOSES,
    GIVES_UP,
    FORGETS_STOP,
    RELEASES,
    SENDS_ON,
    RETURNS,
) = range(23)

# What a worker holds of the queue.
NOTHING, FIRST, SECOND, A_WAKE, SECOND_AGAIN = range(5)

OnInterrupt: TypeAlias = Literal["ask", "fail", "retry"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call of the model's first answer.

    Attributes:
        is_gated: Whether a person is asked before.
        on_interrupt: What becomes of a start whose end nobody saw.
    """

    is_gated: bool = True
    on_interrupt: OnInterrupt = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much there is of everything.

    Attributes:
        name: What this configuration is.
        calls: The calls of the model's first answer; after them it replies.
        messages: How many messages are written.
        second_opens: Whether the second message may open a thread too; a plain reply may not.
        faults: How many things break, at most.
        stops: How often somebody stops the run.
        has_kill: Whether the workspace may be switched off.
        tries: After so many claims without a stored step, the next gives up.
    """

    name: str
    calls: tuple[Call, ...] = (Call(),)
    messages: int = 1
    second_opens: bool = False
    faults: int = 1
    stops: int = 0
    has_kill: bool = False
    tries: int = 2


def field_names() -> tuple[str, ...]:
    """Name every byte."""
    calls = tuple(f"call {n + 1}: {name}" for n in range(MOST_CALLS) for name in CALL)
    workers = tuple(f"worker {n + 1}: {name}" for n in range(WORKERS) for name in WORKER)
    return (*SHARED, *calls, *workers)
