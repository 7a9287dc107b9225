"""A person writes, corrects, deletes, joins, or presses Stop."""

from dataclasses import dataclass, replace

from playground.slack.acts.refusals import Refused
from playground.slack.payload import Payload
from playground.slack.posting import Draft, announce_change, change, delete, edited, post
from playground.slack.records import Channel, Message
from playground.slack.site import Site
from playground.slack.typed import typed
from playground.slack.web.files import new_file, take_bytes
from playground.slack.web.sessions import MAX_TITLE, STOPPED, name_session
from playground.slack.web.streaming import end_streams
from playground.slack.wire import view_payload
from playground.slack.workspace import mint


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file on its way into a message."""

    name: str
    mimetype: str
    content: bytes


def say(
    site: Site,
    user: str,
    channel_id: str,
    text: str,
    *,
    thread_ts: str | None = None,
    attachments: tuple[Attachment, ...] = (),
    looks_at: str | None = None,
) -> Message:
    """Write a message, with a channel open beside it or none.

    Raises:
        Refused: not_in_channel, is_archived or no_text.
    """
    channel = _channel_of(site, user, channel_id)
    if not text and not attachments:
        raise Refused("no_text")
    stored = typed(text)
    draft = Draft(
        user=user,
        text=stored.text,
        thread_ts=thread_ts,
        subtype="file_share" if attachments else None,
        blocks=stored.blocks,
        files=tuple(upload(site, user, attachment, channel.id) for attachment in attachments),
        client_msg_id=mint("").lower(),
        looks_at=looks_at,
    )
    return post(site, channel, draft)


def _channel_of(site: Site, user: str, channel_id: str) -> Channel:
    site.workspace.person(user)
    channel = site.workspace.channel(channel_id)
    if user not in channel.members:
        raise Refused("not_in_channel")
    if channel.is_archived:
        raise Refused("is_archived")
    return channel


def upload(site: Site, user: str, attachment: Attachment, *channels: str) -> str:
    """Bring a file in and give its id."""
    file = new_file(site, name=attachment.name, mimetype=attachment.mimetype, user=user)
    take_bytes(site, file.id, attachment.content)
    site.workspace.files[file.id] = replace(site.workspace.files[file.id], channels=channels)
    return file.id


def edit(site: Site, user: str, channel: str, ts: str, text: str) -> Message:
    """Correct one's own message."""
    old = _own(site, user, channel, ts)
    new = edited(site, old, text)
    change(site, old, new)
    return new


def take_back(site: Site, user: str, channel: str, ts: str) -> None:
    """Delete one's own message."""
    delete(site, _own(site, user, channel, ts))


def unfurl(site: Site, channel: str, ts: str) -> None:
    """Tell of a message that it changed, though its words are the same."""
    message = site.workspace.message(channel, ts)
    announce_change(site, message, message)


def _own(site: Site, user: str, channel: str, ts: str) -> Message:
    message = site.workspace.message(channel, ts)
    if message.user != user:
        raise Refused("cant_update_message")
    return message


def join(site: Site, user: str, channel_id: str) -> Message:
    """Come into a channel; everybody in it reads of it."""
    site.workspace.person(user)
    channel = site.workspace.channel(channel_id)
    members = tuple(dict.fromkeys((*channel.members, user)))
    site.workspace.channels[channel.id] = replace(channel, members=members)
    draft = Draft(user=user, text=f"<@{user}> has joined the channel", subtype="channel_join")
    message = post(site, site.workspace.channels[channel.id], draft)
    site.deliveries.announce(_joined(site, channel, message))
    return message


def _joined(site: Site, channel: Channel, message: Message) -> Payload:
    return {
        "type": "member_joined_channel",
        "user": message.user,
        "channel": channel.id,
        "channel_type": "C",
        "team": site.app.team_id,
        "event_ts": message.ts,
    }


def open_home(site: Site, user: str, tab: str) -> None:
    """Open the app's Home or Messages tab."""
    site.workspace.person(user)
    home = site.workspace.homes.get(user)
    event: Payload = {
        "type": "app_home_opened",
        "user": user,
        "channel": site.workspace.channel(user).id,
        "tab": tab,
        "event_ts": site.workspace.next_ts(site.clock.now()),
    }
    shown = {"view": view_payload(site.workspace, home)} if home and tab == "home" else {}
    site.deliveries.announce(event | shown)


def stop(site: Site, user: str, channel: str, thread_ts: str) -> None:
    """Press Stop under the agent's work; the app must say itself what becomes of it."""
    site.workspace.person(user)
    streaming = end_streams(site, channel, thread_ts)
    if STOPPED not in site.app.events:
        return
    site.deliveries.announce(
        {
            "type": STOPPED,
            "channel": channel,
            "user": user,
            "thread_ts": thread_ts,
            "streaming_message_ts": streaming,
            "event_ts": site.workspace.next_ts(site.clock.now()),
        }
    )


def rename(site: Site, user: str, channel: str, thread_ts: str, title: str) -> None:
    """Name the agent's thread oneself.

    Raises:
        Refused: invalid_title.
    """
    site.workspace.person(user)
    words = title.strip()
    if not 1 <= len(words) <= MAX_TITLE:
        raise Refused("invalid_title")
    known = site.workspace.sessions.get((channel, thread_ts))
    name_session(site, channel, thread_ts, words)
    site.deliveries.announce(
        {
            "type": "agent_session_title_changed",
            "channel": channel,
            "user": user,
            "team_id": site.app.team_id,
            "thread_ts": thread_ts,
            "title": words,
            "previous_title": known.title if known else "",
            "event_ts": site.workspace.next_ts(site.clock.now()),
        }
    )
