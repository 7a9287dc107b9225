"""Emoji under a message: added, taken back, and the app told of it."""

from playground.slack.errors import SlackError
from playground.slack.records import Message
from playground.slack.site import Site


def add_reaction(site: Site, message: Message, name: str, user: str) -> None:
    """Put somebody's emoji under a message.

    Raises:
        SlackError: already_reacted.
    """
    under = site.workspace.reactions.setdefault((message.channel, message.ts), {})
    if user in under.get(name, ()):
        raise SlackError("already_reacted")
    under[name] = (*under.get(name, ()), user)
    _announce(site, message, name, user, "reaction_added")


def remove_reaction(site: Site, message: Message, name: str, user: str) -> None:
    """Take somebody's emoji back.

    Raises:
        SlackError: no_reaction.
    """
    under = site.workspace.reactions.get((message.channel, message.ts), {})
    if user not in under.get(name, ()):
        raise SlackError("no_reaction")
    left = tuple(other for other in under[name] if other != user)
    if left:
        under[name] = left
    else:
        del under[name]
    _announce(site, message, name, user, "reaction_removed")


def _announce(site: Site, message: Message, name: str, user: str, kind: str) -> None:
    site.workspace.touch()
    if site.app.bot_user_id not in site.workspace.channels[message.channel].members:
        return
    site.deliveries.announce(
        {
            "type": kind,
            "user": user,
            "reaction": name,
            "item_user": message.user,
            "item": {"type": "message", "channel": message.channel, "ts": message.ts},
            "event_ts": site.workspace.next_ts(site.clock.now()),
        }
    )
