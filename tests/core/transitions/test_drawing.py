import pytest

from signoff.core.codec import from_item, to_item
from signoff.core.effects import DRAWING_MS, Card, Instead, Out, OutState
from signoff.core.items import Item, Update, applied, holds
from signoff.core.transitions import drawing
from tests.core.rows import FIRST, NOON, THREAD

SHOWN = Card(at=FIRST, rows=(FIRST,), want=2, have=1, drawers=1, until=NOON, due=NOON)
SAID = Out(run=1, name="reply.1", text="Hello.", tries=1, until=NOON, due=NOON)


def card(**changes: object) -> Item:
    return {**to_item(SHOWN, THREAD.card(FIRST)), **changes}  # type: ignore[dict-item]


def out(**changes: object) -> Item:
    return {**to_item(SAID, THREAD.out(1, "reply.1")), **changes}  # type: ignore[dict-item]


def after(update: Update, row: Item) -> Card:
    new = applied(update, row)
    assert new is not None
    return from_item(Card, new)


def test_a_card_is_settled_by_its_only_drawer() -> None:
    settled = drawing.drawn(THREAD, SHOWN, ("1.1",))

    new = after(settled, card(tries=3, instead="TOLD"))

    assert holds(settled.when, card())
    assert (new.have, new.drawers, new.ts, new.due) == (2, 0, ("1.1",), None)
    assert (new.tries, new.instead) == (0, None)


@pytest.mark.parametrize(
    "changes",
    [{"want": 3}, {"drawers": 2}, {"drawers": 0}, {"taken": 1}, {"ts": ("1.1",)}],
)
def test_a_card_is_not_settled_while_more_is_wanted_or_others_draw(
    changes: dict[str, object],
) -> None:
    assert not holds(drawing.drawn(THREAD, SHOWN, ()).when, card(**changes))


def test_a_card_is_taken_over_only_once_its_drawers_are_late() -> None:
    in_time = drawing.taken_over(THREAD, SHOWN, now=NOON - 1)
    late = drawing.taken_over(THREAD, SHOWN, now=NOON)

    assert not holds(in_time.when, card())
    assert holds(late.when, card(drawers=7))
    new = after(late, card(drawers=7))
    assert (new.drawers, new.taken, new.until) == (1, 1, NOON + DRAWING_MS)


@pytest.mark.parametrize("changes", [{"taken": 1}, {"drawers": 0}])
def test_who_was_taken_over_does_not_leave_in_the_name_of_another(changes: dict[str, int]) -> None:
    late = (drawing.left(THREAD, SHOWN, ()), drawing.put_off(THREAD, SHOWN, (), due=NOON + 5))

    assert [holds(each.when, card()) for each in late] == [True, True]
    assert [holds(each.when, card(**changes)) for each in late] == [False, False]


def test_leaving_keeps_the_card_due_for_those_who_still_draw() -> None:
    new = after(drawing.left(THREAD, SHOWN, ("1.1",)), card(drawers=2))

    assert (new.due, new.drawers, new.ts) == (NOON, 1, ("1.1",))


def test_whose_drawing_may_have_come_still_counts_as_drawing() -> None:
    later = drawing.put_off(THREAD, SHOWN, (), due=NOON + 5, may_have_come=True)

    assert after(later, card()).drawers == 1


def test_a_card_is_put_off_by_its_only_drawer_who_says_who_knows_of_it() -> None:
    later = drawing.put_off(THREAD, SHOWN, (), due=NOON + 5, instead=Instead.FAILED)

    new = after(later, card(tries=1))

    assert not holds(later.when, card(drawers=2))
    assert (new.due, new.until, new.drawers) == (NOON + 5, NOON + 5, 0)
    assert (new.tries, new.instead, new.have) == (2, Instead.FAILED, 1)


def test_what_was_told_of_a_card_is_kept_until_it_is_drawn() -> None:
    later = drawing.put_off(THREAD, SHOWN, (), due=NOON + 5)

    assert after(later, card(instead="TOLD")).instead is Instead.TOLD


@pytest.mark.parametrize("changes", [{"want": 3}, {"drawers": 2}, {"taken": 1}])
def test_a_card_is_given_up_by_its_only_drawer_if_no_more_is_wanted(
    changes: dict[str, int],
) -> None:
    given_up = drawing.given_up(THREAD, SHOWN)

    new = after(given_up, card())

    assert holds(given_up.when, card())
    assert not holds(given_up.when, card(**changes))
    assert (new.have, new.want, new.drawers, new.due) == (1, 2, 0, None)


@pytest.mark.parametrize(
    ("changes", "is_settled"),
    [
        ({"drawers": 0}, True),
        ({}, False),
        ({"drawers": 0, "want": 3}, False),
        ({"drawers": 0, "ts": ("1.1",)}, False),
    ],
)
def test_the_last_to_leave_settles_what_all_have_drawn(
    changes: dict[str, object], is_settled: bool
) -> None:
    update = drawing.all_left(THREAD, SHOWN)

    assert holds(update.when, card(**changes)) is is_settled
    assert after(update, card(**changes)).due is None


def test_joining_counts_and_notes_where_the_card_stands() -> None:
    new = after(drawing.joined(THREAD, SHOWN, now=NOON, new=("1.2",)), card())

    assert (new.drawers, new.ts, new.due) == (2, ("1.2",), NOON + DRAWING_MS)
    assert after(drawing.noted(THREAD, SHOWN, ("1.3",)), card()).ts == ("1.3",)


@pytest.mark.parametrize(
    ("changes", "is_taken"), [({}, True), ({"until": NOON + 1}, False), ({"state": "SENT"}, False)]
)
def test_a_message_is_sent_again_only_when_its_sender_is_late(
    changes: dict[str, object], is_taken: bool
) -> None:
    assert holds(drawing.send_again(THREAD, SAID, now=NOON).when, out(**changes)) is is_taken


@pytest.mark.parametrize("state", [OutState.SENT, OutState.TOLD])
def test_a_message_that_came_to_its_end_stays_there(state: OutState) -> None:
    late = (
        drawing.sent(THREAD, SAID, "1.1"),
        drawing.told(THREAD, SAID, "1.1"),
        drawing.not_sent(THREAD, SAID, due=NOON),
        drawing.not_told(THREAD, SAID, due=None),
    )

    assert [holds(each.when, out()) for each in late] == [True] * 4
    assert [holds(each.when, out(state=state.value)) for each in late] == [False] * 4


def test_a_message_that_reached_nobody_is_tried_again_as_long_as_it_is_due() -> None:
    failed = out(state="FAILED")
    known = from_item(Out, failed)

    again = drawing.send_again(THREAD, known, now=NOON)

    assert holds(again.when, failed)
    assert holds(drawing.sent(THREAD, known, "1.1").when, failed)
    for due in (NOON + 5, None):
        row = applied(drawing.not_told(THREAD, known, due=due), failed)
        assert row is not None
        assert (row["state"], row.get("due")) == ("FAILED", due)
