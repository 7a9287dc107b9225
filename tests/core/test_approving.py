"""Approvals: when they decide, and which changes they may bring."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signoff.core.approving import MOST_EDITED, approved, changes_in, has_voted
from signoff.core.canonical import Json, JsonObject, canonical
from signoff.core.decision import Approved, ApprovedEdited, RequirementState
from signoff.core.gate import Confirmation, ExternalExecution
from signoff.core.merging import changed_arguments, final_arguments
from signoff.core.requirement import Requirement, digest_of
from signoff.core.schema import Problem
from tests.core.rows import ANA, BOB, NOON, a_requirement

SCHEMA: JsonObject = {
    "type": "object",
    "properties": {
        "to": {"type": "string"},
        "subject": {"type": "string", "minLength": 1},
        "count": {"type": "integer", "default": 1},
        "note": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None},
        "mark": {"type": "string"},
    },
    "required": ["to", "subject"],
    "additionalProperties": False,
}
ASKED: JsonObject = {"to": "bob", "subject": " Hi\n", "count": 3, "note": None, "mark": "x"}
EDITABLE = ("subject", "count", "note", "mark")
LEAVES: st.SearchStrategy[Json] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"])),
)


def asked(quorum: int = 1, given_arguments: JsonObject = ASKED) -> Requirement:
    return a_requirement(
        Confirmation(quorum=quorum, editable=EDITABLE),
        arguments=canonical(given_arguments),
        schema=canonical(SCHEMA),
    )


def test_one_approval_decides_where_one_is_enough() -> None:
    after = approved(asked(), by=BOB, at=NOON)

    assert after.verdict is not None
    assert (after.state, after.rev) == (RequirementState.APPROVED, 2)
    assert (after.verdict.decision, after.verdict.by) == (Approved(), BOB)
    assert has_voted(after, BOB.id)


def test_more_are_counted_until_there_are_enough() -> None:
    once = approved(asked(2), by=BOB, at=NOON)
    twice = approved(once, by=ANA, at=NOON + 1)

    assert (once.is_open, once.verdict, once.rev) == (True, None, 2)
    assert twice.state is RequirementState.APPROVED
    assert [(vote.by, vote.at) for vote in twice.votes] == [(BOB, NOON), (ANA, NOON + 1)]
    assert not has_voted(once, ANA.id)


def test_changes_have_their_own_digest_and_only_the_editors_vote() -> None:
    once = approved(asked(3), by=BOB, at=NOON)

    edited = approved(once, by=ANA, at=NOON, changes='{"subject":"Yo"}')

    assert edited.arguments == once.arguments
    assert json.loads(final_arguments(edited)) == {**ASKED, "subject": "Yo"}
    assert [vote.by for vote in edited.votes] == [ANA]
    assert edited.asked_since == edited.rev == 3
    assert edited.digest != once.digest


def test_what_was_changed_back_is_no_change() -> None:
    there = approved(asked(2), by=ANA, at=NOON, changes='{"subject":"Yo"}')
    back = approved(there, by=BOB, at=NOON, changes=canonical({"subject": ASKED["subject"]}))

    after = approved(back, by=ANA, at=NOON)

    assert changed_arguments(back) == {}
    assert back.edited is not None
    assert back.edited.by == (ANA, BOB)
    assert after.verdict is not None
    assert after.verdict.decision == Approved()


def test_a_decision_on_changed_arguments_says_so() -> None:
    after = approved(asked(), by=BOB, at=NOON, changes='{"count":5}')

    assert after.verdict is not None
    assert after.verdict.decision == ApprovedEdited()


@pytest.mark.parametrize(
    ("wished", "changes"),
    [
        ({}, {}),
        ({"subject": " Hi\n"}, {}),
        ({"subject": "Hi"}, {"subject": "Hi"}),
        ({"count": 3.0}, {}),
        ({"count": 4.0}, {"count": 4}),
        ({"count": None}, {"count": 1}),
        ({"note": None}, {}),
        ({"note": ""}, {"note": ""}),
        ({"to": "bob"}, {}),
    ],
)
def test_only_what_would_run_otherwise_is_a_change(wished: JsonObject, changes: JsonObject) -> None:
    found = changes_in(asked(), wished)

    assert found == changes
    assert canonical(dict(found)) == canonical(dict(changes))


@pytest.mark.parametrize(
    ("wished", "problem"),
    [
        ({"to": "eve"}, "to can't be changed here"),
        ({"cc": "eve"}, "cc can't be changed here"),
        ({"subject": ""}, "subject must have at least 1 characters"),
        ({"count": "4"}, "count must be a whole number"),
        ({"count": float("inf")}, "count must be a finite number"),
        ({"note": "\ud800"}, "note holds half a character (a lone surrogate)"),
        ({"mark": None}, "mark can't be left empty"),
        ({"note": "x" * MOST_EDITED}, "the value has 100,011 bytes of changes, and 100,000 is"),
    ],
)
def test_what_is_wrong_with_a_change_is_said(wished: JsonObject, problem: str) -> None:
    found = changes_in(asked(), wished)

    assert isinstance(found, tuple)
    assert [type(each) for each in found] == [Problem]
    assert str(found[0]).startswith(problem)


def test_all_that_was_ever_changed_has_to_fit_a_row() -> None:
    half = canonical({"note": "x" * (MOST_EDITED // 2)})
    once = approved(asked(2), by=BOB, at=NOON, changes=half)

    assert isinstance(changes_in(once, {"mark": "y" * (MOST_EDITED // 2)}), tuple)
    assert isinstance(changes_in(once, {"note": "y" * (MOST_EDITED // 2)}), dict)


def test_nothing_of_another_kind_of_question_can_be_changed() -> None:
    row = a_requirement(ExternalExecution(), schema=canonical(SCHEMA))

    assert isinstance(changes_in(row, {"subject": "Yo"}), tuple)


@given(
    st.fixed_dictionaries({"to": LEAVES, "subject": LEAVES}),
    st.dictionaries(st.sampled_from(EDITABLE), LEAVES),
)
def test_the_digest_always_covers_what_runs_and_what_is_fixed_stays(
    before: dict[str, Json], wished: dict[str, Json]
) -> None:
    row = asked(2, before)
    found = changes_in(row, wished)
    changes = canonical(found) if isinstance(found, dict) and found else ""

    after = approved(row, by=BOB, at=NOON, changes=changes)

    runs = final_arguments(after)
    digest = digest_of(tool=row.tool, version=row.tool_version, arguments=runs, at=row.at)
    assert (after.digest == digest) or not changes
    assert canonical(json.loads(runs)["to"]) == canonical(before["to"])
    assert changes or runs == row.arguments
