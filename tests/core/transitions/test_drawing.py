import pytest

from signoff.core.codec import from_item, to_item
from signoff.core.effects import DRAWING_MS, Card, Out, OutState
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

    new = after(settled, card())

    assert holds(settled.when, card())
    assert (new.have, new.drawers, new.ts, new.due) == (2, 0, ("1.1",), None)


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
    left = drawing.left(THREAD, SHOWN, ())

    assert holds(left.when, card())
    assert not holds(left.when, card(**changes))


def test_leaving_keeps_the_card_due() -> None:
    new = after(drawing.left(THREAD, SHOWN, ()), card())

    assert (new.drawers, new.due) == (0, NOON)


@pytest.mark.parametrize(("taken", "is_put_off"), [(0, True), (1, False)])
def test_who_failed_to_draw_puts_it_off_and_still_counts(taken: int, is_put_off: bool) -> None:
    update = drawing.put_off(THREAD, SHOWN, due=NOON + 5)

    assert holds(update.when, card(taken=taken)) is is_put_off
    new = after(update, card())
    assert (new.drawers, new.until, new.due) == (1, NOON + 5, NOON + 5)


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


@pytest.mark.parametrize("state", [OutState.SENT, OutState.FAILED])
def test_a_message_that_came_to_its_end_stays_there(state: OutState) -> None:
    late = (
        drawing.sent(THREAD, SAID, "1.1"),
        drawing.not_sent(THREAD, SAID, due=NOON),
        drawing.not_sent(THREAD, SAID, due=None),
    )

    assert [holds(each.when, out()) for each in late] == [True] * 3
    assert [holds(each.when, out(state=state.value)) for each in late] == [False] * 3
