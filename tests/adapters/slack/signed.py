"""Requests as API Gateway hands them over, signed as Slack signs them."""

import base64
import hashlib
import hmac
import json
from urllib.parse import urlencode

from tests.core.rows import NOON

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105 - made up for the tests


def signed(
    body: str, *, secret: str = SECRET, at_s: int = NOON // 1000, encode: bool = False
) -> dict[str, object]:
    """Sign a body at a time; `encode` hands it over in Base64, as API Gateway does with forms."""
    stamp = str(at_s)
    base = f"v0:{stamp}:{body}".encode()
    signature = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {
        "version": "2.0",
        "headers": {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={signature}"},
        "body": base64.b64encode(body.encode()).decode() if encode else body,
        "isBase64Encoded": encode,
    }


def envelope(event: dict[str, object] | None = None, **changes: object) -> str:
    """Wrap an event as Slack does; without one, somebody mentions the agent."""
    mention: dict[str, object] = {
        "type": "app_mention",
        "user": "U0ANA",
        "text": "<@U0BOT> hi",
        "ts": "1795096800.000100",
        "channel": "C0OPS",
    }
    whole = {
        "type": "event_callback",
        "team_id": "T0LOCAL",
        "api_app_id": "A0LOCAL",
        "event": event or mention,
        "event_id": "Ev1",
        "authorizations": [{"team_id": "T0LOCAL", "user_id": "U0BOT", "is_bot": True}],
        **changes,
    }
    return json.dumps(whole)


def form(payload: object) -> str:
    """Write an interaction as the form that Slack posts."""
    return urlencode({"payload": json.dumps(payload)})
