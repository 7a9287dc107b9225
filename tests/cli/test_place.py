from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError
from click.testing import CliRunner

from cli import place
from cli.account import Account, Service
from cli.errors import OutOfReachError
from cli.main import main
from tests.stack.templates import written

OUTPUTS = {
    "EventsUrl": "https://api/slack/events",
    "InteractionsUrl": "https://api/slack/interactions",
    "TableName": "table",
    "BucketName": "bucket",
    "TurnQueueUrl": "https://sqs/turns",
    "TurnDeadLettersUrl": "https://sqs/dead",
    "Functions": "a,b,c,d",
    "SigningSecretArn": "arn:signing",
    "BotTokenArn": "arn:token",
    "ModelKeyArn": "arn:key",
}


@dataclass(frozen=True, kw_only=True)
class StackAccount(Account):
    """An AWS with one stack in it."""

    outputs: dict[str, str]
    error: str = ""

    def client(self, service: Service) -> Any:
        assert service == "cloudformation"
        return self

    def describe_stacks(self, **request: Any) -> Any:
        if self.error:
            told: Any = {"Error": {"Code": "ValidationError", "Message": self.error}}
            raise ClientError(told, "DescribeStacks")
        assert request == {"StackName": "signoff"}
        outputs = [{"OutputKey": k, "OutputValue": v} for k, v in self.outputs.items()]
        parameters = [{"ParameterKey": "SlackTeamId", "ParameterValue": "T1"}]
        return {"Stacks": [{"Outputs": outputs, "Parameters": parameters}]}


def test_a_stack_is_found_by_its_outputs_and_parameters() -> None:
    found = place.deployed("signoff", StackAccount(outputs=OUTPUTS))

    assert (found.settings.state.table, found.settings.state.bucket) == ("table", "bucket")
    assert found.settings.dead_letters_url == "https://sqs/dead"
    assert set(found.settings.secrets.values()) == {"arn:signing", "arn:token", "arn:key"}
    assert found.settings.door.team == "T1"
    assert found.settings.slack_api_url is None
    assert found.functions == ("a", "b", "c", "d")
    assert set(found.urls) == {"EventsUrl", "InteractionsUrl"}


def test_the_template_has_every_output_that_is_read() -> None:
    always = {name for name, each in written()["Outputs"].items() if "Condition" not in each}

    assert set(OUTPUTS) == always | {"BotTokenArn"}


def test_a_stack_that_is_not_there_is_named() -> None:
    account = StackAccount(outputs={}, error="Stack with id signoff does not exist")

    with pytest.raises(OutOfReachError, match="There is no stack signoff") as error:
        place.deployed("signoff", account)

    assert error.value.exit_code == 2


def test_a_stack_of_something_else_is_recognised() -> None:
    with pytest.raises(OutOfReachError, match=r"is it a\s+stack of Signoff\?"):
        place.deployed("signoff", StackAccount(outputs={"Other": "x"}))


def test_what_aws_refuses_is_said() -> None:
    account = StackAccount(outputs={}, error="Rate exceeded")

    with pytest.raises(OutOfReachError, match="AWS refused DescribeStacks: ValidationError"):
        place.deployed("signoff", account)


def test_without_a_word_about_the_stack_the_ways_to_name_one_are_told() -> None:
    result = CliRunner().invoke(main, ["dlq", "list"], env={"SIGNOFF_TABLE": ""})

    assert result.exit_code == 2
    assert "Say --stack NAME, or --local" in result.stderr


def test_two_stacks_are_one_too_many() -> None:
    result = CliRunner().invoke(main, ["runs", "list", "--stack", "x", "--local"])

    assert result.exit_code == 2
    assert "say one" in result.stderr


def test_a_local_stack_that_does_not_run_is_said_to_be_out_of_reach() -> None:
    result = CliRunner().invoke(main, ["dlq", "list", "--local", "9"])

    assert result.exit_code == 2
    assert "AWS cannot be reached" in result.stderr
    assert "--local" in result.stderr


def test_local_takes_a_port_or_none_wherever_it_stands() -> None:
    result = CliRunner().invoke(main, ["runs", "show", "--local", "nowhere"])

    assert result.exit_code == 2
    assert "'nowhere' names no thread" in result.stderr


def test_every_variable_may_be_set_by_hand() -> None:
    environ = {
        "SIGNOFF_TABLE": "table",
        "SIGNOFF_BUCKET": "bucket",
        "SIGNOFF_QUEUE_URL": "http://127.0.0.1:9/turns",
        "SIGNOFF_DEAD_LETTERS_URL": "http://127.0.0.1:9/dead",
        "AWS_PROFILE": "",
    }

    result = CliRunner().invoke(main, ["dlq", "list", "--profile", "nobody"], env=environ)

    assert result.exit_code == 2
    assert "nobody" in result.stderr
