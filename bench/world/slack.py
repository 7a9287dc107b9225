"""Slack's Web API, saying yes: what it is told stands in the ledger, and the last card is kept."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bench.world.wire import Request, Response

TEAM, CHANNEL, APP, BOT = "T0LOCAL", "C0OPS", "A0LOCAL", "U0BOT"
_FIRST_TS = 1_795_000_000


@dataclass(slots=True)
class Slack:
    """A workspace in which every call works."""

    delay_s: float = 0.0
    posted: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    _count: int = 0

    def answer(self, request: Request) -> tuple[str, str, Response]:
        """Give who asked, the method, and what is answered."""
        url = urlsplit(request.path)
        who, _, method = url.path.strip("/").partition("/api/")
        asked = _arguments(request, url.query)
        body = {"ok": True, **self._answer(method, asked)}
        scopes = json.dumps(body).encode()
        return who, method, Response(body=scopes, delay_s=self.delay_s)

    def taken(self) -> list[dict[str, Any]]:
        """Give the messages with blocks since the last time."""
        found, self.posted = self.posted, []
        return found

    def _answer(self, method: str, asked: dict[str, Any]) -> dict[str, Any]:
        match method:
            case "auth.test":
                return {"team_id": TEAM, "user_id": BOT, "bot_id": "B0BOT", "url": "https://x/"}
            case "users.info":
                return {"user": _person(str(asked.get("user", "")))}
            case "conversations.info":
                return {"channel": {"id": CHANNEL, "name": "ops", "is_member": True}}
            case "conversations.replies" | "conversations.history":
                return {"messages": [], "has_more": False}
            case _:
                return self._written(asked)

    def _written(self, asked: dict[str, Any]) -> dict[str, Any]:
        self._count += 1
        ts = str(asked.get("ts") or f"{_FIRST_TS + self._count}.000100")
        channel = str(asked.get("channel") or CHANNEL)
        blocks: Any = asked.get("blocks") or []
        if isinstance(blocks, str):
            blocks = json.loads(blocks)
        if blocks:
            thread = {"thread_ts": asked["thread_ts"]} if asked.get("thread_ts") else {}
            self.posted.append({"ts": ts, "channel": channel, "blocks": blocks, **thread})
        return {"ts": ts, "channel": channel, "message": {"ts": ts}, "view": {"id": "V1"}}


def _arguments(request: Request, query: str) -> dict[str, Any]:
    if request.headers.get("content-type", "").startswith("application/json"):
        return dict(json.loads(request.body or b"{}"))
    pairs = parse_qs(query) | parse_qs(request.body.decode("utf-8", "replace"))
    return {name: values[-1] for name, values in pairs.items()}


def _person(user: str) -> dict[str, Any]:
    return {
        "id": user,
        "team_id": TEAM,
        "name": user.lower(),
        "real_name": user,
        "is_bot": user == BOT,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "deleted": False,
        "tz": "Europe/Berlin",
        "profile": {"display_name": user.lower(), "real_name": user, "email": f"{user}@x.example"},
    }
