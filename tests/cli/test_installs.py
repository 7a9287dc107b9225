from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner
from moto import mock_aws

from cli.account import Account, Service
from cli.desk import Desk
from cli.doctor.finding import State
from cli.doctor.installs import installs as looked_at
from cli.errors import OutOfReachError
from cli.installs import installs, listed
from cli.place import Place
from signoff.adapters.clock import now
from signoff.core.installation import Installation, Tokens
from signoff.ports import PermanentError
from signoff.settings import OperatorSettings
from tests.contract.table import a_client
from tests.stack.templates import resources

HOUR_MS = 3_600_000
ENVIRON = {
    "SIGNOFF_TABLE": "table",
    "SIGNOFF_BUCKET": "bucket",
    "SIGNOFF_QUEUE_URL": "https://sqs/turns",
    "SIGNOFF_DEAD_LETTERS_URL": "https://sqs/dead",
}


class Moto(Account):
    """An AWS in moto."""

    def client(self, service: Service) -> Any:
        return a_client(service)


def _desk(**environ: str) -> Desk:
    settings = OperatorSettings.read({**ENVIRON, **environ})
    urls = {"RedirectUrl": "https://api/slack/oauth_redirect"}
    return Desk(Place(name="signoff", account=Moto(), settings=settings, urls=urls))


@pytest.fixture
def desk() -> Iterator[Desk]:
    """A stack that workspaces install; none has yet."""
    with mock_aws():
        given = resources("AWS::DynamoDB::Table")["Installations"]
        keys = ("KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes", "BillingMode")
        a_client("dynamodb").create_table(
            TableName="installations", **{name: given[name] for name in keys}
        )
        key = a_client("kms").create_key()["KeyMetadata"]["Arn"]
        yield _desk(SIGNOFF_INSTALLATIONS="installations", SIGNOFF_INSTALLATIONS_KEY=key)


def _install(desk: Desk, key: str, expires_at: int | None = None) -> None:
    assert desk.installations is not None
    desk.installations.save(
        Installation(
            key=key,
            name="Acme",
            app="A1",
            bot_user="U0BOT",
            by="U0ANA",
            scopes=(),
            installed_at=now() - 1,
            tokens=Tokens(bot=f"xoxb-{key}", refresh="r", expires_at=expires_at),
            version=1,
        )
    )


def test_all_are_listed_without_their_tokens(desk: Desk) -> None:
    _install(desk, "T2")
    _install(desk, "E1")

    found = listed(desk)

    assert [(each.key, each.name, each.by) for each in found] == [
        ("E1", "Acme", "U0ANA"),
        ("T2", "Acme", "U0ANA"),
    ]
    assert "xoxb" not in str(found)


def test_a_workspaces_own_token_is_the_one_that_counts(desk: Desk) -> None:
    _install(desk, "T1")
    _install(desk, "T2")

    assert (desk.token("T1"), desk.token("T2")) == ("xoxb-T1", "xoxb-T2")
    with pytest.raises(PermanentError, match="not installed in T3"):
        desk.token("T3")


def test_a_stack_for_one_workspace_lists_none() -> None:
    with pytest.raises(OutOfReachError, match="for one workspace"):
        listed(_desk())

    assert list(looked_at(_desk())) == []


def test_the_doctor_counts_them_and_finds_the_token_that_was_not_renewed(desk: Desk) -> None:
    nobody = {each.check: each.state for each in looked_at(desk)}
    _install(desk, "T1", expires_at=now() + 12 * HOUR_MS)
    well = {each.check: each.state for each in looked_at(desk)}
    _install(desk, "T2", expires_at=now() + HOUR_MS)
    late = {each.check: each for each in looked_at(desk)}

    assert nobody["installations"] is State.WRONG
    assert (well["installations"], well["tokens"]) == (State.OK, State.OK)
    assert late["tokens"].state is State.WRONG
    assert "T2" in late["tokens"].said
    assert "https://api/slack/oauth_redirect" in late["redirect URL"].said


@pytest.mark.parametrize("command", ["list", "remove"])
def test_each_command_says_what_it_is_for(command: str) -> None:
    result = CliRunner().invoke(installs, [command, "--help"])

    assert result.exit_code == 0
