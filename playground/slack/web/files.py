"""files.*: three steps to bring a file in, one to learn about it."""

import mimetypes
from collections.abc import Callable, Mapping
from dataclasses import replace

from playground.slack.errors import SlackError, missing
from playground.slack.payload import Payload
from playground.slack.posting import Draft, post
from playground.slack.records import File
from playground.slack.site import Site
from playground.slack.web.args import Args
from playground.slack.web.chat import is_ts
from playground.slack.web.checking import checked_blocks
from playground.slack.wire import file_payload
from playground.slack.workspace import mint


def new_file(site: Site, *, name: str, mimetype: str | None, user: str) -> File:
    """Make room for a file whose bytes are still to come."""
    guess = mimetypes.guess_type(name)[0] or "application/octet-stream"
    file = File(
        id=mint("F"),
        name=name,
        title=name,
        mimetype=mimetype or guess,
        user=user,
        created=int(site.clock.now()),
    )
    site.workspace.files[file.id] = file
    return file


def _upload_url(site: Site, args: Args) -> Payload:
    name = args.required("filename")
    if args.number("length", 0) <= 0:
        raise missing("length")
    file = new_file(site, name=name, mimetype=None, user=site.app.bot_user_id)
    return {"upload_url": f"{site.workspace.origin}/upload/v1/{file.id}", "file_id": file.id}


def take_bytes(site: Site, file_id: str, content: bytes) -> None:
    """Store the bytes of a file that was announced.

    Raises:
        SlackError: file_not_found.
    """
    site.workspace.files[file_id] = replace(site.workspace.file(file_id), content=content)


def _complete(site: Site, args: Args) -> Payload:
    given = args.records("files")
    if not given:
        raise missing("files")
    files = [_completed(site, str(item.get("id")), item.get("title")) for item in given]
    if "channel_id" in args:
        files = _shared(site, args, files)
    return {"files": [file_payload(file, site.workspace.origin) for file in files]}


def _completed(site: Site, file_id: str, title: object) -> File:
    file = site.workspace.file(file_id)
    if file.content is None:
        raise SlackError("file_not_found")
    titled = replace(file, title=str(title)) if title else file
    site.workspace.files[file_id] = titled
    return titled


def _shared(site: Site, args: Args, files: list[File]) -> list[File]:
    channel = site.workspace.channel(args.required("channel_id"))
    if site.app.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    thread_ts = args.text("thread_ts")
    if thread_ts is not None and not is_ts(thread_ts):
        raise SlackError("invalid_thread_ts")
    shared = [replace(file, channels=(*file.channels, channel.id)) for file in files]
    site.workspace.files.update({file.id: file for file in shared})
    draft = Draft(
        user=site.app.bot_user_id,
        bot_id=site.app.bot_id,
        text=args.text("initial_comment") or "",
        subtype="file_share",
        thread_ts=thread_ts,
        blocks=checked_blocks(args),
        files=tuple(file.id for file in shared),
    )
    post(site, channel, draft)
    return shared


def _show(site: Site, args: Args) -> Payload:
    file = site.workspace.file(args.required("file"))
    return {"file": file_payload(file, site.workspace.origin), "comments": []}


METHODS: Mapping[str, Callable[[Site, Args], Payload]] = {
    "files.getUploadURLExternal": _upload_url,
    "files.completeUploadExternal": _complete,
    "files.info": _show,
}
