"""Putting a message into a channel, and telling the app of everything that happens to it."""

import re
from dataclasses import dataclass, replace

from playground.slack.payload import Payload, without_nones
from playground.slack.records import Channel, Message
from playground.slack.site import Site
from playground.slack.typed import typed
from playground.slack.wire import message_payload

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A message before it has its ts."""

    user: str
    text: str
    thread_ts: str | None = None
    bot_id: str | None = None
    subtype: str | None = None
    blocks: tuple[Payload, ...] = ()
    files: tuple[str, ...] = ()
    metadata: Payload | None = None
    client_msg_id: str | None = None
    looks_at: str | None = None


def post(site: Site, channel: Channel, draft: Draft) -> Message:
    """Give a draft its place in the channel and announce it."""
    message = Message(
        channel=channel.id,
        ts=site.workspace.next_ts(site.clock.now()),
        user=draft.user,
        text=draft.text,
        thread_ts=draft.thread_ts,
        bot_id=draft.bot_id,
        subtype=draft.subtype,
        blocks=draft.blocks,
        files=draft.files,
        metadata=draft.metadata,
        client_msg_id=draft.client_msg_id,
    )
    site.workspace.put(message)
    if draft.bot_id == site.app.bot_id:
        site.workspace.statuses.pop((channel.id, message.root), None)
    announce(site, channel, message, looks_at=draft.looks_at)
    _echo(site, channel, message)
    return message


def _echo(site: Site, channel: Channel, message: Message) -> None:
    """Let apps that echo answer what our app said, in its thread."""
    if message.bot_id != site.app.bot_id or not message.text:
        return
    for app in site.workspace.apps.values():
        if app.echoes and app.user in channel.members:
            text = f"<@{site.app.bot_user_id}> You said: {message.text}"
            draft = Draft(
                user=app.user, bot_id=app.bot_id, text=text[:3_000], thread_ts=message.root
            )
            post(site, channel, draft)


def announce(
    site: Site, channel: Channel, message: Message, *, looks_at: str | None = None
) -> None:
    """Send what the app hears of a new message: twice, where it is named in a channel."""
    if site.app.bot_user_id not in channel.members:
        return
    event = message_payload(site.workspace, message) | {
        "channel": channel.id,
        "event_ts": message.ts,
        **_from_elsewhere(site, message),
    }
    if site.app.bot_user_id in _MENTION.findall(message.text) and _is_mention(
        site, channel, message
    ):
        site.deliveries.announce(without_nones(event | {"type": "app_mention", "subtype": None}))
    site.deliveries.announce(
        event | {"channel_type": channel.kind, **_context(site, channel, looks_at)}
    )


def _context(site: Site, channel: Channel, looks_at: str | None) -> Payload:
    """Say what somebody has open beside their direct messages with an agent."""
    if channel.kind != "im" or not site.app.is_agent:
        return {}
    about = {"type": "slack#/types/channel_id", "value": looks_at, "team_id": site.app.team_id}
    return {"app_context": {"entities": [about] if looks_at else []}}


def _from_elsewhere(site: Site, message: Message) -> Payload:
    team = site.workspace.people[message.user].team_id
    if team == site.app.team_id:
        return {}
    # Of a file that another workspace has, an event says nothing but where to ask.
    files = [_unsaid(file) for file in message.files]
    return {"user_team": team, "source_team": team} | ({"files": files} if files else {})


def _unsaid(file: str) -> Payload:
    return {"id": file, "mode": "file_access", "file_access": "check_file_info", "created": 0}


def _is_mention(site: Site, channel: Channel, message: Message) -> bool:
    return channel.kind == "channel" and message.bot_id != site.app.bot_id


def change(site: Site, old: Message, new: Message) -> None:
    """Store a changed message and announce the change."""
    site.workspace.put(new)
    announce_change(site, old, new)


def announce_change(site: Site, old: Message, new: Message) -> None:
    """Send the event of a changed message."""
    channel = site.workspace.channels[new.channel]
    ts = site.workspace.next_ts(site.clock.now())
    _announce_hidden(
        site,
        channel,
        {
            "subtype": "message_changed",
            "message": message_payload(site.workspace, new),
            "previous_message": message_payload(site.workspace, old),
            "ts": ts,
        },
    )


def delete(site: Site, message: Message) -> None:
    """Take a message away and announce it."""
    previous = message_payload(site.workspace, message)
    site.workspace.remove(message)
    channel = site.workspace.channels[message.channel]
    _announce_hidden(
        site,
        channel,
        {
            "subtype": "message_deleted",
            "deleted_ts": message.ts,
            "previous_message": previous,
            "ts": site.workspace.next_ts(site.clock.now()),
        },
    )


def _announce_hidden(site: Site, channel: Channel, event: Payload) -> None:
    if site.app.bot_user_id not in channel.members:
        return
    site.deliveries.announce(
        {
            "type": "message",
            "hidden": True,
            "channel": channel.id,
            "channel_type": channel.kind,
            "event_ts": event["ts"],
            **event,
        }
    )


def edited(site: Site, message: Message, text: str) -> Message:
    """Give a person's message a new text and the mark of it."""
    mark = {"user": message.user, "ts": site.workspace.next_ts(site.clock.now())}
    stored = typed(text)
    return replace(message, text=stored.text, edited=mark, blocks=stored.blocks)
