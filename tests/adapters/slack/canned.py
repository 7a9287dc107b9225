"""A Web API that answers what a test says, and remembers what it was sent."""

from collections.abc import Callable
from typing import Any, TypeAlias

from signoff.adapters.slack.api_methods import Method
from signoff.adapters.slack.web import RefusedBySlackError
from signoff.core.canonical import JsonObject

Refuses: TypeAlias = Callable[[Method, Any], str | None]
"""Says with which code a call is refused; None: it is not."""

US = "U0BOT"


class CannedWeb:
    """Takes messages unless a test refuses them, and shows them again.

    Attributes:
        posted: What was posted, in order, as it was sent.
        changed: What was changed, in order.
        opened: With whom direct messages were opened.
    """

    def __init__(self, refuses: Refuses = lambda _method, _sent: None) -> None:
        self.refuses = refuses
        self.posted: list[Any] = []
        self.changed: list[Any] = []
        self.opened: list[str] = []

    def __call__(
        self, method: Method, *, json: JsonObject | None = None, form: JsonObject | None = None
    ) -> JsonObject:
        sent: Any = json or form or {}
        code = self.refuses(method, sent)
        if code is not None:
            raise RefusedBySlackError(method, code)
        return self._answered(method, sent)

    def _answered(self, method: Method, sent: Any) -> JsonObject:
        match method:
            case Method.AUTH_TEST:
                return {"user_id": US, "team_id": "T0LOCAL"}
            case Method.POST_MESSAGE:
                self.posted.append(sent)
                return {"ts": f"9.{len(self.posted):06d}"}
            case Method.UPDATE:
                self.changed.append(sent)
                return {"ts": sent["ts"]}
            case Method.OPEN:
                self.opened.append(sent["users"])
                return {"channel": {"id": f"D{sent['users'][1:]}"}}
            case Method.REPLIES | Method.HISTORY:
                return {"messages": self._in(sent["channel"], sent.get("ts"))}
            case _:
                raise AssertionError(f"{method} is not canned")

    def _in(self, channel: str, thread_ts: str | None) -> list[JsonObject]:
        return [
            {"ts": f"9.{number:06d}", "user": US, "metadata": sent["metadata"]}
            for number, sent in enumerate(self.posted, 1)
            if (sent["channel"], sent["thread_ts"]) == (channel, thread_ts)
        ]


def always(code: str, *methods: Method) -> Refuses:
    """Refuse every call of some methods."""
    return lambda method, _sent: code if method in methods else None
