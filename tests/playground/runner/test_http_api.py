"""Requests as API Gateway's HTTP API shows them, and answers as it gives them back."""

import base64
import json
from typing import Any

import pytest

from playground.loopback import Request
from playground.runner.http_api import event_of, response_of


def a_request(body: bytes, content_type: str, **headers: str) -> Request:
    return Request(
        method="POST",
        path="/slack/events",
        query="a=1",
        headers={"content-type": content_type, "host": "127.0.0.1:3001", **headers},
        body=body,
        client="127.0.0.1",
    )


def shown(request: Request) -> dict[str, Any]:
    return event_of(request, route="POST /slack/events", now=1_795_096_800.5, request_id="r1")


def test_a_request_is_shown_in_payload_format_two() -> None:
    event = shown(a_request(b"{}", "application/json", cookie="a=1; b=2"))

    assert event["version"] == "2.0"
    assert event["routeKey"] == event["requestContext"]["routeKey"] == "POST /slack/events"
    assert (event["rawPath"], event["rawQueryString"]) == ("/slack/events", "a=1")
    assert event["cookies"] == ["a=1", "b=2"]
    assert "cookie" not in event["headers"]
    assert event["requestContext"]["http"]["sourceIp"] == "127.0.0.1"
    assert event["requestContext"]["time"] == "19/Nov/2026:14:00:00 +0000"
    assert event["requestContext"]["timeEpoch"] == 1_795_096_800_500


def test_json_is_shown_as_text() -> None:
    event = shown(a_request('{"text": "Grüße"}'.encode(), "application/json; charset=utf-8"))

    assert (event["body"], event["isBase64Encoded"]) == ('{"text": "Grüße"}', False)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [(b"payload=%7B%7D", "application/x-www-form-urlencoded"), (b"\xff\xfe", "application/json")],
)
def test_everything_else_is_shown_in_base64(body: bytes, content_type: str) -> None:
    event = shown(a_request(body, content_type))

    assert event["isBase64Encoded"] is True
    assert base64.b64decode(event["body"]) == body


def test_no_body_is_shown_as_none() -> None:
    event = shown(a_request(b"", "application/json"))

    assert event["isBase64Encoded"] is False
    assert "body" not in event


@pytest.mark.parametrize(
    ("returned", "status", "body"),
    [
        ({"statusCode": 200, "body": "ok"}, 200, b"ok"),
        ({"statusCode": 204}, 204, b""),
        ({"statusCode": "201", "body": "ok"}, 201, b"ok"),
        ({"statusCode": 200, "body": "aGk=", "isBase64Encoded": True}, 200, b"hi"),
        ({"statusCode": 200, "body": "a", "isBase64Encoded": True}, 500, None),
        ({"statusCode": None}, 500, None),
        ({"statusCode": 200, "body": 7}, 500, None),
        ("just words", 200, b"just words"),
        ({"a": 1}, 200, b'{"a": 1}'),
        (None, 200, b"null"),
    ],
)
def test_what_a_function_returns_becomes_a_response(
    returned: Any, status: int, body: bytes | None
) -> None:
    response = response_of(json.dumps(returned).encode())

    assert response.status == status
    assert body in {None, response.body}


def test_headers_and_cookies_are_handed_on() -> None:
    returned = {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json", "X-Slack-No-Retry": 1, "Content-Length": 9},
        "cookies": ["a=1"],
        "body": "{}",
    }

    response = response_of(json.dumps(returned).encode())

    assert response.headers == (
        ("Content-Type", "application/json"),
        ("X-Slack-No-Retry", "1"),
        ("set-cookie", "a=1"),
    )


def test_what_is_no_json_is_an_error() -> None:
    assert response_of(b"{").status == 500
