import pytest

from tests.cli.conftest import Ask, Run
from tests.cli.pending.conftest import PLACE, named
from tests.scenarios.stage import EMAIL, Stage


def test_what_waits_is_listed_without_its_arguments(waiting: Stage, ask: Ask, signoff: Run) -> None:
    rows = [row for row in ask("pending", "list")["pending"] if row["thread"] == named(waiting)]
    table = signoff("pending", "list").stdout

    (row,) = rows
    assert (row["place"], row["kind"], row["tool"]) == (PLACE, "confirmation", "send_email")
    assert row["title"] == "Send email to bob@example.com"
    assert row["requester"]["id"] == "U0ANA"
    assert row["expires_at"].startswith("20")
    assert named(waiting) in table
    assert EMAIL["body"] not in table + str(rows)


@pytest.mark.parametrize(
    ("user", "part"), [("U0BOB", "waits"), ("U0ANA", "asked"), ("U0GUEST", None)]
)
def test_somebodys_inbox_is_what_their_home_tab_shows(
    waiting: Stage, ask: Ask, user: str, part: str | None
) -> None:
    inbox = ask("pending", "list", "--user", user)

    holding = {
        name
        for name in ("waits", "asked", "decided")
        if named(waiting) in [row["thread"] for row in inbox[name]]
    }
    assert inbox["user"] == user
    assert part in holding if part else not holding


def test_an_inbox_is_read_by_people_too(waiting: Stage, signoff: Run) -> None:
    result = signoff("pending", "list", "--user", "U0BOB")

    assert result.exit_code == 0
    assert "Waits on them:" in result.stdout
    assert named(waiting) in result.stdout


def test_somebody_whom_slack_does_not_know_is_said(signoff: Run) -> None:
    result = signoff("pending", "list", "--user", "U0NOBODY")

    assert result.exit_code == 1
    assert "Slack does not say who U0NOBODY is" in result.stderr


def test_what_is_no_user_is_wrong_usage(signoff: Run) -> None:
    result = signoff("pending", "list", "--user", "bob")

    assert result.exit_code == 2
    assert "no Slack id" in result.stderr
