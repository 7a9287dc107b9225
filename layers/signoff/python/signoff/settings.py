"""The one place that reads the environment: what each function was given, checked once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from signoff.variables import SettingsError, optional, optional_url, required, url

SECRET_VARIABLES = ("SIGNING_SECRET_ARN", "BOT_TOKEN_ARN", "MODEL_KEY_ARN")
"""What names the three secrets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Whose requests are let in; what is not set is not checked at the door.

    Attributes:
        app: The Slack app's id.
        team: The workspace's id.
    """

    app: str | None
    team: str | None

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Self:
        """Read it from the environment."""
        return cls(app=optional(environ, "SLACK_APP_ID"), team=optional(environ, "SLACK_TEAM_ID"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingSettings:
    """What a function tells its operator.

    Attributes:
        stack: The name of the stack: which of several in one account its metrics are of.
        level: From which level on it tells what is not measured.
    """

    stack: str
    level: str

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read them from the environment.

        Raises:
            SettingsError: A variable is missing or wrong.
        """
        return cls(stack=required(environ, "SIGNOFF_STACK"), level=_level(environ))


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsSettings:
    """What `slack_events` is given.

    Attributes:
        queue_url: The turn queue.
        signing_secret: The ARN of the secret that Slack signs with.
        door: Whose requests are let in.
    """

    queue_url: str
    signing_secret: str
    door: Door

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read them from the environment.

        Raises:
            SettingsError: A variable is missing or wrong.
        """
        return cls(
            queue_url=url(environ, "SIGNOFF_QUEUE_URL"),
            signing_secret=required(environ, "SIGNING_SECRET_ARN"),
            door=Door.read(environ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StateSettings:
    """Where the state of all threads is.

    Attributes:
        table: The table's name.
        bucket: The bucket of large bodies.
        queue_url: The turn queue.
    """

    table: str
    bucket: str
    queue_url: str

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Self:
        """Read them from the environment."""
        return cls(
            table=required(environ, "SIGNOFF_TABLE"),
            bucket=required(environ, "SIGNOFF_BUCKET"),
            queue_url=url(environ, "SIGNOFF_QUEUE_URL"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallsSettings:
    """Where it is kept in which workspaces the app is installed.

    Attributes:
        table: The table's name.
        key: The ARN of the key that seals the tokens.
    """

    table: str
    key: str

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Self:
        """Read them from the environment."""
        return cls(
            table=required(environ, "SIGNOFF_INSTALLATIONS"),
            key=required(environ, "SIGNOFF_INSTALLATIONS_KEY"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSettings:
    """As whom to ask Slack for tokens.

    Attributes:
        id: The app's client id.
        secret: The ARN of the client secret's secret.
    """

    id: str
    secret: str

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Self:
        """Read them from the environment."""
        return cls(
            id=required(environ, "SLACK_CLIENT_ID"),
            secret=required(environ, "SLACK_CLIENT_SECRET_ARN"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackSettings:
    """How to speak to Slack: by one bot token, or by those of the installations.

    Attributes:
        bot_token: The ARN of the bot token's secret; empty: each workspace has a token of its own.
        installs: Where those are; None: there is one workspace.
        client: As whom to renew them; None: others do that.
        api_url: Where the Web API is; None: Slack itself.
    """

    bot_token: str
    api_url: str | None
    installs: InstallsSettings | None = None
    client: ClientSettings | None = None

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Self:
        """Read them from the environment."""
        api_url = optional_url(environ, "SLACK_API_URL", ending="/api/")
        if optional(environ, "SIGNOFF_INSTALLATIONS") is None:
            return cls(bot_token=required(environ, "BOT_TOKEN_ARN"), api_url=api_url)
        renews = optional(environ, "SLACK_CLIENT_SECRET_ARN") is not None
        return cls(
            bot_token="",
            api_url=api_url,
            installs=InstallsSettings.read(environ),
            client=ClientSettings.read(environ) if renews else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthSettings:
    """What `slack_oauth` is given.

    Attributes:
        installs: Where installations are kept.
        client: As whom to ask for tokens.
        redirect_url: Where Slack sends people back to.
        places: The workspaces and organisations that may install the app; none: every one.
        door: The app, and the one workspace whose requests are let in.
        api_url: Where the Web API is; None: Slack itself.
    """

    installs: InstallsSettings
    client: ClientSettings
    redirect_url: str
    places: tuple[str, ...]
    door: Door
    api_url: str | None

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read them from the environment.

        Raises:
            SettingsError: A variable is missing or wrong.
        """
        door = Door.read(environ)
        named = (optional(environ, "SLACK_INSTALL_TEAMS") or door.team or "").split(",")
        return cls(
            installs=InstallsSettings.read(environ),
            client=ClientSettings.read(environ),
            redirect_url=url(environ, "SLACK_REDIRECT_URL"),
            places=tuple(filter(None, map(str.strip, named))),
            door=door,
            api_url=optional_url(environ, "SLACK_API_URL", ending="/api/"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionsSettings:
    """What `slack_interactions` is given.

    Attributes:
        state: Where the state is.
        slack: How to speak to Slack.
        signing_secret: The ARN of the secret that Slack signs with.
        door: Whose requests are let in.
    """

    state: StateSettings
    slack: SlackSettings
    signing_secret: str
    door: Door

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read them from the environment.

        Raises:
            SettingsError: A variable is missing or wrong.
        """
        return cls(
            state=StateSettings.read(environ),
            slack=SlackSettings.read(environ),
            signing_secret=required(environ, "SIGNING_SECRET_ARN"),
            door=Door.read(environ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerSettings:
    """What `turn_worker` is given.

    Attributes:
        state: Where the state is.
        slack: How to speak to Slack.
        model_key: The ARN of the model key's secret.
        model_url: Where the model's API is; None: the agent's own word, or OpenAI itself.
        door: Whose events are worked on.
    """

    state: StateSettings
    slack: SlackSettings
    model_key: str
    model_url: str | None
    door: Door

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read them from the environment.

        Raises:
            SettingsError: A variable is missing or wrong.
        """
        return cls(
            state=StateSettings.read(environ),
            slack=SlackSettings.read(environ),
            model_key=required(environ, "MODEL_KEY_ARN"),
            model_url=optional_url(environ, "OPENAI_BASE_URL", ending="/v1"),
            door=Door.read(environ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSettings:
    """What `clock` is given.

    Attributes:
        state: Where the state is.
        slack: How to speak to Slack.
        dead_letters_url: The queue of what was given up on.
    """

    state: StateSettings
    slack: SlackSettings
    dead_letters_url: str

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read them from the environment.

        Raises:
            SettingsError: A variable is missing or wrong.
        """
        return cls(
            state=StateSettings.read(environ),
            slack=SlackSettings.read(environ),
            dead_letters_url=url(environ, "SIGNOFF_DEAD_LETTERS_URL"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorSettings:
    """What an operator's command is given; `signoff` itself can find it out from a stack.

    Attributes:
        state: Where the state is.
        dead_letters_url: The queue of what was given up on.
        secrets: The secrets' ARNs, by the variable that names each; those that are known.
        slack_api_url: Where Slack's Web API is; None: Slack itself.
        door: Whose requests the functions let in.
        installs: Where installations are kept; None: there is one workspace.
    """

    state: StateSettings
    dead_letters_url: str
    secrets: Mapping[str, str]
    slack_api_url: str | None
    door: Door
    installs: InstallsSettings | None = None

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read them from the environment.

        Raises:
            SettingsError: A variable is missing or wrong.
        """
        is_installed = optional(environ, "SIGNOFF_INSTALLATIONS") is not None
        return cls(
            state=StateSettings.read(environ),
            dead_letters_url=url(environ, "SIGNOFF_DEAD_LETTERS_URL"),
            secrets={each: arn for each in SECRET_VARIABLES if (arn := optional(environ, each))},
            slack_api_url=optional_url(environ, "SLACK_API_URL", ending="/api/"),
            door=Door.read(environ),
            installs=InstallsSettings.read(environ) if is_installed else None,
        )


_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def _level(environ: Mapping[str, str]) -> str:
    value = (optional(environ, "LOG_LEVEL") or "INFO").upper()
    if value not in _LEVELS:
        raise SettingsError("LOG_LEVEL", f"is {value!r}: let it be one of {', '.join(_LEVELS)}.")
    return value
