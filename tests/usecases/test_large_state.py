"""Arguments, results, messages and histories of 1 byte to 5 MB, in a table and a bucket."""

from collections.abc import Callable
from typing import Any

import pytest

from signoff import tool
from signoff.adapters.slack import cards, decisions
from signoff.agent.toolkit import ToolLike
from signoff.core.bounds import LARGEST
from signoff.core.click import Applied, Invalid
from signoff.core.codec import from_item
from signoff.core.decision import Answered, Approved, Decision, Executed, Rejected
from signoff.core.journal import Step, ToolReturned
from signoff.core.outputs import MOST_TOLD
from signoff.core.requirement import OutcomeState
from signoff.ports import TransientError
from signoff.testing.model import call, say
from tests.contract.table import BUCKET, TABLE
from tests.usecases.table_world import Aws, TableWorld
from tests.usecases.tools import DONE

SIZES = [1, 99_999, 100_000, 100_001, 1_000_000, 5_000_000]
ITEM = 400_000
"""Less than the table's own limit for a row, 400 KiB."""

each_size = pytest.mark.parametrize("size", SIZES)


@tool
def keep(text: str) -> str:
    """Keep a text."""
    DONE.append(text)
    return f"{len(text)} kept"


@tool(requires_confirmation=True)
def publish(text: str) -> str:
    """Publish a text."""
    DONE.append(text)
    return f"{len(text)} published"


@tool
def fetch(size: int) -> str:
    """Fetch a text."""
    return _text(size)


@tool
def snap(size: int) -> bytes:
    """Take a picture: no text at all."""
    return b"\xff\x00" * (size // 2)


@tool(requires_user_input=True, user_input_fields=["note"])
def note_down(note: str) -> str:
    """Note something down."""
    DONE.append(note)
    return "noted"


@tool(external_execution=True)
def run_elsewhere(command: str) -> None:
    """Have a person run something."""


TOOLS: list[ToolLike] = [keep, publish, fetch, snap, note_down, run_elsewhere]


def _text(size: int) -> str:
    """A text of so many bytes that ends otherwise than it begins."""
    return ("0123456789" * (size // 10 + 1))[: size - 1] + "!"


def _largest_item(aws: Aws) -> int:
    pages = aws.table.get_paginator("scan").paginate(TableName=TABLE)
    return max(len(str(item)) for page in pages for item in page["Items"])


def _require_small_rows(aws: Aws) -> None:
    assert _largest_item(aws) < ITEM


@each_size
def test_a_call_that_needs_nobody_runs_with_arguments_of_any_size(aws: Aws, size: int) -> None:
    world = TableWorld(aws, call("keep", text=_text(size)), say("Kept."), tools=TOOLS)

    world.say("Keep it")

    assert [_text(size)] == DONE
    assert world.outputs() == [f"{size} kept"]
    assert world.said == ("Kept.",)
    _require_small_rows(aws)


@each_size
def test_a_call_that_waits_runs_with_exactly_the_arguments_that_were_approved(
    aws: Aws, size: int
) -> None:
    world = TableWorld(aws, call("publish", text=_text(size)), say("Out."), tools=TOOLS)
    world.say("Publish it")

    world.decide(world.requirements[0], Approved())
    world.work()

    assert [_text(size)] == DONE
    assert world.said == ("Out.",)
    _require_small_rows(aws)


@each_size
def test_a_card_of_any_size_is_drawn_and_can_be_rejected(aws: Aws, size: int) -> None:
    world = TableWorld(aws, call("publish", text=_text(size)), say("Left."), tools=TOOLS)
    world.say("Publish it")
    view = world.chat.standing(world.thread, world.requirements[0].card)

    drawn = str(cards.draw(view))
    world.decide(world.requirements[0], Rejected(reason="too long for me"))
    world.work()

    assert "reject" in drawn
    assert len(drawn) < 20_000
    assert DONE == []
    assert "too long for me" in world.outputs()[0]


@pytest.mark.parametrize("size", [100_001, 5_000_000])
def test_what_nobody_can_see_whole_is_not_approved_at_its_card(aws: Aws, size: int) -> None:
    world = TableWorld(aws, call("publish", text=_text(size)), tools=TOOLS)
    world.say("Publish it")

    outcome = world.decide(world.requirements[0], decisions.reading("approve", {}))

    assert isinstance(outcome, Invalid)
    assert world.requirements[0].is_open


@each_size
def test_a_result_of_any_size_is_stored_whole_and_told_as_far_as_a_model_takes_it(
    aws: Aws, size: int
) -> None:
    world = TableWorld(aws, call("fetch", size=size), say("Fetched."), tools=TOOLS)

    world.say("Fetch it")

    assert _result(world) == _text(size)
    assert world.outputs()[0].startswith(_text(size)[: min(size, MOST_TOLD)])
    assert len(world.outputs()[0]) < MOST_TOLD + 100
    assert world.said == ("Fetched.",)
    _require_small_rows(aws)


def test_a_result_that_is_no_text_is_written_as_far_as_it_can_be(aws: Aws) -> None:
    world = TableWorld(aws, call("snap", size=1_000_000), say("Taken."), tools=TOOLS)

    world.say("Take one")

    assert world.said == ("Taken.",)
    assert len(world.outputs()[0]) < MOST_TOLD + 100
    _require_small_rows(aws)


@each_size
def test_a_message_of_any_size_is_heard(aws: Aws, size: int) -> None:
    world = TableWorld(aws, say("Read."))

    world.say(_text(size))

    heard: Any = world.model.conversations[0][0]["content"]
    assert heard[0]["text"] == f"⟦ana⟧ {_text(size)}"
    assert world.said == ("Read.",)
    _require_small_rows(aws)


@pytest.mark.parametrize(("turns", "size"), [(12, 1_000_000), (3, 5_000_000), (30, 99_999)])
def test_a_history_of_many_large_turns_is_compacted_and_gone_on_with(
    aws: Aws, turns: int, size: int
) -> None:
    lines = [line for _ in range(turns) for line in (call("fetch", size=size), say("Fetched."))]
    world = TableWorld(aws, *lines, say("All of it."), tools=TOOLS)

    for turn in range(turns):
        world.say(f"Fetch number {turn}")
    world.say("What was that?")

    told = str(world.model.conversations[-1])
    assert world.view.meta.base > 1
    assert all(f"Fetch number {turn}" in told for turn in range(turns))
    assert world.said[-1] == "All of it."
    _require_small_rows(aws)


@pytest.mark.parametrize(
    ("line", "decision"),
    [
        (call("note_down", note=""), lambda text: Answered(values=f'{{"note":"{text}"}}')),
        (call("run_elsewhere", command="x"), lambda text: Executed(result=text)),
        (call("publish", text="x" * 99_000), lambda text: Rejected(reason=text)),
    ],
)
def test_what_a_person_writes_fits_into_its_row_or_is_refused_in_words(
    aws: Aws, line: Any, decision: Callable[[str], Decision]
) -> None:
    world = TableWorld(aws, line, say("Good."), tools=TOOLS)
    world.say("Do it")
    asked = world.requirements[0]

    too_much = world.decide(asked, decision("ä" * (LARGEST // 2)))
    enough = world.decide(asked, decision("ä" * (LARGEST // 2 - 100)))
    world.work()

    assert isinstance(too_much, Invalid)
    assert "too long" in too_much.problems[0].message
    assert isinstance(enough, Applied)
    assert world.said == ("Good.",)
    _require_small_rows(aws)


def test_what_a_tool_says_when_it_fails_is_bounded_in_its_row(aws: Aws) -> None:
    @tool(requires_confirmation=True)
    def fail(at: str) -> str:
        """Fail at length."""
        raise RuntimeError(at * 1_000_000)

    world = TableWorld(aws, call("fail", at="x"), say("It failed."), tools=[fail])
    world.say("Fail")
    world.decide(world.requirements[0], Approved())
    world.work()

    outcome = world.requirements[0].outcome
    assert outcome is not None
    assert outcome.state is OutcomeState.FAILED
    assert len(outcome.note) <= 150
    _require_small_rows(aws)


class Dying:
    """A client of the table whose next write never comes to it."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.is_dying = False

    def __getattr__(self, operation: str) -> Any:
        def send(**request: Any) -> Any:
            if self.is_dying and operation == "transact_write_items":
                raise KeyboardInterrupt
            return getattr(self._client, operation)(**request)

        return send


def test_a_worker_that_dies_between_bucket_and_table_leaves_an_object_that_nobody_names(
    aws: Aws,
) -> None:
    sound = aws.table
    aws.table = dying = Dying(sound)
    line = call("publish", text=_text(1_000_000))
    world = TableWorld(aws, line, line, say("Out."), tools=TOOLS)
    message = world.message("Publish it")
    dying.is_dying = True
    with pytest.raises(KeyboardInterrupt):
        world.hear(message)
    dying.is_dying = False

    world.hear(message)
    dying.is_dying = True
    with pytest.raises(KeyboardInterrupt):
        world.decide(world.requirements[0], Approved())
    dying.is_dying = False
    world.decide(world.requirements[0], Approved())
    world.work()

    assert [_text(1_000_000)] == DONE
    assert _named(sound) <= _kept(aws)


def test_a_body_is_in_the_bucket_before_its_row_is_in_the_table(aws: Aws) -> None:
    put = aws.bucket.put_object

    def refuse(**_request: object) -> object:
        raise TransientError("busy")

    world = TableWorld(aws, call("publish", text=_text(1_000_000)), tools=TOOLS)
    aws.bucket.put_object = refuse
    world.say("Publish it")
    aws.bucket.put_object = put

    assert world.requirements == ()
    assert _named(aws.table) == set()


def _result(world: TableWorld) -> str:
    steps = [from_item(Step, row) for row in world.rows if "#STEP#" in str(row["sk"])]
    (returned,) = [step.entry for step in steps if isinstance(step.entry, ToolReturned)]
    return returned.output


def _named(table: Any) -> set[str]:
    pages = table.get_paginator("scan").paginate(TableName=TABLE)
    rows = [row for page in pages for row in page["Items"]]
    return {row["body_ref"]["S"] for row in rows if "body_ref" in row}


def _kept(aws: Aws) -> set[str]:
    return {each["Key"] for each in aws.bucket.list_objects_v2(Bucket=BUCKET)["Contents"]}
