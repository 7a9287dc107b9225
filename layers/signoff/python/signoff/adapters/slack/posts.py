"""Messages of ours: posted under a mark, found by it, changed where they stand."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from signoff.adapters.slack.api_methods import Method
from signoff.adapters.slack.blocks import Drawn
from signoff.adapters.slack.payloads import id_at, object_at, objects_at, text_at, ts_at
from signoff.adapters.slack.web import RefusedBySlackError, Web
from signoff.core.canonical import JsonObject
from signoff.core.keys import ThreadKey
from signoff.ports import UnreachableError

CARD, REPLY, STREAM = "signoff_card", "signoff_reply", "signoff_stream"
"""What our messages are called in their metadata."""

TOO_LONG = {"msg_blocks_too_long", "msg_too_long"}
UNDRAWABLE = TOO_LONG | {
    "block_mismatch",
    "invalid_arguments",
    "invalid_blocks",
    "invalid_blocks_format",
    "too_many_blocks",
}
"""Slack does not take a message as it is drawn; it may take a plainer one."""

_NOT_OURS_TO_CHANGE = {
    "cant_update_message",
    "edit_window_closed",
    "message_not_found",
    "message_not_in_streaming_state",
    "message_not_owned_by_app",
    "stopped_by_user",
    "streaming_state_conflict",
}
"""Slack does not change this message, or not in this way; it may take a new one."""

_PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Posts:
    """What stands in Slack, in threads and (without a `thread_ts`) in direct messages.

    Attributes:
        web: Slack.
        us: Gives the bot's own id.
    """

    web: Web
    us: Callable[[], str]

    def post(self, place: ThreadKey, drawn: Drawn, *, event_type: str, payload: JsonObject) -> str:
        """Post a message, and give its `ts`."""
        answer = self.web(
            Method.POST_MESSAGE,
            json={
                "channel": place.channel,
                "thread_ts": place.thread_ts or None,
                "text": drawn.text,
                "blocks": drawn.blocks,
                "metadata": {"event_type": event_type, "event_payload": payload},
                "unfurl_links": False,
                "unfurl_media": False,
            },
        )
        ts = ts_at(answer, "ts")
        if not ts:
            raise UnreachableError("Slack did not say where it put it", is_ambiguous=True)
        return ts

    def change(self, place: ThreadKey, ts: str, drawn: Drawn) -> bool:
        """Draw a message anew where it stands; False: it must be posted anew."""
        try:
            self.web(
                Method.UPDATE,
                json={
                    "channel": place.channel,
                    "ts": ts,
                    "text": drawn.text,
                    "blocks": drawn.blocks,
                },
            )
        except RefusedBySlackError as error:
            if error.code not in _NOT_OURS_TO_CHANGE:
                raise
            return False
        return True

    def marked(self, place: ThreadKey, mark: str) -> Iterator[tuple[str, JsonObject]]:
        """Go through our messages in a place that carry a mark; others may copy the mark."""
        us = self.us()
        for message in self._messages(place):
            payload = object_at(message, "metadata", "event_payload")
            is_ours = text_at(message, "metadata", "event_type") in {CARD, REPLY}
            if is_ours and id_at(message, "user") == us and text_at(payload, "mark") == mark:
                yield ts_at(message, "ts"), payload

    def unmarked(self, thread: ThreadKey) -> Iterator[str]:
        """Go through our messages in a thread that hold nothing and have no name."""
        us = self.us()
        for message in self._replies(thread):
            holds = any(message.get(name) for name in ("blocks", "files", "text", "attachments"))
            is_named = bool(text_at(message, "metadata", "event_type"))
            if id_at(message, "user") == us and not holds and not is_named:
                yield ts_at(message, "ts")

    def holds_file(self, place: ThreadKey, name: str) -> bool:
        """Tell whether a file of ours with this name, or id, stands there; others may copy it."""
        us = self.us()
        return any(
            name in {text_at(file, "name"), id_at(file, "id")}
            for message in self._messages(place)
            if id_at(message, "user") == us
            for file in objects_at(message, "files")
        )

    def _messages(self, place: ThreadKey) -> Iterable[JsonObject]:
        return self._replies(place) if place.thread_ts else self._newest(place)

    def _newest(self, place: ThreadKey) -> Sequence[JsonObject]:
        """List what was said last in direct messages: what is looked for there was said lately."""
        form: JsonObject = {
            "channel": place.channel,
            "include_all_metadata": True,
            "limit": _PAGE,
        }
        return objects_at(self.web(Method.HISTORY, form=form), "messages")

    def _replies(self, thread: ThreadKey) -> Iterator[JsonObject]:
        cursor: str | None = None
        while cursor != "":
            page = self._page(thread, cursor)
            yield from objects_at(page, "messages")
            cursor = text_at(page, "response_metadata", "next_cursor")

    def _page(self, thread: ThreadKey, cursor: str | None) -> JsonObject:
        try:
            return self.web(
                Method.REPLIES,
                form={
                    "channel": thread.channel,
                    "ts": thread.thread_ts,
                    "include_all_metadata": True,
                    "limit": _PAGE,
                    "cursor": cursor,
                },
            )
        except RefusedBySlackError as error:
            if error.code != "thread_not_found":
                raise
            return {}
