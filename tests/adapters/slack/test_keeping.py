"""The modal that makes a decision stand: what it takes, and what it does not."""

from dataclasses import replace
from typing import Any

import pytest

from signoff.adapters.slack import keeping
from signoff.adapters.slack.decisions import reading
from signoff.core.click import Invalid
from signoff.core.decision import Rejected
from signoff.core.gate import Confirmation, Risk
from signoff.core.grants import ApproveAndKeep, RejectForGood, in_words
from signoff.core.requirement import Kept, Requirement
from signoff.core.terms import Sticky, Terms
from tests.adapters.slack import asked
from tests.adapters.slack.specimens import sticky

HOUR = 3_600_000


def _chosen(place: str) -> dict[str, Any]:
    return {"v": {"type": "radio_buttons", "selected_option": {"value": place}}}


def _filled(where: str = "0", lasts: str = "0", **more: Any) -> dict[str, Any]:
    return {"where": _chosen(where), "lasts": _chosen(lasts), **more}


def _lasting(ms: int) -> Requirement:
    return replace(sticky(), terms=Terms(sticky=Sticky(longest_ms=ms)))


def _spans(row: Requirement) -> list[str]:
    (block,) = [each for each in keeping.view(row, "")["blocks"] if each["block_id"] == "lasts"]
    return [option["text"]["text"] for option in block["element"]["options"]]


def test_where_and_how_long_are_read_as_they_were_chosen() -> None:
    read = reading("keep", _filled("1", "1"))

    assert read(sticky()) == ApproveAndKeep(in_thread=False, lasts_ms=8 * HOUR)
    assert reading("keep", _filled())(sticky()) == ApproveAndKeep(in_thread=True, lasts_ms=HOUR)


@pytest.mark.parametrize(
    ("longest", "spans"),
    [
        (24 * HOUR, ["1 hour", "8 hours", "1 day"]),
        (HOUR, ["1 hour"]),
        (30 * 60_000, ["30 minutes"]),
        (90_000, ["1 min 30 s"]),
        (5_000, ["5 s"]),
        (10 * 24 * HOUR, ["1 hour", "8 hours", "1 day", "7 days", "10 days"]),
        (90 * 24 * HOUR, ["1 hour", "8 hours", "1 day", "7 days", "30 days", "90 days"]),
    ],
)
def test_the_spans_go_up_to_the_longest(longest: int, spans: list[str]) -> None:
    assert _spans(_lasting(longest)) == spans


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"where": _chosen("0")},
        {"lasts": _chosen("0")},
        _filled("2"),
        _filled("0", "3"),
        _filled("0", "-1"),
        _filled("0", "86400000"),
        {"where": {"v": {}}, "lasts": {"v": {}}},
        {"where": "0", "lasts": "0"},
    ],
)
def test_what_was_not_offered_is_not_taken(values: dict[str, Any]) -> None:
    assert isinstance(reading("keep", values)(sticky()), Invalid)


@pytest.mark.parametrize(
    "row",
    [
        asked.confirmation(),
        replace(sticky(), risk=Risk.HIGH),
        replace(sticky(), ask=Confirmation(quorum=2)),
        sticky(arguments={"body": "x" * 200_000}),
        asked.form(),
    ],
)
def test_where_it_is_not_offered_it_is_not_taken(row: Requirement) -> None:
    assert isinstance(reading("keep", _filled())(row), Invalid)


def test_what_does_not_fit_the_card_is_ticked_off_first() -> None:
    row = sticky(arguments={"body": "Dear Bob,\n" * 200})
    ticked: dict[str, Any] = {"v": {"type": "checkboxes", "selected_options": [{"value": "0"}]}}

    unread = reading("keep", _filled())(row)

    assert isinstance(unread, Invalid)
    assert unread.problems[0].field == "ack"
    assert isinstance(reading("keep", _filled(ack=ticked))(row), ApproveAndKeep)


def test_a_rejection_stands_only_if_its_box_is_ticked() -> None:
    reason = {"why": {"v": {"type": "plain_text_input", "value": "No."}}}
    ticked: dict[str, Any] = {"v": {"type": "checkboxes", "selected_options": [{"value": "0"}]}}
    empty: dict[str, Any] = {"v": {"type": "checkboxes", "selected_options": []}}
    row = asked.confirmation()

    assert reading("why", reason)(row) == Rejected(reason="No.")
    assert reading("why", {**reason, "never": empty})(row) == Rejected(reason="No.")
    assert reading("why", {**reason, "never": ticked})(row) == RejectForGood(reason="No.")
    forged: dict[str, Any] = {"v": {"type": "checkboxes", "selected_options": [{"value": "7"}]}}
    assert isinstance(reading("why", {**reason, "never": forged})(row), Invalid)


def test_an_argument_that_this_call_leaves_out_is_named() -> None:
    row = replace(sticky("to"), terms=Terms(sticky=Sticky(arguments=("to", "note"))))

    said = str(keeping.view(row, "")["blocks"])

    assert "This call leaves out note: later ones must, too." in said


def test_what_is_hidden_stays_hidden_in_the_modal_and_in_the_list() -> None:
    terms = Terms(sticky=Sticky(arguments=("to",)), redact=("to", "subject"))
    row = replace(sticky(title="Send it"), terms=terms)

    said = str(keeping.view(row, "")["blocks"])

    assert "bob@example.com" not in said
    assert "Refund for order 8841" not in said
    assert "hidden, 15 characters" in said
    assert "bob@example.com" not in in_words(row, ("to",))


def test_the_text_of_a_receipt_says_what_stands() -> None:
    kept = Kept(place="GRANT#", until=asked.EXPIRES, in_thread=True)
    row = replace(sticky(), kept=kept)
    over = replace(kept, revoked_by=asked.BOB, revoked_at=asked.DECIDED_AT)

    assert keeping.standing_text(sticky()) == ""
    assert keeping.standing_text(row) == " Stands until 2026-11-20 14:00 UTC in this thread."
    assert keeping.standing_text(replace(row, kept=over)) == (
        " The standing approval was revoked by bob at 13:41 UTC."
    )
    never = replace(row, kept=replace(kept, is_refusal=True))
    assert keeping.standing_text(never) == " Not asked about again in this thread."
