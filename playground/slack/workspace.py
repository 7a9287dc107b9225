"""The state of the workspace, in memory, and the moment something in it changes."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from playground.slack.errors import SlackError
from playground.slack.payload import Payload
from playground.slack.records import (
    AgentSession,
    Channel,
    Ephemeral,
    File,
    Installation,
    Message,
    OtherApp,
    Person,
    ResponseUrl,
    Trigger,
    TypingStatus,
    UserGroup,
    View,
    Warned,
)

STATUS_LIFE = 120.0
SESSION_LIFE = 3_600.0


def mint(prefix: str) -> str:
    """Make an id that no other has, in Slack's looks."""
    return prefix + secrets.token_hex(5).upper()


@dataclass(slots=True, kw_only=True)
class Workspace:
    """Everything the local Slack remembers; touched on the server's event loop only."""

    installation: Installation
    people: dict[str, Person]
    groups: dict[str, UserGroup]
    channels: dict[str, Channel]
    apps: dict[str, OtherApp] = field(default_factory=dict[str, OtherApp])
    messages: dict[str, dict[str, Message]] = field(default_factory=dict[str, dict[str, Message]])
    reactions: dict[tuple[str, str], dict[str, tuple[str, ...]]] = field(
        default_factory=dict[tuple[str, str], dict[str, tuple[str, ...]]]
    )
    ephemerals: dict[str, Ephemeral] = field(default_factory=dict[str, Ephemeral])
    modals: dict[str, list[View]] = field(default_factory=dict[str, list[View]])
    homes: dict[str, View] = field(default_factory=dict[str, View])
    files: dict[str, File] = field(default_factory=dict[str, File])
    sessions: dict[tuple[str, str], AgentSession] = field(
        default_factory=dict[tuple[str, str], AgentSession]
    )
    statuses: dict[tuple[str, str], TypingStatus] = field(
        default_factory=dict[tuple[str, str], TypingStatus]
    )
    prompts: dict[str, tuple[Payload, ...]] = field(default_factory=dict[str, tuple[Payload, ...]])
    triggers: dict[str, Trigger] = field(default_factory=dict[str, Trigger])
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict[str, ResponseUrl])
    warnings: dict[str, Warned] = field(default_factory=dict[str, Warned])
    suggested: dict[str, list[Payload]] = field(default_factory=dict[str, list[Payload]])
    origin: str = ""
    version: int = 0
    listeners: list[Callable[[], None]] = field(default_factory=list[Callable[[], None]])
    _last_ts: int = 0

    def touch(self) -> None:
        """Say that something changed."""
        self.version += 1
        for listener in list(self.listeners):
            listener()

    def next_ts(self, now: float) -> str:
        """Give the next message its ts: the time, and never the same twice."""
        self._last_ts = max(self._last_ts + 100, int(now * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def person(self, user: str) -> Person:
        """Find a person.

        Raises:
            SlackError: user_not_found.
        """
        if user not in self.people:
            raise SlackError("user_not_found")
        return self.people[user]

    def channel(self, channel: str) -> Channel:
        """Find a channel, or the direct messages of a person named instead of one.

        Raises:
            SlackError: channel_not_found.
        """
        if channel in self.channels:
            return self.channels[channel]
        for direct in self.channels.values():
            if direct.kind == "im" and direct.user == channel:
                return direct
        raise SlackError("channel_not_found")

    def message(self, channel: str, ts: str) -> Message:
        """Find a message.

        Raises:
            SlackError: message_not_found.
        """
        found = self.messages.get(channel, {}).get(ts)
        if found is None:
            raise SlackError("message_not_found")
        return found

    def put(self, message: Message) -> None:
        """Store a message under its ts, new or changed."""
        self.messages.setdefault(message.channel, {})[message.ts] = message
        self.touch()

    def remove(self, message: Message) -> None:
        """Take a message away; a thread keeps the gravestone of its first one."""
        if any(self.replies(message.channel, message.ts)):
            self.put(_gravestone(message))
            return
        del self.messages[message.channel][message.ts]
        self.reactions.pop((message.channel, message.ts), None)
        self.touch()

    def in_channel(self, channel: str) -> list[Message]:
        """List the messages of a channel, replies included, by ts."""
        return sorted(self.messages.get(channel, {}).values(), key=lambda message: message.ts)

    def replies(self, channel: str, thread_ts: str) -> Iterator[Message]:
        """List the replies of a thread, by ts."""
        return (
            message
            for message in self.in_channel(channel)
            if message.is_reply and message.thread_ts == thread_ts
        )

    def view(self, view_id: str) -> View:
        """Find an open modal or an App Home.

        Raises:
            SlackError: not_found.
        """
        for stack in (*self.modals.values(), list(self.homes.values())):
            for view in stack:
                if view.id == view_id:
                    return view
        raise SlackError("not_found")

    def file(self, file_id: str) -> File:
        """Find a file.

        Raises:
            SlackError: file_not_found.
        """
        if file_id not in self.files:
            raise SlackError("file_not_found")
        return self.files[file_id]

    def live_session(self, channel: str, thread_ts: str, now: float) -> AgentSession | None:
        """Give how a thread stands; what nobody has heard of for an hour is not processing."""
        session = self.sessions.get((channel, thread_ts))
        if session is None or session.status != "processing":
            return session
        return session if now - session.set_at < SESSION_LIFE else replace(session, status="active")

    def live_statuses(self, now: float) -> list[TypingStatus]:
        """List the typing lines that have not faded yet."""
        return [status for status in self.statuses.values() if now - status.set_at < STATUS_LIFE]


def _gravestone(message: Message) -> Message:
    return replace(
        message,
        text="This message was deleted.",
        subtype="tombstone",
        blocks=(),
        files=(),
        metadata=None,
        edited=None,
    )
