import json
from typing import Any

import pytest

from tests.cli.conftest import Ask, Run
from tests.scenarios.stage import BOB, EMAIL, Stage


def named(stage: Stage) -> str:
    thread = stage.thread
    return f"{thread.team}/{thread.channel}/{thread.thread_ts}"


@pytest.fixture
def waiting(stage: Stage) -> Stage:
    """A run that waits for a person."""
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob")
    return stage


def line_of(ask: Ask, stage: Stage, *words: str) -> dict[str, Any] | None:
    listed = ask("runs", "list", *words)["runs"]
    return next((run for run in listed if run["thread"] == named(stage)), None)


def test_a_waiting_run_is_listed_with_what_it_waits_for(waiting: Stage, ask: Ask) -> None:
    line = line_of(ask, waiting)

    assert line is not None
    assert line.pop("expires_at").startswith("20")
    assert line == {
        "thread": named(waiting),
        "run": 1,
        "step": 1,
        "state": "waiting",
        "open_requests": 1,
        "tries": 0,
        "why": "for a person",
    }


def test_a_run_that_has_ended_is_listed_only_among_all(stage: Stage, ask: Ask) -> None:
    stage.model.say("Hello.")
    stage.say("Hi")

    among_all = line_of(ask, stage, "--all")

    assert line_of(ask, stage) is None
    assert among_all is not None
    assert among_all["state"] == "ended"


def test_the_table_for_people_says_the_same(waiting: Stage, signoff: Run) -> None:
    result = signoff("runs", "list")

    assert result.exit_code == 0
    (row,) = (line for line in result.stdout.splitlines() if named(waiting) in line)
    assert row.split()[:4] == ["waiting", named(waiting), "1", "1"]
    assert "waiting=" in result.stdout.splitlines()[-1]


def test_a_timeline_tells_who_decided_and_what_came_of_it(waiting: Stage, ask: Ask) -> None:
    waiting.model.say("Sent.")
    waiting.click("approve", by=BOB)
    waiting.settle()

    shown = ask("runs", "show", named(waiting))

    told = [moment["what"] for moment in shown["moments"]]
    assert told == [
        "heard",
        "model_spoke",
        "called",
        "asked",
        "card",
        "approved",
        "started",
        "succeeded",
        "outcome",
        "returned",
        "model_spoke",
        "reply",
    ]
    approved = next(moment for moment in shown["moments"] if moment["what"] == "approved")
    assert (approved["by"]["id"], approved["call"]) == (BOB, "1.1.0")
    assert approved["at"].endswith("+00:00")
    assert set(shown) == {"thread", "run", "last_run", "state", "stop_asked", "moments"}


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_arguments_and_texts_are_shown_only_when_asked_for(
    waiting: Stage, signoff: Run, form: tuple[str, ...]
) -> None:
    waiting.model.say("It has been sent.")
    waiting.click("approve", by=BOB)
    waiting.settle()
    secrets = (*EMAIL.values(), "Mail Bob", "It has been sent.")

    hidden = signoff("runs", "show", named(waiting), *form)
    shown = signoff("runs", "show", named(waiting), "--show-arguments", *form)

    assert not [each for each in secrets if each in hidden.output]
    assert not [each for each in secrets if each not in shown.output]


def test_a_run_is_shown_by_the_permalink_of_a_reply(waiting: Stage, ask: Ask) -> None:
    ts = waiting.card.ts.replace(".", "")
    link = f"https://x.slack.com/archives/C0OPS/p{ts}?thread_ts={waiting.thread_ts}&cid=C0OPS"

    assert ask("runs", "show", link)["thread"] == named(waiting)


def test_an_earlier_run_is_shown_by_its_number(stage: Stage, ask: Ask) -> None:
    for text in ("One.", "Two."):
        stage.model.say(text)
        stage.say("Next")

    shown = ask("runs", "show", named(stage), "--run", "1", "--show-arguments")

    assert (shown["run"], shown["last_run"]) == (1, 2)
    assert shown["moments"][-1]["words"]["text"] == "One."


def test_a_thread_that_nobody_knows_is_said_to_have_no_run(signoff: Run) -> None:
    result = signoff("runs", "show", "C0OPS/1.000001")

    assert result.exit_code == 1
    assert "There is no run in T0LOCAL/C0OPS/1.000001." in result.stderr


def test_a_cancelled_run_ends_and_says_so_in_its_thread(waiting: Stage, ask: Ask) -> None:
    answer = ask("runs", "cancel", named(waiting))

    assert answer == {"thread": named(waiting), "run": 1, "result": "asked", "ended": True}
    assert [text.startswith("Stopped by ") for text in waiting.said] == [True]
    assert waiting.buttons() == []
    facts = [json.loads(str(row["body"])) for row in waiting.rows("AUD#")]
    (asked,) = (f for each in facts for f in each["facts"] if f["action"] == "stop_asked")
    assert asked["by"]["id"].startswith("arn:")


def test_a_second_cancel_finds_nothing_to_stop(waiting: Stage, ask: Ask) -> None:
    ask("runs", "cancel", named(waiting))

    again = ask("runs", "cancel", named(waiting), status=1)

    assert (again["result"], again["run"], again["ended"]) == ("nothing_runs", None, True)
    assert len(waiting.said) == 1


def test_a_cancel_that_no_worker_has_taken_up_yet_says_what_holds_already(
    waiting: Stage, signoff: Run
) -> None:
    waiting.system.hold_queue()

    result = signoff("runs", "cancel", named(waiting), "--wait", "0")

    assert result.exit_code == 0
    assert "no tool of it starts any more" in result.stdout


def test_a_name_that_is_none_is_refused_with_how_to_write_one(signoff: Run) -> None:
    result = signoff("runs", "show", "#ops")

    assert result.exit_code == 2
    assert "write CHANNEL/TS" in result.stderr


def test_two_workspaces_are_one_too_many(signoff: Run) -> None:
    result = signoff("runs", "show", "T0LOCAL/C0OPS/1.000001", "--team", "T0OTHER")

    assert result.exit_code == 2
    assert "--team T0OTHER is not the workspace" in result.stderr
