"""What the doctor finds wrong, and what it says it could not look at."""

from collections.abc import Iterator
from typing import Any

import pytest
from moto import mock_aws

from cli.doctor.doors import doors
from cli.doctor.queues import queues_and_functions
from cli.doctor.secrets import secrets
from cli.doctor.slack import slack
from cli.doctor.table import table
from tests.cli.doctor.sick import a_desk, findings
from tests.contract.table import a_client, make_table

WORKER = {"Handler": "turn_worker.lambda_handler", "Timeout": 180}
CLOCK = {"Handler": "clock.lambda_handler", "Timeout": 55}
ARN = "arn:aws:sqs:us-east-1:123456789012:dead"
REDRIVE = {"deadLetterTargetArn": ARN, "maxReceiveCount": 5}
SOUND: dict[str, dict[str, Any]] = {
    "dead": {"MessageRetentionPeriod": 1_209_600},
    "turns": {
        "VisibilityTimeout": 1080,
        "MessageRetentionPeriod": 345_600,
        "RedrivePolicy": REDRIVE,
    },
}


@pytest.fixture(autouse=True)
def aws() -> Iterator[None]:
    with mock_aws():
        yield


def test_what_is_not_there_is_wrong_and_says_so() -> None:
    desk = a_desk()

    assert findings(table, desk)["table"] == ("WRONG", "the table signoff does not exist")
    assert findings(secrets, desk)["bot token"] == ("WRONG", "the secret token does not exist")


@pytest.mark.parametrize(
    ("name", "value", "check", "said"),
    [
        ("token", "xoxp-1", "bot token", "it does not begin with xoxb-"),
        ("token", '{"token": "xoxb-1"}', "bot token", "it is not the bare value: no JSON"),
        ("token", " ", "bot token", "it is empty"),
        ("signing", "xoxb-1", "signing secret", "it is a token of Slack's"),
        ("key", "sk-1 sk-2", "model key", "it is not the bare value"),
    ],
)
def test_a_secret_of_the_wrong_shape_is_named_and_not_shown(
    name: str, value: str, check: str, said: str
) -> None:
    a_client("secretsmanager").create_secret(Name=name, SecretString=value)

    state, found = findings(secrets, a_desk())[check]

    assert state == "WRONG"
    assert found.startswith(said)
    assert value == " " or value not in found


def test_a_secret_that_nobody_named_is_not_checked() -> None:
    assert findings(secrets, a_desk(environ={"MODEL_KEY_ARN": ""}))["model key"][0] == "NOT_CHECKED"


def test_a_table_without_its_indexes_and_its_way_back_is_wrong() -> None:
    make_table(a_client("dynamodb"), indexes=False)

    found = findings(table, a_desk())

    assert found["table"] == ("OK", "active, with the keys pk and sk")
    assert found["index due"] == ("WRONG", "it does not exist")
    assert found["index pending"] == ("WRONG", "it does not exist")
    assert found["index decided"] == ("WRONG", "it does not exist")
    assert found["point-in-time recovery"] == ("WRONG", "disabled")
    assert found["time to live"] == ("OK", "off")


@pytest.mark.parametrize(("attribute", "state"), [("exp", "WRONG"), ("ttl", "OK")])
def test_a_time_to_live_that_would_delete_rows_is_wrong(attribute: str, state: str) -> None:
    client = a_client("dynamodb")
    make_table(client)
    client.update_time_to_live(
        TableName="signoff",
        TimeToLiveSpecification={"AttributeName": attribute, "Enabled": True},
    )

    assert findings(table, a_desk())["time to live"][0] == state


def test_queues_and_functions_as_the_template_has_them_are_well() -> None:
    desk = a_desk(functions={"w": WORKER, "c": CLOCK}, queues=SOUND)

    assert {state for state, _ in findings(queues_and_functions, desk).values()} == {"OK"}


@pytest.mark.parametrize(
    ("queue", "attributes", "check"),
    [
        ("turns", {"VisibilityTimeout": 1079}, "visibility time-out"),
        ("turns", {"RedrivePolicy": {**REDRIVE, "maxReceiveCount": 2}}, "redrive policy"),
        ("dead", {"MessageRetentionPeriod": 345_600}, "retention of dead letters"),
    ],
)
def test_a_queue_that_does_not_fit_is_wrong(
    queue: str, attributes: dict[str, Any], check: str
) -> None:
    queues = {**SOUND, queue: {**SOUND[queue], **attributes}}
    desk = a_desk(functions={"w": WORKER, "c": CLOCK}, queues=queues)

    found = findings(queues_and_functions, desk)

    assert [name for name, (state, _) in found.items() if state != "OK"] == [check]


def test_a_queue_that_gives_nothing_up_is_wrong() -> None:
    turns = {name: value for name, value in SOUND["turns"].items() if name != "RedrivePolicy"}
    desk = a_desk(functions={"w": WORKER, "c": CLOCK}, queues={**SOUND, "turns": turns})

    assert findings(queues_and_functions, desk)["redrive policy"] == ("WRONG", "there is none")


@pytest.mark.parametrize(
    "function",
    [
        {**CLOCK, "Timeout": 60},
        {**CLOCK, "State": "Failed"},
        {**CLOCK, "LastUpdateStatus": "Failed"},
    ],
)
def test_a_function_that_can_not_do_its_work_is_wrong(function: dict[str, Any]) -> None:
    desk = a_desk(functions={"w": WORKER, "c": function}, queues=SOUND)

    assert findings(queues_and_functions, desk)["clock"][0] == "WRONG"


def test_without_a_network_slack_is_neither_ok_nor_wrong() -> None:
    a_client("secretsmanager").create_secret(Name="token", SecretString="xoxb-1")

    found = findings(slack, a_desk())

    assert {state for state, _ in found.values()} == {"NOT_CHECKED"}
    assert all(said.startswith("no network") for _, said in found.values())


def test_without_a_token_slack_is_not_asked() -> None:
    found = findings(slack, a_desk())

    assert {state for state, _ in found.values()} == {"NOT_CHECKED"}
    assert all(said.startswith("no bot token") for _, said in found.values())


def test_a_door_that_nobody_opens_is_not_checked() -> None:
    desk = a_desk(urls={"EventsUrl": "http://127.0.0.1:9/slack/events"})

    found = findings(doors, desk)

    assert {state for state, _ in found.values()} == {"NOT_CHECKED"}
    assert found["EventsUrl"][1].startswith("no network")
