"""Events about what stands beside a thread: Stop, its title, what somebody looks at."""

import re
from typing import Final

from signoff.adapters.slack.api_methods import Event
from signoff.adapters.slack.payloads import id_at, objects_at, text_at, ts_at
from signoff.core.canonical import JsonObject
from signoff.core.hearing import Ignored
from signoff.core.keys import ThreadKey
from signoff.core.presence import MessagesOpened, StopPressed

_CHANNEL_ENTITY: Final = "slack#/types/channel_id"
_CHANNEL = re.compile(r"[CG][A-Z0-9]{1,40}", re.ASCII)
_EVENT_ID = re.compile(r"[A-Za-z0-9]{1,60}", re.ASCII)


def about_session(
    envelope: JsonObject, event: JsonObject, *, team: str
) -> StopPressed | Ignored | None:
    """Read an event of this kind; None: it is of another."""
    match text_at(event, "type"):
        case Event.AGENT_SESSION_STOPPED:
            return _stopped(envelope, event, team=team)
        case Event.AGENT_SESSION_TITLE_CHANGED:
            # A title is set when a thread begins, and never again: a person's own stays.
            return Ignored(why="somebody named a thread")
        case Event.APP_CONTEXT_CHANGED:
            # It stands with each message, and what is looked at in between concerns nobody.
            return Ignored(why="somebody looks at something else")
        case _:
            return None


def messages_opened(event: JsonObject, *, team: str) -> MessagesOpened | Ignored:
    """Read that somebody opened their direct messages with the agent."""
    user, channel = id_at(event, "user"), id_at(event, "channel")
    if not (user and channel):
        return Ignored(why="it does not say who opened what")
    return MessagesOpened(team=team, user=user, channel=channel, ts=ts_at(event, "event_ts"))


def open_channel(event: JsonObject, *, team: str) -> str:
    """Give the channel that somebody had open as they wrote; empty: none, or none of this team."""
    for entity in objects_at(event, "app_context", "entities"):
        is_ours = entity.get("team_id") in {None, team}
        value = id_at(entity, "value")
        if text_at(entity, "type") == _CHANNEL_ENTITY and is_ours and _CHANNEL.fullmatch(value):
            return value
    return ""


def _stopped(envelope: JsonObject, event: JsonObject, *, team: str) -> StopPressed | Ignored:
    user, channel = id_at(event, "user"), id_at(event, "channel")
    thread_ts, ts = ts_at(event, "thread_ts"), ts_at(event, "event_ts")
    event_id = text_at(envelope, "event_id")
    mark = ts or (event_id if _EVENT_ID.fullmatch(event_id) else "")
    if not (user and channel and thread_ts and mark):
        return Ignored(why="it does not say who stopped what")
    thread = ThreadKey(team=team, channel=channel, thread_ts=thread_ts)
    return StopPressed(thread=thread, user=user, ts=ts, mark=mark)
