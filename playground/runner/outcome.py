"""What came of one invocation of a function."""

import json
from dataclasses import dataclass
from typing import TypeAlias, assert_never

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
        case TimedOut():
            error = {"errorType": "Sandbox.Timedout", "errorMessage": _said(outcome, request_id)}
        case Exited():
            error = {"errorType": "Runtime.ExitError", "errorMessage": _said(outcome, request_id)}
    return json.dumps(error).encode()


def how_it_ended(outcome: TimedOut | Exited) -> str:
    """Say in Lambda's words why a process is gone, which it could not say itself."""
    match outcome:
        case TimedOut(seconds=seconds):
            return f"Task timed out after {seconds:.2f} seconds"
        case Exited(status=status) if status < 0:
            return f"Runtime exited with error: signal: {-status}"
        case Exited(status=status):
            return f"Runtime exited with error: exit status {status}"
        case _:
            assert_never(outcome)


def _said(outcome: TimedOut | Exited, request_id: str) -> str:
    return f"RequestId: {request_id} Error: {how_it_ended(outcome)}"
