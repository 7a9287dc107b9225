"""Beside a thread: how the agent is at work, by Slack's sessions or by the older status."""

from collections.abc import Sequence
from typing import Final

from signoff.adapters.slack.api_methods import Method
from signoff.adapters.slack.web import RefusedBySlackError, Web
from signoff.core.canonical import JsonObject
from signoff.core.keys import ThreadKey
from signoff.core.presence import Activity, Prompt
from signoff.ports import Clock, PermanentError, TransientError, UnreachableError

TIMEOUT_S: Final = 2
"""What one call may take: no run waits for it, but the end of an invocation does."""

QUIET_MS: Final = 10_000
"""For how long a method is left alone that Slack did not answer; how a thread rests is said all the
same, or it would be seen at work for hours."""

_NEVER = frozenset(
    {
        "access_denied",
        "deprecated_endpoint",
        "feature_not_enabled",
        "method_deprecated",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authorized",
        "team_access_not_granted",
        "unknown_method",
    }
)
"""Slack will not do it for this app, whatever it is asked; all else is about one thread."""

_STATUS: JsonObject = {
    "status": "is working on it…",
    "loading_messages": ["Working on it…"],
}
_NO_STATUS: JsonObject = {"status": ""}


class Sessions:
    """The `Presence` port over Slack's Web API.

    What Slack refuses to this app is not asked for again, as long as the process lives.
    """

    def __init__(self, *, web: Web, clock: Clock) -> None:
        """Get ready; nothing is sent yet."""
        self._web = web
        self._clock = clock
        self._refused: set[Method] = set()
        self._quiet_until: dict[Method, int] = {}
        self._asked_until: dict[Method, int] = {}

    def show(self, thread: ThreadKey, activity: Activity, *, title: str = "") -> None:
        place: JsonObject = {"channel_id": thread.channel, "thread_ts": thread.thread_ts}
        named: JsonObject = {"title": title} if title else {}
        shown: JsonObject = {**place, "status": activity.value, **named}
        rests = activity is not Activity.PROCESSING
        self._send(Method.SESSION_STATUS, shown, is_last_word=rests)
        if Method.SESSION_STATUS in self._refused:
            self._show_as_before(place, activity, named)

    def suggest(self, channel: str, prompts: Sequence[Prompt]) -> None:
        if prompts:
            offered = [{"title": each.title, "message": each.message} for each in prompts]
            self._send(Method.SUGGESTED_PROMPTS, {"channel_id": channel, "prompts": offered})

    def _show_as_before(self, place: JsonObject, activity: Activity, named: JsonObject) -> None:
        """Show it where the app is no agent: a line that fades, and a title."""
        rests = activity is not Activity.PROCESSING
        status = _NO_STATUS if rests else _STATUS
        self._send(Method.ASSISTANT_STATUS, {**place, **status}, is_last_word=rests)
        if named:
            self._send(Method.ASSISTANT_TITLE, {**place, **named})

    def _send(self, method: Method, sent: JsonObject, *, is_last_word: bool = False) -> None:
        left_alone = self._asked_until if is_last_word else self._quiet_until
        if method in self._refused or self._clock() < left_alone.get(method, 0):
            return
        try:
            self._web(method, json=sent)
        except RefusedBySlackError as error:
            if error.code in _NEVER:
                self._refused.add(method)
        except UnreachableError as error:
            asked_ms, now = error.retry_after_s * 1000, self._clock()
            self._asked_until[method] = now + asked_ms
            self._quiet_until[method] = now + max(asked_ms, QUIET_MS)
        except (TransientError, PermanentError):
            # Not even a token could be had; whatever needs one more than this says so.
            return
