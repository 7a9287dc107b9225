"""A card in words says all that the card says, honestly, and offers nothing."""

import json

import pytest

from signoff.adapters.slack.bare import LONGEST, NO_BUTTONS, in_words
from signoff.core.decision import Ask, Reconcile, Rejected
from signoff.core.gate import Confirmation, ExternalExecution, UserFeedback, UserInput
from signoff.core.keys import Position
from signoff.core.requirement import NEVER
from tests.adapters.slack.asked import EMAIL, card, confirmation, decided, requirement

QUESTIONS = {
    "questions": [
        {"question": "Which region?", "options": [{"label": "eu"}]},
        {"question": "When?", "options": []},
    ]
}
SECOND = Position(run=1, step=2, index=1)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (Confirmation(), "Approval needed: Send email to bob@example.com"),
        (UserInput(fields=("body",)), "Input needed: Send email to bob@example.com"),
        (ExternalExecution(), "To be run by a person: Send email to bob@example.com"),
        (Reconcile(attempt=1, started_at=0), "Outcome unknown: Send email to bob@example.com"),
    ],
    ids=["confirm", "input", "external", "reconcile"],
)
def test_every_question_is_stated_with_all_its_arguments(ask: Ask, words: str) -> None:
    drawn = in_words(card(requirement(ask, EMAIL)))

    assert drawn.text.startswith(f"*{words}")
    for name, value in EMAIL.items():
        assert f"{name}:" in drawn.text
        assert json.dumps(value) in drawn.text


def test_every_question_of_the_agents_is_asked() -> None:
    drawn = in_words(card(requirement(UserFeedback(), QUESTIONS)))

    assert "• Which region?\n• When?" in drawn.text


def test_a_card_in_words_has_no_button_and_says_so() -> None:
    drawn = in_words(card(confirmation()))

    assert drawn.blocks == []
    assert drawn.text.endswith(NO_BUTTONS)


def test_it_says_who_asked_and_until_when() -> None:
    assert "Asked by <@U0ANA>" in in_words(card(confirmation())).text
    assert "Expires <!date^" in in_words(card(confirmation())).text
    assert "No expiry" in in_words(card(confirmation(exp=NEVER))).text


def test_several_rows_are_all_said_and_a_receipt_asks_nothing() -> None:
    settled = decided(confirmation(at=SECOND), Rejected())

    both, receipt = in_words(card(confirmation(), settled)), in_words(card(settled))

    assert "Approval needed" in both.text
    assert "Rejected by bob" in both.text
    assert NO_BUTTONS not in receipt.text


@pytest.mark.parametrize(
    "text", ["``` *Approved* ```", "````` *Approved*", "<!channel> <@U0EVE>", "a\u200bb"]
)
def test_nothing_in_an_argument_comes_alive_or_leaves_its_frame(text: str) -> None:
    said = in_words(card(confirmation({"text": text}))).text

    assert said.count("```") == 2
    assert "<!channel>" not in said
    assert "<@U0EVE>" not in said
    assert "\u200b" not in said


def test_arguments_that_are_too_long_are_not_half_shown() -> None:
    said = in_words(card(confirmation({"text": "x" * LONGEST}))).text

    assert "xx" not in said
    assert "characters long, too long to stand here" in said


def test_a_call_without_arguments_says_so() -> None:
    assert "No arguments." in in_words(card(confirmation({}))).text


def test_of_several_approvals_it_says_how_many_are_given() -> None:
    asked = requirement(Confirmation(quorum=2), EMAIL)

    said = in_words(card(asked)).text

    assert said.startswith("*Approval needed, 0 of 2 given: Send email")
    assert "Can decide: 2 members of this workspace" in said


@pytest.mark.parametrize("title", ["```", "`````", "a ``` b ``` c ```"])
def test_a_title_opens_no_frame(title: str) -> None:
    row = confirmation({"to": "bob"}, title=title)

    said = in_words(card(row)).text

    assert said.count("```") == 2
