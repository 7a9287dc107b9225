"""Slack takes its time, or is down: a click is answered within three seconds all the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.model import LocalModel
from playground.runner.everything import Everything
from playground.runner.system import Timing
from playground.slack.deliveries.transport import Answered, Outcome
from signoff.core.decision import RequirementState
from tests.scenarios.slow_road import SlowRoad
from tests.scenarios.stage import ANA, BOB, EMAIL, EVE, GUEST, STRANGER, Stage

ROOT = Path(__file__).parents[2]
SLOW_S = 1.6
UNCHECKED = "Couldn't check who you are just now. Nothing was changed; please try again."
FAILED = "That failed on our side and nothing was recorded. Please click again."


def _silently(_function: str, _line: str) -> None:
    """Nobody reads these lines."""


@pytest.fixture(scope="module")
def road() -> Iterator[SlowRoad]:
    with SlowRoad() as road:
        yield road


@pytest.fixture(scope="module")
def everything(road: SlowRoad) -> Iterator[Everything]:
    """A system of its own, between which and Slack lies the slow road."""
    whole = Everything(
        ROOT / "template.yaml",
        model=LocalModel(),
        tell=_silently,
        timing=Timing(schedule_seconds=0, watches=False),
        parameters={"SlackApiUrl": road.url},
    )
    road.api_url = whole.slack.api_url
    with whole:
        yield whole


@pytest.fixture
def asked(everything: Everything, road: SlowRoad) -> Iterator[Stage]:
    """A thread in which a card asks for a yes."""
    stage = Stage(everything)
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob")
    yield stage
    road.clear()
    stage.clear()


def _in_time(outcome: Outcome) -> bool:
    """Tell whether Slack had its answer: after three seconds it hears none."""
    return isinstance(outcome, Answered) and outcome.status == 200


def _statuses(stage: Stage) -> list[str]:
    return [
        str(call.args["status"])
        for call in stage.slack.calls()
        if call.method == "agents.sessions.setStatus" and call.args["thread_ts"] == stage.thread_ts
    ]


def _state(stage: Stage) -> object:
    (row,) = stage.rows("#REQ#")
    return row["state"]


def test_a_check_that_takes_too_long_is_said_and_changes_nothing(
    asked: Stage, road: SlowRoad
) -> None:
    before = asked.card
    road.delays["users.info"] = SLOW_S

    assert _in_time(asked.click("approve", by=BOB))

    assert asked.private(BOB) == [UNCHECKED]
    assert (asked.card, _state(asked)) == (before, RequirementState.PENDING)
    road.delays.clear()
    asked.model.say("Sent.")
    assert _in_time(asked.click("approve", by=BOB))
    asked.settle()
    assert asked.said == ["Sent."]


def test_a_check_that_fails_is_said_and_changes_nothing(asked: Stage) -> None:
    before = asked.card
    asked.slack.fail("users.info", status=500)

    assert _in_time(asked.click("approve", by=GUEST))

    assert asked.private(GUEST) == [UNCHECKED]
    assert (asked.card, _state(asked)) == (before, RequirementState.PENDING)


def test_where_not_even_the_answer_comes_through_the_click_is_taken_in_time(
    asked: Stage, road: SlowRoad
) -> None:
    road.delays |= {"users.info": SLOW_S, "chat.postEphemeral": SLOW_S}

    assert _in_time(asked.click("approve", by=STRANGER))

    assert _state(asked) == RequirementState.PENDING


def test_a_card_that_takes_too_long_to_redraw_stops_neither_click_nor_run(
    asked: Stage, road: SlowRoad
) -> None:
    road.delays["chat.update"] = SLOW_S
    asked.model.say("Sent.")

    assert _in_time(asked.click("approve", by=EVE))

    assert _state(asked) == RequirementState.APPROVED
    asked.settle()
    assert asked.said == ["Sent."]
    assert asked.buttons() == []


def test_a_slow_check_and_a_slow_card_together_are_still_in_time(
    asked: Stage, road: SlowRoad
) -> None:
    road.delays |= {"users.info": 0.9, "chat.update": SLOW_S}
    asked.model.say("Left.")

    assert _in_time(asked.click("reject", by=ANA))

    assert _state(asked) == RequirementState.REJECTED
    asked.settle()
    assert asked.said == ["Left."]


def test_a_status_that_takes_its_time_delays_neither_card_nor_reply(
    asked: Stage, road: SlowRoad
) -> None:
    first = len(asked.slack.calls())
    road.delays["agents.sessions.setStatus"] = SLOW_S
    asked.model.call("send_email", **EMAIL)

    asked.click("approve", by=EVE)
    asked.settle()
    under_way = road.under_way

    called = [each.method for each in asked.slack.calls()[first:]]
    assert called.index("chat.postMessage") < called.index("agents.sessions.setStatus")
    assert _statuses(asked)[-2:] == ["processing", "suspended"]
    assert under_way == 0


def test_a_form_that_takes_too_long_to_open_is_said(asked: Stage, road: SlowRoad) -> None:
    road.delays["views.open"] = SLOW_S

    assert _in_time(asked.menu("why", by=BOB))

    assert asked.private(BOB) == [FAILED]
    assert _state(asked) == RequirementState.PENDING


@pytest.mark.parametrize("error", ["expired_trigger_id", "exchanged_trigger_id"])
def test_a_form_whose_trigger_is_spent_is_said(asked: Stage, error: str) -> None:
    asked.slack.fail("views.open", error)

    assert _in_time(asked.menu("why", by=BOB))

    assert asked.private(BOB) == [FAILED]
    assert _in_time(asked.menu("why", by=BOB))
    assert asked.modal(BOB).content["title"]["text"] == "Reject"
