"""The one place that reads the environment: what each function was given, checked once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

SECRET_VARIABLES = ("SIGNING_SECRET_ARN", "BOT_TOKEN_ARN", "MODEL_KEY_ARN")
"""What names the three secrets."""

_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class SettingsError(Exception):
    """A variable of the environment is missing, or is not what it should be.

    Attributes:
        variable: Its name.
    """

    def __init__(self, variable: str, why: str) -> None:
        """Name the variable, what is wrong, and the mend."""
        super().__init__(f"{variable} {why}")
        self.variable = variable


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
        return cls(app=_optional(environ, "SLACK_APP_ID"), team=_optional(environ, "SLACK_TEAM_ID"))


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
        return cls(stack=_required(environ, "SIGNOFF_STACK"), level=_level(environ))


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
            queue_url=_url(environ, "SIGNOFF_QUEUE_URL"),
            signing_secret=_required(environ, "SIGNING_SECRET_ARN"),
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
            table=_required(environ, "SIGNOFF_TABLE"),
            bucket=_required(environ, "SIGNOFF_BUCKET"),
            queue_url=_url(environ, "SIGNOFF_QUEUE_URL"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackSettings:
    """How to speak to Slack.

    Attributes:
        bot_token: The ARN of the bot token's secret.
        api_url: Where the Web API is; None: Slack itself.
    """

    bot_token: str
    api_url: str | None

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Self:
        """Read them from the environment."""
        return cls(
            bot_token=_required(environ, "BOT_TOKEN_ARN"),
            api_url=_optional_url(environ, "SLACK_API_URL", ending="/api/"),
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
            signing_secret=_required(environ, "SIGNING_SECRET_ARN"),
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
            model_key=_required(environ, "MODEL_KEY_ARN"),
            model_url=_optional_url(environ, "OPENAI_BASE_URL", ending="/v1"),
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
            dead_letters_url=_url(environ, "SIGNOFF_DEAD_LETTERS_URL"),
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
    """

    state: StateSettings
    dead_letters_url: str
    secrets: Mapping[str, str]
    slack_api_url: str | None
    door: Door

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read them from the environment.

        Raises:
            SettingsError: A variable is missing or wrong.
        """
        return cls(
            state=StateSettings.read(environ),
            dead_letters_url=_url(environ, "SIGNOFF_DEAD_LETTERS_URL"),
            secrets={each: arn for each in SECRET_VARIABLES if (arn := _optional(environ, each))},
            slack_api_url=_optional_url(environ, "SLACK_API_URL", ending="/api/"),
            door=Door.read(environ),
        )


def _optional(environ: Mapping[str, str], name: str) -> str | None:
    return environ.get(name, "").strip() or None


def _level(environ: Mapping[str, str]) -> str:
    value = (_optional(environ, "LOG_LEVEL") or "INFO").upper()
    if value not in _LEVELS:
        raise SettingsError("LOG_LEVEL", f"is {value!r}: let it be one of {', '.join(_LEVELS)}.")
    return value


def _required(environ: Mapping[str, str], name: str) -> str:
    value = _optional(environ, name)
    if value is None:
        mend = "template.yaml sets it in the cloud, make dev on this machine"
        raise SettingsError(name, f"is not set: {mend}.")
    return value


def _url(environ: Mapping[str, str], name: str) -> str:
    return _checked_url(name, _required(environ, name), ending="")


def _optional_url(environ: Mapping[str, str], name: str, *, ending: str) -> str | None:
    value = _optional(environ, name)
    return value and _checked_url(name, value, ending=ending)


def _checked_url(name: str, value: str, *, ending: str) -> str:
    if not value.startswith(("https://", "http://")):
        raise SettingsError(name, f"is {value!r}, which is no address: begin it with https://.")
    if not value.endswith(ending):
        raise SettingsError(name, f"is {value!r}: let it end in {ending}.")
    return value
