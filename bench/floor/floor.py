"""The floor: what an answer to Slack costs with the standard library and nothing else.

It checks Slack's signature, signs SendMessage by hand, and has a TLS context ready, as every
client of AWS has.
"""

import hashlib
import hmac
import http.client
import json
import os
import ssl
import time
from typing import Any
from urllib.parse import urlsplit

_REGION, _SERVICE = "us-east-1", "sqs"
_QUEUE = os.environ["SIGNOFF_QUEUE_URL"]
_KEY, _TOKEN = os.environ["AWS_SECRET_ACCESS_KEY"], os.environ["AWS_SESSION_TOKEN"]
_KEY_ID = os.environ["AWS_ACCESS_KEY_ID"]
_SECRET = os.environ["BENCH_SIGNING_SECRET"].encode()
_HOST = urlsplit(os.environ["AWS_ENDPOINT_URL"]).netloc
_MOST_S = 300
_OK = 200

TLS = ssl.create_default_context()
CONNECTION = http.client.HTTPConnection(_HOST)


def lambda_handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    """Answer one request of Slack's Events API."""
    body = event["body"].encode()
    headers = event["headers"]
    sent_at = headers["x-slack-request-timestamp"]
    expected = hmac.new(_SECRET, b"v0:%s:%s" % (sent_at.encode(), body), hashlib.sha256).hexdigest()
    is_fresh = abs(time.time() - int(sent_at)) < _MOST_S
    if not is_fresh or not hmac.compare_digest(f"v0={expected}", headers["x-slack-signature"]):
        return {"statusCode": 401}
    team = json.loads(body)["team_id"]
    message = {"QueueUrl": _QUEUE, "MessageBody": event["body"], "MessageGroupId": team}
    return {"statusCode": 200 if _send(json.dumps(message).encode()) == _OK else 500}


def _send(body: bytes) -> int:
    CONNECTION.request("POST", "/", body=body, headers=_signed(body))
    answer = CONNECTION.getresponse()
    answer.read()
    return answer.status


def _signed(body: bytes) -> dict[str, str]:
    now = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    scope = f"{now[:8]}/{_REGION}/{_SERVICE}/aws4_request"
    headers = {
        "content-type": "application/x-amz-json-1.0",
        "host": _HOST,
        "x-amz-date": now,
        "x-amz-security-token": _TOKEN,
        "x-amz-target": "AmazonSQS.SendMessage",
    }
    names = ";".join(headers)
    lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
    request = f"POST\n/\n\n{lines}\n{names}\n{hashlib.sha256(body).hexdigest()}"
    digest = hashlib.sha256(request.encode()).hexdigest()
    key = f"AWS4{_KEY}".encode()
    for part in (*scope.split("/"), f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{digest}"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    credential = f"Credential={_KEY_ID}/{scope}"
    signature = f"SignedHeaders={names}, Signature={key.hex()}"
    return {**headers, "authorization": f"AWS4-HMAC-SHA256 {credential}, {signature}"}
