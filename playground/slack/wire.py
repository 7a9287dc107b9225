"""How the workspace's records look in Slack's JSON."""

from playground.slack.payload import Payload, without_nones
from playground.slack.records import Channel, File, Message, Person, UserGroup, View
from playground.slack.workspace import Workspace


def message_payload(
    workspace: Workspace, message: Message, *, with_metadata: bool = False
) -> Payload:
    """Write a message as the Web API and the interactions show it."""
    body: Payload = {
        "type": "message",
        "subtype": message.subtype,
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "team": workspace.people[message.user].team_id,
        "client_msg_id": message.client_msg_id,
        "bot_id": message.bot_id,
        **_app(workspace, message),
        "blocks": list(message.blocks) or None,
        "files": _files(workspace, message) or None,
        "edited": message.edited,
        "metadata": message.metadata if with_metadata else None,
    }
    return without_nones(body | _thread(workspace, message) | _reactions(workspace, message))


def _app(workspace: Workspace, message: Message) -> Payload:
    """Write whose bot wrote; another app's message tells of its bot, as Slack's events do."""
    other = workspace.apps.get(message.bot_id or "")
    if other is None:
        return {"app_id": workspace.installation.app_id if message.bot_id else None}
    profile = {
        "id": other.bot_id,
        "app_id": other.app_id,
        "user_id": other.user,
        "name": other.name,
        "deleted": False,
        "team_id": workspace.installation.team_id,
    }
    return {"app_id": other.app_id, "bot_profile": profile}


def _files(workspace: Workspace, message: Message) -> list[Payload]:
    return [file_payload(workspace.files[file], workspace.origin) for file in message.files]


def _thread(workspace: Workspace, message: Message) -> Payload:
    if message.is_reply:
        parent = workspace.messages.get(message.channel, {}).get(message.root)
        return {"thread_ts": message.root, "parent_user_id": parent.user if parent else None}
    replies = list(workspace.replies(message.channel, message.ts))
    if not replies:
        return {"thread_ts": message.thread_ts}
    users = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users": users,
        "reply_users_count": len(users),
        "latest_reply": replies[-1].ts,
    }


def _reactions(workspace: Workspace, message: Message) -> Payload:
    found = workspace.reactions.get((message.channel, message.ts), {})
    listed = [
        {"name": name, "users": list(users), "count": len(users)} for name, users in found.items()
    ]
    return {"reactions": listed or None}


def person_payload(person: Person) -> Payload:
    """Write a person as users.info shows them."""
    return {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name,
        "deleted": person.deleted,
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": person.tz,
        "tz_offset": person.tz_offset,
        "profile": {"real_name": person.real_name, "display_name": person.name},
        "is_admin": False,
        "is_owner": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "is_stranger": person.is_stranger,
    }


def group_payload(group: UserGroup, team: str) -> Payload:
    """Write a user group as usergroups.list shows it."""
    return {
        "id": group.id,
        "team_id": team,
        "is_usergroup": True,
        "handle": group.handle,
        "name": group.name,
        "users": list(group.users),
        "user_count": len(group.users),
        "date_delete": 0,
    }


def channel_payload(channel: Channel, team: str, bot: str) -> Payload:
    """Write a channel as conversations.info shows it."""
    if channel.kind == "im":
        return {"id": channel.id, "is_im": True, "user": channel.user, "is_archived": False}
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": True,
        "is_group": False,
        "is_im": False,
        "is_private": False,
        "is_archived": channel.is_archived,
        "is_general": channel.name == "general",
        "is_member": bot in channel.members,
        "is_shared": False,
        "is_ext_shared": False,
        "context_team_id": team,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "num_members": len(channel.members),
    }


def file_payload(file: File, origin: str) -> Payload:
    """Write a file as files.info shows it."""
    extension = file.name.rpartition(".")[2] if "." in file.name else ""
    return {
        "id": file.id,
        "created": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": extension or "text",
        "user": file.user,
        "size": len(file.content or b""),
        "mode": "hosted",
        "is_external": False,
        "is_public": True,
        "url_private": f"{origin}/files-pri/{file.id}/{file.name}",
        "url_private_download": f"{origin}/files-pri/{file.id}/download/{file.name}",
        "channels": list(file.channels),
    }


def view_payload(workspace: Workspace, view: View, values: Payload | None = None) -> Payload:
    """Write a view as views.open answers it and as its submission carries it."""
    app = workspace.installation
    is_modal = view.content.get("type") == "modal"
    return {
        "id": view.id,
        "team_id": app.team_id,
        "type": view.content.get("type"),
        "blocks": view.content.get("blocks", []),
        "private_metadata": view.content.get("private_metadata", ""),
        "callback_id": view.content.get("callback_id", ""),
        "state": {"values": values or {}},
        "hash": view.hash,
        "title": view.content.get("title") if is_modal else None,
        "clear_on_close": bool(view.content.get("clear_on_close", False)),
        "notify_on_close": bool(view.content.get("notify_on_close", False)),
        "close": view.content.get("close"),
        "submit": view.content.get("submit"),
        "previous_view_id": view.previous_view_id,
        "root_view_id": view.root_view_id,
        "app_id": app.app_id,
        "external_id": view.external_id,
        "app_installed_team_id": app.enterprise_id if app.is_enterprise_install else app.team_id,
        "bot_id": app.bot_id,
    }
