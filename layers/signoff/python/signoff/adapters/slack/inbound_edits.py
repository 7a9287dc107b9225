"""A message of Slack's was changed or deleted: what its author wants read, or not read, instead."""

from collections.abc import Callable
from typing import Protocol

from signoff.adapters.slack.inbound_authors import author_of
from signoff.adapters.slack.payloads import id_at, object_at, objects_at, text_at, ts_at
from signoff.core.canonical import JsonObject
from signoff.core.hearing import Deleted, Edited, Hearing, Ignored, Message
from signoff.core.keys import ThreadKey

SAYS_NOTHING = "it says nothing"

_MICRO = 6


class Read(Protocol):
    """Reads a message as if it had just been written."""

    def __call__(self, body: JsonObject, *, opens: bool) -> Hearing:
        """Read it; it opens a thread if it was said to the agent."""
        ...


def changed(
    event: JsonObject, *, team: str, said_to_us: Callable[[str], bool], read: Read
) -> Hearing:
    """Read an event `message_changed`: who edited which message, and what it says now.

    Slack sends the same event where it unfurls a link, and where the first message of a thread
    was deleted.

    Args:
        event: The event.
        team: Where.
        said_to_us: Tells whether a text calls the agent.
        read: Reads the message.
    """
    body, before = object_at(event, "message"), object_at(event, "previous_message")
    if text_at(body, "subtype") == "tombstone":
        return gone(event, ts_at(body, "ts"), team=team, said_to_us=said_to_us)
    author = author_of(body)
    if author.is_bot and not edited_at(body):
        # What an app changes has no mark of it: apps write as they go.
        body = {**body, "edited": {"user": author.user, "ts": text_at(event, "ts")}}
    if not edited_at(body) or (before and _says(before) == _says(body)):
        return Ignored(why="its words are the same")
    if id_at(object_at(body, "edited"), "user") not in author.ids:
        return Ignored(why="somebody else changed it")
    opens = said_to_us(text_at(body, "text")) or said_to_us(text_at(before, "text"))
    heard = read(_placed(body, event), opens=opens)
    if isinstance(heard, Message):
        return Edited(message=heard)
    if isinstance(heard, Ignored) and heard.why == SAYS_NOTHING:
        return gone(event, ts_at(body, "ts"), team=team, said_to_us=said_to_us)
    return heard


def deleted(event: JsonObject, *, team: str, said_to_us: Callable[[str], bool]) -> Hearing:
    """Read an event `message_deleted`."""
    return gone(event, ts_at(event, "deleted_ts"), team=team, said_to_us=said_to_us)


def gone(event: JsonObject, ts: str, *, team: str, said_to_us: Callable[[str], bool]) -> Hearing:
    """Say of which thread a message is no more."""
    before, channel = object_at(event, "previous_message"), id_at(event, "channel")
    if not (channel and ts):
        return Ignored(why="it does not say what is gone")
    is_direct = text_at(event, "channel_type") == "im"
    opens = is_direct or said_to_us(text_at(before, "text"))
    thread_ts = ts_at(before, "thread_ts") or ts_at(event, "thread_ts") or ts
    if not opens and thread_ts == ts:
        return Ignored(why="nobody talks to the agent there")
    thread = ThreadKey(team=team, channel=channel, thread_ts=thread_ts)
    return Deleted(thread=thread, ts=ts, opens=opens)


def edited_at(message: JsonObject) -> int:
    """Give when a message was edited last, in microseconds since 1970; 0: never."""
    seconds, _, rest = ts_at(object_at(message, "edited"), "ts").partition(".")
    return int(seconds + rest[:_MICRO].ljust(_MICRO, "0")) if seconds else 0


def _placed(body: JsonObject, event: JsonObject) -> JsonObject:
    """Give a changed message as an event of its own would have."""
    place = {name: event[name] for name in ("channel", "channel_type") if name in event}
    return {**body, "type": "message", **place}


def _says(message: JsonObject) -> tuple[str, tuple[str, ...]]:
    files = (text_at(file, "id") for file in objects_at(message, "files"))
    return text_at(message, "text"), tuple(files)
