from signoff.core.codec import from_item
from signoff.core.effects import DRAWING_MS, Card
from signoff.core.items import Delete, Put, holds
from signoff.core.journal import History
from signoff.core.requirement import NEVER, Requirement
from signoff.core.transitions import asking
from signoff.core.transitions.asking import Questions
from signoff.core.transitions.lease import progress
from tests.core.rows import DAY_MS, NOON, THREAD, a_requirement
from tests.core.test_conversation import HEARD, spoke


def test_an_answer_is_journalled_once_and_what_it_heard_is_heard() -> None:
    meta = progress(THREAD, fence=1, run=1, step=1)

    step, moved, heard = asking.spoken(THREAD, 1, spoke(said="Hello."), meta)

    assert isinstance(step, Put)
    assert holds(step.when, None)
    assert not holds(step.when, step.item)
    assert moved is meta
    assert heard == Delete(key=THREAD.inbound(HEARD.ts))


def test_what_is_asked_is_open_to_the_team_until_it_expires() -> None:
    forever = a_requirement(exp=NEVER)
    card = asking.new_card((a_requirement(),), now=NOON)

    row, drawn = asking.asked(THREAD, Questions(requirements=(a_requirement(),), cards=(card,)))
    (endless,) = asking.asked(THREAD, Questions(requirements=(forever,)))

    assert isinstance(row, Put)
    assert isinstance(drawn, Put)
    assert isinstance(endless, Put)
    asked = from_item(Requirement, row.item)
    assert (asked.open_team, asked.due) == ("T0LOCAL", NOON + DAY_MS)
    assert from_item(Requirement, endless.item).due is None
    assert not holds(row.when, row.item)
    shown = from_item(Card, drawn.item)
    assert (shown.want, shown.have, shown.drawers, shown.due) == (1, 0, 1, NOON + DRAWING_MS)


def test_what_is_said_and_what_is_compacted_are_written_once() -> None:
    out = asking.new_out(run=1, name="reply.1", text="Hello.", now=NOON)
    puts = (
        asking.said(THREAD, out),
        asking.compacted(THREAD, History(run=1, items=("{}",))),
    )

    assert all(holds(put.when, None) and not holds(put.when, put.item) for put in puts)
    assert (out.tries, out.due) == (1, NOON + DRAWING_MS)
