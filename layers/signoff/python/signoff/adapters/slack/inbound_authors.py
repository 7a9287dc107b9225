"""Who wrote a message of Slack's: a person, another app, or we ourselves."""

from collections.abc import Collection
from dataclasses import dataclass

from signoff.adapters.slack.payloads import id_at, object_at, objects_at, text_at
from signoff.core.canonical import JsonObject

_SLACKBOT = "USLACKBOT"
_BY_A_BOT = "bot_message"


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote a message.

    Attributes:
        user: The id that they are known by: their user, or the bot where it has none.
        ids: Every id that they go by, their app's among them.
        name: What an app calls itself there; empty: it does not, or it is a person.
        is_bot: Whether an app wrote it.
    """

    user: str
    ids: frozenset[str]
    name: str = ""
    is_bot: bool = False

    def is_one_of(self, bots: Collection[str] | None) -> bool:
        """Tell whether they are heard: people always are, apps by a list (None: all)."""
        return not self.is_bot or bots is None or not self.ids.isdisjoint(bots)


def author_of(message: JsonObject) -> Author:
    """Read who wrote a message, which is an event or a part of one."""
    profile = object_at(message, "bot_profile")
    bot = id_at(message, "bot_id") or id_at(profile, "id")
    is_bot = bool(bot or message.get("bot_id") or message.get("bot_profile"))
    is_bot = is_bot or text_at(message, "subtype") == _BY_A_BOT
    user = id_at(message, "user")
    given = (user, bot, id_at(profile, "app_id"), id_at(profile, "user_id"))
    # The messages of people may name the app that they were written with.
    app = id_at(message, "app_id") if is_bot else ""
    name = text_at(message, "username") or text_at(profile, "name") if is_bot else ""
    return Author(
        user=user or bot,
        ids=frozenset(filter(None, (*given, app))),
        name=name,
        is_bot=is_bot,
    )


def ours(envelope: JsonObject) -> frozenset[str]:
    """List the ids that an envelope says are ours: our bot's user, wherever it is, and our app."""
    bots = (
        id_at(each, "user_id")
        for each in objects_at(envelope, "authorizations")
        if each.get("is_bot") is True
    )
    return frozenset(filter(None, (*bots, id_at(envelope, "api_app_id"), _SLACKBOT)))
