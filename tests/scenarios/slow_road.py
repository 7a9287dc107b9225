"""Something between the app and the local Slack that makes some calls slow."""

import threading
from collections import defaultdict
from typing import Self

import httpx

from playground.loopback import LoopbackServer, Request, Response


class SlowRoad:
    """The way to Slack's Web API, on which some methods take their time."""

    def __init__(self) -> None:
        self.delays: dict[str, float] = defaultdict(float)
        self.api_url = ""
        self._ended = threading.Event()
        self._under_way = 0
        self._changed = threading.Condition()
        self._server = LoopbackServer(self._pass_on)

    @property
    def url(self) -> str:
        return f"{self._server.url}/api/"

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._server.stop()

    @property
    def under_way(self) -> int:
        """How many calls have begun that Slack has not answered."""
        with self._changed:
            return self._under_way

    def clear(self) -> None:
        """Be fast again, once everything has arrived that nobody waits for any more."""
        self.delays.clear()
        with self._changed:
            assert self._changed.wait_for(lambda: not self._under_way, timeout=30)

    def _pass_on(self, request: Request) -> Response:
        self._count(1)
        try:
            return self._passed(request)
        finally:
            self._count(-1)

    def _count(self, more: int) -> None:
        with self._changed:
            self._under_way += more
            self._changed.notify_all()

    def _passed(self, request: Request) -> Response:
        method = request.path.rpartition("/")[2]
        self._ended.wait(self.delays[method])
        kept = {"authorization", "content-type"}
        headers = {name: value for name, value in request.headers.items() if name in kept}
        answer = httpx.post(self.api_url + method, content=request.body, headers=headers)
        kind = (("content-type", answer.headers["content-type"]),)
        return Response(status=answer.status_code, body=answer.content, headers=kind)
