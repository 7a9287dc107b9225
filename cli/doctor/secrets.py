"""The three secrets: there, not empty, each in its own place; never shown."""

from collections.abc import Iterator
from functools import partial

from cli.desk import Desk
from cli.doctor.finding import Finding, SkippedError, State, found, judged, looking_at
from signoff.adapters.secrets import EmptySecretError, secret_resource
from signoff.ports import PermanentError

_NAMES = {
    "SIGNING_SECRET_ARN": ("signing secret", "SlackSigningSecret"),
    "BOT_TOKEN_ARN": ("bot token", "SlackBotToken"),
    "MODEL_KEY_ARN": ("model key", "OpenAIApiKey"),
}
_TOKEN = "xoxb-"  # noqa: S105 - how every such token begins
_OF_SLACK = ("xoxb-", "xoxp-", "xapp-", "xoxe")


def secrets(desk: Desk) -> Iterator[Finding]:
    """Look at each secret."""
    has_many = desk.settings.installs is not None
    for variable, (name, parameter) in _NAMES.items():
        if has_many and variable == "BOT_TOKEN_ARN":
            continue
        yield from found(name, partial(_secret, desk, variable, name, parameter))


def _secret(desk: Desk, variable: str, name: str, parameter: str) -> Iterator[Finding]:
    arn = desk.settings.secrets.get(variable)
    if arn is None:
        raise SkippedError(State.NOT_CHECKED, "it is not known where it lies", f"set {variable}")
    mend = f"deploy with {parameter}=…"
    try:
        with looking_at(secret_resource(arn, variable=variable)):
            value = desk.secret(variable)
    except EmptySecretError as error:
        raise SkippedError(State.WRONG, "it is empty", mend) from error
    except PermanentError as error:
        raise SkippedError(State.NOT_CHECKED, str(error)) from error
    wrong = _shape(variable, value)
    yield judged(name, wrong or "there, in the right shape", is_ok=not wrong, mend=mend)


def _shape(variable: str, value: str) -> str:
    """Say what is wrong with a secret, without showing it."""
    if value.startswith(("{", '"', "[")) or len(value.split()) != 1:
        return "it is not the bare value: no JSON, no quotes, no spaces"
    if variable == "BOT_TOKEN_ARN":
        return "" if value.startswith(_TOKEN) else f"it does not begin with {_TOKEN}"
    return "it is a token of Slack's" if value.startswith(_OF_SLACK) else ""
