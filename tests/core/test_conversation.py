import json

from signoff.core.canonical import canonical
from signoff.core.codec import to_item
from signoff.core.conversation import (
    LOST,
    NEVER_RUN,
    conversation,
    conversation_within,
    items,
    weight,
)
from signoff.core.execution import Execution
from signoff.core.inbound import Inbound
from signoff.core.items import Item
from signoff.core.journal import (
    Call,
    Entry,
    GaveUp,
    History,
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


def a_call(index: int, plan: Plan | None = None, *, step: int = 1, agent: str = "") -> Call:
    return Call(
        at=Position(run=1, step=step, index=index),
        call_id=f"call_{index}" if step == 1 else f"call_{step}_{index}",
        tool=agent or "send_email",
        tool_version="v1",
        arguments=canonical({"input": f"Do part {index}"}) if agent else "{}",
        plan=plan or RunNow(),
        agent=agent,
    )


def spoke(
    *calls: Call, step: int = 1, said: str = "", within: Position | None = None
) -> ModelSpoke:
    output = tuple(json.dumps({"type": "function_call", "call_id": each.call_id}) for each in calls)
    return ModelSpoke(
        step=step,
        heard=() if within else (HEARD,),
        output=output,
        calls=calls,
        said=said,
        usage=Usage(),
        within=within,
    )


def begun(call: Call) -> Item:
    """The row that says that a call was started."""
    execution = Execution(at=call.at, attempt=1, idempotency_key="k", started_at=1)
    return to_item(execution, THREAD.execution(call.at, 1))


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
    over = GaveUp(step=2, heard=(), said="Stopped.")

    outputs = told(a_view(spoke(first, second), over, more=(begun(second),)))

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


def test_an_agent_that_is_called_sees_its_input_and_what_it_did_and_nothing_else() -> None:
    outer, inner = a_call(0, agent="researcher"), a_call(0, step=2)
    back = ToolReturned(step=3, at=inner.at, call_id=inner.call_id, output="found")
    view = a_view(spoke(outer), spoke(inner, step=2, within=outer.at), back, more=(begun(outer),))

    inside = conversation_within(view, outer.at)

    assert [item["type"] for item in inside] == ["message", "function_call", "function_call_output"]
    assert json.dumps(inside[0]["content"]) == '[{"text": "Do part 0", "type": "input_text"}]'
    assert inside[2] == {
        "type": "function_call_output",
        "call_id": inner.call_id,
        "output": "found",
    }


def test_an_agent_that_calls_is_told_the_last_word_and_none_of_the_steps_before_it() -> None:
    outer, inner = a_call(0, agent="researcher"), a_call(0, step=2)
    entries = (
        spoke(outer),
        spoke(inner, step=2, within=outer.at),
        ToolReturned(step=3, at=inner.at, call_id=inner.call_id, output="found"),
        spoke(step=4, said="It is paid.", within=outer.at),
        ToolReturned(step=5, at=outer.at, call_id=outer.call_id, output="It is paid."),
    )

    view = a_view(*entries, more=(begun(outer), begun(inner)))

    assert told(view) == {"call_0": "It is paid."}
    assert len(conversation(view, ())) == 3


def test_two_calls_of_one_agent_are_two_conversations() -> None:
    first, second = a_call(0, agent="researcher"), a_call(1, agent="researcher")
    view = a_view(
        spoke(first, second),
        spoke(step=2, said="One.", within=first.at),
        more=(begun(first), begun(second)),
    )

    inside = [conversation_within(view, call.at) for call in (first, second)]

    assert [json.dumps(each[0]["content"]).count("Do part 1") for each in inside] == [0, 1]


def test_what_other_agents_did_counts_towards_what_a_turn_reads() -> None:
    outer, inner = a_call(0, agent="researcher"), a_call(0, step=2)
    entries = (
        spoke(outer),
        spoke(inner, step=2, within=outer.at),
        ToolReturned(step=3, at=inner.at, call_id=inner.call_id, output="x" * 5_000),
        spoke(step=4, said="Much.", within=outer.at),
        ToolReturned(step=5, at=outer.at, call_id=outer.call_id, output="Much."),
    )

    view = a_view(*entries, more=(begun(outer), begun(inner)))

    assert sum(map(len, items(view))) < 1_000
    assert weight(view) > 5_000
