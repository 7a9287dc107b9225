"""A tool's files are put into the thread once, on first and on resumed turns alike."""

from typing import Any

import pytest

from signoff import File, ToolResult, tool
from signoff.core.decision import Approved
from signoff.core.effects import DRAWING_MS, OutState
from signoff.core.files_out import LARGEST, MOST_FILES
from signoff.ports import TransientError, UndeliverableError, UnreachableError
from signoff.testing import call, say
from tests.usecases.world import World

TABLE = "name;count\r\nGröße;1\r\n"
GIVES: dict[str, Any] = {}


@tool(idempotent=True)
def report() -> ToolResult:
    """Write a report."""
    result: ToolResult = GIVES["result"]
    return result


@tool(requires_confirmation=True)
def gated_report() -> File:
    """Write a report, once somebody approves it."""
    return File("table.csv", TABLE, title="The table")


def _world(result: object, name: str = "report") -> World:
    GIVES["result"] = result
    return World(call(name), say("There it is."), tools=[report, gated_report])


def _files(world: World) -> list[tuple[str, str, bytes]]:
    return [(file.name, file.title, file.content) for file in world.chat.files]


def _told(world: World) -> str:
    outputs = [i["output"] for i in world.model.conversations[-1] if "output" in i]
    return str(outputs[-1])


def _minutes_pass(world: World, many: int = 3) -> None:
    for _ in range(many):
        world.clock.advance(minutes=1)
        world.sweep()
        world.work()


def test_files_go_into_the_thread_and_the_model_has_their_names_and_sizes() -> None:
    files = [File("table.csv", TABLE), File("raw.bin", b"\x00\xff", title="Raw")]
    world = _world(ToolResult("Two files.", files=files))

    world.say("Report")
    world.work()

    assert _files(world) == [
        ("table.csv", "table.csv", TABLE.encode()),
        ("raw.bin", "Raw", b"\x00\xff"),
    ]
    assert _told(world) == (
        "[Put into the thread as files, for the people in it: "
        "table.csv (23 bytes), raw.bin (2 bytes).]\nTwo files."
    )
    assert world.chat.words(world.thread) == ("There it is.",)


@pytest.mark.parametrize("result", [File("a.txt", "a"), ToolResult(files=[File("a.txt", "a")])])
def test_a_file_alone_is_a_result(result: object) -> None:
    world = _world(result)

    world.say("Report")
    world.work()

    assert _files(world) == [("a.txt", "a.txt", b"a")]
    assert _told(world).endswith("]\nDone.")


def test_what_ran_after_a_decision_has_its_files_sent_too() -> None:
    world = _world(None, "gated_report")
    world.say("Report")
    world.work()

    (asked,) = world.requirements
    world.decide(asked, Approved())
    world.work()

    assert _files(world) == [("table.csv", "The table", TABLE.encode())]


@pytest.mark.parametrize("method", ["upload", "share"])
@pytest.mark.parametrize("took_effect", [True, False])
def test_whatever_receipt_is_lost_a_file_stands_there_once(
    method: str, *, took_effect: bool
) -> None:
    world = _world(ToolResult("One file.", files=[File("table.csv", TABLE)]))
    world.chat.fail_next(method, UnreachableError("slow"), took_effect=took_effect)

    world.say("Report")
    world.work()
    _minutes_pass(world)

    assert _files(world) == [("table.csv", "table.csv", TABLE.encode())]
    assert world.chat.words(world.thread) == ("There it is.",)


@pytest.mark.parametrize("method", ["upload", "share"])
def test_a_worker_that_dies_on_the_way_is_followed_by_the_clock(method: str) -> None:
    world = _world(ToolResult("One file.", files=[File("table.csv", TABLE)]))
    world.chat.fail_next(method, KeyboardInterrupt(), took_effect=True)

    with pytest.raises(KeyboardInterrupt):
        world.say("Report")
    world.clock.advance(ms=DRAWING_MS + 1)
    _minutes_pass(world, 6)

    assert _files(world) == [("table.csv", "table.csv", TABLE.encode())]


def test_files_of_one_name_are_told_apart() -> None:
    same = [File("../a/b.txt", "1"), File("../a/b.txt", "2"), File("", "3")]
    world = _world(ToolResult("Three.", files=same))

    world.say("Report")
    world.work()

    assert [name for name, _, _ in _files(world)] == ["_a_b.txt", "_a_b (2).txt", "file"]


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (File("a.txt", ""), "it is empty"),
        (File("a.bin", b"x" * (LARGEST + 1_000_000)), "it has 21 MB, and at most 20 MB are sent"),
        (File("a.txt", 7), "neither bytes nor text"),  # type: ignore[arg-type]
    ],
)
def test_what_can_not_be_sent_is_told_to_the_model(file: File, why: str) -> None:
    world = _world(ToolResult("One file.", files=[file]))

    world.say("Report")
    world.work()

    assert _files(world) == []
    assert why in _told(world)
    assert world.chat.words(world.thread) == ("There it is.",)


def test_more_files_than_are_sent_are_told_to_the_model() -> None:
    files = [File(f"{number}.txt", "x") for number in range(MOST_FILES + 1)]
    world = _world(ToolResult("Many.", files=files))

    world.say("Report")
    world.work()

    assert len(_files(world)) == MOST_FILES
    assert f"[Not sent: {MOST_FILES}.txt: at most {MOST_FILES} files" in _told(world)


def test_a_bucket_that_is_down_undoes_nothing_that_the_tool_did() -> None:
    world = _world(ToolResult("One file.", files=[File("a.txt", "a")]))
    world.store.fail_next("keep", TransientError("down"))

    world.say("Report")
    world.work()

    assert "[Not sent: a.txt: it could not be stored just now.]" in _told(world)
    assert world.chat.words(world.thread) == ("There it is.",)


def test_where_slack_takes_no_files_the_thread_is_told_in_words() -> None:
    world = _world(ToolResult("One file.", files=[File("a.txt", "a")]))
    world.chat.fail_next("upload", UndeliverableError("missing_scope"))

    world.say("Report")
    world.work()
    _minutes_pass(world)

    assert world.chat.words(world.thread) == (
        "I have a file for you, `a.txt` (1 byte); Slack does not take it here.",
        "There it is.",
    )
    assert world.chat.files == []


def test_where_it_takes_no_words_either_whoever_asked_is_told() -> None:
    world = _world(ToolResult("One file.", files=[File("a.txt", "a")]))
    world.chat.fail_next("upload", UndeliverableError("is_archived"))
    world.chat.fail_next("say", UndeliverableError("is_archived"))

    world.say("Report")
    world.work()

    (told,) = world.chat.forwarded
    assert "a.txt" in told.text


def test_the_bytes_are_in_no_row() -> None:
    line = "a line that stands in a file alone"
    world = _world(ToolResult("One file.", files=[File("a.txt", line)]))

    world.say("Report")
    world.work()

    assert line not in str(world.store.rows)
    (out,) = [row for row in world.store.rows if "#OUT#file." in str(row["sk"])]
    assert out["state"] == OutState.SENT
