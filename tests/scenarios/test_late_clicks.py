from signoff.core.codec import from_item
from signoff.core.decision import RequirementState
from signoff.core.requirement import Requirement
from tests.scenarios.stage import BOB, EMAIL, EVE, Stage


def _asked(stage: Stage) -> None:
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob")


def test_expiry_and_a_click_at_the_same_time_leave_exactly_one_decision(stage: Stage) -> None:
    _asked(stage)
    late = stage.slack.aim(BOB, stage.card, "approve")
    stage.expire()
    stage.model.say("Too late.")

    stage.system.tick()
    stage.slack.press(late)
    stage.settle()

    assert stage.outputs[0].startswith("Expired")
    assert stage.private(BOB)[0].startswith("This expired at")
    assert stage.card.text.startswith("Expired")
    assert stage.buttons() == []


def test_a_click_after_the_expiry_is_refused_although_the_clock_stands_still(stage: Stage) -> None:
    _asked(stage)
    stage.expire()

    stage.click("approve")
    stage.settle()

    assert stage.private(BOB)[0].startswith("This expired at")
    assert _states(stage) == [RequirementState.PENDING]
    assert stage.requests == 1


def test_a_form_that_was_opened_before_the_decision_learns_of_it(stage: Stage) -> None:
    _asked(stage)
    stage.menu("why", by=EVE)
    modal = stage.modal(EVE)
    stage.model.say("Sent.")
    stage.click("approve")

    stage.slack.submit_view(EVE, modal.id, stage.filled(modal, Reason="No"))
    stage.settle()

    assert "Already approved by bob" in str(stage.slack.views(EVE)[-1].content["blocks"])
    assert _states(stage) == [RequirementState.APPROVED]


def test_a_form_on_a_decided_request_does_not_open(stage: Stage) -> None:
    _asked(stage)
    held = stage.slack.aim(EVE, stage.card, "reject")
    stage.model.say("Sent.")
    stage.click("approve")

    stage.slack.press(held)
    stage.settle()

    assert stage.private(EVE)[0].startswith("Already approved by <@U0BOB>")


def test_a_click_that_slack_delivers_while_slack_itself_is_down_still_counts(stage: Stage) -> None:
    _asked(stage)
    stage.slack.fail("chat.update", status=503, times=1)
    stage.model.say("Sent.")

    stage.click("approve")
    stage.settle()

    assert stage.said == ["Sent."]
    assert stage.buttons() == []


def _states(stage: Stage) -> list[RequirementState]:
    return [from_item(Requirement, row).state for row in stage.rows("#REQ#")]
