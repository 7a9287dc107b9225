"""Messages that grow, by Slack's streams: begun, appended to, ended, put right or taken away."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final, assert_never

from signoff.adapters.slack import sayings
from signoff.adapters.slack.api_methods import Method
from signoff.adapters.slack.blocks import Block
from signoff.adapters.slack.limits import clipped
from signoff.adapters.slack.payloads import ts_at
from signoff.adapters.slack.pieces import LONGEST, pieces
from signoff.adapters.slack.posts import REPLY, STREAM, UNDRAWABLE, Posts
from signoff.adapters.slack.ratings import thumbs
from signoff.adapters.slack.web import RefusedBySlackError, Web
from signoff.core.canonical import JsonObject
from signoff.core.keys import ThreadKey
from signoff.ports import UndeliverableError, UnreachableError
from signoff.ports.live import Chunk, Last, Reader, Task, Words

TITLE: Final = 256
"""The most characters of a task's title."""

_FOR_GOOD = {
    "access_denied",
    "deprecated_endpoint",
    "enterprise_is_restricted",
    "feature_not_enabled",
    "method_deprecated",
    "missing_scope",
    "not_allowed",
    "not_allowed_token_type",
    "not_authorized",
    "team_access_not_granted",
    "unknown_method",
}
"""Why this app streams nowhere; it is not asked again."""

_FOR_THEM = {
    "channel_type_not_supported",
    "missing_recipient_team_id",
    "missing_recipient_user_id",
    "restricted_action",
    "team_not_found",
    "user_not_found",
}
"""Why nothing is streamed to this person in this place, such as somebody of another company."""

_NOT_THERE = {"channel_not_found", "message_not_found"}
_REMEMBERED = 1_000
_ELSEWHERE = "_(This answer stands below.)_"


class NoStreamError(UndeliverableError):
    """Slack said before that it does not stream there."""


class SlackStreams:
    """What is streamed by one process, and where Slack does not want that."""

    def __init__(self, *, web: Web, us: Callable[[], str]) -> None:
        """Know of no refusal yet.

        Args:
            web: Slack.
            us: Gives the bot's own id.
        """
        self._web = web
        self._posts = Posts(web=web, us=us)
        self._is_refused = False
        self._not_to: dict[tuple[str, str], None] = {}

    def start(self, thread: ThreadKey, reader: Reader) -> str:
        """Begin a message; Slack wants to know for whom, in direct messages too."""
        place = thread.channel, reader.user
        if self._is_refused or place in self._not_to:
            raise NoStreamError("Slack does not stream here")
        try:
            answer = self._web(
                Method.START_STREAM,
                json={
                    "channel": thread.channel,
                    "thread_ts": thread.thread_ts,
                    "recipient_user_id": reader.user,
                    "recipient_team_id": thread.team,
                    "task_display_mode": reader.tasks,
                },
            )
        except RefusedBySlackError as error:
            self._remember(error.code, place)
            raise
        ts = ts_at(answer, "ts")
        if not ts:
            raise UnreachableError("Slack did not say where it streams", is_ambiguous=True)
        return ts

    def _remember(self, code: str, place: tuple[str, str]) -> None:
        self._is_refused = self._is_refused or code in _FOR_GOOD
        if code in _FOR_THEM and len(self._not_to) < _REMEMBERED:
            self._not_to[place] = None

    def grow(self, thread: ThreadKey, ts: str, chunks: Sequence[Chunk]) -> None:
        """Append to a message."""
        self._web(Method.APPEND_STREAM, json=_addressed(thread, ts, chunks))

    def end(
        self, thread: ThreadKey, ts: str, chunks: Sequence[Chunk], *, last: Last | None
    ) -> None:
        """End a message, under the name by which it is found again."""
        ended: JsonObject = {**_addressed(thread, ts, chunks), "metadata": _metadata(last)}
        below = _below(thread, last)
        try:
            self._web(Method.STOP_STREAM, json={**ended, "blocks": below or None})
        except RefusedBySlackError as error:
            if not below or error.code not in UNDRAWABLE:
                raise
            self._web(Method.STOP_STREAM, json=ended)

    def rewrite(
        self, thread: ThreadKey, ts: str, text: str, tasks: Sequence[Task], *, last: Last | None
    ) -> bool:
        """Write over a message that has ended: with its tasks, or at least its text."""
        said = sayings.unbroadcast(text)
        if len(pieces(said)) > 1:
            return False
        words: list[Block] = [{"type": "markdown", "text": said}] if said else []
        cards: list[Block] = [_card(task) for task in tasks]
        below = _below(thread, last)
        tries = {len(each): each for each in ([*cards, *words, *below], [*words, *below], words)}
        return any(
            self._is_changed(thread, ts, said, blocks, last) for blocks in tries.values() if blocks
        )

    def _is_changed(
        self, thread: ThreadKey, ts: str, text: str, blocks: Sequence[Block], last: Last | None
    ) -> bool:
        try:
            self._web(
                Method.UPDATE,
                json={
                    "channel": thread.channel,
                    "ts": ts,
                    "text": sayings.plain(text),
                    "blocks": list(blocks),
                    "metadata": _metadata(last),
                },
            )
        except RefusedBySlackError:
            return False
        return True

    def remove(self, thread: ThreadKey, ts: str) -> None:
        """Take a message away; where Slack keeps it, it says that it is no answer."""
        at: JsonObject = {"channel": thread.channel, "ts": ts}
        with suppress(RefusedBySlackError):
            # Refused: it does not grow any more, or is gone.
            self._web(Method.STOP_STREAM, json={**at, "metadata": _metadata(None)})
        try:
            self._web(Method.DELETE, json=at)
        except RefusedBySlackError as error:
            if error.code not in _NOT_THERE:
                self.rewrite(thread, ts, _ELSEWHERE, (), last=None)

    def lost(self, thread: ThreadKey) -> tuple[str, ...]:
        """Look for messages that were begun, and of which nobody was told where."""
        return tuple(self._posts.unmarked(thread))


class StreamingChat:
    """The part of the `Chat` port that is about messages that grow."""

    _streams: SlackStreams

    def start_stream(self, thread: ThreadKey, reader: Reader) -> str:
        return self._streams.start(thread, reader)

    def grow_stream(self, thread: ThreadKey, ts: str, chunks: Sequence[Chunk]) -> None:
        self._streams.grow(thread, ts, chunks)

    def end_stream(
        self, thread: ThreadKey, ts: str, chunks: Sequence[Chunk] = (), *, last: Last | None = None
    ) -> None:
        self._streams.end(thread, ts, chunks, last=last)

    def rewrite_stream(
        self,
        thread: ThreadKey,
        ts: str,
        text: str,
        tasks: Sequence[Task],
        *,
        last: Last | None = None,
    ) -> bool:
        return self._streams.rewrite(thread, ts, text, tasks, last=last)

    def remove_stream(self, thread: ThreadKey, ts: str) -> None:
        self._streams.remove(thread, ts)

    def lost_streams(self, thread: ThreadKey) -> tuple[str, ...]:
        return self._streams.lost(thread)


def _addressed(thread: ThreadKey, ts: str, chunks: Sequence[Chunk]) -> JsonObject:
    written = [each for chunk in chunks for each in _written(chunk)]
    return {"channel": thread.channel, "ts": ts, "chunks": written or None}


def _written(chunk: Chunk) -> list[JsonObject]:
    match chunk:
        case Words(text=text):
            said, step = sayings.unbroadcast(text), LONGEST
            return [
                {"type": "markdown_text", "text": said[start : start + step]}
                for start in range(0, len(said), step)
            ]
        case Task():
            return [
                {
                    "type": "task_update",
                    "id": chunk.id,
                    "title": clipped(chunk.title, TITLE),
                    "status": chunk.state.value,
                }
            ]
        case _:
            assert_never(chunk)


def _card(task: Task) -> Block:
    return {
        "type": "task_card",
        "block_id": f"task.{task.id}",
        "task_id": task.id,
        "title": clipped(task.title, TITLE),
        "status": task.state.value,
    }


def _below(thread: ThreadKey, last: Last | None) -> list[Block]:
    return [thumbs(thread, last.mark)] if last is not None and last.is_rated else []


def _metadata(last: Last | None) -> JsonObject:
    """Name a message: a last word is looked for by its mark, everything else by nothing."""
    if last is None:
        return {"event_type": STREAM, "event_payload": {"mark": ""}}
    return {"event_type": REPLY, "event_payload": {"mark": last.mark, "part": 1, "parts": 1}}
