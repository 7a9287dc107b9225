"""The Events API envelope around an event."""

import base64
import json

from playground.slack.payload import Payload
from playground.slack.records import Installation
from playground.slack.workspace import mint


def enveloped(event: Payload, app: Installation, now: float) -> Payload:
    """Wrap an event as Slack does, under an event_id of its own."""
    return {
        "token": "legacy",
        "team_id": app.team_id,
        "context_team_id": app.team_id,
        "context_enterprise_id": app.enterprise_id,
        "api_app_id": app.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": mint("Ev"),
        "event_time": int(now),
        "authorizations": [
            {
                "enterprise_id": app.enterprise_id,
                "team_id": app.team_id,
                "user_id": app.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": app.is_enterprise_install,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": _context(event, app),
    }


def _context(event: Payload, app: Installation) -> str:
    inner = {"et": event.get("type"), "tid": app.team_id, "aid": app.app_id}
    return "4-" + base64.urlsafe_b64encode(json.dumps(inner).encode()).decode()
