"""Files that tools give, through the whole stack: in the thread once, whatever goes wrong."""

from collections.abc import Iterator

import pytest

from playground.runner.everything import Everything
from tests.scenarios.attaching import files_out
from tests.scenarios.filing_agent import ROWS
from tests.scenarios.stacks import stack_with
from tests.scenarios.stage import Stage

EXPORTED = [("orders.csv", ROWS.encode()), ("orders.png", b"\x89PNG\r\n\x1a\n\x00\xff")]


@pytest.fixture(scope="module")
def filing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everything]:
    """The stack of template.yaml, with another agent.py in it."""
    with stack_with("filing_agent.py", tmp_path_factory.mktemp("project")) as everything:
        yield everything


@pytest.fixture
def stage(filing: Everything) -> Iterator[Stage]:
    stage = Stage(filing)
    yield stage
    stage.clear()


def test_files_of_a_first_turn_stand_in_the_thread(stage: Stage) -> None:
    stage.model.call("export_orders").say("There they are.")

    stage.say("Export the orders")

    assert files_out(stage) == EXPORTED
    assert "orders.csv (498 KB), orders.png (10 bytes)" in stage.outputs[0]
    assert stage.outputs[0].endswith("20,000 orders.")
    assert ROWS[:40] not in str(stage.model.requests[-1].body)


def test_files_of_a_resumed_turn_stand_there_too(stage: Stage) -> None:
    stage.model.call("print_invoice", order_id="8841")
    stage.say("Print the invoice")
    stage.model.say("Printed.")

    stage.click("approve")
    stage.settle()

    assert files_out(stage) == [("invoice-8841.txt", b"Invoice for 8841")]
    assert stage.said[-1] == "Printed."


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
@pytest.mark.parametrize("after", [0, 1])
@pytest.mark.parametrize("lose_reply", [True, False])
def test_whatever_slack_does_each_file_stands_there_once(
    stage: Stage, method: str, after: int, *, lose_reply: bool
) -> None:
    error = None if lose_reply else "internal_error"
    stage.slack.fail(method, error, lose_reply=lose_reply, after=after)
    stage.model.call("export_orders").say("There they are.")
    stage.say("Export the orders")

    for _ in range(2):
        stage.overdue("OUT#")

    assert sorted(files_out(stage)) == sorted(EXPORTED)


def test_where_the_app_may_send_no_files_people_are_told(stage: Stage) -> None:
    stage.slack.fail("files.getUploadURLExternal", "missing_scope", times=2)
    stage.model.call("export_orders").say("I exported them.")

    stage.say("Export the orders")

    assert files_out(stage) == []
    assert [said.startswith("I have a file for you, `orders.") for said in stage.said] == [
        True,
        True,
        False,
    ]
