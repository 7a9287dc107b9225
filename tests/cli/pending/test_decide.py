"""A decision from a terminal is the decision of the card: its rule, its audit, its receipt."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cli.main import main
from tests.cli.conftest import Ask, Run
from tests.cli.pending.conftest import PLACE, Decide, facts, named
from tests.scenarios.stage import ANA, BOB, EMAIL, EVE, GUEST, Stage

Shown = Callable[[], Any]
QUESTIONS = [
    {"question": "Which?", "options": [{"label": "eu"}, {"label": "us"}]},
    {
        "question": "Which of them?",
        "options": [{"label": "a"}, {"label": "b"}],
        "multi_select": True,
    },
]
REFUND = {
    "order_id": "8841",
    "amount": 12.0,
    "payout": "card",
    "restock": True,
    "pay_on": "2026-11-20",
    "note": "",
}


def test_an_approval_runs_what_was_seen_and_settles_the_card(
    waiting: Stage, shown: Shown, decide: Decide
) -> None:
    waiting.model.say("Sent.")

    answer = decide("approve", "--digest", shown()["digest"])
    settled = waiting.card.text
    waiting.settle()

    assert (answer["result"], answer["state"]) == ("decided", "approved")
    assert answer["said"].startswith("Approved by bob at")
    assert settled.startswith("Approved by bob at")
    assert waiting.said == ["Sent."]
    assert waiting.buttons() == []


def test_the_audit_says_who_why_they_may_and_from_where(
    waiting: Stage, shown: Shown, decide: Decide
) -> None:
    waiting.model.say("Sent.")
    decide("approve", "--digest", shown()["digest"])
    waiting.settle()

    (approved,) = (fact for fact in facts(waiting) if fact.action == "approved")

    assert approved.by is not None
    assert approved.by.id == BOB
    assert approved.evidence.startswith("member of the workspace; from the command line by arn:")


@pytest.mark.parametrize("digest", ["0" * 16, "{shown}" + "0" * 48])
def test_another_digest_than_the_one_shown_decides_nothing(
    waiting: Stage, shown: Shown, decide: Decide, digest: str
) -> None:
    answer = decide("approve", "--digest", digest.format(shown=shown()["digest"]), status=1)

    assert (answer["result"], answer["why"]) == ("refused", "stale")
    assert answer["said"].startswith("This card is out of date")
    assert waiting.buttons() == ["approve", "reject", "more"]


@pytest.mark.parametrize("verb", [("approve",), ("edit", "--set", 'subject="x"')])
def test_what_lets_a_tool_run_needs_a_digest(
    waiting: Stage, say_decide: Run, verb: tuple[str, ...]
) -> None:
    result = say_decide(*verb, "--as", BOB, "--json")

    assert result.exit_code == 2
    assert "needs --digest" in result.stderr
    assert waiting.buttons() == ["approve", "reject", "more"]


@pytest.mark.parametrize(("word", "status"), [("y\n", 0), ("n\n", 1), ("", 1)])
def test_or_a_word_after_it_was_shown(
    waiting: Stage, running: tuple[int, object], word: str, status: int
) -> None:
    waiting.model.say("Sent.")
    command = ["pending", "decide", named(waiting), PLACE, "approve", "--as", BOB]

    result = CliRunner().invoke(main, [*command, "--local", str(running[0])], input=word)
    waiting.settle()

    assert result.exit_code == status
    assert EMAIL["body"] in result.stdout
    assert waiting.said == (["Sent."] if status == 0 else [])


def test_a_no_with_its_reason_is_told_to_the_model(waiting: Stage, decide: Decide) -> None:
    waiting.model.say("I left it.")

    answer = decide("reject", "--reason", "Too early")
    waiting.settle()

    assert answer["state"] == "rejected"
    assert "Too early" in waiting.outputs[0]
    assert "Reason: Too early." in waiting.card.text


def test_edited_arguments_run_as_they_were_edited(
    waiting: Stage, shown: Shown, decide: Decide
) -> None:
    waiting.model.say("Sent.")

    decide("edit", "--set", 'subject="Your order"', "--digest", shown()["digest"])
    waiting.settle()

    assert "“Your order”" in waiting.outputs[0]
    assert [fact.action for fact in facts(waiting)][1:3] == ["edited", "approved"]


@pytest.mark.parametrize(
    ("change", "said"),
    [('to="eve@example.com"', "can't be changed here"), ("subject=7", "must be")],
)
def test_an_edit_is_held_against_the_signature(
    waiting: Stage, shown: Shown, decide: Decide, change: str, said: str
) -> None:
    answer = decide("edit", "--set", change, "--digest", shown()["digest"], status=1)

    assert answer["why"] == "invalid"
    assert said in answer["said"]
    assert waiting.buttons() == ["approve", "reject", "more"]


def test_a_form_is_filled_in_with_typed_values(stage: Stage, shown: Shown, decide: Decide) -> None:
    stage.model.call("refund", **REFUND)
    stage.say("Refund 8841")
    stage.model.say("Done.")
    values = '{"amount": 5, "payout": "PayPal", "restock": false, "pay_on": "2026-12-01"}'

    wrong = decide(
        "answer", "--values", '{"amount": "much"}', "--digest", shown()["digest"], status=1
    )
    decide("answer", "--values", values, "--digest", shown()["digest"])
    stage.settle()

    assert wrong["why"] == "invalid"
    assert stage.outputs[0].startswith("5.00 EUR for order 8841 by PayPal on 2026-12-01")


def test_questions_are_answered_in_their_order(stage: Stage, decide: Decide) -> None:
    stage.model.call("ask_user", questions=QUESTIONS)
    stage.say("Ask me")
    stage.model.say("Thanks.")

    too_few = decide("answer", "--values", '["eu"]', status=1)
    decide("answer", "--values", '["mars", ["a", "b"]]')
    stage.settle()

    assert "list of 2 answers" in too_few["said"]
    assert "mars" in stage.outputs[0]
    assert stage.said == ["Thanks."]


def test_a_result_comes_from_a_file(stage: Stage, decide: Decide, tmp_path: Path) -> None:
    stage.model.call("run_in_warehouse", order_id="8841", command="release 8841")
    stage.say("Release it")
    stage.model.say("Released.")
    result = tmp_path / "result.txt"
    result.write_text("released\n", "utf-8")

    decide("done", "--result", f"@{result}")
    stage.settle()

    assert "released" in stage.outputs[0]


def test_a_vote_is_counted_and_the_card_says_so(stage: Stage, shown: Shown, decide: Decide) -> None:
    stage.model.call("close_account", email="eve@example.com", reason="Asked.")
    stage.say("Close it")

    answer = decide("approve", "--digest", shown()["digest"])
    again = decide("approve", "--digest", shown()["digest"], status=1)

    assert (answer["result"], answer["votes"], answer["quorum"]) == ("counted", 1, 2)
    assert stage.card.text.startswith("1 of 2 approvals")
    assert again["said"] == "Your approval is already counted: 1 of 2."


@pytest.mark.parametrize(
    ("by", "why", "said"),
    [
        (GUEST, "not_allowed", "Guests and people from other organisations can't decide here."),
        ("U0BOT", "not_allowed", "Apps can't decide here. Nothing was changed."),
        ("U0NOBODY", "unverified", "Couldn't check who you are just now."),
    ],
)
def test_the_rule_is_that_of_slack(
    waiting: Stage, shown: Shown, decide: Decide, by: str, why: str, said: str
) -> None:
    answer = decide("approve", "--digest", shown()["digest"], by=by, status=1)

    assert answer["why"] == why
    assert answer["said"].startswith(said)
    (refused,) = (fact for fact in facts(waiting) if fact.action == "refused")
    assert "; from the command line by arn:" in refused.note
    assert waiting.buttons() == ["approve", "reject", "more"]


def test_what_is_decided_already_is_said_as_on_the_card(
    waiting: Stage, decide: Decide, say_decide: Run
) -> None:
    waiting.model.say("I left it.")
    waiting.click("reject", by=EVE)
    waiting.settle()

    answer = decide("reject", status=1)
    result = say_decide("reject", "--as", ANA)

    assert answer["said"].startswith("Already rejected by eve at")
    assert result.exit_code == 1
    assert result.stderr.startswith("Already rejected by eve at")


def test_another_kind_of_request_names_what_it_takes(waiting: Stage, decide: Decide) -> None:
    answer = decide("done", "--result", "x", status=1)

    assert "which takes approve, reject, edit, instead" in answer["said"]
    assert waiting.buttons() == ["approve", "reject", "more"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("approve", "--as", "bob"), "no Slack id"),
        (("approve", "--as", BOB, "--digest", "abc"), "16 digits or more"),
        (("approve", "--as", BOB, "--reason", "x"), "approve takes no --reason"),
        (("edit", "--as", BOB), "edit needs --set"),
        (("edit", "--as", BOB, "--set", "subject"), "no NAME=JSON"),
        (("edit", "--as", BOB, "--set", "subject=Hello"), "a text stands in quotes"),
        (("answer", "--as", BOB, "--values", "{}", "--set", "a=1"), "two ways"),
        (("answer", "--as", BOB, "--values", "NaN"), "is no JSON"),
        (("done", "--as", BOB, "--result", "@nowhere.txt"), "cannot be read"),
        (("dance", "--as", BOB), "dance"),
        (("approve",), "--as"),
    ],
)
def test_wrong_usage_is_said(
    waiting: Stage, say_decide: Run, words: tuple[str, ...], said: str
) -> None:
    result = say_decide(*words)

    assert result.exit_code == 2
    assert said in result.stderr
    assert waiting.buttons() == ["approve", "reject", "more"]


def test_a_request_that_is_not_there_is_said(stage: Stage, ask: Ask) -> None:
    stage.model.say("Hello.")
    stage.say("Hi")

    answer = ask("pending", "decide", named(stage), PLACE, "reject", "--as", BOB, status=1)

    assert answer["said"] == "This request no longer exists. Nothing was changed."
