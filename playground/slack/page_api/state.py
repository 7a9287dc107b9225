"""The whole workspace as one person sees it, for the page."""

from playground.slack.payload import Payload, without_nones
from playground.slack.records import Channel, Ephemeral, Message, Person
from playground.slack.site import Site
from playground.slack.web.chat import is_streaming
from playground.slack.wire import message_payload, view_payload
from playground.slack.workspace import Workspace


def state_for(site: Site, me: str) -> Payload:
    """Draw everything that a person may see."""
    workspace = site.workspace
    channels = [channel for channel in workspace.channels.values() if me in channel.members]
    home = workspace.homes.get(me)
    return {
        "version": workspace.version,
        "me": me,
        **_place(workspace),
        "channels": [_channel(channel) for channel in channels],
        "messages": {channel.id: _messages(site, channel) for channel in channels},
        "ephemerals": [_ephemeral(e) for e in workspace.ephemerals.values() if e.user == me],
        "views": [view_payload(workspace, view) for view in workspace.modals.get(me, [])],
        "home": view_payload(workspace, home) if home else None,
        "reactions": {channel.id: _reactions(workspace, channel) for channel in channels},
        **_work(site, {channel.id for channel in channels}),
        "limits": site.tiers.as_payload(),
        "warnings": [
            {"id": warned.id, "container": warned.container, "text": warned.text}
            for warned in workspace.warnings.values()
            if warned.user == me
        ],
    }


def _place(workspace: Workspace) -> Payload:
    app = workspace.installation
    return {
        "team": {"id": app.team_id, "name": app.team_name, "domain": app.team_domain},
        "app": {
            "id": app.app_id,
            "name": app.app_name,
            "bot_user_id": app.bot_user_id,
            "bot_id": app.bot_id,
        },
        "users": [_person(person) for person in workspace.people.values()],
        "groups": [
            {"id": group.id, "handle": group.handle, "name": group.name, "users": list(group.users)}
            for group in workspace.groups.values()
        ],
    }


def _person(person: Person) -> Payload:
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name,
        "is_bot": person.is_bot,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        "is_stranger": person.is_stranger,
        "deleted": person.deleted,
        "team_id": person.team_id,
        "tz": person.tz,
    }


def _channel(channel: Channel) -> Payload:
    return without_nones(
        {
            "id": channel.id,
            "name": channel.name,
            "kind": channel.kind,
            "user": channel.user,
            "members": list(channel.members),
            "topic": channel.topic,
            "is_archived": channel.is_archived,
        }
    )


def _messages(site: Site, channel: Channel) -> list[Payload]:
    return [_message(site, message) for message in site.workspace.in_channel(channel.id)]


def _message(site: Site, message: Message) -> Payload:
    shown: Payload = {"reply_count": 0, "reply_users": [], "latest_reply": None}
    shown |= message_payload(site.workspace, message)
    shown.pop("reactions", None)
    if message.stream is None or not is_streaming(message, site.clock.now()):
        return shown
    stream = message.stream
    mode = stream.display_mode
    return shown | {"streaming": True, "chunks": list(stream.chunks), "display_mode": mode}


def _ephemeral(ephemeral: Ephemeral) -> Payload:
    return without_nones(
        {
            "id": ephemeral.id,
            "channel": ephemeral.channel,
            "thread_ts": ephemeral.thread_ts,
            "ts": ephemeral.ts,
            "text": ephemeral.text,
            "blocks": list(ephemeral.blocks) or None,
        }
    )


def _reactions(workspace: Workspace, channel: Channel) -> Payload:
    return {
        ts: [{"name": name, "users": list(users)} for name, users in found.items()]
        for (where, ts), found in workspace.reactions.items()
        if where == channel.id and found
    }


def _work(site: Site, channels: set[str]) -> Payload:
    workspace, now = site.workspace, site.clock.now()
    places = [place for place in workspace.sessions if place[0] in channels]
    sessions = [s for s in (workspace.live_session(*place, now) for place in places) if s]
    statuses = workspace.live_statuses(now)
    return {
        "sessions": [
            {"channel": s.channel, "thread_ts": s.thread_ts, "status": s.status, "title": s.title}
            for s in sessions
        ],
        "statuses": [
            {
                "channel": typing.channel,
                "thread_ts": typing.thread_ts,
                "status": typing.status,
                "loading_messages": list(typing.loading_messages),
            }
            for typing in statuses
            if typing.channel in channels
        ],
        "prompts": {
            channel: list(prompts)
            for channel, prompts in workspace.prompts.items()
            if channel in channels
        },
    }
