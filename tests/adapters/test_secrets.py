from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aws_lambda_powertools.utilities.parameters import SecretsProvider
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from moto import mock_aws

from signoff.adapters.aws import MissingResourceError, NotPermittedError
from signoff.adapters.clock import now
from signoff.adapters.new_id import new_id
from signoff.adapters.parameters import CachedSecret
from signoff.adapters.secrets import (
    LONGEST_AGE_MS,
    MAX_AGE_MS,
    EmptySecretError,
    Secret,
    TooOldSecretError,
)
from signoff.ports import TransientError
from signoff.testing import ManualClock
from tests.contract.table import a_client

A_DAY_S = 24 * 60 * 60
NAME = "slack/signing-secret"
VARIABLE = "SIGNING_SECRET_ARN"


@pytest.fixture
def client() -> Iterator[Any]:
    with mock_aws():
        yield a_client("secretsmanager")


@pytest.fixture
def arn(client: Any) -> str:
    found: str = client.create_secret(Name=NAME, SecretString="first")["ARN"]
    return found


def count_calls(client: Any) -> list[str]:
    calls: list[str] = []

    def keep(params: Any, **_: Any) -> None:
        calls.append(params["body"].decode())

    client.meta.events.register("before-call.secrets-manager.GetSecretValue", keep)
    return calls


def answer(client: Any, code: str, status: int) -> None:
    meta = {"HTTPStatusCode": status}
    parsed = {"Error": {"Code": code, "Message": code}, "ResponseMetadata": meta}

    def answered(**_: Any) -> tuple[AWSResponse, Any]:
        return AWSResponse("", status, HTTPHeaders(), None), parsed

    client.meta.events.register("before-call.secrets-manager.GetSecretValue", answered)


def a_secret(client: Any, arn: str, clock: ManualClock | None = None) -> Secret:
    return Secret(client, arn, variable=VARIABLE, clock=clock or a_clock())


def a_clock() -> ManualClock:
    return ManualClock(now())


def test_a_secret_is_read_once_in_five_minutes(client: Any, arn: str) -> None:
    clock = a_clock()
    clock.advance(seconds=2 * A_DAY_S)
    calls = count_calls(client)
    secret = a_secret(client, arn, clock)

    assert [secret() for _ in range(3)] == ["first"] * 3
    assert secret.accepted() == ("first",)
    assert len(calls) == 1
    client.put_secret_value(SecretId=arn, SecretString="second")
    clock.advance(ms=MAX_AGE_MS - 1)
    assert secret() == "first"
    clock.advance(ms=1)
    assert secret() == "second"


def test_during_a_rotation_both_are_accepted_and_a_day_later_only_the_new_one(
    client: Any, arn: str
) -> None:
    clock = a_clock()
    client.put_secret_value(SecretId=arn, SecretString="second")
    secret = a_secret(client, arn, clock)

    assert secret.accepted() == ("second", "first")
    clock.advance(seconds=A_DAY_S + 1)
    assert secret.accepted() == ("second",)


def test_a_new_secret_has_none_before_it(client: Any, arn: str) -> None:
    assert a_secret(client, arn).accepted() == ("first",)


@pytest.mark.parametrize("empty", ["", " \n"])
def test_an_empty_secret_is_no_secret(arn: str, empty: str) -> None:
    secret = Secret(Answering(empty), arn, variable=VARIABLE, clock=a_clock())

    with pytest.raises(EmptySecretError, match="holds no text") as error:
        secret()

    assert "\n" not in str(error.value)


def test_a_line_end_after_a_secret_does_not_belong_to_it(arn: str) -> None:
    secret = Secret(Answering("s3cret\n"), arn, variable=VARIABLE, clock=a_clock())

    assert secret.accepted() == ("s3cret", "s3cret")


def test_a_missing_secret_is_named_with_the_mend(client: Any) -> None:
    gone = "arn:aws:secretsmanager:us-east-1:123456789012:secret:gone-abcdef"

    with pytest.raises(MissingResourceError) as error:
        a_secret(client, gone)()

    assert str(error.value) == (
        "The secret 'gone-abcdef' does not exist: deploy template.yaml again,"
        " or let SIGNING_SECRET_ARN name the one that exists."
    )


def test_a_secret_that_may_not_be_read_is_named_with_the_mend(client: Any, arn: str) -> None:
    answer(client, "AccessDeniedException", 400)

    with pytest.raises(NotPermittedError, match="GetSecretValue"):
        a_secret(client, arn)()


def test_an_old_secret_serves_for_an_hour_while_it_cannot_be_read(client: Any, arn: str) -> None:
    clock = a_clock()
    secret = a_secret(client, arn, clock)
    secret()
    answer(client, "InternalServiceError", 500)

    clock.advance(ms=MAX_AGE_MS)
    assert secret() == "first"
    clock.advance(ms=LONGEST_AGE_MS)
    for _ in range(2):
        with pytest.raises(TooOldSecretError, match="could not be read for an hour"):
            secret()


def test_what_could_not_be_read_is_not_tried_again_by_everybody(client: Any, arn: str) -> None:
    clock = a_clock()
    clock.advance(seconds=2 * A_DAY_S)
    secret = a_secret(client, arn, clock)
    secret()
    calls = count_calls(client)
    answer(client, "InternalServiceError", 500)

    clock.advance(ms=MAX_AGE_MS)
    assert [secret() for _ in range(100)] == ["first"] * 100
    tried = len(calls)
    clock.advance(ms=MAX_AGE_MS)
    assert secret() == "first"
    assert (tried, len(calls)) == (1, 2)


def test_a_secret_that_was_emptied_is_believed_for_an_hour(arn: str) -> None:
    clock, client = a_clock(), Answering("first")
    secret = Secret(client, arn, variable=VARIABLE, clock=clock)
    secret()

    client.secret = ""
    clock.advance(ms=MAX_AGE_MS)

    assert secret() == "first"


def test_a_token_is_read_again_when_asked_to(client: Any, arn: str) -> None:
    secret = a_secret(client, arn)
    secret()
    client.put_secret_value(SecretId=arn, SecretString="second")

    assert [secret(), secret(again=True), secret()] == ["first", "second", "second"]


def test_powertools_reads_a_secret_once(client: Any, arn: str) -> None:
    calls = count_calls(client)
    secret = CachedSecret(SecretsProvider(boto3_client=client), arn, variable="MODEL_KEY_ARN")

    assert [secret(), secret()] == ["first", "first"]
    assert len(calls) == 1


def test_powertools_reads_a_secret_again_when_asked_to(client: Any, arn: str) -> None:
    secret = CachedSecret(SecretsProvider(boto3_client=client), arn, variable="MODEL_KEY_ARN")
    secret()
    client.put_secret_value(SecretId=arn, SecretString="second")

    assert [secret(), secret(again=True), secret()] == ["first", "second", "second"]


def test_powertools_errors_are_ours(client: Any, arn: str) -> None:
    provider = SecretsProvider(boto3_client=client)

    with pytest.raises(MissingResourceError, match="let MODEL_KEY_ARN name"):
        CachedSecret(provider, "gone", variable="MODEL_KEY_ARN")()
    answer(client, "ThrottlingException", 400)
    with pytest.raises(TransientError, match="busy"):
        CachedSecret(provider, arn, variable="MODEL_KEY_ARN")()


def test_powertools_gives_no_empty_secret(client: Any) -> None:
    arn = client.create_secret(Name="binary", SecretBinary=b"x")["ARN"]
    provider = SecretsProvider(boto3_client=client)

    with pytest.raises(EmptySecretError):
        CachedSecret(provider, arn, variable="MODEL_KEY_ARN")()


def test_ids_are_all_different_and_short() -> None:
    ids = {new_id() for _ in range(1000)}

    assert len(ids) == 1000
    assert {len(each) for each in ids} == {32}


class Answering:
    """A client that gives one answer."""

    def __init__(self, secret: str) -> None:
        self.secret = secret

    def get_secret_value(self, **_request: Any) -> Any:
        return {
            "SecretString": self.secret,
            "CreatedDate": datetime.fromtimestamp(now() / 1000, UTC),
        }
