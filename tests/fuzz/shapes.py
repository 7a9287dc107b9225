"""What Slack sends, whole: the shapes from which everything else is made by changing them."""

import base64
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

ROOT = Path(__file__).parents[2]
TEAM, APP = "T0LOCAL", "A0LOCAL"


def _body(name: str) -> str:
    event = json.loads((ROOT / "events" / f"{name}.json").read_text(encoding="utf-8"))
    body: str = event["body"]
    return base64.b64decode(body).decode() if event["isBase64Encoded"] else body


def _payload(name: str) -> str:
    return parse_qs(_body(name))["payload"][0]


def _enveloped(**event: Any) -> str:
    envelope = json.loads(_body("mention"))
    return json.dumps({**envelope, "event": event})


HEARD = tuple(_body(name) for name in ("mention", "direct_message", "thread_reply"))
"""Somebody talks to the agent: these are queued."""

_SAID = json.loads(HEARD[2])["event"]

EVENTS: tuple[str, ...] = (
    *HEARD,
    *HEARD,
    _body("url_verification"),
    _enveloped(**{**_SAID, "subtype": "file_share", "files": [{"id": "F1", "name": "a.pdf"}]}),
    _enveloped(**{**_SAID, "subtype": "message_changed", "message": _SAID, "hidden": True}),
    _enveloped(**{**_SAID, "bot_id": "B0BOT", "bot_profile": {"id": "B0BOT"}}),
    _enveloped(type="reaction_added", user="U0ANA", reaction="eyes", item={"type": "message"}),
    _enveloped(type="member_joined_channel", user="U0BOT", channel="C0OPS", team=TEAM),
    _enveloped(type="app_home_opened", user="U0ANA", channel="D0ANA", tab="home"),
    _enveloped(type="tokens_revoked", tokens={"bot": ["U0BOT"]}),
    json.dumps({"type": "app_rate_limited", "team_id": TEAM, "api_app_id": APP}),
)
"""Everything that may come to the Events API's address."""

CLICK, SUBMISSION = json.loads(_payload("click_approve")), json.loads(_payload("submit_modal"))

_COMMON = {name: CLICK[name] for name in ("team", "user", "api_app_id", "token", "trigger_id")}
OTHER_INTERACTIONS: tuple[str, ...] = tuple(
    json.dumps({**_COMMON, **rest})
    for rest in (
        {"type": "shortcut", "callback_id": "x", "action_ts": "1.1"},
        {"type": "message_action", "callback_id": "x", "message": CLICK["message"]},
        {"type": "block_suggestion", "action_id": "v", "block_id": "f0", "value": "a"},
        {"type": "view_closed", "view": SUBMISSION["view"], "is_cleared": True},
        {"type": "workflow_step_edit", "workflow_step": {}},
        {"type": "dialog_submission", "submission": {"a": "b"}, "state": "x"},
        {"type": "interactive_message", "actions": [{"name": "x", "value": "y"}]},
        {"type": "url_verification", "challenge": "c"},
    )
)
"""What Slack can also send there, and no card of ours asks for."""
