"""What API Gateway is answered."""

import json
from typing import TypeAlias

from signoff.core.canonical import JsonObject

Response: TypeAlias = dict[str, object]
"""An answer in the shape of API Gateway's HTTP API, payload version 2."""


def answer(status: int, *, said: str = "") -> Response:
    """Answer with a status and, for people who look into it, a few plain words."""
    return {"statusCode": status, "headers": {"content-type": "text/plain"}, "body": said}


def answer_json(body: JsonObject) -> Response:
    """Answer 200 with a JSON body."""
    headers = {"content-type": "application/json"}
    return {"statusCode": 200, "headers": headers, "body": json.dumps(body)}
