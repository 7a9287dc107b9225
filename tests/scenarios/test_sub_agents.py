"""Agents that call agents, through the whole stack: each invocation knows the rows alone."""

import json
from collections.abc import Iterator

import pytest

from playground.model import call
from playground.runner.everything import Everything
from tests.scenarios.stacks import stack_with
from tests.scenarios.stage import Stage

MAIL = {"to": "bob@example.com", "subject": "Order 8841"}
WAY = "via Researcher \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} Mailer"


@pytest.fixture(scope="module")
def calling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everything]:
    """The stack of template.yaml, with another agent.py in it."""
    root = tmp_path_factory.mktemp("project")
    with stack_with("calling_agents.py", root) as everything:
        yield everything


@pytest.fixture
def stage(calling: Everything) -> Iterator[Stage]:
    stage = Stage(calling)
    yield stage
    stage.clear()


def test_a_pause_two_agents_deep_stands_in_the_thread_names_its_way_and_goes_on_there(
    stage: Stage,
) -> None:
    stage.model.call("researcher", input="Find out about 8841 and mail Bob")
    stage.model.call("look_up_order", order_id="8841")
    stage.model.call("mailer", input="Mail Bob that 8841 is paid")
    stage.model.call("send_email", **MAIL)
    stage.say("What of 8841?")
    assert WAY in json.dumps(stage.card.blocks, ensure_ascii=False)
    assert WAY in stage.card.text
    assert stage.buttons()[:2] == ["approve", "reject"]

    stage.model.say("Mailed.").say("It is paid, and Bob knows.").say("All done.")
    stage.click("approve")
    stage.settle()

    assert stage.said == ["All done."]
    assert stage.outputs == ["It is paid, and Bob knows."]
    mailed = stage.model.requests[-3]
    assert "is sent to bob@example.com" in json.dumps(mailed.input, ensure_ascii=False)
    assert "What of 8841?" not in json.dumps(mailed.input)
    assert mailed.instructions == "You write letters."


def test_a_rejection_two_agents_deep_is_told_where_it_was_asked(stage: Stage) -> None:
    stage.model.call("researcher", input="Have Bob told")
    stage.model.call("mailer", input="Mail Bob")
    stage.model.call("send_email", **MAIL)
    stage.say("Tell Bob")

    stage.model.say("I was not let.").say("It could not be done.").say("Sorry.")
    stage.click("reject")
    stage.settle()

    assert "Rejected by @bob" in json.dumps(stage.model.requests[-3].input)
    assert "Rejected by @bob" not in json.dumps(stage.model.requests[-2].input)
    assert stage.said == ["Sorry."]


def test_two_agents_work_and_one_waits_while_the_other_comes_to_its_end(stage: Stage) -> None:
    stage.model.calls(
        [
            call("mailer", input="Mail Bob"),
            call("researcher", input="Find out about 8841"),
        ]
    )
    stage.model.call("send_email", **MAIL)
    stage.model.call("look_up_order", order_id="8841").say("It is paid.")

    stage.say("Both, please")
    assert stage.requests == 4
    stage.model.say("Mailed.").say("Both are done.")
    stage.click("approve")
    stage.settle()

    assert stage.outputs == ["Mailed.", "It is paid."]
    assert stage.said == ["Both are done."]
