"""One start of a tool: written before the tool runs, so that a crash can never hide it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from signoff.core.canonical import digest
from signoff.core.keys import Position


class ExecutionState(StrEnum):
    """How a start ended; UNKNOWN only until a person says."""

    STARTED = "STARTED"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    UNKNOWN = "UNKNOWN"
    MARKED_DONE = "MARKED_DONE"
    ABORTED = "ABORTED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """A start of a tool call.

    Attributes:
        at: The call's place in the thread.
        attempt: Which start of this call it is, from 1.
        idempotency_key: The same for every start of one call with the same arguments.
        started_at: When, in milliseconds since 1970.
        state: How it ended, so far as is known.
        fence: The claim under which it was started.
    """

    at: Position
    attempt: int
    idempotency_key: str
    started_at: int
    state: ExecutionState = ExecutionState.STARTED
    fence: int = 0

    columns: ClassVar[tuple[str, ...]] = ("state", "fence")


def idempotency_key(*, pk: str, at: Position, arguments: str) -> str:
    """Name a call for the outside: stable over its attempts, different for any other call."""
    return digest(pk, f"{at.run}.{at.step}.{at.index}", arguments)[:32]
