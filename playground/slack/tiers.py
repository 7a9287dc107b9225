"""How often an app may call each method, and whether it calls while it was asked not to."""

import math
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from playground.slack.payload import Payload

MINUTE: Final = 60.0

TIER_1, TIER_2, TIER_3, TIER_4 = 1, 20, 50, 100
"""Calls a minute, of one method by one app in one workspace."""

POST: Final = "chat.postMessage"
BURST: Final = 5
"""So many messages a channel takes at once, and then one a second."""

WORKSPACE_CAP: Final = 300
"""So many messages a workspace takes in a minute, in all channels together."""

SPECIAL: Final = 600
"""Slack gives no number for these, and lets hundreds through."""

PER_MINUTE: Final[Mapping[str, int]] = {
    "apps.connections.open": TIER_1,
    "chat.startStream": TIER_2,
    "chat.stopStream": TIER_2,
    "usergroups.list": TIER_2,
    "usergroups.users.list": TIER_2,
    "users.list": TIER_2,
    "chat.appendStream": TIER_4,
    "chat.postEphemeral": TIER_4,
    "conversations.members": TIER_4,
    "files.completeUploadExternal": TIER_4,
    "files.getUploadURLExternal": TIER_4,
    "users.info": TIER_4,
    "views.open": TIER_4,
    "views.publish": TIER_4,
    "views.push": TIER_4,
    "views.update": TIER_4,
    "api.test": SPECIAL,
    "auth.test": SPECIAL,
    "blocks.validate": SPECIAL,
    POST: WORKSPACE_CAP,
}
"""What is not named here is of the third tier, as most methods are."""


class Scope(NamedTuple):
    """What one limit is about: a method, or a method in one channel."""

    method: str
    channel: str = ""


@dataclass(slots=True)
class Window:
    """The calls of the last minute."""

    most: int
    _calls: deque[float] = field(default_factory=deque[float])

    def wait(self, now: float) -> float:
        """Say how long to wait until there is room; 0: there is."""
        while self._calls and self._calls[0] <= now - MINUTE:
            self._calls.popleft()
        return 0.0 if len(self._calls) < self.most else self._calls[0] + MINUTE - now

    def take(self, now: float) -> None:
        """Count a call."""
        self._calls.append(now)


@dataclass(slots=True)
class Bucket:
    """What a channel takes: a few at once, and then one a second."""

    _left: float = BURST
    _seen: float = 0.0

    def wait(self, now: float) -> float:
        """Say how long to wait until there is room; 0: there is."""
        self._left = min(BURST, self._left + now - self._seen)
        self._seen = now
        return max(0.0, 1.0 - self._left)

    def take(self, now: float) -> None:
        """Count a call."""
        self.wait(now)
        self._left -= 1


@dataclass(slots=True)
class Tiers:
    """Slack's rate limits for one app in one workspace; touched on the server's loop only.

    Attributes:
        are_kept: Whether calls are limited; otherwise all that is arranged is, and no more.
        caller: Who calls now, where a test knows it; otherwise each connection is a caller.
        over_tier: Calls that were made although Slack had asked to be left alone with them. A call
            counts when Slack has answered the same caller with 429 before, in the same scope, and
            `Retry-After` is not over yet. The scope is the method; that of `chat.postMessage` is
            the method in its channel, and all channels once two of them are limited at a time. A
            caller is a process: what another one was told it can not know.
        limited: How many calls were answered with 429.
        last: Which method the last of them was of, and for how many seconds it was to wait.
    """

    are_kept: bool = False
    caller: str = ""
    over_tier: int = 0
    limited: int = 0
    last: tuple[str, int] | None = None
    _rooms: dict[Scope, Window | Bucket] = field(default_factory=dict[Scope, Window | Bucket])
    _asked: dict[tuple[str, Scope], float] = field(default_factory=dict[tuple[str, Scope], float])

    def admit(self, method: str, args: Payload, *, by: str, now: float) -> int:
        """Take note of a call, and say after how many seconds to come again; 0: it may pass."""
        caller, scope = self.caller or by, _scope(method, args)
        if any(self._asked.get((caller, each), 0.0) > now for each in {scope, Scope(method)}):
            self.over_tier += 1
        if not self.are_kept:
            return 0
        rooms = [self._room(each) for each in dict.fromkeys((scope, Scope(method)))]
        wait = max(room.wait(now) for room in rooms)
        if wait > 0:
            return math.ceil(wait)
        for room in rooms:
            room.take(now)
        return 0

    def refuse(self, method: str, args: Payload, *, seconds: int, by: str, now: float) -> None:
        """Remember that a caller was asked to wait."""
        caller, scope = self.caller or by, _scope(method, args)
        others = (
            each
            for (who, each), until in self._asked.items()
            if who == caller and each.method == method and each != scope and until > now
        )
        wide = {Scope(method)} if any(each.channel for each in others) else set[Scope]()
        for each in {scope} | wide:
            self._asked[caller, each] = max(self._asked.get((caller, each), 0.0), now + seconds)
        self.limited += 1
        self.last = (method, seconds)

    def as_payload(self) -> Payload:
        """Write it for the page."""
        method, seconds = self.last or ("", 0)
        counted: Payload = {"limited": self.limited, "over_tier": self.over_tier}
        return counted | {"method": method, "retry_after": seconds}

    def _room(self, scope: Scope) -> Window | Bucket:
        if scope not in self._rooms:
            most = PER_MINUTE.get(scope.method, TIER_3)
            self._rooms[scope] = Bucket() if scope.channel else Window(most)
        return self._rooms[scope]


def above_tier(calls: Iterable[tuple[str, Payload, float]]) -> int:
    """Count again, call by call, what was let through although its tier was used up."""
    times: dict[Scope, list[float]] = {}
    for method, args, at in calls:
        for scope in {_scope(method, args), Scope(method)}:
            times.setdefault(scope, []).append(at)
    return sum(_is_above(scope, each, n) for scope, each in times.items() for n in range(len(each)))


def _is_above(scope: Scope, times: list[float], last: int) -> bool:
    """Tell whether the calls up to this one, of any stretch that ends with it, were too many."""
    now = times[last]
    if scope.channel:
        # A hair's breadth for what adding up fractions of seconds loses.
        return any(
            last - first + 1 > BURST + now - times[first] + 1e-6 for first in range(last + 1)
        )
    return sum(now - MINUTE < at <= now for at in times[: last + 1]) > PER_MINUTE.get(
        scope.method, TIER_3
    )


def _scope(method: str, args: Payload) -> Scope:
    return Scope(method, str(args.get("channel", ""))) if method == POST else Scope(method)
