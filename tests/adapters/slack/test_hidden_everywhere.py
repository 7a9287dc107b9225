"""Whatever is drawn of a request that hides something: cards, texts, letters, every modal."""

import json
from dataclasses import replace
from typing import get_args

import pytest

from signoff.adapters.slack import bare, cards, letters, modals
from signoff.core.canonical import JsonObject, canonical
from signoff.core.click import Form
from signoff.core.decision import (
    Answered,
    AnsweredFor,
    Approved,
    Decision,
    Executed,
    Rejected,
    fits,
)
from signoff.core.gate import UserInput
from signoff.core.requirement import OutcomeState, Requirement
from signoff.core.terms import Sticky, Terms
from signoff.ports import UndeliverableError
from tests.adapters.slack import asked

CANARY = "canary-7f3a-0123456789ab"
SAYS = f"I use {CANARY} here."
GIVEN: JsonObject = {"service": "pay", "key": CANARY}
TERMS = Terms(redact=("key",))
KINDS: dict[str, Requirement] = {
    "confirmation": asked.confirmation(GIVEN, title=f"Use {CANARY}", terms=TERMS, reason=SAYS),
    "sticky": asked.confirmation(
        GIVEN, terms=replace(TERMS, sticky=Sticky(arguments=("key",))), reason=SAYS
    ),
    "editable": asked.editable(
        "service",
        arguments=GIVEN,
        schema=asked.order("service", "key"),
        terms=TERMS,
        reason=SAYS,
    ),
    "long": asked.confirmation({**GIVEN, "body": "x" * 3_000}, terms=TERMS, reason=SAYS),
    "endless": asked.confirmation({**GIVEN, "body": "x" * 90_000}, terms=TERMS, reason=SAYS),
    "form": asked.requirement(
        UserInput(fields=("key",)), GIVEN, asked.order("service", "key"), terms=TERMS, reason=SAYS
    ),
    "external": asked.external(arguments=GIVEN, terms=TERMS, reason=SAYS),
    "unknown": replace(
        asked.unknown(terms=TERMS, reason=SAYS), arguments=canonical(GIVEN), schema="{}"
    ),
}
DECISIONS: tuple[Decision, ...] = (
    Approved(),
    Rejected(reason=SAYS),
    Answered(values=canonical({"key": CANARY})),
    Executed(result=SAYS),
    AnsweredFor(output=SAYS),
)


def settled() -> list[Requirement]:
    """Settle every kind in every way, with an error that repeats the value."""
    failed = asked.outcome(OutcomeState.FAILED, SAYS)
    return [
        asked.decided(row, decision, failed)
        for row in KINDS.values()
        for decision in DECISIONS
        if fits(row.ask, decision)
    ]


def drawn(row: Requirement) -> str:
    """Draw a request in every way that a card can be drawn."""
    view = asked.card(row, want=2)
    all_of_it = [
        (each.text, each.blocks)
        for each in (cards.draw(view), cards.fallback(view), bare.in_words(view))
    ]
    return json.dumps(all_of_it, ensure_ascii=False)


@pytest.mark.parametrize("kind", KINDS)
def test_an_open_card_says_how_long_it_is_and_not_what_it_is(kind: str) -> None:
    said = drawn(KINDS[kind])

    assert CANARY not in said
    assert "(hidden)" in said
    assert kind == "form" or "hidden, 24 characters" in said


@pytest.mark.parametrize("row", settled())
def test_a_receipt_keeps_it_hidden(row: Requirement) -> None:
    said = drawn(row)

    assert CANARY not in said
    assert "(hidden)" in said


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", [each for each in get_args(Form) if each != "reveal"])
def test_no_modal_shows_it_but_the_one_that_was_asked_to(kind: str, form: Form) -> None:
    row = KINDS[kind]
    state = {f"f0.{row.at.place}.1": {"v": {"type": "plain_text_input", "value": CANARY}}}
    filled = canonical(state) if form in {"fill", "answer"} else ""

    view = modals.view(asked.opening(row, form, filled=filled), row)

    assert CANARY not in json.dumps(view)


@pytest.mark.parametrize("kind", [each for each in KINDS if each != "form"])
def test_the_one_that_was_asked_to_does(kind: str) -> None:
    row = KINDS[kind]

    assert CANARY in json.dumps(modals.view(asked.opening(row, "reveal"), row))


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_about_a_card_that_could_not_be_shown_hides_it(kind: str) -> None:
    why = UndeliverableError("is_archived")

    assert CANARY not in letters.announcement(asked.card(KINDS[kind]), why)
