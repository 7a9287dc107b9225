"""chat.startStream, appendStream, stopStream: a message that grows, for five minutes."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast, get_args

from playground.slack.blockkit.check import check_blocks
from playground.slack.errors import SlackError, invalid
from playground.slack.payload import Payload
from playground.slack.posting import Draft, change, post
from playground.slack.records import AgentSession, Channel, Message, SessionStatus, Stream
from playground.slack.site import Site
from playground.slack.web.args import Args
from playground.slack.web.chat import is_streaming, open_channel, thread_of
from playground.slack.web.checking import (
    checked_blocks,
    checked_markdown,
    checked_metadata,
    errors_of,
    messages_of,
)
from playground.slack.web.chunks import final_blocks, grown, text_of_chunks
from playground.slack.wire import message_payload

STATUSES: tuple[str, ...] = get_args(SessionStatus)


def _start(site: Site, args: Args) -> Payload:
    channel = open_channel(site, args)
    _recipient(site, channel, args)
    stream = Stream(
        started_at=site.clock.now(),
        chunks=grown((), _chunks(args)),
        display_mode=args.text("task_display_mode") or "timeline",
    )
    draft = Draft(
        user=site.app.bot_user_id,
        bot_id=site.app.bot_id,
        text=text_of_chunks(stream.chunks),
        thread_ts=thread_of(args),
    )
    message = post(site, channel, draft)
    site.workspace.put(replace(message, stream=stream))
    return {"channel": channel.id, "ts": message.ts}


def _recipient(site: Site, channel: Channel, args: Args) -> None:
    # Documented for channels only, but a bot token needs both in direct messages too.
    for key in ("recipient_user_id", "recipient_team_id"):
        if key not in args:
            raise SlackError(f"missing_{key}")
    person = site.workspace.person(args.required("recipient_user_id"))
    if person.is_stranger or person.id not in channel.members:
        raise SlackError("user_not_found")
    if args.required("recipient_team_id") != site.app.team_id:
        raise SlackError("team_not_found")


def _chunks(args: Args) -> list[Payload]:
    chunks = args.records("chunks")
    markdown = args.text("markdown_text")
    if markdown is not None:
        chunks = [*chunks, {"type": "markdown_text", "text": markdown}]
    for index, chunk in enumerate(chunks):
        _check_chunk(chunk, f"/chunks/{index}")
    return chunks


def _check_chunk(chunk: Payload, pointer: str) -> None:
    match chunk:
        case {"type": "markdown_text", "text": str(text)}:
            checked_markdown(text)
        case {"type": "task_update", "id": str(), "title": str()}:
            if chunk.get("status") not in {None, "pending", "in_progress", "complete", "error"}:
                raise invalid(f"{pointer}/status", "must be a valid enum value")
        case {"type": "plan_update", "title": str()}:
            return
        case {"type": "blocks", "blocks": list()}:
            problems = check_blocks(chunk["blocks"], surface="message")
            if problems:
                raise SlackError("invalid_blocks", messages_of(problems), errors_of(problems))
        case _:
            raise SlackError("invalid_chunks", (f"[ERROR] unknown chunk [json-pointer:{pointer}]",))


def _growing(site: Site, args: Args) -> tuple[Message, Stream]:
    channel = site.workspace.channel(args.required("channel"))
    message = site.workspace.message(channel.id, args.required("ts"))
    if message.bot_id != site.app.bot_id:
        raise SlackError("message_not_owned_by_app")
    stream = message.stream
    if stream is None or not is_streaming(message, site.clock.now()):
        stopped = stream is not None and stream.stopped_by_user
        raise SlackError("stopped_by_user" if stopped else "message_not_in_streaming_state")
    return message, stream


def _append(site: Site, args: Args) -> Payload:
    message, stream = _growing(site, args)
    chunks = _chunks(args)
    if not chunks:
        raise SlackError("no_text")
    _put_grown(site, message, replace(stream, chunks=grown(stream.chunks, chunks)))
    return {"channel": message.channel, "ts": message.ts}


def _put_grown(site: Site, message: Message, stream: Stream) -> None:
    site.workspace.put(replace(message, stream=stream, text=text_of_chunks(stream.chunks)))


def _stop(site: Site, args: Args) -> Payload:
    message, stream = _growing(site, args)
    last_blocks = checked_blocks(args)
    metadata = checked_metadata(args)
    status = _session_status(args)
    ended = replace(stream, chunks=grown(stream.chunks, _chunks(args)), is_open=False)
    new = replace(
        message,
        stream=ended,
        text=text_of_chunks(ended.chunks),
        blocks=(*final_blocks(ended), *last_blocks),
        metadata=metadata or None,
    )
    change(site, message, new)
    if status is not None:
        set_session(site, message.channel, message.root, status)
    shown = message_payload(site.workspace, new, with_metadata=True)
    return {"channel": new.channel, "ts": new.ts, "message": shown}


def _session_status(args: Args) -> SessionStatus | None:
    status = args.text("session_status")
    return None if status is None else session_status(status, "/session_status")


def session_status(status: str, pointer: str) -> SessionStatus:
    """Read the status of a session.

    Raises:
        SlackError: invalid_arguments, since free text is none.
    """
    if status not in STATUSES:
        raise invalid(pointer, "must be a valid enum value")
    return cast("SessionStatus", status)


def set_session(
    site: Site, channel: str, thread_ts: str, status: SessionStatus, title: str | None = None
) -> None:
    """Store what the agent does in a thread; a title counts at the beginning only."""
    known = site.workspace.sessions.get((channel, thread_ts))
    session = known or AgentSession(
        channel=channel, thread_ts=thread_ts, status=status, title=title or ""
    )
    now = site.clock.now()
    site.workspace.sessions[channel, thread_ts] = replace(session, status=status, set_at=now)
    site.workspace.touch()


def end_streams(site: Site, channel: str, thread_ts: str) -> list[str]:
    """Stop the streams of a thread as Slack does when a person presses Stop."""
    stopped: list[str] = []
    for message in list(site.workspace.in_channel(channel)):
        stream = message.stream
        if message.root == thread_ts and stream and is_streaming(message, site.clock.now()):
            ended = replace(stream, is_open=False, stopped_by_user=True)
            site.workspace.put(replace(message, stream=ended, blocks=final_blocks(ended)))
            stopped.append(message.ts)
    return stopped


METHODS: Mapping[str, Callable[[Site, Args], Payload]] = {
    "chat.startStream": _start,
    "chat.appendStream": _append,
    "chat.stopStream": _stop,
}
