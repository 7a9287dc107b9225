"""Stands between the functions and AWS, and writes down what a role was refused."""

import http.client
import re
import threading
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from playground.loopback import LoopbackServer, Request, Response

_REFUSED = re.compile(
    rb"assumed-role/signoff-(\w+)Role-\w+/\S* is not authorized to perform: ([\w:]+)"
)
_HOP_BY_HOP = {"connection", "content-length", "keep-alive", "transfer-encoding"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A function asked for something that its role does not allow."""

    function: str
    action: str


class Gate:
    """Passes everything on to the address behind it."""

    def __init__(self) -> None:
        self.behind = ""
        self._refusals: list[Refusal] = []
        self._changed = threading.Condition()
        self._server = LoopbackServer(self._pass_on)
        self.address = self._server.url

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()

    def refused(self, refusal: Refusal, *, within: float) -> bool:
        """Wait until exactly this was refused."""
        with self._changed:
            return self._changed.wait_for(lambda: refusal in self._refusals, timeout=within)

    @property
    def refusals(self) -> list[Refusal]:
        """Everything refused so far."""
        with self._changed:
            return list(self._refusals)

    def forget(self) -> None:
        """Begin a new page."""
        with self._changed:
            self._refusals.clear()

    def _pass_on(self, request: Request) -> Response:
        connection = http.client.HTTPConnection(urlsplit(self.behind).netloc, timeout=60)
        target = f"{request.path}?{request.query}" if request.query else request.path
        kept = {name: each for name, each in request.headers.items() if name not in _HOP_BY_HOP}
        connection.request(request.method, target, body=request.body, headers=kept)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        self._note(body)
        headers = [each for each in answer.getheaders() if each[0].lower() not in _HOP_BY_HOP]
        return Response(status=answer.status, body=body, headers=tuple(headers))

    def _note(self, body: bytes) -> None:
        found = [
            Refusal(function=function.decode(), action=action.decode())
            for function, action in _REFUSED.findall(body)
        ]
        with self._changed:
            self._refusals.extend(found)
            self._changed.notify_all()
