"""What of AWS the functions reach over the net: the table, the queue, secrets, a bucket."""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from bench.world.table import RefusedError, Table
from bench.world.wire import Request, Response

SIGNING_SECRET = "bench-signing-secret"  # noqa: S105 - a secret of nobody
_LONG_AGO = 1_700_000_000.0
_JSON = "application/x-amz-json-1.0"


@dataclass(slots=True)
class Amazon:
    """An account with one table, one bucket, and queues that nobody empties but the bench."""

    table: Table = field(default_factory=Table)
    queue: list[str] = field(default_factory=list[str])
    bodies: dict[str, bytes] = field(default_factory=dict[str, bytes])

    def load(self, rows: dict[str, dict[str, Any]], bodies: dict[str, str]) -> None:
        """Have these rows, and these bodies in base64, and no others."""
        self.table.restore(rows)
        self.bodies = {name: base64.b64decode(body) for name, body in bodies.items()}

    def messages(self) -> list[str]:
        """Give what is in the queue, and empty it."""
        found, self.queue = self.queue, []
        return found

    def answer(self, request: Request) -> tuple[str, str, Response]:
        """Give the service, the operation, and what is answered."""
        if request.path.endswith("/invocations"):
            # Bolt has its own function invoked to go on.
            return "lambda", "Invoke", Response(body=b"", status=202)
        target = request.headers.get("x-amz-target")
        if target is None:
            return "s3", request.method, self._body(request)
        service, _, operation = target.rpartition(".")
        asked: Any = json.loads(request.body or b"{}")
        if service.startswith("DynamoDB"):
            return "dynamodb", operation, self._rows(operation, asked)
        if service.startswith("AmazonSQS"):
            return "sqs", operation, self._message(operation, asked)
        return "secretsmanager", operation, _json(_secret(asked))

    def _rows(self, operation: str, asked: Any) -> Response:
        try:
            return _json(self.table.perform(operation, asked))
        except RefusedError as error:
            return _json(error.body, status=400)

    def _message(self, operation: str, asked: Any) -> Response:
        if operation != "SendMessage":
            return _json({})
        body = str(asked["MessageBody"])
        if not asked.get("DelaySeconds"):
            self.queue.append(body)
        digest = hashlib.md5(body.encode(), usedforsecurity=False).hexdigest()
        return _json({"MessageId": f"m{len(self.queue)}", "MD5OfMessageBody": digest})

    def _body(self, request: Request) -> Response:
        name = request.path.partition("?")[0]
        if request.method == "PUT":
            self.bodies[name] = request.body
            return Response(body=b"", kind="application/xml")
        if name in self.bodies:
            return Response(body=self.bodies[name], kind="binary/octet-stream")
        missing = b"<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>"
        return Response(body=missing, status=404, kind="application/xml")


def _json(body: Any, *, status: int = 200) -> Response:
    return Response(body=json.dumps(body).encode(), status=status, kind=_JSON)


def _secret(asked: Any) -> Any:
    name = str(asked["SecretId"])
    text = SIGNING_SECRET if "Signing" in name else "xoxb-bench" if "Token" in name else "sk-bench"
    return {
        "ARN": name,
        "Name": name,
        "SecretString": text,
        "CreatedDate": _LONG_AGO,
        "VersionStages": ["AWSCURRENT"],
        "VersionId": "1",
    }
