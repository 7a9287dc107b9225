"""What Slack asked to be left alone with, and until when, as this process remembers it."""

from typing import Final

from signoff.adapters.slack.api_methods import Method
from signoff.core.canonical import JsonObject
from signoff.ports import Clock, UnreachableError

_ALL: Final = ""
"""Stands for every channel."""

_SHORTEST_S = 1
"""A limit without a number of seconds is over no sooner than that."""


class Quiet:
    """One app's memory of Slack's limits in one workspace.

    A limit is about one method. That of `chat.postMessage` is about one channel, until a second
    channel is limited too: then it is about the workspace. Other processes learn of it by
    themselves, and from when their rows are due.
    """

    def __init__(self, clock: Clock) -> None:
        """Begin with nothing to remember."""
        self._clock = clock
        self._until: dict[tuple[Method, str], int] = {}

    def keep(self, method: Method, arguments: JsonObject | None) -> None:
        """Let a call pass, if nothing stands against it.

        Raises:
            UnreachableError: Slack is to be left alone with it; how long is said with it.
        """
        left_ms = self._left_ms(method, _channel(method, arguments))
        if left_ms > 0:
            why = f"{method}: Slack asked to be left alone"
            raise UnreachableError(why, retry_after_s=-(-left_ms // 1000))

    def ask(self, method: Method, arguments: JsonObject | None, *, seconds: int) -> None:
        """Remember that Slack would not have such a call for so many seconds."""
        channel = _channel(method, arguments)
        until = self._clock() + max(seconds, _SHORTEST_S) * 1000
        if channel and self._is_second(method, channel):
            self._note(method, _ALL, until)
        self._note(method, channel, until)

    def _note(self, method: Method, channel: str, until: int) -> None:
        self._until = {key: at for key, at in self._until.items() if at > self._clock()}
        self._until[method, channel] = max(self._until.get((method, channel), 0), until)

    def _is_second(self, method: Method, channel: str) -> bool:
        now = self._clock()
        return any(
            of is method and other not in {_ALL, channel} and until > now
            for (of, other), until in self._until.items()
        )

    def _left_ms(self, method: Method, channel: str) -> int:
        until = max(self._until.get((method, each), 0) for each in {_ALL, channel})
        return until - self._clock()


def _channel(method: Method, arguments: JsonObject | None) -> str:
    return str((arguments or {}).get("channel", _ALL)) if method is Method.POST_MESSAGE else _ALL
