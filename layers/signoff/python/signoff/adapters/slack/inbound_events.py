"""An event of Slack's, read: a message to the agent, an opened inbox, or nothing to react to."""

from signoff.adapters.slack.api_methods import Event
from signoff.adapters.slack.inbound_sessions import about_session, messages_opened, open_channel
from signoff.adapters.slack.origin import origin_of_event
from signoff.adapters.slack.payloads import (
    first_object_at,
    id_at,
    object_at,
    objects_at,
    text_at,
    ts_at,
)
from signoff.adapters.slack.typed_text import as_typed
from signoff.core.canonical import JsonObject
from signoff.core.hearing import Hearing, HomeOpened, Ignored, Message
from signoff.core.inbound import Inbound
from signoff.core.keys import ThreadKey

_SUBTYPES = {None, "file_share", "thread_broadcast"}
"""What people write; every other subtype is an edit, a deletion, or Slack talking."""

_KINDS = {
    "channel": Event.MESSAGE_CHANNELS,
    "group": Event.MESSAGE_GROUPS,
    "im": Event.MESSAGE_IM,
}

_SLACKBOT = "USLACKBOT"


def hear(envelope: JsonObject, *, app_id: str = "", team_id: str = "") -> Hearing:
    """Read an envelope of the Events API; whatever it holds, this never raises.

    Args:
        envelope: The body of the request, parsed.
        app_id: The only app whose events count; empty: any.
        team_id: The only workspace, or organisation, whose events count; empty: any.
    """
    if text_at(envelope, "type") != "event_callback":
        return Ignored(why="it is no event")
    origin = origin_of_event(envelope)
    if not origin.is_ours(app_id=app_id, team_id=team_id):
        return Ignored(why="it is for another app or workspace")
    event = object_at(envelope, "event")
    if text_at(event, "type") == Event.APP_HOME_OPENED:
        return _home(event, team=origin.team)
    aside = about_session(envelope, event, team=origin.team)
    if aside is not None:
        return aside
    why = _not_a_persons_words(event, _bot(envelope))
    return Ignored(why=why) if why else _message(envelope, event, team=origin.team)


def _home(event: JsonObject, *, team: str) -> Hearing:
    user = id_at(event, "user")
    if text_at(event, "tab") == "messages":
        return messages_opened(event, team=team)
    if not user or text_at(event, "tab") != "home":
        return Ignored(why="nobody looks at their inbox")
    return HomeOpened(team=team, user=user)


def _not_a_persons_words(event: JsonObject, bot: str) -> str:
    if text_at(event, "type") not in {"app_mention", "message"}:
        return "it is no message"
    subtype = event.get("subtype")
    if not (subtype is None or isinstance(subtype, str)) or subtype not in _SUBTYPES:
        return "its subtype is not heard"
    if event.get("hidden") or event.get("edited"):
        return "it is hidden or edited"
    if event.get("bot_id") or event.get("bot_profile"):
        return "a bot wrote it"
    return "a bot wrote it" if id_at(event, "user") in {bot, _SLACKBOT} else ""


def _message(envelope: JsonObject, event: JsonObject, *, team: str) -> Hearing:
    user, channel, ts = id_at(event, "user"), id_at(event, "channel"), ts_at(event, "ts")
    if not (user and channel and ts) or not _is_heard_ts(event):
        return Ignored(why="it does not say who wrote where")
    kind = _kind(event)
    thread_ts = ts_at(event, "thread_ts")
    opens = kind in {Event.APP_MENTION, Event.MESSAGE_IM}
    if kind is None or (not opens and thread_ts in {"", ts}):
        return Ignored(why="nobody talks to the agent there")
    text, files = _said(envelope, event), _files(event)
    if not text.strip() and not files:
        return Ignored(why="it says nothing")
    looks_at = open_channel(event, team=team) if kind is Event.MESSAGE_IM else ""
    return Message(
        thread=ThreadKey(team=team, channel=channel, thread_ts=thread_ts or ts),
        inbound=Inbound(ts=ts, user=user, text=as_typed(text), files=files, looks_at=looks_at),
        opens=opens,
    )


def _is_heard_ts(event: JsonObject) -> bool:
    return event.get("thread_ts") is None or bool(ts_at(event, "thread_ts"))


def _kind(event: JsonObject) -> Event | None:
    if event.get("type") == "app_mention":
        return Event.APP_MENTION
    return _KINDS.get(text_at(event, "channel_type"))


def _bot(envelope: JsonObject) -> str:
    ours = first_object_at(envelope, "authorizations")
    return id_at(ours, "user_id") if ours.get("is_bot") is True else ""


def _said(envelope: JsonObject, event: JsonObject) -> str:
    """Give the text without the mention it begins with; a mention alone stays as it is."""
    text, bot = text_at(event, "text"), _bot(envelope)
    mention, _, rest = text.lstrip().partition(">")
    is_ours = bool(bot) and mention.partition("|")[0] == f"<@{bot}"
    return (rest.lstrip() or text) if is_ours else text


def _files(event: JsonObject) -> tuple[str, ...]:
    named = (
        text_at(file, "name") or text_at(file, "title") or text_at(file, "id")
        for file in objects_at(event, "files")
    )
    return tuple(name for name in named if name)
