"""Another app of the workspace is installed, writes, and corrects what it wrote."""

from dataclasses import replace

from playground.slack.acts.refusals import Refused
from playground.slack.posting import Draft, change, post
from playground.slack.records import Message, OtherApp, Person
from playground.slack.site import Site
from playground.slack.typed import typed


def install(site: Site, app: OtherApp, *channels: str) -> None:
    """Bring another app into the workspace, and its bot into some channels."""
    workspace = site.workspace
    home = workspace.installation.team_id
    workspace.apps[app.bot_id] = app
    workspace.people[app.user] = Person(
        id=app.user, name=app.name.lower(), real_name=app.name, team_id=home, is_bot=True
    )
    for name in channels:
        channel = workspace.channel(name)
        members = tuple(dict.fromkeys((*channel.members, app.user)))
        workspace.channels[channel.id] = replace(channel, members=members)


def uninstall(site: Site, bot_id: str) -> None:
    """Take an app away; what it wrote stays."""
    user = site.workspace.apps[bot_id].user
    site.workspace.apps[bot_id] = replace(site.workspace.apps[bot_id], echoes=False)
    for channel in site.workspace.channels.values():
        members = tuple(member for member in channel.members if member != user)
        site.workspace.channels[channel.id] = replace(channel, members=members)


def speak(
    site: Site, bot_id: str, channel_id: str, text: str, *, thread_ts: str | None = None
) -> Message:
    """Let another app write.

    Raises:
        Refused: not_in_channel.
    """
    app, channel = site.workspace.apps[bot_id], site.workspace.channel(channel_id)
    if app.user not in channel.members:
        raise Refused("not_in_channel")
    stored = typed(text)
    draft = Draft(
        user=app.user,
        bot_id=bot_id,
        text=stored.text,
        thread_ts=thread_ts,
        blocks=stored.blocks,
    )
    return post(site, channel, draft)


def correct(site: Site, bot_id: str, channel: str, ts: str, text: str) -> None:
    """Let another app change what it wrote.

    Raises:
        Refused: cant_update_message.
    """
    old = site.workspace.message(channel, ts)
    if old.bot_id != bot_id:
        raise Refused("cant_update_message")
    stored = typed(text)
    mark = {"user": bot_id, "ts": site.workspace.next_ts(site.clock.now())}
    change(site, old, replace(old, text=stored.text, blocks=stored.blocks, edited=mark))
