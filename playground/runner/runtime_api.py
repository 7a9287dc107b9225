"""The Lambda Runtime API as one execution environment sees it."""

import json
import queue
from dataclasses import dataclass
from typing import Any, TypeAlias

from playground.loopback import HOST, CutConnectionError, LoopbackServer, Request, Response
from playground.plain import Json, is_object
from playground.runner.outcome import Exited, Raised, Returned

LARGEST = 6_291_556
"""Bytes that Lambda takes as a request or a response of a synchronous invocation."""

_ROOT = "/2018-06-01/runtime"
_ACCEPTED = Response(status=202, body=b'{"status":"OK"}')


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """What the function is to do next."""

    request_id: str
    payload: bytes
    deadline_ms: int
    function_arn: str
    trace_id: str


@dataclass(frozen=True, slots=True)
class Ready:
    """The function asks for its next invocation, so its init is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InitFailed:
    """The function could not be imported."""

    error: Raised


Report: TypeAlias = Ready | InitFailed | Returned | Raised | Exited


class RuntimeApi:
    """Hands out invocations, and collects what the process reports."""

    def __init__(self) -> None:
        self.reports: queue.SimpleQueue[Report] = queue.SimpleQueue()
        self._next: queue.SimpleQueue[Invocation | None] = queue.SimpleQueue()
        self._server = LoopbackServer(self._answer).start()

    @property
    def address(self) -> str:
        """What to give as AWS_LAMBDA_RUNTIME_API."""
        return f"{HOST}:{self._server.port}"

    def hand_out(self, invocation: Invocation) -> None:
        """Let the process have its next invocation."""
        self._next.put(invocation)

    def stop(self) -> None:
        """Give the port back."""
        self._next.put(None)
        self._server.stop()

    def _answer(self, request: Request) -> Response:
        path = request.path.removeprefix(_ROOT)
        if (request.method, path) == ("GET", "/invocation/next"):
            self.reports.put(Ready())
            return _written(self._next.get())
        if path == "/init/error":
            self.reports.put(InitFailed(error=_error(request.body)))
            return _ACCEPTED
        if path.endswith("/response"):
            return self._returned(request.body)
        if path.endswith("/error"):
            self.reports.put(_error(request.body))
            return _ACCEPTED
        return Response(status=404)

    def _returned(self, payload: bytes) -> Response:
        if len(payload) > LARGEST:
            self.reports.put(
                Raised(
                    kind="Function.ResponseSizeTooLarge",
                    message="Response payload size exceeded maximum allowed payload size "
                    f"({LARGEST} bytes).",
                )
            )
            # Accepted all the same: the process lives on, as it does on Lambda.
            return _ACCEPTED
        self.reports.put(Returned(payload=payload))
        return _ACCEPTED


def _written(invocation: Invocation | None) -> Response:
    if invocation is None:
        raise CutConnectionError
    return Response(
        status=200,
        body=invocation.payload,
        headers=(
            ("content-type", "application/json"),
            ("lambda-runtime-aws-request-id", invocation.request_id),
            ("lambda-runtime-deadline-ms", str(invocation.deadline_ms)),
            ("lambda-runtime-invoked-function-arn", invocation.function_arn),
            ("lambda-runtime-trace-id", invocation.trace_id),
        ),
    )


def _error(body: bytes) -> Raised:
    error: Any = json.loads(body)
    known: Json = error if is_object(error) else {}
    return Raised(
        kind=str(known.get("errorType", "")),
        message=str(known.get("errorMessage", "")),
        trace=tuple(known.get("stackTrace") or ()),
    )
