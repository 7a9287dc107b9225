"""All that Signoff calls and hears in Slack, and the permission that each needs."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Method(StrEnum):
    """A method of Slack's Web API."""

    ASSISTANT_STATUS = "assistant.threads.setStatus"
    ASSISTANT_TITLE = "assistant.threads.setTitle"
    AUTH_REVOKE = "auth.revoke"
    APPEND_STREAM = "chat.appendStream"
    AUTH_TEST = "auth.test"
    CHANNEL_INFO = "conversations.info"
    CHANNEL_MEMBERS = "conversations.members"
    FILE_INFO = "files.info"
    DELETE = "chat.delete"
    GROUP_MEMBERS = "usergroups.users.list"
    GROUPS = "usergroups.list"
    HISTORY = "conversations.history"
    OAUTH_ACCESS = "oauth.v2.access"
    OPEN = "conversations.open"
    POST_EPHEMERAL = "chat.postEphemeral"
    POST_MESSAGE = "chat.postMessage"
    UPDATE = "chat.update"
    REACT = "reactions.add"
    UNREACT = "reactions.remove"
    REPLIES = "conversations.replies"
    SESSION_STATUS = "agents.sessions.setStatus"
    SUGGESTED_PROMPTS = "assistant.threads.setSuggestedPrompts"
    START_STREAM = "chat.startStream"
    STOP_STREAM = "chat.stopStream"
    UPLOAD_DONE = "files.completeUploadExternal"
    UPLOAD_URL = "files.getUploadURLExternal"
    USERS_INFO = "users.info"
    VIEWS_OPEN = "views.open"
    VIEWS_PUBLISH = "views.publish"
    VIEWS_UPDATE = "views.update"
    VALIDATE = "blocks.validate"


class Event(StrEnum):
    """An event that Slack sends to the app."""

    AGENT_SESSION_STOPPED = "agent_session_stopped"
    AGENT_SESSION_TITLE_CHANGED = "agent_session_title_changed"
    APP_CONTEXT_CHANGED = "app_context_changed"
    APP_HOME_OPENED = "app_home_opened"
    APP_MENTION = "app_mention"
    MESSAGE_CHANNELS = "message.channels"
    MESSAGE_GROUPS = "message.groups"
    MESSAGE_IM = "message.im"


class InstallEvent(StrEnum):
    """An event about the app itself, which only an app that others install asks for."""

    APP_UNINSTALLED = "app_uninstalled"
    TOKENS_REVOKED = "tokens_revoked"


METHOD_SCOPES: Final[Mapping[Method, tuple[str, ...]]] = {
    Method.ASSISTANT_STATUS: ("assistant:write",),
    Method.ASSISTANT_TITLE: ("assistant:write",),
    Method.AUTH_REVOKE: (),
    Method.APPEND_STREAM: ("chat:write",),
    Method.AUTH_TEST: (),
    Method.CHANNEL_INFO: ("channels:read", "groups:read"),
    Method.CHANNEL_MEMBERS: ("channels:read", "groups:read"),
    Method.FILE_INFO: ("files:read",),
    Method.DELETE: ("chat:write",),
    Method.GROUP_MEMBERS: ("usergroups:read",),
    Method.GROUPS: ("usergroups:read",),
    Method.HISTORY: ("channels:history", "groups:history", "im:history"),
    Method.OAUTH_ACCESS: (),
    Method.OPEN: ("im:write",),
    Method.POST_EPHEMERAL: ("chat:write",),
    Method.POST_MESSAGE: ("chat:write",),
    Method.UPDATE: ("chat:write",),
    Method.REACT: ("reactions:write",),
    Method.UNREACT: ("reactions:write",),
    Method.REPLIES: ("channels:history", "groups:history", "im:history"),
    Method.SESSION_STATUS: ("chat:write", "assistant:write"),
    Method.SUGGESTED_PROMPTS: ("assistant:write",),
    Method.START_STREAM: ("chat:write",),
    Method.STOP_STREAM: ("chat:write",),
    Method.UPLOAD_DONE: ("files:write",),
    Method.UPLOAD_URL: ("files:write",),
    Method.USERS_INFO: ("users:read",),
    Method.VIEWS_OPEN: (),
    Method.VIEWS_PUBLISH: (),
    Method.VIEWS_UPDATE: (),
    Method.VALIDATE: (),
}
"""The bot scopes that a method needs, in every kind of conversation that it is called for."""

EVENT_SCOPES: Final[Mapping[Event, tuple[str, ...]]] = {
    Event.AGENT_SESSION_STOPPED: ("assistant:write",),
    Event.AGENT_SESSION_TITLE_CHANGED: ("assistant:write",),
    Event.APP_CONTEXT_CHANGED: ("assistant:write",),
    Event.APP_HOME_OPENED: (),
    Event.APP_MENTION: ("app_mentions:read",),
    Event.MESSAGE_CHANNELS: ("channels:history",),
    Event.MESSAGE_GROUPS: ("groups:history",),
    Event.MESSAGE_IM: ("im:history",),
}
"""The bot scopes that an event needs."""

OF_ONE_WORKSPACE: Final = frozenset({Method.GROUPS, Method.GROUP_MEMBERS})
"""What an organisation's token must say the workspace for."""

AGENT_SCOPES: Final = ("assistant:write",)
"""What Slack asks of every app that is an agent."""


def bot_scopes() -> tuple[str, ...]:
    """List the permissions that the code needs, and no other."""
    asked = (*METHOD_SCOPES.values(), *EVENT_SCOPES.values(), AGENT_SCOPES)
    return tuple(sorted({scope for needed in asked for scope in needed}))
