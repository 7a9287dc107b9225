from tests.scenarios.stage import BOB, EVE, Stage

REFUND = {
    "order_id": "8841",
    "amount": 120,
    "payout": None,
    "restock": None,
    "pay_on": None,
    "note": None,
}


def _asked(stage: Stage) -> None:
    stage.model.call("refund", **REFUND)
    stage.say("Refund order 8841")


def _values(stage: Stage, **changes: object) -> dict[str, object]:
    modal = stage.modal()
    filled = {
        "amount": "80.5",
        "payout": stage.option(modal, "Payout", "store credit"),
        "restock": stage.option(modal, "Restock", "Yes"),
        "pay_on": "2026-11-20",
        "note": "kind words",
    }
    return stage.filled(modal, **{**filled, **changes})


def test_what_a_person_fills_in_arrives_typed_in_the_tool(stage: Stage) -> None:
    _asked(stage)
    stage.click("fill")
    stage.model.say("Refunded.")

    submitted = stage.slack.submit_view(BOB, stage.modal().id, _values(stage))
    stage.settle()

    assert submitted.ok
    assert stage.outputs == [
        "80.50 EUR for order 8841 by store credit on 2026-11-20; goods restocked. kind words"
    ]
    assert stage.card.text.startswith("Done: ")
    assert stage.slack.views(BOB) == []


def test_the_models_values_stand_in_the_form_and_optional_fields_may_stay_empty(
    stage: Stage,
) -> None:
    _asked(stage)
    stage.click("fill")
    stage.model.say("Refunded.")
    values = _values(stage)
    inputs = stage.inputs(stage.modal())
    for label in ("Amount", "Note"):
        del values[inputs[label]["block_id"]]

    stage.slack.submit_view(BOB, stage.modal().id, values)
    stage.settle()

    assert stage.outputs[0].startswith("120.00 EUR for order 8841 by store credit")


def test_a_field_that_does_not_fit_is_said_at_that_field_and_nothing_is_lost(stage: Stage) -> None:
    _asked(stage)
    stage.click("fill")
    modal = stage.modal()
    amount = stage.inputs(modal)["Amount"]["block_id"]

    refused = stage.slack.submit_view(BOB, modal.id, _values(stage, amount="1e999"))

    assert not refused.ok
    assert list(refused.errors) == [amount]
    assert stage.slack.views(BOB) == [modal]
    assert stage.buttons() == ["fill", "decline", "more"]


def test_a_form_that_is_submitted_twice_counts_once(stage: Stage) -> None:
    _asked(stage)
    stage.click("fill", by=BOB)
    stage.click("fill", by=EVE)
    bobs = _values(stage)
    eves = stage.slack.views(EVE)[-1]
    stage.model.say("Refunded.")

    stage.slack.submit_view(BOB, stage.modal(BOB).id, bobs)
    stage.slack.submit_view(EVE, eves.id, bobs)
    stage.settle()

    told = str(stage.slack.views(EVE)[-1].content["blocks"])
    assert "bob" in told.lower()
    assert stage.requests == 2


def test_a_form_may_be_declined(stage: Stage) -> None:
    _asked(stage)
    stage.model.say("Not refunded.")

    stage.click("decline")
    stage.settle()

    assert stage.outputs[0].startswith("Rejected by @bob")
    assert stage.buttons() == []
