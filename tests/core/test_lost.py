from dataclasses import replace

import pytest

from signoff.core.codec import LostRowError, column, from_item, to_item
from signoff.core.effects import Out
from signoff.core.items import LOST, Item
from signoff.core.keys import Key, Position
from signoff.core.lost import UNREADABLE, is_missed, requirement_in, wordless
from signoff.core.requirement import Outcome, OutcomeState, Requirement
from tests.core.rows import FIRST, NOON, THREAD, a_requirement

CARD = Position(run=1, step=1, index=3)
RUNNING = column(Outcome(state=OutcomeState.RUNNING, at=NOON))
DONE = column(Outcome(state=OutcomeState.DONE, at=NOON))


def lost(requirement: Requirement, **columns: str) -> Item:
    row = to_item(requirement, THREAD.requirement(requirement.at))
    rest = {name: value for name, value in row.items() if name != "body"}
    return {**rest, **columns, LOST: "sha256/0 is missing"}


def test_a_row_without_its_body_is_no_value() -> None:
    with pytest.raises(LostRowError, match="is missing"):
        from_item(Requirement, lost(a_requirement()))


def test_a_requirement_that_is_lost_is_shown_with_what_its_columns_tell_and_nothing_to_run() -> (
    None
):
    again = Position(run=12, step=3, index=4, again=2)
    requirement = a_requirement(at=again, rev=5)

    shown = requirement_in(lost(requirement), CARD)

    assert (shown.at, shown.card, shown.rev, shown.digest) == (again, CARD, 5, requirement.digest)
    assert (shown.title, shown.tool, shown.arguments) == (UNREADABLE, "", "{}")


def test_a_requirement_that_is_not_lost_is_read_as_it_is() -> None:
    row = to_item(a_requirement(), THREAD.requirement(FIRST))

    assert requirement_in(row, CARD) == a_requirement()


@pytest.mark.parametrize(
    ("columns", "missed"),
    [
        ({}, True),
        ({"state": "APPROVED"}, True),
        ({"state": "APPROVED", "consumed_by": "E", "outcome": RUNNING}, True),
        ({"state": "APPROVED", "consumed_by": "E", "outcome": DONE}, False),
        ({"state": "REJECTED", "consumed_by": "S"}, False),
        ({"state": "CANCELLED"}, False),
    ],
)
def test_a_turn_misses_a_lost_request_until_it_is_over(
    columns: dict[str, str], *, missed: bool
) -> None:
    assert is_missed(lost(a_requirement(), **columns)) is missed


@pytest.mark.parametrize(
    ("key", "missed"),
    [
        (THREAD.step(1, 2), True),
        (THREAD.history(3), True),
        (THREAD.inbound("1.1"), True),
        (THREAD.out(1, "reply.1"), False),
    ],
)
def test_a_turn_misses_all_that_it_reads_but_not_words_that_were_said(
    key: Key, *, missed: bool
) -> None:
    row: Item = {"pk": key.pk, "sk": key.sk, "v": 1}

    assert is_missed({**row, LOST: "gone"}) is missed
    assert not is_missed({**row, "body": "{}"})


def test_a_message_that_has_lost_its_words_is_known_by_its_key_and_columns() -> None:
    out = Out(run=7, name="reply.3", text="long", tries=4)
    row = to_item(out, THREAD.out(7, "reply.3"))
    lost_row = {**{name: value for name, value in row.items() if name != "body"}, LOST: "gone"}

    assert wordless(lost_row) == replace(out, text="")
