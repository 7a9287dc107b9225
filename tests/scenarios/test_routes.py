"""A card that is decided in another channel, or by direct message: all copies settle."""

from collections.abc import Iterator

import pytest

from playground.runner.everything import Everything
from playground.slack.records import Message
from tests.scenarios.stacks import stack_with
from tests.scenarios.stage import ANA, BOB, EVE, Stage

GENERAL, WITH_EVE = "C0GENERAL", "D0EVE"


@pytest.fixture(scope="module")
def routed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everything]:
    """The stack of template.yaml, with another agent.py in it."""
    root = tmp_path_factory.mktemp("project")
    with stack_with("routed_agent.py", root) as everything:
        yield everything


@pytest.fixture
def stage(routed: Everything) -> Iterator[Stage]:
    stage = Stage(routed)
    yield stage
    stage.clear()


def last_card(stage: Stage, channel: str) -> Message:
    cards = [m for m in stage.slack.messages(channel) if m.metadata]
    return cards[-1]


def deploy(stage: Stage) -> Message:
    """Ask for a deployment, and give the card in the other channel."""
    stage.model.call("deploy", service="api")
    stage.say("Deploy the api")
    return last_card(stage, GENERAL)


def test_a_click_in_the_other_channel_decides_and_both_copies_settle(stage: Stage) -> None:
    card = deploy(stage)
    stage.model.say("It is out.")
    assert stage.buttons() == []
    assert stage.buttons(card) == ["approve", "reject", "more"]

    stage.slack.click(BOB, GENERAL, card.ts, "approve")
    stage.settle()

    assert stage.said == ["It is out."]
    assert stage.outputs == ["api is out."]
    settled = [stage.card, last_card(stage, GENERAL)]
    assert all(each.text.startswith("Done: Deploy api") for each in settled)
    assert stage.buttons(settled[1]) == []
    assert last_card(stage, GENERAL).ts == card.ts


def test_who_may_not_decide_is_told_where_they_clicked(stage: Stage) -> None:
    card = deploy(stage)

    stage.slack.click(ANA, GENERAL, card.ts, "approve")
    stage.settle()

    (told,) = [e for e in stage.slack.ephemerals(ANA) if e.channel == GENERAL][-1:]
    assert told.text.startswith("You asked for this, so someone else must decide")
    assert stage.buttons(last_card(stage, GENERAL)) == ["approve", "reject", "more"]


def test_a_form_in_a_direct_message_is_filled_there(stage: Stage) -> None:
    stage.model.call("refund", order="7", amount=None).say("Done.")
    stage.say("Refund order 7")
    card = last_card(stage, WITH_EVE)
    block = next(block for block in card.blocks if block["type"] == "input")

    filled = {str(block["block_id"]): {str(block["element"]["action_id"]): "12"}}
    stage.slack.click(EVE, WITH_EVE, card.ts, "submit", values=filled)
    stage.settle()

    assert stage.outputs == ["12 for 7."]
    assert stage.card.text.startswith("Done: Refund 7")
    assert last_card(stage, WITH_EVE).text == stage.card.text


def test_where_the_other_channel_is_not_there_the_thread_decides(stage: Stage) -> None:
    stage.model.call("restart", service="api").say("It is up.")
    stage.say("Restart the api")
    assert stage.buttons() == ["approve", "reject", "more"]

    stage.click("approve")
    stage.settle()

    assert stage.said == ["It is up."]


def test_an_expiry_settles_all_copies(stage: Stage) -> None:
    card = deploy(stage)
    stage.model.say("Nobody answered.")

    stage.expire()
    stage.system.tick()
    stage.settle()

    texts = [stage.card.text, last_card(stage, GENERAL).text]
    assert all(text.startswith("Expired") for text in texts)
    assert last_card(stage, GENERAL).ts == card.ts
