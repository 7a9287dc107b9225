"""reactions.add and reactions.remove: the small answers under a message."""

import re
from collections.abc import Callable, Mapping

from playground.slack.errors import SlackError
from playground.slack.payload import Payload
from playground.slack.reacting import add_reaction, remove_reaction
from playground.slack.records import Message
from playground.slack.site import Site
from playground.slack.web.args import Args

_NAME = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")


def _target(site: Site, args: Args) -> tuple[Message, str]:
    name = args.required("name").strip(":")
    if not _NAME.fullmatch(name):
        raise SlackError("invalid_name")
    channel = site.workspace.channel(args.required("channel"))
    return site.workspace.message(channel.id, args.required("timestamp")), name


def _add(site: Site, args: Args) -> Payload:
    message, name = _target(site, args)
    add_reaction(site, message, name, site.app.bot_user_id)
    return {}


def _remove(site: Site, args: Args) -> Payload:
    message, name = _target(site, args)
    remove_reaction(site, message, name, site.app.bot_user_id)
    return {}


METHODS: Mapping[str, Callable[[Site, Args], Payload]] = {
    "reactions.add": _add,
    "reactions.remove": _remove,
}
