"""AWS for the real clients of a function: it counts, keeps nothing, and is on this machine."""

import json
import os
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from playground.loopback import LoopbackServer, Request, Response
from tests.fuzz.requests import SECRET

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
_ANSWERS: dict[str, dict[str, Any]] = {
    "GetSecretValue": {"SecretString": SECRET, "CreatedDate": LONG_AGO.timestamp()},
    "BatchGetItem": {"Responses": {}, "UnprocessedKeys": {}},
    "Query": {"Items": []},
}


class Cloud:
    """Answers every call of the functions that are imported after it.

    Attributes:
        calls: The operations that were asked for, counted.
        messages: What was sent into queues, since it was last taken.
    """

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.messages: list[dict[str, Any]] = []
        self._server = LoopbackServer(self._answer).start()
        # This process is a fuzz worker's own, and imports its function after this.
        os.environ["AWS_ENDPOINT_URL"] = self._server.url  # noqa: TID251 - it is made, not read

    def _answer(self, request: Request) -> Response:
        name = request.headers["x-amz-target"].rpartition(".")[2]
        self.calls[name] += 1
        if name == "SendMessage":
            self.messages.append(json.loads(request.body))
        return Response(status=200, body=json.dumps(_ANSWERS.get(name, {})).encode())
