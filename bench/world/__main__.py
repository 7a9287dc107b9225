"""The world as a process of its own: prints where it listens, and lives until its input ends."""

import asyncio
import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bench.world.amazon import Amazon
from bench.world.ledger import Asked, Ledger
from bench.world.model import Model
from bench.world.slack import Slack
from bench.world.wire import Request, Response, serve


class World:
    """Everything outside, behind one port."""

    def __init__(self) -> None:
        """Begin empty, and without delay."""
        self._amazon = Amazon()
        self._slack = Slack()
        self._model = Model()
        self._ledger = Ledger()
        self._kept: Any = {}
        table = self._amazon.table
        self._verbs: dict[str, Callable[[Any], Any]] = {
            "bytes": lambda _: table.bytes,
            "clear": lambda _: table.restore({}),
            "delays": self._delay,
            "keep": lambda _: self._keep(),
            "load": lambda given: self._amazon.load(given["rows"], given["bodies"]),
            "messages": lambda _: self._amazon.messages(),
            "posted": lambda _: self._slack.taken(),
            "restore": lambda _: table.restore(self._kept),
            "taken": lambda _: self._ledger.taken(),
        }

    def answer(self, request: Request) -> Response:
        """Answer whatever it is."""
        if request.path.startswith("/control/"):
            return self._control(request)
        began = time.monotonic()
        service, what, who, response = self._asked(request)
        table = self._amazon.table
        read, wrote = (table.read, table.wrote) if service == "dynamodb" else (0, 0)
        if service == "s3":
            read, wrote = len(response.body), len(request.body)

        def sent() -> None:
            self._ledger.note(
                Asked(
                    service=service,
                    what=what,
                    who=who,
                    connection=request.connection,
                    began=began,
                    ended=time.monotonic(),
                    read=read,
                    wrote=wrote,
                )
            )

        return replace(response, sent=sent)

    def _asked(self, request: Request) -> tuple[str, str, str, Response]:
        if request.path.endswith("/responses"):
            return "model", "responses", "", self._model.answer(request)
        if "/api/" in request.path:
            who, method, response = self._slack.answer(request)
            return "slack", method, who, response
        service, operation, response = self._amazon.answer(request)
        return service, operation, "", response

    def _control(self, request: Request) -> Response:
        given: Any = json.loads(request.body or b"{}")
        asked = self._verbs[request.path.removeprefix("/control/")](given)
        return Response(body=json.dumps(asked).encode())

    def _delay(self, given: Any) -> None:
        self._slack.delay_s = float(given.get("slack", 0))
        self._model.delay_s = float(given.get("model", 0))

    def _keep(self) -> None:
        self._kept = self._amazon.table.snapshot()


async def main() -> None:
    """Serve until whoever started this closes the input."""
    server = await serve(World().answer)
    port = server.sockets[0].getsockname()[1]
    print(port, flush=True)  # noqa: T201 - it is the answer
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
