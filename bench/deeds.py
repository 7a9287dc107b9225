"""What people do in Slack, as the functions get it: signed events of the HTTP API, and messages."""

import json
import time
from itertools import count
from typing import Any
from urllib.parse import urlencode

from bench.world.amazon import SIGNING_SECRET
from bench.world.slack import APP, BOT, CHANNEL, TEAM
from playground.plain import Json
from playground.slack.deliveries.signature import signed_headers

ANA, BOB = "U0ANA", "U0BOB"
WISH = "email bob@example.com about order 8841"
APPROVE = ("approve", "row_approve")
"""What the button is called: here, and at agno."""

_count = count(1)


def new_ts() -> str:
    """Give a moment at which nobody else spoke."""
    return f"1795096800.{next(_count):06d}"


def mention(*, text: str = WISH, thread_ts: str | None = None) -> Json:
    """Write to the agent in a channel: in a new thread, or in one that is there."""
    ts = new_ts()
    event: Json = {
        "type": "app_mention",
        "user": ANA,
        "text": f"<@{BOT}> {text}",
        "ts": ts,
        "event_ts": ts,
        "team": TEAM,
        "channel": CHANNEL,
        **({"thread_ts": thread_ts} if thread_ts else {}),
    }
    body = {
        "token": "legacy",
        "team_id": TEAM,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{next(_count):010d}",
        "event_time": 1795096800,
        "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
    }
    return _event("/slack/events", json.dumps(body), "application/json")


def approval(card: Json) -> Json:
    """Click Approve on a card as it was posted.

    Raises:
        LookupError: It has no such button.
    """
    button = _button(card["blocks"])
    thread = {"thread_ts": card["thread_ts"]} if "thread_ts" in card else {}
    at = {"channel_id": card["channel"], "message_ts": card["ts"], **thread}
    shown = {"ts": card["ts"], "blocks": card["blocks"], **thread}
    payload: Json = {
        "type": "block_actions",
        "team": {"id": TEAM, "domain": "local"},
        "user": {"id": BOB, "username": "bob", "name": "bob", "team_id": TEAM},
        "api_app_id": APP,
        "token": "legacy",
        "trigger_id": f"{next(_count)}.0000000001",
        "container": {"type": "message", **at, "is_ephemeral": False},
        "channel": {"id": card["channel"], "name": "ops"},
        "message": {"type": "message", "user": BOT, **shown},
        "state": {"values": {}},
        "response_url": "http://127.0.0.1:9/none",
        "actions": [{**button, "action_ts": "1795096800.000700"}],
    }
    body = urlencode({"payload": json.dumps(payload)})
    return _event("/slack/interactions", body, "application/x-www-form-urlencoded")


def delivery(message: str) -> Json:
    """Deliver a message of the queue."""
    record = {
        "messageId": f"m{next(_count)}",
        "receiptHandle": "bench",
        "body": message,
        "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1795096800000"},
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:us-east-1:123456789012:turns",
        "awsRegion": "us-east-1",
    }
    return {"Records": [record]}


def _button(blocks: list[Any]) -> Json:
    for block in blocks:
        for element in (*block.get("elements", []), *block.get("actions", [])):
            if element.get("action_id") in APPROVE:
                return {**element, "block_id": block.get("block_id", "")}
    raise LookupError("the card has no Approve")


def _event(path: str, body: str, kind: str) -> Json:
    headers = signed_headers(SIGNING_SECRET, body, time.time())
    lowered = {name.lower(): value for name, value in headers.items()}
    return {
        "version": "2.0",
        "routeKey": f"POST {path}",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"content-type": kind, "user-agent": "Slackbot 1.0", **lowered},
        "requestContext": {
            "domainName": "bench.example",
            "stage": "$default",
            "http": {
                "method": "POST",
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1",
                "userAgent": "Slackbot 1.0",
            },
        },
        "body": body,
        "isBase64Encoded": False,
    }
