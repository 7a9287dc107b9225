"""Slack ids that a person would read as such, in anything that the app wrote."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from playground.plain import is_array, is_object
from playground.slack.local_slack import LocalSlack
from playground.slack.records import Message
from playground.slack.workspace import Workspace

_LOOKS_LIKE_ONE = r"[UWCSBGDAT]0[A-Z0-9]{2,}"
_LINK = re.compile(r"<(?:https?://|mailto:)[^|<>]*(?:\|([^<>]*))?>")
_MARK = re.compile(r"<(?:@[UW]|#C|!subteam\^S)[A-Z0-9]+(?:\|[^<>]*)?>")
_ALIVE_IN_MARKDOWN = re.compile(r"<@[UW][A-Z0-9]+>")
_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
_UNSEEN = {
    "action_id",
    "block_id",
    "callback_id",
    "channel_id",
    "external_id",
    "filetype",
    "image_url",
    "initial_channel",
    "initial_channels",
    "initial_conversation",
    "initial_conversations",
    "initial_user",
    "initial_users",
    "private_metadata",
    "type",
    "url",
    "user_id",
    "usergroup_id",
    "value",
    "visible_to_user_ids",
}


def raw_ids(slack: LocalSlack) -> list[str]:
    """List every place where something that the app wrote shows an id, each as `where: id`.

    Looked at are its messages with their texts, blocks and files, what it whispered, its modals
    and Home tabs, the titles of its sessions, and the line that says what it does.
    """
    return slack.read(lambda site: list(_all_found(site.workspace)))


def _all_found(workspace: Workspace) -> Iterator[str]:
    finder = _finder(workspace)
    for where, text in _written(workspace):
        yield from (f"{where}: {found}" for found in finder.findall(text))


def _finder(workspace: Workspace) -> re.Pattern[str]:
    app = workspace.installation
    known = {
        *workspace.people,
        *workspace.groups,
        *workspace.channels,
        app.bot_user_id,
        app.bot_id,
        app.app_id,
        app.team_id,
    }
    either = "|".join([*map(re.escape, sorted(known, key=len, reverse=True)), _LOOKS_LIKE_ONE])
    return re.compile(rf"(?<![A-Za-z0-9])(?:{either})(?![A-Za-z0-9])")


def _written(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """Give all that the app wrote, each with where it stands, as people see it."""
    for channel in workspace.messages.values():
        for message in channel.values():
            if message.bot_id == workspace.installation.bot_id:
                yield from _in_message(workspace, message)
    for ephemeral in workspace.ephemerals.values():
        where = f"whisper to {workspace.people[ephemeral.user].name}"
        yield where, _in_mrkdwn(ephemeral.text)
        yield from ((where, text) for text in _in_blocks(list(ephemeral.blocks)))
    views = (view for stack in workspace.modals.values() for view in stack)
    for view in (*views, *workspace.homes.values()):
        shown = f"view of {workspace.people[view.user].name}"
        yield from ((shown, text) for text in _in_blocks(dict(view.content)))
    yield from (("session's title", each.title) for each in workspace.sessions.values())
    for status in workspace.statuses.values():
        yield from (("status", each) for each in (status.status, *status.loading_messages))


def _in_message(workspace: Workspace, message: Message) -> Iterator[tuple[str, str]]:
    where = f"message {message.ts}"
    yield where, _in_mrkdwn(message.text)
    yield from ((where, text) for text in _in_blocks(list(message.blocks)))
    chunks = message.stream.chunks if message.stream else ()
    yield from ((f"stream {message.ts}", text) for text in _in_blocks(list(chunks)))
    for name in message.files:
        file = workspace.files[name]
        yield from ((f"file {message.ts}", text) for text in (file.name, file.title))


def _in_blocks(value: Any) -> Iterator[str]:
    """Give every text of some blocks as it is seen: a mark is one only where Slack reads marks."""
    if is_array(value):
        for each in value:
            yield from _in_blocks(each)
    elif is_object(value):
        yield from _in_object(value)
    elif isinstance(value, str):
        yield value


def _in_object(value: dict[str, Any]) -> Iterator[str]:
    kind, text = value.get("type"), value.get("text")
    rest = dict(value)
    if isinstance(text, str):
        del rest["text"]
        yield _shown(str(kind), text)
    for name, each in rest.items():
        if name not in _UNSEEN:
            yield from _in_blocks(each)


def _shown(kind: str, text: str) -> str:
    match kind:
        case "mrkdwn":
            return _in_mrkdwn(text)
        case "markdown" | "markdown_text":
            return _in_markdown(text)
        case _:
            return text


def _in_mrkdwn(text: str) -> str:
    return _outside_of_code(text, lambda part: _MARK.sub(" ", _LINK.sub(r" \1 ", part)))


def _in_markdown(text: str) -> str:
    return _outside_of_code(text, lambda part: _ALIVE_IN_MARKDOWN.sub(" ", part))


def _outside_of_code(text: str, seen: Callable[[str], str]) -> str:
    """In code no mark comes alive: whatever stands there is read as it is."""
    shown, at = "", 0
    for code in _CODE.finditer(text):
        shown += seen(text[at : code.start()]) + code.group()
        at = code.end()
    return shown + seen(text[at:])
