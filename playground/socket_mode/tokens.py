"""The two tokens that Socket Mode needs: where they come from, and what is wrong with them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

APP_TOKEN, BOT_TOKEN = "SLACK_APP_TOKEN", "SLACK_BOT_TOKEN"

_HOW: Final = {
    APP_TOKEN: (
        "At api.slack.com/apps, your app: Basic Information, App-Level Tokens, Generate, with the "
        "scope connections:write. It begins with xapp-."
    ),
    BOT_TOKEN: (
        "At api.slack.com/apps, your app: OAuth & Permissions, Install to Workspace, Bot User "
        "OAuth Token. It begins with xoxb-."
    ),
}
_KINDS: Final = {
    "xapp-": "an app-level token",
    "xoxb-": "a bot token",
    "xoxe.xoxb-": "a bot token",
    "xoxp-": "a user's token",
    "xoxe.xoxp-": "a user's token",
    "xoxe-": "a refresh token",
    "xoxa-": "a token of an older kind",
}
_WANTED: Final = {APP_TOKEN: "an app-level token", BOT_TOKEN: "a bot token"}
_REFUSED: Final = {
    "account_inactive": "the app was removed from the workspace",
    "invalid_auth": "it is none that Slack knows",
    "not_allowed_token_type": "it is of another kind",
    "not_authed": "it is none that Slack knows",
    "token_expired": "it has expired",
    "token_revoked": "it was revoked",
}
_TURN_ON: Final = (
    "Is Socket Mode on? At api.slack.com/apps, your app: Socket Mode, Enable Socket Mode."
)
_APP = re.compile(r"xapp-\d+-(A[A-Z0-9]+)-", re.ASCII)


class TokenError(Exception):
    """Slack can't be connected to with these tokens; the message says why, and how to get others.

    No message has a token in it.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The tokens; neither of them is ever shown.

    Attributes:
        app: Opens the connection.
        bot: Calls the Web API.
    """

    app: str = field(repr=False)
    bot: str = field(repr=False)

    @property
    def app_id(self) -> str:
        """The app that the app-level token says it is of; empty: it does not say."""
        found = _APP.match(self.app)
        return found[1] if found else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where the bot is, as Slack says."""

    team_id: str
    team: str
    bot: str


def tokens_from(environment: Mapping[str, str]) -> Tokens:
    """Read both tokens.

    Raises:
        TokenError: One is missing, or of another kind.
    """
    given = {name: environment.get(name, "").strip() for name in (APP_TOKEN, BOT_TOKEN)}
    wrong = [why for name, token in given.items() if (why := _what_is_wrong(name, token))]
    if wrong:
        raise TokenError(" ".join(wrong))
    return Tokens(app=given[APP_TOKEN], bot=given[BOT_TOKEN])


def _what_is_wrong(name: str, token: str) -> str:
    if not token:
        return f"{name} is not set. {_HOW[name]}"
    kind = next((kind for start, kind in _KINDS.items() if token.startswith(start)), None)
    if kind == _WANTED[name]:
        return ""
    return (
        f"{name} holds {kind or 'no token of Slack'}, and must hold {_WANTED[name]}. {_HOW[name]}"
    )


def whereabouts(tokens: Tokens, *, api_url: str) -> Whereabouts:
    """Ask Slack whose bot this is.

    Raises:
        TokenError: Slack does not take the token, or can't be reached.
    """
    client: Any = WebClient(token=tokens.bot, base_url=api_url, retry_handlers=[])
    try:
        said = client.auth_test()
    except SlackApiError as error:
        raise TokenError(refusal(BOT_TOKEN, code_of(error))) from None
    except (URLError, OSError) as error:
        raise TokenError(unreachable(api_url, error)) from None
    return Whereabouts(team_id=str(said["team_id"]), team=str(said["team"]), bot=str(said["user"]))


def code_of(error: SlackApiError) -> str:
    """Give Slack's name for what is wrong."""
    answer: Any = error.response
    return str(answer.get("error"))


def refusal(name: str, code: str) -> str:
    """Say why Slack will not have a token, and what to do."""
    if code == "missing_scope":
        return f"{name} lacks a scope (missing_scope). {_HOW[name]}"
    if code in _REFUSED:
        return f"Slack refused {name} ({code}): {_REFUSED[code]}. {_HOW[name]}"
    hint = _TURN_ON if name == APP_TOKEN else _HOW[name]
    return f"Slack refused {name} ({code}). {hint}"


def unreachable(api_url: str, error: Exception) -> str:
    """Say that nobody answered."""
    return f"Slack can't be reached at {api_url} ({type(error).__name__}). Is this machine online?"
