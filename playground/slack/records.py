"""What a workspace is made of: people, channels, messages, views and the rest, as values."""

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from playground.slack.payload import Payload, payload_of

ChannelKind = Literal["channel", "im"]
SessionStatus = Literal["active", "processing", "suspended", "closed"]


@cache
def _manifest() -> Payload:
    """Read the app's own manifest."""
    file = Path(__file__).parents[2] / "slack" / "manifest.json"
    return payload_of(json.loads(file.read_text()))


def manifest_scopes() -> tuple[str, ...]:
    """Say what the app's own manifest asks for."""
    return tuple(_manifest()["oauth_config"]["scopes"]["bot"])


def manifest_events() -> tuple[str, ...]:
    """Say which events it subscribes to."""
    return tuple(_manifest()["settings"]["event_subscriptions"]["bot_events"])


def manifest_is_agent() -> bool:
    """Say whether it declares the app as an agent."""
    return "agent_view" in _manifest()["features"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """The app as it is installed here: its ids, its secrets and what it may do."""

    team_id: str = "T0LOCAL"
    team_name: str = "Local"
    team_domain: str = "local"
    app_id: str = "A0LOCAL"
    app_name: str = "Signoff"
    bot_user_id: str = "U0BOT"
    bot_id: str = "B0BOT"
    bot_token: str = "xoxb-local"  # noqa: S105 - a token that opens nothing but this
    signing_secret: str = "local-signing-secret"  # noqa: S105 - likewise
    app_token: str = "xapp-1-A0LOCAL-1-local"  # noqa: S105 - likewise
    app_scopes: tuple[str, ...] = ("connections:write",)
    enterprise_id: str | None = None
    enterprise_name: str | None = None
    is_enterprise_install: bool = False
    scopes: tuple[str, ...] = field(default_factory=manifest_scopes)
    events: tuple[str, ...] = field(default_factory=manifest_events)
    is_agent: bool = field(default_factory=manifest_is_agent)


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherApp:
    """An app that is installed here beside ours; one that echoes answers whatever ours says."""

    app_id: str
    bot_id: str
    user: str
    name: str
    echoes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A user of the workspace, or one that only shares a channel with it."""

    id: str
    name: str
    real_name: str
    team_id: str
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    deleted: bool = False
    tz: str = "Europe/Berlin"
    tz_offset: int = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class UserGroup:
    """Some people under one handle."""

    id: str
    handle: str
    name: str
    users: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel, or the direct messages of one person with the bot."""

    id: str
    name: str
    kind: ChannelKind
    members: tuple[str, ...]
    user: str | None = None
    topic: str = ""
    is_archived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """The streaming half of a message: what was appended, and how it ended."""

    started_at: float
    chunks: tuple[Payload, ...] = ()
    display_mode: str = "timeline"
    is_open: bool = True
    stopped_by_user: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What stands in a channel under one ts."""

    channel: str
    ts: str
    user: str
    text: str
    thread_ts: str | None = None
    bot_id: str | None = None
    subtype: str | None = None
    blocks: tuple[Payload, ...] = ()
    files: tuple[str, ...] = ()
    edited: Payload | None = None
    metadata: Payload | None = None
    client_msg_id: str | None = None
    stream: Stream | None = None

    @property
    def is_reply(self) -> bool:
        """Tell whether it stands in somebody's thread."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def root(self) -> str:
        """Name the thread it belongs to, be it its first message."""
        return self.thread_ts or self.ts


@dataclass(frozen=True, slots=True, kw_only=True)
class Ephemeral:
    """A message that one person sees."""

    id: str
    channel: str
    user: str
    ts: str
    text: str
    thread_ts: str | None = None
    blocks: tuple[Payload, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A modal or an App Home, as one person sees it."""

    id: str
    user: str
    hash: str
    root_view_id: str
    previous_view_id: str | None
    external_id: str
    content: Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of the workspace with its bytes."""

    id: str
    name: str
    title: str
    mimetype: str
    user: str
    created: int
    content: bytes | None = None
    channels: tuple[str, ...] = ()
    leads_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentSession:
    """What Slack knows of the agent's work in one thread."""

    channel: str
    thread_ts: str
    status: SessionStatus
    title: str = ""
    set_at: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TypingStatus:
    """The line under a thread that says what the agent does just now."""

    channel: str
    thread_ts: str
    status: str
    loading_messages: tuple[str, ...]
    set_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """The right to open one modal, for three seconds."""

    user: str
    issued_at: float
    view_id: str | None = None
    is_used: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseUrl:
    """The right to answer one click, five times in half an hour."""

    id: str
    user: str
    channel: str
    issued_at: float
    message_ts: str | None = None
    ephemeral_id: str | None = None
    thread_ts: str | None = None
    uses: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """The little triangle: the app did not take an interaction in time."""

    id: str
    user: str
    container: Payload = field(default_factory=dict[str, object])
    text: str
