import json
from collections.abc import Iterator

import pytest

from signoff.core.keys import ThreadKey
from tests.cli.conftest import Ask, Run
from tests.scenarios.stage import BOB, EMAIL, Stage

SWITCHED_OFF = "Approvals are switched off by an administrator. Nothing was changed."


@pytest.fixture(autouse=True)
def released(signoff: Run) -> Iterator[None]:
    """The workspace is that of all tests: no switch is left thrown in it."""
    yield
    for scope in ((), ("--tool", "send_email"), ("--agent", "assistant")):
        signoff("kill", "off", *scope)


def test_after_it_returns_nothing_is_approved_and_after_off_it_is(stage: Stage, ask: Ask) -> None:
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob")

    thrown = ask("kill", "on", "--note", "incident 7")
    stage.click("approve", by=BOB)
    (refused,) = stage.private(BOB)
    released = ask("kill", "off")
    stage.model.say("Sent.")
    stage.click("approve", by=BOB)
    stage.settle()

    assert thrown == {"scope": "all", "tool": None, "agent": None, "result": "on"}
    assert refused == SWITCHED_OFF
    assert released["result"] == "off"
    assert stage.said == ["Sent."]


def test_what_is_thrown_is_listed_with_who_when_and_why(ask: Ask, signoff: Run) -> None:
    ask("kill", "on", "--tool", "send_email", "--note", "wrong template")

    (listed,) = ask("kill", "list")["switches"]
    shown = signoff("kill", "list").stdout

    assert (listed["scope"], listed["tool"], listed["note"]) == (
        "tool",
        "send_email",
        "wrong template",
    )
    assert listed["by"]["id"].startswith("arn:")
    assert listed["at"].endswith("+00:00")
    assert "tool send_email" in shown
    assert "wrong template" in shown


def test_a_second_on_says_that_it_was_off_before(ask: Ask, signoff: Run) -> None:
    ask("kill", "on", "--agent", "assistant")

    again = ask("kill", "on", "--agent", "assistant")

    assert again["result"] == "on_before"
    assert "Off before, by " in signoff("kill", "on", "--agent", "assistant").stdout


def test_releasing_what_is_not_thrown_is_said_and_fails(ask: Ask, signoff: Run) -> None:
    answer = ask("kill", "off", "--tool", "send_email", status=1)

    assert answer["result"] == "off_before"
    assert signoff("kill", "list").stdout == "No switch is thrown.\n"


def test_what_is_still_off_is_said_when_one_switch_is_released(ask: Ask, signoff: Run) -> None:
    ask("kill", "on")
    on = signoff("kill", "on", "--tool", "send_email")

    off = signoff("kill", "off", "--tool", "send_email")

    assert "No tool of that starts any more" in on.stdout
    assert off.stdout == "Released: tool send_email. Still off: all tools.\n"


def test_two_scopes_or_a_nameless_one_are_refused(signoff: Run) -> None:
    both = signoff("kill", "on", "--tool", "a", "--agent", "b")
    nameless = signoff("kill", "on", "--tool", "")

    assert (both.exit_code, nameless.exit_code) == (2, 2)
    assert "two switches" in both.stderr
    assert "has no name" in nameless.stderr


def test_the_audit_of_the_workspace_says_who_threw_it(stage: Stage, ask: Ask) -> None:
    ask("kill", "on", "--note", "incident 7")

    rows = stage.store.query(ThreadKey.of_team("T0LOCAL").pk, "AUD#", "AUD$")
    (fact,) = json.loads(str(rows[-1]["body"]))["facts"]
    assert (fact["action"], fact["note"]) == ("kill_on", "all tools: incident 7")
    assert fact["by"]["id"].startswith("arn:")
