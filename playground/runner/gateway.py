"""The HTTP API of template.yaml on a port of this machine."""

import json
import time
import uuid
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillRunning
from typing import assert_never

from playground.loopback import LoopbackServer, Request, Response
from playground.runner.function import Function
from playground.runner.http_api import event_of, response_of
from playground.runner.outcome import Exited, Outcome, Raised, Returned, TimedOut
from playground.runner.runtime_api import LARGEST
from playground.runner.stack import Route

LARGEST_BODY = 10 * 1024 * 1024
LONGEST_SECONDS = 30.0


class Gateway:
    """Turns HTTP requests into invocations; says 503 until it is given its routes."""

    def __init__(self, *, port: int = 0) -> None:
        """Take the port at once (0 = any free one).

        Raises:
            PortTakenError: Another program listens there.
        """
        self._server = LoopbackServer(self._answer, port=port, max_body=LARGEST_BODY)
        self._functions: Mapping[tuple[str, str], Function] | None = None
        self._threads = ThreadPoolExecutor(max_workers=32, thread_name_prefix="gateway")

    @property
    def url(self) -> str:
        """The API's address."""
        return self._server.url

    def start(self, routes: tuple[Route, ...], functions: Mapping[str, Function]) -> None:
        """Answer from now on."""
        self._functions = {
            (route.method, route.path): functions[route.function] for route in routes
        }
        self._server.start()

    def stop(self) -> None:
        """Give the port back."""
        self._server.stop()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _answer(self, request: Request) -> Response:
        function = (self._functions or {}).get((request.method, request.path))
        if function is None:
            return _says(404, "Not Found")
        request_id = str(uuid.uuid4())
        event = event_of(
            request,
            route=f"{request.method} {request.path}",
            now=time.time(),
            request_id=request_id,
        )
        payload = json.dumps(event).encode()
        if len(payload) > LARGEST:
            return _says(413, "Request Entity Too Large")
        running: Future[Outcome] = self._threads.submit(
            function.invoke_raw, payload, request_id=request_id
        )
        try:
            return _response(running.result(timeout=LONGEST_SECONDS))
        except StillRunning:
            return _says(504, "Endpoint request timed out")


def _response(outcome: Outcome) -> Response:
    match outcome:
        case Returned(payload=payload):
            return response_of(payload)
        case Raised() | TimedOut() | Exited():
            return _says(500, "Internal Server Error")
        case _:
            assert_never(outcome)


def _says(status: int, message: str) -> Response:
    return Response(
        status=status,
        body=json.dumps({"message": message}).encode(),
        headers=(("content-type", "application/json"),),
    )
