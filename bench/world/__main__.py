"""The world as a process of its own: prints where it listens, and lives until its input ends."""

import asyncio
import json
import sys
import time
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

    def answer(self, request: Request) -> Response:
        """Answer whatever it is."""
        if request.path.startswith("/control/"):
            return self._control(request)
        began = time.monotonic()
        service, what, who, response = self._asked(request)
        table = self._amazon.table
        read, wrote = (table.read, table.wrote) if service == "dynamodb" else (0, 0)

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
        match request.path.removeprefix("/control/"):
            case "delays":
                self._slack.delay_s = float(given.get("slack", 0))
                self._model.delay_s = float(given.get("model", 0))
                answer: Any = {}
            case "taken":
                answer = self._ledger.taken()
            case "messages":
                answer, self._amazon.queue = self._amazon.queue, []
            case "posted":
                answer, self._slack.posted = self._slack.posted, []
            case "bytes":
                answer = self._amazon.table.bytes
            case "keep":
                answer, self._kept = {}, self._amazon.table.snapshot()
            case "restore":
                answer = {}
                self._amazon.table.restore(self._kept)
            case _:
                answer = {}
                self._amazon.table.restore({})
        return Response(body=json.dumps(answer).encode())


async def main() -> None:
    """Serve until whoever started this closes the input."""
    server = await serve(World().answer)
    port = server.sockets[0].getsockname()[1]
    print(port, flush=True)  # noqa: T201 - it is the answer
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
