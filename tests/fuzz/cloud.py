"""AWS behind the real clients of a function: it counts, keeps nothing, and has no network."""

import json
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

from signoff.adapters.aws import session
from tests.fuzz.requests import SECRET

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
_ANSWERS: dict[str, dict[str, Any]] = {
    "GetSecretValue": {"SecretString": SECRET, "CreatedDate": LONG_AGO},
    "BatchGetItem": {"Responses": {}, "UnprocessedKeys": {}},
    "Query": {"Items": []},
}


class Cloud:
    """Stands in the way of every call that a botocore client makes, before it is sent.

    Attributes:
        calls: The operations that were asked for, counted.
        messages: What was sent into queues, since it was last taken.
    """

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.messages: list[dict[str, Any]] = []
        # Any, because the stubs know of no handler that answers in place of the service.
        answer: Any = self._answer
        session().register("before-call", answer)

    def _answer(self, model: Any, params: dict[str, Any], **_: Any) -> tuple[Any, dict[str, Any]]:
        self.calls[model.name] += 1
        if model.name == "SendMessage":
            self.messages.append(json.loads(params["body"]))
        return AWSResponse("http://aws", 200, HTTPHeaders(), None), _ANSWERS.get(model.name, {})
