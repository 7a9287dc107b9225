"""Bot scopes: what a method may not be called without, in which kind of conversation."""

from collections.abc import Collection, Mapping

from playground.slack.errors import SlackError
from playground.slack.records import ChannelKind
from playground.slack.site import Site

NEEDED: Mapping[str, str] = {
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write",
    "conversations.open": "im:write",
    "reactions.add": "reactions:write",
    "reactions.remove": "reactions:write",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
    "agents.sessions.setStatus": "chat:write",
    "agents.sessions.rename": "chat:write",
    "assistant.threads.setStatus": "assistant:write",
    "assistant.threads.setTitle": "assistant:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "files.info": "files:read",
    "users.info": "users:read",
    "usergroups.list": "usergroups:read",
    "usergroups.users.list": "usergroups:read",
}

TO_READ: Mapping[ChannelKind, str] = {"channel": "channels:history", "im": "im:history"}
"""What reading a conversation needs."""

TO_LIST: Mapping[ChannelKind, str] = {"channel": "channels:read", "im": "im:read"}
"""What asking who is in a conversation needs."""


def require(site: Site, scope: str | None) -> None:
    """Refuse what the app was not installed for.

    Raises:
        SlackError: missing_scope.
    """
    granted: Collection[str] = site.app.scopes
    if scope is not None and scope not in granted:
        said = {"needed": scope, "provided": ",".join(sorted(granted))}
        raise SlackError("missing_scope", extra=said)
