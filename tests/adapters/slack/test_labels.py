"""Labels, risk and the way to here, wherever a pause is drawn."""

import json
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from signoff.adapters.slack import bare, cards, labels, modals, texts
from signoff.core.decision import (
    Answered,
    AnsweredFor,
    Approved,
    Cancelled,
    CouldNotRun,
    Decision,
    Executed,
    Expired,
    ItHappened,
    Rejected,
    RunAgain,
    Stopped,
    Superseded,
    fits,
)
from signoff.core.gate import Risk
from signoff.core.requirement import OutcomeState, Requirement
from signoff.core.terms import Terms
from tests.adapters.slack import asked

OWN = Terms(yes="Refund it", no="Keep it")
WORDS = ("Refund it", "Keep it")
SCRIPT = {"script": "echo yes\n" * 300}
KINDS = {
    "confirmation": asked.confirmation(risk=Risk.MEDIUM, reason="Bob asked twice."),
    "form": asked.form(risk=Risk.LOW, reason="Ana wants it live."),
    "external": asked.external(risk=Risk.HIGH, reason="The api is down."),
    "feedback": asked.feedback(asked.question("Which region?", "EU", "US"), reason="I can't tell."),
    "unknown": asked.unknown(risk=Risk.MEDIUM, reason="Bob asked twice."),
}
DECISIONS: tuple[Decision, ...] = (
    Approved(),
    Rejected(reason="wrong amount"),
    Answered(values="{}"),
    Executed(result="rolled back"),
    AnsweredFor(output="Sent by hand."),
    CouldNotRun(reason="no access"),
    Expired(),
    Cancelled(reason="not needed"),
    Superseded(reason="the tool has changed"),
    ItHappened(),
    RunAgain(),
    Stopped(),
)
ENDS = (None, OutcomeState.RUNNING, OutcomeState.DONE, OutcomeState.FAILED, OutcomeState.UNKNOWN)


def settled() -> list[tuple[str, Requirement]]:
    """Settle every kind in every way that fits it, with every outcome."""
    return [
        (kind, asked.decided(row, decision, asked.outcome(end) if end else None))
        for (kind, row), decision, end in product(KINDS.items(), DECISIONS, ENDS)
        if fits(row.ask, decision)
    ]


def buttons(drawn: Any) -> dict[str, Any]:
    """Find the buttons of a drawing, by verb."""
    return {
        element["action_id"]: element
        for block in drawn
        if block["type"] == "actions"
        for element in block["elements"]
    }


def test_the_buttons_say_the_words_of_the_tools_author() -> None:
    row = asked.confirmation(terms=OWN)

    found = buttons(cards.draw(asked.card(row)).blocks)

    assert found["approve"]["text"]["text"] == "Refund it"
    assert found["reject"]["text"]["text"] == "Keep it"


def test_a_screen_reader_still_says_what_a_button_does() -> None:
    row = asked.confirmation(terms=OWN)

    found = buttons(cards.draw(asked.card(row)).blocks)

    assert found["approve"]["accessibility_label"].startswith("Approve: Send email")
    assert found["reject"]["accessibility_label"].startswith("Reject: Send email")


def test_the_question_after_a_risky_button_is_asked_in_the_same_words() -> None:
    row = asked.confirmation(terms=OWN, risk=Risk.HIGH)

    sure = buttons(cards.draw(asked.card(row)).blocks)["approve"]["confirm"]

    assert sure["title"]["text"] == "This is high risk. Refund it?"
    assert sure["confirm"]["text"] == "Refund it"


def test_the_plain_card_and_the_modals_have_them_as_well() -> None:
    row = asked.confirmation(SCRIPT, terms=OWN)

    plain = buttons(cards.fallback(asked.card(row)).blocks)
    review = modals.view(asked.opening(row, "review"), row)

    assert plain["reject"]["text"]["text"] == "Keep it"
    assert review["submit"]["text"] == "Refund it"
    assert modals.view(asked.opening(row, "reject"), row)["submit"]["text"] == "Keep it"


def test_a_form_has_them_in_place_of_submit_and_decline() -> None:
    row = asked.form(terms=OWN)

    card = buttons(cards.draw(asked.card(row)).blocks)
    modal = modals.view(asked.opening(row, "fill"), row)

    assert [card[verb]["text"]["text"] for verb in ("submit", "decline")] == list(WORDS)
    assert card["submit"]["accessibility_label"].startswith("Submit: ")
    assert card["decline"]["accessibility_label"].startswith("Decline: ")
    assert modal["submit"]["text"] == "Refund it"


def test_what_a_person_runs_has_them_in_place_of_done_and_could_not_run() -> None:
    row = asked.external(terms=OWN)

    drawn = [cards.draw(asked.card(row)).blocks, cards.fallback(asked.card(row)).blocks]

    for found in map(buttons, drawn):
        assert [found[verb]["text"]["text"] for verb in ("done", "cannot")] == list(WORDS)
        assert found["done"]["accessibility_label"].startswith("Done, add result: ")
    assert "Then press Refund it." in texts.text_of([row])


def test_a_long_label_is_shortened_where_a_modal_holds_less() -> None:
    row = asked.confirmation(terms=Terms(yes="Refund it to the customer now"))

    review = modals.view(asked.opening(row, "review"), row)

    assert review["submit"]["text"] == "Refund it to the custom…"


@pytest.mark.parametrize("kind", KINDS)
def test_every_open_card_says_how_risky_it_is_until_when_and_what_the_agent_claims(
    kind: str,
) -> None:
    row = KINDS[kind]

    drawn = json.dumps(cards.draw(asked.card(row)).blocks)

    assert (f"{row.risk.value.capitalize()} risk" if row.risk else "Asked by") in drawn
    assert "Expires" in drawn
    assert "Agent's reason: " in drawn


@pytest.mark.parametrize("row", [row for _, row in settled()])
def test_every_receipt_keeps_the_risk_and_the_agents_claim(row: Requirement) -> None:
    drawn = json.dumps(cards.draw(asked.card(row, want=2)).blocks)

    assert row.risk is None or f"{row.risk.value.capitalize()} risk" in drawn
    assert "Agent's reason: " in drawn


@pytest.mark.parametrize("kind", KINDS)
def test_the_text_alone_states_every_question(kind: str) -> None:
    row = KINDS[kind]

    said = texts.text_of([row])

    assert ("Which region?" if kind == "feedback" else row.title) in said
    assert "Can " in said
    assert "Expires 2026-11-20 14:00 UTC" in said
    assert row.risk is None or f"{row.risk.value} risk" in said


@pytest.mark.parametrize(("kind", "row"), settled())
def test_the_text_alone_states_every_outcome(kind: str, row: Requirement) -> None:
    said = texts.text_of([row])

    assert ("Which region?" if kind == "feedback" else row.title) in said
    assert "UTC" in said
    assert any(
        said.startswith(word)
        for word in (
            *("Answered", "Approved", "Cancelled", "Could not run", "Declined", "Done", "Expired"),
            *("Failed", "Filled in", "It happened", "Outcome unknown", "Rejected", "Replaced"),
            *("Run again", "Skipped", "Stopped"),
        )
    )


def test_a_call_of_another_agent_names_the_way_it_came() -> None:
    row = asked.confirmation(path=("Researcher", "Mailer <1>"))
    settled = asked.decided(row, Approved())

    shown = [
        json.dumps(cards.draw(asked.card(each)).blocks, ensure_ascii=False)
        for each in (row, settled)
    ]
    said = [texts.text_of([row]), texts.text_of([settled]), bare.in_words(asked.card(row)).text]

    assert all("via Researcher \u203a Mailer &lt;1&gt;" in each for each in [*shown, *said])


def test_of_a_very_long_way_the_ends_are_named() -> None:
    row = asked.confirmation(path=tuple(f"{'Agent' * 8} {number}" for number in range(10)))

    said = labels.way_of(row)

    assert len(said) < 250
    assert [said.count(f" {number}") for number in (0, 1, 8, 9)] == [1, 0, 1, 1]


def test_several_rows_say_their_risks_apart() -> None:
    rows = [
        asked.confirmation(risk=risk, at=replace(asked.FIRST, index=index))
        for index, risk in enumerate((Risk.LOW, Risk.MEDIUM, Risk.HIGH))
    ]

    drawn = json.dumps(cards.draw(asked.card(*rows)).blocks)

    assert all(f" \\u00b7 {name} risk" in drawn for name in ("Low", "Medium", "High"))
