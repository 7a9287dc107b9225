import json

from signoff.core.codec import to_item
from signoff.core.conversation import LOST, NEVER_RUN, conversation
from signoff.core.execution import Execution
from signoff.core.items import Item
from signoff.core.journal import (
    Call,
    Entry,
    GaveUp,
    History,
    Inbound,
    ModelSpoke,
    Plan,
    Refuse,
    RunNow,
    Step,
    ToolReturned,
    Usage,
)
from signoff.core.keys import Position
from signoff.core.snapshot import Snapshot
from signoff.core.thread import Meta
from tests.core.rows import THREAD

HEARD = Inbound(ts="1795096800.000100", user="U0ANA", text="Mail Bob")


def a_call(index: int, plan: Plan | None = None) -> Call:
    return Call(
        at=Position(run=1, step=1, index=index),
        call_id=f"call_{index}",
        tool="send_email",
        tool_version="v1",
        arguments="{}",
        plan=plan or RunNow(),
    )


def spoke(*calls: Call, step: int = 1, said: str = "") -> ModelSpoke:
    output = tuple(json.dumps({"type": "function_call", "call_id": each.call_id}) for each in calls)
    return ModelSpoke(
        step=step, heard=(HEARD,), output=output, calls=calls, said=said, usage=Usage()
    )


def a_view(*entries: Entry, more: tuple[Item, ...] = ()) -> Snapshot:
    meta = to_item(Meta(run=1, step=len(entries)), THREAD.meta())
    steps = [to_item(Step(run=1, entry=entry), THREAD.step(1, entry.step)) for entry in entries]
    return Snapshot.of(THREAD, (meta, *steps, *more))


def told(view: Snapshot) -> dict[str, str]:
    return {
        str(item["call_id"]): str(item["output"])
        for item in conversation(view, ())
        if item["type"] == "function_call_output"
    }


def test_every_call_has_one_output_right_after_the_answer_that_made_it() -> None:
    first, second = a_call(0), a_call(1, Refuse(output="no such tool"))
    back = ToolReturned(step=2, at=first.at, call_id=first.call_id, output="sent")

    items = conversation(a_view(spoke(first, second), back), ())

    assert [item["type"] for item in items] == [
        "message",
        "function_call",
        "function_call",
        "function_call_output",
        "function_call_output",
    ]
    assert told(a_view(spoke(first, second), back)) == {"call_0": "sent", "call_1": "no such tool"}


def test_a_call_that_was_given_up_is_told_as_not_run_unless_it_was_started() -> None:
    first, second = a_call(0), a_call(1)
    key = THREAD.execution(second.at, 1)
    start = to_item(Execution(at=second.at, attempt=1, idempotency_key="k", started_at=1), key)
    over = GaveUp(step=2, heard=(), said="Stopped.")

    outputs = told(a_view(spoke(first, second), over, more=(start,)))

    assert outputs == {"call_0": NEVER_RUN, "call_1": LOST}


def test_what_was_said_when_a_run_was_given_up_stays_in_the_conversation() -> None:
    over = GaveUp(step=1, heard=(HEARD,), said="Stopped.")

    items = conversation(a_view(over), ())

    assert [item["role"] for item in items] == ["user", "assistant"]


def test_what_is_heard_now_comes_last_with_the_names_of_its_files() -> None:
    now = Inbound(ts="1795096801.000100", user="U0ANA", text="See this", files=("a.pdf",))

    items = conversation(a_view(spoke(said="Hello.")), (now,))

    assert "See this\\n(attached: a.pdf)" in json.dumps(items[-1]["content"])


def test_compacted_runs_come_first() -> None:
    key = THREAD.history(0)
    past = to_item(History(run=0, items=('{"type":"message","role":"past"}',)), key)

    items = conversation(a_view(spoke(), more=(past,)), ())

    assert items[0]["role"] == "past"
