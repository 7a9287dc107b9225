"""chat.*: messages that stand, change, vanish, or are for one person."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import urlencode

from playground.slack.errors import SlackError
from playground.slack.payload import Payload, without_nones
from playground.slack.posting import Draft, change, delete, post
from playground.slack.records import Channel, Ephemeral, Message
from playground.slack.site import Site
from playground.slack.web.args import Args
from playground.slack.web.checking import checked_blocks, checked_metadata, checked_text
from playground.slack.wire import message_payload
from playground.slack.workspace import mint


def open_channel(site: Site, args: Args) -> Channel:
    """Find the channel in which the app wants to speak.

    Raises:
        SlackError: channel_not_found, is_archived, not_in_channel.
    """
    channel = site.workspace.channel(args.required("channel"))
    if channel.is_archived:
        raise SlackError("is_archived")
    if site.app.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def thread_of(args: Args) -> str | None:
    """Read the thread to speak in.

    Raises:
        SlackError: invalid_thread_ts.
    """
    thread_ts = args.text("thread_ts")
    if thread_ts is not None and not is_ts(thread_ts):
        raise SlackError("invalid_thread_ts")
    return thread_ts


def is_ts(text: str) -> bool:
    """Tell whether a text looks like the ts of a message."""
    seconds, dot, rest = text.partition(".")
    return dot == "." and seconds.isdigit() and rest.isdigit()


def own_message(site: Site, args: Args, refusal: str) -> tuple[Channel, Message]:
    """Find a message that the app itself wrote.

    Raises:
        SlackError: channel_not_found, message_not_found, or the given refusal.
    """
    channel = site.workspace.channel(args.required("channel"))
    message = site.workspace.message(channel.id, args.required("ts"))
    if message.bot_id != site.app.bot_id or message.subtype == "tombstone":
        raise SlackError(refusal)
    return channel, message


def _post_message(site: Site, args: Args) -> Payload:
    channel = open_channel(site, args)
    draft = Draft(
        user=site.app.bot_user_id,
        bot_id=site.app.bot_id,
        text=checked_text(args) or args.text("markdown_text") or "",
        thread_ts=thread_of(args),
        blocks=checked_blocks(args),
        metadata=checked_metadata(args),
        client_msg_id=args.text("client_msg_id"),
    )
    if not draft.text and not draft.blocks and "attachments" not in args:
        raise SlackError("no_text")
    message = post(site, channel, draft)
    return _spoken(site, message)


def _spoken(site: Site, message: Message) -> Payload:
    shown = message_payload(site.workspace, message, with_metadata=True)
    return {"channel": message.channel, "ts": message.ts, "message": shown}


def _update(site: Site, args: Args) -> Payload:
    channel, message = own_message(site, args, "cant_update_message")
    if channel.is_archived:
        raise SlackError("is_inactive")
    if message.stream is not None and is_streaming(message, site.clock.now()):
        raise SlackError("streaming_state_conflict")
    has_text, has_blocks = "text" in args, "blocks" in args
    if not has_text and not has_blocks and "metadata" not in args:
        raise SlackError("no_text")
    text = checked_text(args) if has_text else message.text
    keeps_blocks = not has_text and not has_blocks
    blocks = message.blocks if keeps_blocks else checked_blocks(args)
    if not text and not blocks:
        raise SlackError("no_text")
    metadata = checked_metadata(args)
    new = replace(
        message,
        text=text,
        blocks=blocks,
        metadata=message.metadata if metadata is None else (metadata or None),
        edited=message.edited if blocks else _edit_mark(site),
    )
    change(site, message, new)
    return _spoken(site, new) | {"text": new.text}


STREAM_LIFE = 300.0


def is_streaming(message: Message, now: float) -> bool:
    """Tell whether more may be appended to a message: five minutes from its start, at most."""
    stream = message.stream
    return stream is not None and stream.is_open and now - stream.started_at < STREAM_LIFE


def _edit_mark(site: Site) -> Payload:
    return {"user": site.app.bot_user_id, "ts": site.workspace.next_ts(site.clock.now())}


def _delete(site: Site, args: Args) -> Payload:
    channel, message = own_message(site, args, "cant_delete_message")
    delete(site, message)
    return {"channel": channel.id, "ts": message.ts}


def _post_ephemeral(site: Site, args: Args) -> Payload:
    channel = open_channel(site, args)
    user = args.required("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    text, blocks = checked_text(args), checked_blocks(args)
    if not text and not blocks:
        raise SlackError("no_text")
    ephemeral = Ephemeral(
        id=mint("Em"),
        channel=channel.id,
        user=user,
        ts=site.workspace.next_ts(site.clock.now()),
        text=text,
        thread_ts=thread_of(args),
        blocks=blocks,
    )
    site.workspace.ephemerals[ephemeral.id] = ephemeral
    site.workspace.touch()
    return {"message_ts": ephemeral.ts}


def _get_permalink(site: Site, args: Args) -> Payload:
    channel = site.workspace.channel(args.required("channel"))
    message = site.workspace.message(channel.id, args.required("message_ts"))
    return {"channel": channel.id, "permalink": permalink(site, message)}


def permalink(site: Site, message: Message) -> str:
    """Write the address at which the page shows a message."""
    path = f"{site.workspace.origin}/archives/{message.channel}/p{message.ts.replace('.', '')}"
    thread = without_nones({"thread_ts": message.root if message.is_reply else None})
    return f"{path}?{urlencode({**thread, 'cid': message.channel})}" if thread else path


METHODS: Mapping[str, Callable[[Site, Args], Payload]] = {
    "chat.postMessage": _post_message,
    "chat.update": _update,
    "chat.delete": _delete,
    "chat.postEphemeral": _post_ephemeral,
    "chat.getPermalink": _get_permalink,
}
