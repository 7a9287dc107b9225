"""Clicks and submits as decisions."""

from typing import Any

import pytest

from signoff.adapters.slack.decisions import reading
from signoff.core.click import FieldProblem, Invalid
from signoff.core.decision import (
    Answered,
    Approved,
    CouldNotRun,
    Decision,
    Executed,
    ItHappened,
    Rejected,
    RunAgain,
    Stopped,
)
from signoff.core.requirement import Requirement
from tests.adapters.slack import asked
from tests.adapters.slack.asked import text, ticked

QUESTION = asked.feedback(asked.question("Which region?", "eu", "us"))


def wrong(field: str, message: str) -> Invalid:
    """Say what is wrong."""
    return Invalid(problems=(FieldProblem(field=field, message=message),))


@pytest.mark.parametrize(
    ("row", "verb", "values", "decision"),
    [
        (asked.confirmation(), "approve", {}, Approved()),
        (asked.confirmation(), "reject", {}, Rejected()),
        (
            asked.confirmation(),
            "why",
            {"why": text(" wrong amount\n")},
            Rejected(reason="wrong amount"),
        ),
        (asked.confirmation(), "review", {"ack": ticked(0)}, Approved()),
        (asked.form(), "decline", {}, Rejected()),
        (QUESTION, "skip", {}, Rejected()),
        (
            QUESTION,
            "pick1",
            {},
            Answered(values='[{"answer":"us","question":"Which region?"}]'),
        ),
        (asked.external(), "done", {"text": text("ok\n")}, Executed(result="ok\n")),
        (asked.external(), "cannot", {"why": text("no access")}, CouldNotRun(reason="no access")),
        (asked.unknown(), "happened", {}, ItHappened()),
        (asked.unknown(), "again", {}, RunAgain()),
        (asked.unknown(), "stop", {}, Stopped()),
    ],
)
def test_each_verb_reads_as_its_decision(
    row: Requirement, verb: str, values: Any, decision: Decision
) -> None:
    assert reading(verb, values)(row) == decision


@pytest.mark.parametrize(
    ("row", "verb", "values", "problem"),
    [
        (asked.confirmation(), "why", {"why": text(" ")}, wrong("why", "Reason is missing")),
        (asked.confirmation(), "why", {}, wrong("why", "Reason is missing")),
        (asked.confirmation(), "why", {"why": text(3)}, wrong("why", "Reason must be text")),  # type: ignore[arg-type]
        (
            asked.external(),
            "done",
            {"text": text("x" * 1_000_000)},
            wrong("text", "What it printed must have at most 3,000 characters"),
        ),
        (
            asked.confirmation(),
            "review",
            {"ack": ticked()},
            wrong("ack", "Tick the box once you have read all of it"),
        ),
        (
            asked.confirmation(),
            "review",
            {},
            wrong("ack", "Tick the box once you have read all of it"),
        ),
    ],
)
def test_what_is_missing_is_said(
    row: Requirement, verb: str, values: Any, problem: Invalid
) -> None:
    assert reading(verb, values)(row) == problem


def test_words_that_can_not_be_stored_are_refused() -> None:
    found = reading("why", {"why": text("\ud800")})(asked.confirmation())

    assert isinstance(found, Invalid)


@pytest.mark.parametrize(
    ("row", "verb"),
    [
        (asked.form(), "approve"),
        (asked.external(), "approve"),
        (QUESTION, "approve"),
        (asked.unknown(), "approve"),
        (asked.confirmation(), "again"),
        (asked.confirmation(), "submit"),
        (asked.confirmation(), "pick0"),
        (asked.confirmation(), "drop table"),
        (asked.form(), "review"),
        (asked.external(), "reject"),
    ],
)
def test_a_decision_that_is_no_answer_to_what_was_asked_is_refused(
    row: Requirement, verb: str
) -> None:
    found = reading(verb, {"ack": ticked(0)})(row)

    assert found == wrong("", "This request can't be answered with that form")
