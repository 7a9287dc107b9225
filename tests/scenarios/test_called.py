"""A request that waits: the clock of the whole system calls people, once, and then it is over."""

from collections.abc import Iterator

import pytest

from playground.runner.everything import Everything
from tests.scenarios.stacks import stack_with
from tests.scenarios.stage import BOB, EVE, Stage


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everything]:
    """The stack of template.yaml, with another agent.py in it."""
    root = tmp_path_factory.mktemp("project")
    with stack_with("waiting_agent.py", root) as everything:
        yield everything


@pytest.fixture
def stage(waiting: Everything) -> Iterator[Stage]:
    stage = Stage(waiting)
    yield stage
    stage.clear()


def _asked(stage: Stage) -> None:
    stage.model.call("archive", what="the logs")
    stage.say("Archive the logs")


def test_people_are_called_once_and_those_who_are_new_may_decide(stage: Stage) -> None:
    _asked(stage)
    stage.click("approve", by=EVE)
    (early,) = stage.private(EVE)

    for _ in range(3):
        stage.system.tick()
        stage.settle()
    reminder, escalation = stage.said
    stage.model.say("Archived.")
    stage.click("approve", by=EVE)
    stage.settle()

    assert early.startswith("You can't decide this one")
    assert reminder.startswith(f"<@{BOB}> Still waiting for a decision: <http")
    assert escalation.startswith(f"<@{EVE}> Nobody has decided yet, so you can now: <http")
    assert stage.said[2:] == ["Archived."]
    assert "archived" in stage.outputs[0]


def test_its_card_says_expired_with_the_clock_and_the_model_is_told(stage: Stage) -> None:
    _asked(stage)
    stage.model.say("Then not.")
    stage.expire()

    stage.system.tick()
    stage.settle()

    assert stage.card.text.startswith("Expired")
    assert stage.buttons() == []
    assert stage.outputs[0].startswith("Expired: nobody answered in time")
    assert stage.said == ["Then not."]
