"""Slack's signature on an event of the HTTP API: put there, and put there again."""

import base64

from playground.plain import Json
from playground.slack.deliveries.signature import signed_headers

MOST_SECONDS = 300
"""After so long a signature counts no more."""


def signed(event: Json, *, secret: str, now: float) -> Json:
    """Sign an event's body anew."""
    headers = signed_headers(secret, _raw(event), now)
    lowered = {name.lower(): value for name, value in headers.items()}
    return {**event, "headers": {**event["headers"], **lowered}}


def is_signed(event: Json) -> bool:
    """Say whether this is an event that Slack signs."""
    return "x-slack-signature" in event.get("headers", {})


def unsigned(event: Json) -> Json:
    """Take out what differs from one signing to the next."""
    if not is_signed(event):
        return event
    gone = {"x-slack-signature", "x-slack-request-timestamp"}
    kept = {name: value for name, value in event["headers"].items() if name not in gone}
    return {**event, "headers": kept}


def _raw(event: Json) -> str:
    body = str(event.get("body", ""))
    return base64.b64decode(body).decode() if event["isBase64Encoded"] else body
