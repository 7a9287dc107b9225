"""Every kind of click in every state of a request: one answer, in private, and nothing changed.

The clicks are Slack's own payloads at the door of `slack_interactions`; what stands behind it are
doubles, so that each of the table's cells takes milliseconds. The table is in tests/clicks.
"""

import re
from typing import Any

import pytest

from signoff.adapters.slack.verbs import VERB_OF, VERBS, Opens
from signoff.adapters.slack.verbs import deed as deed_of
from signoff.core.observations.people import ClickRefused
from signoff.ports import TransientError, UndeliverableError, UnreachableError
from signoff.testing.queue import Wake
from tests.clicks.cells import Cell, cells, is_answered, is_right, played
from tests.clicks.deeds import ASKS, DEEDS, Deed
from tests.clicks.stage import Clicked, Stage
from tests.clicks.states import BY_NAME, FAILED, GONE
from tests.usecases.tools import nothing_done_yet as _nothing_done_yet

nothing_done_yet = _nothing_done_yet
BOB = Clicked()
ON_OPEN = [deed for deed in DEEDS if deed.on != "kept"]
DECIDING = [deed for deed in ON_OPEN if not deed.opens]


@pytest.mark.parametrize("cell", [*cells()], ids=str)
def test_each_deed_in_each_state_comes_to_exactly_what_it_must(cell: Cell) -> None:
    seen = played(cell)

    assert is_answered(seen)
    assert is_right(cell, seen), (cell.must, seen)


def test_every_verb_has_a_row() -> None:
    """A new verb wants a line in tests/clicks/deeds.py."""
    rows = {deed.verb for deed in DEEDS}
    families = {"page1", "look1", "pick0"}

    assert set(VERBS) | families == rows
    assert all(deed_of(verb) for verb in rows)
    opening = {deed.verb for deed in DEEDS if deed.opens}
    assert {verb for verb, does in VERBS.items() if isinstance(does, Opens)} <= opening
    assert {deed.verb for deed in DEEDS if deed.is_submit} == set(VERB_OF.values())


def test_every_kind_of_request_can_be_handed_on_and_taken_back() -> None:
    for verb in ("hand", "cancel"):
        assert {deed.on for deed in DEEDS if deed.verb == verb} == set(ASKS) - {"batch", "kept"}


@pytest.mark.parametrize("deed", ON_OPEN, ids=str)
@pytest.mark.parametrize("state", ["decided by somebody", "expired", "cancelled", "superseded"])
def test_once_it_is_settled_a_click_wakes_the_thread_at_most(deed: Deed, state: str) -> None:
    stage = Stage(deed.on)
    rows = stage.asked
    BY_NAME[state].arrange(stage, deed)
    stage.queue.taken()
    shown = len(stage.chat.shown)

    stage.do(deed, BOB, rows)

    assert len(stage.chat.shown) == shown
    # Whoever comes second sends the wake again: it may have been lost with the first click.
    assert set(stage.queue.waiting) <= {Wake(thread=stage.thread)}


@pytest.mark.parametrize("deed", DEEDS, ids=str)
def test_a_click_that_counts_is_seen_on_the_card_and_wakes_the_thread_if_it_decides(
    deed: Deed,
) -> None:
    stage = Stage(deed.on)
    shown = len(stage.chat.shown)

    stage.do(deed, BOB, stage.asked)

    assert (len(stage.chat.shown) > shown) != deed.opens
    is_decided = deed.effect in {"decides", "decides all", "cancels"}
    assert len(stage.queue.waiting) == is_decided


@pytest.mark.parametrize("deed", [each for each in DEEDS if each.by in {"button", "menu"}], ids=str)
def test_a_copied_value_is_answered_where_it_was_clicked(deed: Deed) -> None:
    stage = Stage(deed.on)

    seen = stage.do(deed, Clicked(channel="C0GENERAL"), stage.asked)

    assert re.fullmatch(GONE, seen.words[0])
    places = [each.thread for each in stage.chat.told]
    places += [each.thread for each in stage.chat.whispered]
    assert [place.channel for place in places] == ["C0GENERAL"]


@pytest.mark.parametrize("deed", DEEDS, ids=str)
def test_what_a_stored_row_says_is_told_to_nobody(deed: Deed) -> None:
    stage = Stage(deed.on)
    rows = stage.asked
    BY_NAME["a row of another version"].arrange(stage, deed)

    seen = stage.do(deed, BOB, rows)

    assert re.fullmatch(FAILED, seen.words[0])
    causes = {refused.cause for refused in stage.operator.of(ClickRefused)}
    assert causes == {"a stored row cannot be read by this version"}
    assert "bob@example.com" not in str(stage.operator.of(ClickRefused))


@pytest.mark.parametrize("deed", DEEDS, ids=str)
@pytest.mark.parametrize(
    "error", [UnreachableError("slow", is_ambiguous=True), UndeliverableError("channel_not_found")]
)
def test_a_person_who_cannot_even_be_told_still_has_slack_answered(
    deed: Deed, error: Exception
) -> None:
    stage = Stage(deed.on)
    rows = stage.asked
    BY_NAME["decided by somebody"].arrange(stage, deed)
    for method in ("tell", "whisper", "tell_in_view"):
        stage.chat.fail_next(method, error)

    assert stage.do(deed, BOB, rows).status == 200


@pytest.mark.parametrize("deed", DECIDING, ids=str)
def test_a_recorded_decision_is_answered_whatever_fails_afterwards(deed: Deed) -> None:
    for method, error in (
        ("show", UnreachableError("slow", is_ambiguous=True)),
        ("show", UndeliverableError("is_archived")),
        ("change", TransientError("busy")),
        ("wake", TransientError("busy")),
    ):
        stage = Stage(deed.on)
        port: Any = {"show": stage.chat, "change": stage.store, "wake": stage.queue}[method]
        port.fail_next(method, error)

        seen = stage.do(deed, BOB, stage.asked)

        assert (seen.status, seen.effect, seen.words) == (200, deed.effect, ())


@pytest.mark.parametrize("deed", DEEDS, ids=str)
def test_a_deed_of_another_kind_of_request_changes_nothing(deed: Deed) -> None:
    for on in set(ASKS) - {"batch"}:
        if (on, deed.verb) in {(each.on, each.verb) for each in DEEDS}:
            continue
        stage = Stage(on)

        seen = stage.do(deed, BOB, stage.asked)

        assert is_answered(seen)
        assert seen.effect in {"", "opens"}
        assert len(seen.words) + len(stage.chat.opened) == 1
