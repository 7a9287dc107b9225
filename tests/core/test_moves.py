import pytest

from signoff.core.codec import to_item
from signoff.core.decision import Approved, RequirementState, Verdict
from signoff.core.frames import open_calls
from signoff.core.items import Item
from signoff.core.journal import AskFirst, Call, GaveUp, ModelSpoke, Refuse, ToolReturned
from signoff.core.moves import AskModel, Move, Rest, Work, next_move
from signoff.core.snapshot import Snapshot
from signoff.core.thread import Meta, ThreadState
from tests.core.rows import BOB, NOON, THREAD, a_requirement
from tests.core.test_conversation import HEARD, a_call, a_view, begun, spoke

GATED = a_call(0, AskFirst())
FREE = a_call(1)
BACK = ToolReturned(step=2, at=GATED.at, call_id="call_0", output="sent")


def asked(*, is_open: bool, call: Call = GATED) -> Item:
    requirement = a_requirement(at=call.at)
    if not is_open:
        verdict = Verdict(decision=Approved(), at=NOON, by=BOB)
        requirement = a_requirement(
            at=call.at, state=RequirementState.APPROVED, verdict=verdict, rev=2
        )
    return to_item(requirement, THREAD.requirement(call.at))


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


OUTER, BESIDE = a_call(0, agent="researcher"), a_call(1, agent="mailer")
INNER = a_call(0, step=2)
INNER_GATED = a_call(0, AskFirst(), step=2)
DEEPER = a_call(0, step=2, agent="mailer")
DEEPEST = a_call(0, AskFirst(), step=3)
INNER_BACK = ToolReturned(step=3, at=INNER.at, call_id=INNER.call_id, output="found")
OUTER_BACK = ToolReturned(step=3, at=OUTER.at, call_id=OUTER.call_id, output="Paid.")
BEGUN, BESIDE_BEGUN, DEEPER_BEGUN = begun(OUTER), begun(BESIDE), begun(DEEPER)
WAITS = Rest(state=ThreadState.WAITING)


def inside(*calls: Call, step: int = 2, said: str = "", of: Call = OUTER) -> ModelSpoke:
    return spoke(*calls, step=step, said=said, within=of.at)


@pytest.mark.parametrize(
    ("view", "move"),
    [
        (a_view(spoke(OUTER)), Work(call=OUTER)),
        (a_view(spoke(OUTER), more=(BEGUN,)), AskModel(within=OUTER.at)),
        (a_view(spoke(OUTER), inside(INNER), more=(BEGUN,)), Work(call=INNER)),
        (a_view(spoke(OUTER), inside(INNER), INNER_BACK, more=(BEGUN,)), AskModel(within=OUTER.at)),
        (a_view(spoke(OUTER), inside(said="Paid."), more=(BEGUN,)), Work(call=OUTER)),
        (a_view(spoke(OUTER), inside(said="Paid."), OUTER_BACK, more=(BEGUN,)), AskModel()),
        (
            a_view(
                spoke(OUTER),
                inside(INNER_GATED),
                more=(BEGUN, asked(is_open=True, call=INNER_GATED)),
            ),
            WAITS,
        ),
        (
            a_view(
                spoke(OUTER),
                inside(INNER_GATED),
                more=(BEGUN, asked(is_open=False, call=INNER_GATED)),
            ),
            Work(call=INNER_GATED),
        ),
        (a_view(spoke(OUTER), inside(DEEPER), more=(BEGUN,)), Work(call=DEEPER)),
        (
            a_view(spoke(OUTER), inside(DEEPER), more=(BEGUN, DEEPER_BEGUN)),
            AskModel(within=DEEPER.at),
        ),
        (
            a_view(
                spoke(OUTER),
                inside(DEEPER),
                inside(DEEPEST, step=3, of=DEEPER),
                more=(BEGUN, DEEPER_BEGUN, asked(is_open=True, call=DEEPEST)),
            ),
            WAITS,
        ),
        (
            a_view(
                spoke(OUTER, BESIDE),
                inside(INNER_GATED),
                more=(BEGUN, asked(is_open=True, call=INNER_GATED)),
            ),
            Work(call=BESIDE),
        ),
        (
            a_view(
                spoke(OUTER, BESIDE),
                inside(INNER_GATED),
                more=(BEGUN, BESIDE_BEGUN, asked(is_open=True, call=INNER_GATED)),
            ),
            AskModel(within=BESIDE.at),
        ),
        (a_view(spoke(OUTER), more=(BEGUN, INBOX)), AskModel(within=OUTER.at)),
        (
            a_view(spoke(OUTER), GaveUp(step=2, heard=(), said="x"), more=(BEGUN,)),
            Rest(state=ThreadState.IDLE),
        ),
    ],
)
def test_a_move_inside_of_a_call_follows_from_the_rows_as_well(view: Snapshot, move: Move) -> None:
    assert next_move(view) == move


def test_the_last_word_of_an_agent_that_was_called_does_not_end_the_run() -> None:
    over = a_view(spoke(OUTER), inside(said="Paid."), more=(BEGUN,))

    assert over.is_run_open
