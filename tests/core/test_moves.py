import pytest

from signoff.core.codec import to_item
from signoff.core.decision import Approved, RequirementState, Verdict
from signoff.core.items import Item
from signoff.core.journal import AskFirst, Call, GaveUp, ModelSpoke, Refuse, ToolReturned
from signoff.core.moves import AskModel, Move, Rest, Work, next_move, open_calls
from signoff.core.snapshot import Snapshot
from signoff.core.thread import Meta, ThreadState
from tests.core.rows import BOB, NOON, THREAD, a_requirement
from tests.core.test_conversation import HEARD, a_call, a_view, spoke

GATED = a_call(0, AskFirst())
FREE = a_call(1)
BACK = ToolReturned(step=2, at=GATED.at, call_id="call_0", output="sent")


def asked(*, is_open: bool) -> Item:
    requirement = a_requirement(at=GATED.at)
    if not is_open:
        verdict = Verdict(decision=Approved(), at=NOON, by=BOB)
        requirement = a_requirement(
            at=GATED.at, state=RequirementState.APPROVED, verdict=verdict, rev=2
        )
    return to_item(requirement, THREAD.requirement(GATED.at))


INBOX = to_item(HEARD, THREAD.inbound(HEARD.ts))


@pytest.mark.parametrize(
    ("view", "move"),
    [
        (a_view(), Rest(state=ThreadState.IDLE)),
        (a_view(more=(INBOX,)), AskModel()),
        (a_view(spoke(said="Hello.")), Rest(state=ThreadState.IDLE)),
        (a_view(spoke(said="Hello."), more=(INBOX,)), AskModel()),
        (a_view(spoke(FREE)), Work(call=FREE)),
        (a_view(spoke(GATED), more=(asked(is_open=True),)), Rest(state=ThreadState.WAITING)),
        (a_view(spoke(GATED), more=(asked(is_open=False),)), Work(call=GATED)),
        (a_view(spoke(GATED, FREE), more=(asked(is_open=True),)), Work(call=FREE)),
        (a_view(spoke(GATED), BACK), AskModel()),
        (a_view(spoke(a_call(0, Refuse(output="no")))), AskModel()),
        (a_view(spoke(GATED), GaveUp(step=2, heard=(), said="x")), Rest(state=ThreadState.IDLE)),
    ],
)
def test_the_next_move_follows_from_the_rows_alone(view: Snapshot, move: Move) -> None:
    assert next_move(view) == move


def test_without_an_answer_no_call_is_open() -> None:
    assert open_calls(a_view()) == ()


def test_an_order_of_moves_never_depends_on_what_the_thread_says_it_is_doing() -> None:
    calls: tuple[Call, ...] = (FREE,)
    entry: ModelSpoke = spoke(*calls)
    rows = a_view(entry).rows.values()
    running = to_item(Meta(run=1, step=1, state=ThreadState.RUNNING), THREAD.meta())

    assert next_move(Snapshot.of(THREAD, (*rows, running))) == Work(call=FREE)
