"""The four pauses, as they are in a channel of a workspace."""

from tests.at_home.scenario import Losses, Scenario
from tests.scenarios.stage import BOB, EMAIL, Stage

_QUESTION = {
    "question": "Which gift?",
    "header": None,
    "options": [{"label": label, "description": None} for label in ("Mug", "Hat")],
    "multi_select": False,
}
REFUND = {
    "order_id": "8841",
    "amount": None,
    "payout": None,
    "restock": None,
    "pay_on": None,
    "note": None,
}


def _confirmed(stage: Stage) -> Losses:
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob")
    stage.model.say("Sent.")
    stage.click("approve")
    return _ended(stage, "Sent.")


def _filled_in(stage: Stage) -> Losses:
    stage.model.call("refund", **REFUND)
    stage.say("Refund order 8841")
    stage.model.say("Refunded.")
    stage.click("fill")
    modal = stage.modal()
    choices = {
        "payout": stage.option(modal, "Payout", "store credit"),
        "restock": stage.option(modal, "Restock", "Yes"),
    }
    typed = {"amount": "80.5", "pay_on": "2026-11-20", "note": "kind words"}
    stage.slack.submit_view(BOB, modal.id, stage.filled(modal, **typed, **choices))
    return _ended(stage, "Refunded.")


def _run_elsewhere(stage: Stage) -> Losses:
    stage.model.call("run_in_warehouse", order_id="8841", command="ship 8841")
    stage.say("Ship order 8841")
    stage.model.say("Shipped.")
    stage.click("done")
    modal = stage.modal()
    stage.slack.submit_view(BOB, modal.id, stage.filled(modal, What_it_printed="OK 8841"))
    return _ended(stage, "Shipped.")


def _asked_back(stage: Stage) -> Losses:
    stage.model.call("ask_user", questions=[_QUESTION])
    stage.say("Help me choose")
    stage.model.say("A hat it is.")
    stage.click("pick1")
    return _ended(stage, "A hat it is.")


def _ended(stage: Stage, reply: str) -> Losses:
    stage.settle()
    assert stage.buttons() == []
    return Losses(lost_messages=int(stage.said != [reply]))


SCENARIOS = (
    Scenario(name="a confirmation is given", play=_confirmed),
    Scenario(name="a form is filled in", play=_filled_in),
    Scenario(name="somebody runs it elsewhere", play=_run_elsewhere),
    Scenario(name="the model asks back", play=_asked_back),
)
