"""A workspace in Socket Mode: the same handlers, the same cards, the same answers."""

from collections.abc import Iterator

import pytest

from playground.slack.deliveries.transport import Answered
from tests.at_home.pauses import REFUND, SCENARIOS
from tests.at_home.scenario import Losses, Scenario
from tests.scenarios.socket_stack import Bridged, bridged
from tests.scenarios.stage import BOB, EMAIL, Stage


@pytest.fixture(scope="module")
def bridged_stack() -> Iterator[Bridged]:
    with bridged() as stands:
        yield stands


@pytest.fixture
def stage(bridged_stack: Bridged) -> Iterator[Stage]:
    stage = Stage(bridged_stack.everything)
    yield stage
    stage.clear()


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: each.name.replace(" ", "_"))
def test_every_pause_ends_as_it_does_over_http(scenario: Scenario, stage: Stage) -> None:
    assert scenario.play(stage) == Losses()


def test_a_form_that_is_not_filled_in_well_says_so_at_its_field(stage: Stage) -> None:
    stage.model.call("refund", **REFUND)
    stage.say("Refund order 8841")
    stage.click("fill")
    modal = stage.modal()

    submitted = stage.slack.submit_view(BOB, modal.id, stage.filled(modal, Amount="-1"))

    assert not submitted.ok
    assert submitted.errors
    assert stage.outputs == []


def test_a_click_over_a_renewed_connection_counts(stage: Stage, bridged_stack: Bridged) -> None:
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob")
    bridged_stack.renew_connections()

    stage.model.say("Sent.")
    outcome = stage.click("approve")
    stage.settle()

    assert isinstance(outcome, Answered)
    assert stage.said == ["Sent."]
