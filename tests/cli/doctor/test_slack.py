"""What the doctor says of a token and of cards, by what the local Slack says of them."""

from collections.abc import Callable, Iterator

import pytest
from moto import mock_aws

from cli.doctor.slack import slack
from playground.slack.hosted import deaf
from playground.slack.local_slack import LocalSlack
from playground.slack.records import Installation
from playground.slack.seed import seeded_workspace
from signoff.adapters.slack.api_methods import Method
from tests.cli.doctor.sick import a_desk, findings
from tests.contract.table import a_client


@pytest.fixture
def token() -> Iterator[Callable[[str], None]]:
    """Puts a bot token where the stack keeps it."""
    with mock_aws():
        yield lambda value: a_client("secretsmanager").create_secret(
            Name="token", SecretString=value
        )


def looked_at(workspace: LocalSlack, **environ: str) -> dict[str, tuple[str, str]]:
    """Ask a workspace, as a doctor would on the operator's machine."""
    return findings(slack, a_desk(environ={"SLACK_API_URL": workspace.api_url, **environ}))


@pytest.fixture
def local(token: Callable[[str], None]) -> Iterator[LocalSlack]:
    token("xoxb-local")
    with LocalSlack(deliver=deaf) as local:
        yield local


def test_a_token_that_slack_does_not_know_is_wrong(local: LocalSlack) -> None:
    local.fail(Method.AUTH_TEST.value, "token_revoked")

    assert looked_at(local)["bot token at Slack"] == ("WRONG", "Slack says token_revoked")


def test_a_slack_that_is_busy_is_not_checked(local: LocalSlack) -> None:
    local.fail(Method.AUTH_TEST.value, retry_after=30)

    assert looked_at(local)["bot token at Slack"][0] == "NOT_CHECKED"


@pytest.mark.parametrize(
    ("team", "state"), [("T0LOCAL", "OK"), ("T0OTHER", "WRONG"), ("E0ORG", "NOT_CHECKED")]
)
def test_the_workspace_of_the_token_is_the_one_that_is_let_in(
    local: LocalSlack, team: str, state: str
) -> None:
    assert looked_at(local, SLACK_TEAM_ID=team)["workspace"][0] == state


def test_a_workspace_that_nobody_named_is_not_checked(local: LocalSlack) -> None:
    assert looked_at(local)["workspace"][0] == "NOT_CHECKED"


def test_a_scope_that_was_not_granted_is_named(token: Callable[[str], None]) -> None:
    token("xoxb-local")
    poor = Installation(scopes=("app_mentions:read", "chat:write", "users:read", "im:history"))
    with LocalSlack(deliver=deaf, workspace=seeded_workspace(poor)) as local:
        found = looked_at(local)

    assert found["scopes"] == (
        "WRONG",
        (
            "missing: assistant:write, channels:history, channels:read, files:read, files:write, "
            "groups:history, groups:read, im:write, reactions:write, usergroups:read"
        ),
    )


def test_cards_that_slack_takes_are_well_and_counted(local: LocalSlack) -> None:
    state, said = looked_at(local)["cards"]

    asked = local.calls(Method.VALIDATE.value)
    assert state == "OK"
    assert said == f"Slack takes all {len(asked)}"
    assert len(asked) == 31


def test_a_card_that_slack_would_refuse_is_named(local: LocalSlack) -> None:
    local.fail(Method.VALIDATE.value, "invalid_blocks")

    state, said = looked_at(local)["cards"]

    assert state == "WRONG"
    assert said == "card confirmation: blocks.validate: invalid_blocks"


def test_a_slack_that_does_not_validate_is_not_checked(local: LocalSlack) -> None:
    local.fail(Method.VALIDATE.value, "unknown_method")

    state, said = looked_at(local)["cards"]

    assert state == "NOT_CHECKED"
    assert "unknown_method" in said
