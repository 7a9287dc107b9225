"""A small workspace to draw: five people, two channels, a thread in which the agent waits."""

import copy
import json
from typing import Any, TypeAlias

from tests.browser.canned_slack import DATA

Json: TypeAlias = dict[str, Any]

NOON = 1795348800
ROOT = f"{NOON}.000100"
CARDS: Json = json.loads((DATA / "cards.json").read_text())


def _person(user: str, name: str, real_name: str, **flags: bool) -> Json:
    known = dict.fromkeys(
        ("is_bot", "is_restricted", "is_ultra_restricted", "is_stranger", "deleted"), False
    )
    person = {"id": user, "name": name, "real_name": real_name, "team_id": "T0LOCAL", "tz": "UTC"}
    return person | known | flags


def message(user: str, at: int, text: str, **more: Any) -> Json:
    """Write a message, `at` seconds after noon."""
    plain = {"ts": f"{NOON + at}.000100", "user": user, "text": text}
    bot = {"bot_id": "B0BOT"} if user == "U0BOT" else {}
    return plain | bot | {"reply_count": 0, "reply_users": [], "latest_reply": None} | more


def card(number: str) -> Json:
    """Take a composed state by the start of its name."""
    return copy.deepcopy(next(s["payload"] for name, s in CARDS.items() if name.startswith(number)))


def card_message(number: str, at: int, **more: Any) -> Json:
    """Put a composed card into the thread."""
    payload = card(number)
    return message("U0BOT", at, payload["text"], blocks=payload["blocks"], thread_ts=ROOT, **more)


def view(number: str, view_id: str = "V1") -> Json:
    """Open a composed modal."""
    return card(number) | {"id": view_id, "hash": "1.a", "type": "modal"}


def blocks_message(*blocks: Json, at: int = 41) -> Json:
    """Put blocks into the thread."""
    return message("U0BOT", at, "blocks", blocks=list(blocks), thread_ts=ROOT)


def plain(text: str) -> Json:
    """Write a text object."""
    return {"type": "plain_text", "text": text}


def input_block(block_id: str, label: str, element: Json, **more: Any) -> Json:
    """Write an input block whose action is called v."""
    block = {"type": "input", "block_id": block_id, "label": plain(label)}
    return block | {"element": {"action_id": "v"} | element} | more


def workspace() -> Json:
    """Draw the workspace as it stands when a test begins."""
    people = ("U0ANA", "U0BOB", "U0EVE", "U0GUEST", "U0OUT")
    direct = [
        {"id": f"D{p[1:]}", "name": p, "kind": "im", "user": p, "members": [p, "U0BOT"]}
        for p in people
    ]
    return {
        "version": 1,
        "team": {"id": "T0LOCAL", "name": "Northwind", "domain": "local"},
        "app": {"id": "A0LOCAL", "name": "Signoff", "bot_user_id": "U0BOT", "bot_id": "B0BOT"},
        "me": "U0ANA",
        "users": [
            _person("U0ANA", "ana", "Ana Alves"),
            _person("U0BOB", "bob", "Bob Berg"),
            _person("U0EVE", "eve", "Eve Engel"),
            _person("U0GUEST", "guest", "Gus Guest", is_restricted=True),
            _person("U0OUT", "out", "Otto Outside", is_stranger=True),
            _person("U0BOT", "signoff", "Signoff", is_bot=True),
        ],
        "groups": [
            {"id": "S0SRE", "handle": "sre-leads", "name": "SRE leads", "users": ["U0BOB", "U0EVE"]}
        ],
        "channels": [
            _channel("C0OPS", "ops", "What runs, and who asked"),
            _channel("C0GENERAL", "general", "Everything else"),
            *direct,
        ],
        "messages": {"C0OPS": _talk(), "C0GENERAL": [message("U0EVE", -900, "Lunch at *one*?")]},
        "ephemerals": [],
        "views": [],
        "home": card("41") | {"id": "VHOME", "hash": "1.h"},
        "sessions": [
            {"channel": "C0OPS", "thread_ts": ROOT, "status": "suspended", "title": "Refund 8841"}
        ],
        "statuses": [],
        "prompts": {},
        "reactions": {"C0OPS": {ROOT: [{"name": "eyes", "users": ["U0BOT"]}]}},
        "warnings": [],
    }


def _channel(channel: str, name: str, topic: str) -> Json:
    members = ["U0ANA", "U0BOB", "U0EVE", "U0GUEST", "U0OUT", "U0BOT"]
    about = {"id": channel, "name": name, "kind": "channel", "members": members}
    return about | {"topic": topic, "is_archived": False}


def _talk() -> list[Json]:
    asked = "<@U0BOT> Bob was charged twice for order 8841. Refund the second payment and tell him."
    replies: Json = {"reply_count": 2, "reply_users": ["U0BOT"], "thread_ts": ROOT}
    return [
        message("U0BOB", -5400, "Deploy of `checkout-api` is out. <https://example.com|Dashboard>"),
        message("U0BOB", -5340, "Nothing odd so far :eyes:"),
        message("U0ANA", 0, asked, latest_reply=f"{NOON + 41}.000100", **replies),
        message("U0BOT", 20, "Two payments of $120 came in; I refunded one.", thread_ts=ROOT),
        card_message("01", 41),
    ]
