"""conversations.*: channels, their members, and what was said in them."""

from collections.abc import Callable, Mapping

from playground.slack.errors import SlackError, missing
from playground.slack.payload import Payload
from playground.slack.records import Channel, Message
from playground.slack.site import Site
from playground.slack.web.args import Args
from playground.slack.web.pages import paged
from playground.slack.web.scopes import TO_LIST, TO_READ, require
from playground.slack.wire import channel_payload, message_payload


def _read(site: Site, channel: Channel) -> Payload:
    return channel_payload(channel, site.app.team_id, site.app.bot_user_id)


def _own_channel(site: Site, args: Args) -> Channel:
    channel = site.workspace.channel(args.required("channel"))
    require(site, TO_READ[channel.kind])
    if site.app.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _show(site: Site, args: Args) -> Payload:
    return {"channel": _read(site, site.workspace.channel(args.required("channel")))}


def _list(site: Site, args: Args) -> Payload:
    channels = [channel for channel in site.workspace.channels.values() if channel.kind != "im"]
    shown, rest = paged(channels, args, limit=100)
    return {"channels": [_read(site, channel) for channel in shown], **rest}


def _members(site: Site, args: Args) -> Payload:
    channel = site.workspace.channel(args.required("channel"))
    require(site, TO_LIST[channel.kind])
    members, rest = paged(list(channel.members), args, limit=100)
    return {"members": members, **rest}


def _between(messages: list[Message], args: Args) -> list[Message]:
    oldest, latest = args.text("oldest") or "0", args.text("latest") or "9999999999.999999"
    if args.flag("inclusive"):
        return [message for message in messages if oldest <= message.ts <= latest]
    return [message for message in messages if oldest < message.ts < latest]


def _shown(site: Site, messages: list[Message], args: Args) -> list[Payload]:
    with_metadata = args.flag("include_all_metadata")
    return [
        message_payload(site.workspace, message, with_metadata=with_metadata)
        for message in messages
    ]


def _replies(site: Site, args: Args) -> Payload:
    channel = _own_channel(site, args)
    thread_ts = args.required("ts")
    root = site.workspace.messages.get(channel.id, {}).get(thread_ts)
    replies = _between(list(site.workspace.replies(channel.id, thread_ts)), args)
    if root is None and not replies:
        raise SlackError("thread_not_found")
    thread = [*([root] if root else []), *replies]
    shown, rest = paged(thread, args, limit=1000)
    more = bool(rest["response_metadata"]["next_cursor"])
    return {"messages": _shown(site, shown, args), "has_more": more, **(rest if more else {})}


def _history(site: Site, args: Args) -> Payload:
    channel = _own_channel(site, args)
    tops = [message for message in site.workspace.in_channel(channel.id) if not message.is_reply]
    shown, rest = paged(_between(tops, args)[::-1], args, limit=100)
    more = bool(rest["response_metadata"]["next_cursor"])
    found = {"messages": _shown(site, shown, args), "has_more": more, "pin_count": 0}
    return {**found, **(rest if more else {})}


def _open(site: Site, args: Args) -> Payload:
    users = args.strings("users")
    if "channel" in args:
        channel = site.workspace.channel(args.required("channel"))
    elif len(users) == 1:
        if site.workspace.person(users[0]).deleted:
            raise SlackError("user_disabled")
        channel = site.workspace.channel(users[0])
    else:
        raise missing("users")
    shown = _read(site, channel) if args.flag("return_im") else {"id": channel.id}
    return {"channel": shown, "no_op": True, "already_open": True}


METHODS: Mapping[str, Callable[[Site, Args], Payload]] = {
    "conversations.info": _show,
    "conversations.list": _list,
    "conversations.members": _members,
    "conversations.replies": _replies,
    "conversations.history": _history,
    "conversations.open": _open,
}
