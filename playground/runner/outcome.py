"""What came of one invocation of a function."""

import json
from dataclasses import dataclass
from typing import TypeAlias

from playground.plain import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """The function returned this JSON."""

    payload: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """The function raised, or could not be imported: Lambda's error object."""

    kind: str
    message: str
    trace: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedOut:
    """The function was killed at its deadline."""

    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Exited:
    """The function's process ended in the middle."""

    status: int


Outcome: TypeAlias = Returned | Raised | TimedOut | Exited


def error_payload(outcome: Raised | TimedOut | Exited, *, request_id: str) -> bytes:
    """Write a failure as Lambda would return it."""
    match outcome:
        case Raised(kind=kind, message=message, trace=trace):
            error: Json = {"errorType": kind, "errorMessage": message, "stackTrace": list(trace)}
        case TimedOut(seconds=seconds):
            error = {
                "errorType": "Sandbox.Timedout",
                "errorMessage": f"RequestId: {request_id} Error: Task timed out after "
                f"{seconds:.2f} seconds",
            }
        case Exited(status=status):
            error = {
                "errorType": "Runtime.ExitError",
                "errorMessage": f"RequestId: {request_id} Error: Runtime exited with error: "
                + (f"signal: {-status}" if status < 0 else f"exit status {status}"),
            }
    return json.dumps(error).encode()
