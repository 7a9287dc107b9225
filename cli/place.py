"""Which stack a command is about, and what is called what in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from cli.account import Account
from cli.errors import OutOfReachError, out_of_reach
from signoff.settings import OperatorSettings
from signoff.variables import SettingsError

_HOST = "127.0.0.1"
_OF_OUTPUT = {
    "TableName": "SIGNOFF_TABLE",
    "BucketName": "SIGNOFF_BUCKET",
    "TurnQueueUrl": "SIGNOFF_QUEUE_URL",
    "TurnDeadLettersUrl": "SIGNOFF_DEAD_LETTERS_URL",
    "SigningSecretArn": "SIGNING_SECRET_ARN",
    "BotTokenArn": "BOT_TOKEN_ARN",
    "ModelKeyArn": "MODEL_KEY_ARN",
    "InstallationsName": "SIGNOFF_INSTALLATIONS",
    "InstallationsKeyArn": "SIGNOFF_INSTALLATIONS_KEY",
}
_URLS = ("EventsUrl", "InteractionsUrl", "InstallUrl", "RedirectUrl")
_OF_PARAMETER = {
    "SlackApiUrl": "SLACK_API_URL",
    "SlackAppId": "SLACK_APP_ID",
    "SlackTeamId": "SLACK_TEAM_ID",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A stack, found.

    Attributes:
        name: What a person calls it.
        account: The AWS it is in.
        settings: What is called what.
        functions: The names of its functions; none when they are out of reach.
        urls: Where Slack calls it, by the output's name.
    """

    name: str
    account: Account
    settings: OperatorSettings
    functions: tuple[str, ...] = ()
    urls: Mapping[str, str]


def deployed(name: str, account: Account) -> Place:
    """Find a deployed stack by its outputs.

    Raises:
        OutOfReachError: There is no such stack, or it is too old to be read.
    """
    with out_of_reach():
        stack = _stack(name, account)
    outputs = {each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", [])}
    parameters = {
        each["ParameterKey"]: each.get("ParameterValue", "") for each in stack.get("Parameters", [])
    }
    environ = {
        **{variable: outputs.get(output, "") for output, variable in _OF_OUTPUT.items()},
        **{variable: parameters.get(name, "") for name, variable in _OF_PARAMETER.items()},
    }
    try:
        settings = OperatorSettings.read(environ)
    except SettingsError as error:
        raise OutOfReachError(
            f"The stack {name} does not say where everything is ({error.variable}): is it a"
            " stack of Signoff? Deploy this version of template.yaml to it."
        ) from error
    return Place(
        name=name,
        account=account,
        settings=settings,
        functions=tuple(filter(None, outputs.get("Functions", "").split(","))),
        urls={key: outputs[key] for key in _URLS if key in outputs},
    )


def local(port: int) -> Place:
    """Find what `make dev` runs, from the port of its page."""
    aws = f"http://{_HOST}:{port + 3}"
    events = f"http://{_HOST}:{port + 1}"
    settings = OperatorSettings.read(
        {
            "SIGNOFF_TABLE": "signoff-Table",
            "SIGNOFF_BUCKET": "signoff-bucket",
            "SIGNOFF_QUEUE_URL": f"{aws}/123456789012/signoff-TurnQueue",
            "SIGNOFF_DEAD_LETTERS_URL": f"{aws}/123456789012/signoff-TurnDeadLetters",
            "SIGNING_SECRET_ARN": "signoff-SigningSecret",
            "BOT_TOKEN_ARN": "signoff-BotToken",
            "MODEL_KEY_ARN": "signoff-ModelKey",
            "SLACK_API_URL": f"http://{_HOST}:{port}/api/",
            "SLACK_TEAM_ID": "T0LOCAL",
        }
    )
    return Place(
        name=f"make dev on port {port}",
        account=Account(endpoint=aws),
        settings=settings,
        urls={
            "EventsUrl": f"{events}/slack/events",
            "InteractionsUrl": f"{events}/slack/interactions",
        },
    )


def told(account: Account) -> Place:
    """Take what the environment says.

    Raises:
        OutOfReachError: It does not say enough.
    """
    try:
        settings = OperatorSettings.read()
    except SettingsError as error:
        raise OutOfReachError(
            "Which stack? Say --stack NAME, or --local for a running make dev, or set"
            f" SIGNOFF_TABLE and the others: {error.variable} is not set, or is no address."
        ) from error
    return Place(name=settings.state.table, account=account, settings=settings, urls={})


def _stack(name: str, account: Account) -> Any:
    try:
        found = account.client("cloudformation").describe_stacks(StackName=name)
    except ClientError as error:
        if "does not exist" in str(error):
            raise OutOfReachError(
                f"There is no stack {name} in this region and account: check --stack, --region"
                " and --profile."
            ) from error
        raise
    return found["Stacks"][0]
