"""Which adapter stands behind which port in a function; each is made once, at its start."""

from collections.abc import Callable
from functools import lru_cache, partial
from importlib import import_module
from typing import Any, Protocol, TypeAlias

from signoff.adapters.aws import Service
from signoff.adapters.clock import now
from signoff.adapters.dynamodb import DynamoStore
from signoff.adapters.new_id import new_id
from signoff.adapters.s3 import S3Blobs
from signoff.adapters.slack.chat import SlackChat
from signoff.adapters.slack.sessions import TIMEOUT_S, Sessions
from signoff.adapters.slack.web import SLACK_API_URL, SlackWeb
from signoff.adapters.sqs import TurnQueue
from signoff.adapters.workspaces import OneWorkspace, Renewed, Workspaces, as_it_is
from signoff.settings import SlackSettings, StateSettings

_INSTALLS = "signoff.adapters.wiring_installs"

Client: TypeAlias = Callable[[Service], Any]
"""Makes a client of a service of AWS: `sdk.client`, or `quick.client`."""


def state_store(settings: StateSettings, client: Client) -> DynamoStore:
    """Open the table, with its bucket for large bodies."""
    blobs = S3Blobs(client("s3"), settings.bucket)
    return DynamoStore(client("dynamodb"), settings.table, blobs, new_id)


def state_queue(settings: StateSettings, client: Client) -> TurnQueue:
    """Open the turn queue."""
    return TurnQueue(client("sqs"), settings.queue_url)


class BotToken(Protocol):
    """The bot's token."""

    def __call__(self, *, again: bool = False) -> str:
        """Give it; with `again`, as it is now and not as it was remembered."""
        ...


class SecretOf(Protocol):
    """Gives what reads a secret."""

    def __call__(self, arn: str, *, variable: str) -> BotToken:
        """Give it, by the secret's ARN and the variable that named it."""
        ...


def workspaces(
    settings: SlackSettings,
    secret_of: SecretOf,
    client: Client,
    *,
    timeout_s: float,
    renewed: Renewed = as_it_is,
) -> Workspaces:
    """Give the Slack of each workspace.

    Args:
        settings: How to speak to Slack.
        secret_of: Gives what reads the one bot token, where there is one.
        client: Makes clients of AWS.
        timeout_s: How long one call may take.
        renewed: Gives an installation with a token that lasts, if one can be had.
    """
    if settings.installs is None:
        token = secret_of(settings.bot_token, variable="BOT_TOKEN_ARN")
        chat = slack_chat(settings, token, timeout_s=timeout_s)
        return OneWorkspace(chat, slack_presence(settings, token))
    # Loaded where it is needed: one workspace is the default, and its clicks wait for every module.
    made: Workspaces = import_module(_INSTALLS).installed_workspaces(
        settings, client, timeout_s=timeout_s, renewed=renewed
    )
    return made


def slack_chat(
    settings: SlackSettings, token: BotToken, *, timeout_s: float
) -> Callable[[], SlackChat]:
    """Give Slack, by the token that counts at the moment of asking."""

    @lru_cache(maxsize=1)
    def chat(current: str) -> SlackChat:
        api_url = settings.api_url or SLACK_API_URL
        return SlackChat(
            token=current,
            renew=partial(token, again=True),
            api_url=api_url,
            timeout_s=timeout_s,
            clock=now,
        )

    return lambda: chat(token())


def slack_presence(settings: SlackSettings, token: BotToken) -> Callable[[], Sessions]:
    """Give what Slack shows beside threads, by the token that counts at the moment of asking."""

    @lru_cache(maxsize=1)
    def presence(current: str) -> Sessions:
        web = SlackWeb(
            token=current,
            renew=partial(token, again=True),
            api_url=settings.api_url or SLACK_API_URL,
            timeout_s=TIMEOUT_S,
            clock=now,
        )
        return Sessions(web=web, clock=now)

    return lambda: presence(token())
