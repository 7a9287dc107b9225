"""An event of Slack's, read: a message to the agent, an opened inbox, or nothing to react to."""

from collections.abc import Collection
from dataclasses import dataclass

from signoff.adapters.slack.api_methods import Event
from signoff.adapters.slack.attachments import MOST_NAMED, attached
from signoff.adapters.slack.inbound_authors import Author, author_of, ours
from signoff.adapters.slack.inbound_edits import SAYS_NOTHING, changed, deleted, edited_at
from signoff.adapters.slack.inbound_installs import about_app
from signoff.adapters.slack.inbound_sessions import about_session, messages_opened, open_channel
from signoff.adapters.slack.origin import origin_of_event
from signoff.adapters.slack.payloads import (
    id_at,
    object_at,
    objects_at,
    text_at,
    ts_at,
)
from signoff.adapters.slack.typed_text import as_typed
from signoff.core.attachments import Attached
from signoff.core.canonical import JsonObject
from signoff.core.hearing import Edited, Hearing, HomeOpened, Ignored, Message
from signoff.core.inbound import Inbound
from signoff.core.keys import ThreadKey

_KINDS = {
    "channel": Event.MESSAGE_CHANNELS,
    "group": Event.MESSAGE_GROUPS,
    "im": Event.MESSAGE_IM,
}


def hear(
    envelope: JsonObject,
    *,
    app_id: str = "",
    team_id: str = "",
    bots: Collection[str] | None = (),
) -> Hearing:
    """Read an envelope of the Events API; whatever it holds, this never raises.

    Args:
        envelope: The body of the request, parsed.
        app_id: The only app whose events count; empty: any.
        team_id: The only workspace, or organisation, whose events count; empty: any.
        bots: The other apps that are heard, by any of their ids; None: all, where it is not known
            which.
    """
    if text_at(envelope, "type") != "event_callback":
        return Ignored(why="it is no event")
    origin = origin_of_event(envelope)
    if not origin.is_ours(app_id=app_id, team_id=team_id):
        return Ignored(why="it is for another app or workspace")
    event = object_at(envelope, "event")
    if text_at(event, "type") == Event.APP_HOME_OPENED:
        return _home(event, team=origin.team)
    aside = about_app(envelope, event) or about_session(envelope, event, team=origin.team)
    if aside is not None:
        return aside
    return _words(_Reader(envelope=envelope, team=origin.team, bots=bots), event)


def _home(event: JsonObject, *, team: str) -> Hearing:
    user = id_at(event, "user")
    if text_at(event, "tab") == "messages":
        return messages_opened(event, team=team)
    if not user or text_at(event, "tab") != "home":
        return Ignored(why="nobody looks at their inbox")
    return HomeOpened(team=team, user=user)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Reads messages of one envelope.

    Attributes:
        envelope: The envelope.
        team: Where.
        bots: The other apps that are heard; None: all.
    """

    envelope: JsonObject
    team: str
    bots: Collection[str] | None

    def said_to_us(self, text: str) -> bool:
        """Tell whether a text calls our bot."""
        return any(f"<@{bot}{end}" in text for bot in _bots(self.envelope) for end in (">", "|"))

    def changed(self, body: JsonObject, *, opens: bool) -> Hearing:
        """Read a message that was changed; whose bot it calls may not be known."""
        return self.message(body, opens=opens, is_known=not _bots(self.envelope))

    def message(self, event: JsonObject, *, opens: bool, is_known: bool = False) -> Hearing:
        """Read a message; one that is known may stand anywhere."""
        author = author_of(event)
        channel, ts = id_at(event, "channel"), ts_at(event, "ts")
        if not (author.user and channel and ts) or not _is_heard_ts(event):
            return Ignored(why="it does not say who wrote where")
        kind = _kind(event)
        thread_ts = ts_at(event, "thread_ts")
        opens = opens or kind in {Event.APP_MENTION, Event.MESSAGE_IM}
        is_reply = thread_ts not in {"", ts}
        if kind is None or not (opens or is_reply or is_known):
            return Ignored(why="nobody talks to the agent there")
        text, files = _said(self.envelope, event), _attached(event)
        if not text.strip() and not files:
            return Ignored(why=SAYS_NOTHING)
        is_direct = kind is Event.MESSAGE_IM
        return Message(
            thread=ThreadKey(team=self.team, channel=channel, thread_ts=thread_ts or ts),
            inbound=Inbound(
                ts=ts,
                user=author.user,
                text=as_typed(text),
                files=tuple(file.name for file in files),
                attached=files,
                name=author.name,
                is_bot=author.is_bot,
                edited=edited_at(event),
                looks_at=open_channel(event, team=self.team) if is_direct else "",
            ),
            opens=opens,
            author=author.ids,
        )


def _words(reader: _Reader, event: JsonObject) -> Hearing:
    """Read what somebody wrote, changed or took back."""
    if text_at(event, "type") not in {"app_mention", "message"}:
        return Ignored(why="it is no message")
    written = _written(event)
    author = author_of(written)
    if not author.ids.isdisjoint(ours(reader.envelope)) or not author.is_one_of(reader.bots):
        return Ignored(why="a bot wrote it")
    team, said_to_us = reader.team, reader.said_to_us
    subtype = event.get("subtype")
    if subtype == "message_deleted":
        return deleted(event, team=team, said_to_us=said_to_us)
    if not _is_heard(written, author):
        return Ignored(why="its subtype is not heard")
    if subtype == "message_changed":
        return changed(event, team=team, said_to_us=said_to_us, read=reader.changed)
    return _new(reader, event)


def _is_heard(message: JsonObject, author: Author) -> bool:
    """Tell whether somebody wrote it; the rest is Slack talking."""
    match message.get("subtype"):
        case None | "file_share" | "thread_broadcast":
            return True
        case "bot_message":
            return author.is_bot
        case _:
            return False


def _written(event: JsonObject) -> JsonObject:
    """Give the message that an event is about, as it was before it was deleted."""
    match event.get("subtype"):
        case "message_changed":
            body = object_at(event, "message")
            is_gone = text_at(body, "subtype") == "tombstone"
            return object_at(event, "previous_message") if is_gone else body
        case "message_deleted":
            return object_at(event, "previous_message")
        case _:
            return event


def _new(reader: _Reader, event: JsonObject) -> Hearing:
    if event.get("hidden"):
        return Ignored(why="it is hidden")
    if event.get("edited") and event.get("type") != "app_mention":
        return Ignored(why="it is edited")
    # Whether Slack tells apart that an app calls us is not to be relied on.
    opens = author_of(event).is_bot and reader.said_to_us(text_at(event, "text"))
    heard = reader.message(event, opens=opens)
    is_edited = isinstance(heard, Message) and bool(heard.inbound.edited)
    return Edited(message=heard) if is_edited and isinstance(heard, Message) else heard


def _is_heard_ts(event: JsonObject) -> bool:
    return event.get("thread_ts") is None or bool(ts_at(event, "thread_ts"))


def _kind(event: JsonObject) -> Event | None:
    if event.get("type") == "app_mention":
        return Event.APP_MENTION
    return _KINDS.get(text_at(event, "channel_type"))


def _bots(envelope: JsonObject) -> tuple[str, ...]:
    listed = objects_at(envelope, "authorizations")
    return tuple(id_at(each, "user_id") for each in listed if each.get("is_bot") is True)


def _said(envelope: JsonObject, event: JsonObject) -> str:
    """Give the text without the mention it begins with; a mention alone stays as it is."""
    text = text_at(event, "text")
    mention, _, rest = text.lstrip().partition(">")
    is_ours = any(mention.partition("|")[0] == f"<@{bot}" for bot in _bots(envelope) if bot)
    return (rest.lstrip() or text) if is_ours else text


def _attached(event: JsonObject) -> tuple[Attached, ...]:
    found = [attached(file) for file in objects_at(event, "files")[:MOST_NAMED]]
    return tuple(file for file in found if file is not None)
