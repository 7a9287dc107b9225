"""A request goes to somebody else, or is taken back: all through the real parts."""

from tests.scenarios.stage import ANA, BOB, EMAIL, EVE, GUEST, Stage


def _asked(stage: Stage) -> None:
    stage.model.call("send_email", **EMAIL)
    stage.say("Tell Bob about order 8841")


def _handed(stage: Stage, to: str, *, by: str = BOB) -> dict[str, str]:
    stage.menu("hand", by=by)
    modal = stage.modal(by)
    chosen = stage.filled(modal, **{"Who should decide instead of you?": to})
    return dict(stage.slack.submit_view(by, modal.id, chosen).errors)


def test_whoever_gets_it_is_called_in_the_thread_with_a_link_and_decides(stage: Stage) -> None:
    _asked(stage)
    stage.model.say("Sent.")

    errors = _handed(stage, EVE)
    stage.click("approve", by=BOB)
    stage.click("approve", by=EVE)
    stage.settle()

    assert errors == {}
    called, said = stage.said
    assert called.startswith(f"<@{EVE}> This was handed to you by <@{BOB}>: <http")
    assert "|Send email to bob@example.com>." in called
    assert said == "Sent."
    (refused,) = stage.private(BOB)
    assert refused == "You handed this on, so someone else decides now. Nothing was changed."
    assert stage.card.text.startswith("Done: Send email to bob@example.com. Approved by eve")


def test_whom_it_may_not_go_to_is_said_at_the_field_and_the_form_stays(stage: Stage) -> None:
    _asked(stage)

    errors = _handed(stage, GUEST)

    assert list(errors.values()) == [
        "Guests and people from other organisations can't decide here."
    ]
    assert stage.modal().content["callback_id"] == "hand"
    assert stage.said == []


def test_a_cancelled_request_does_not_run_and_says_who_when_and_why(stage: Stage) -> None:
    _asked(stage)
    stage.model.say("I leave it.")

    stage.menu("cancel", by=ANA)
    modal = stage.modal(ANA)
    stage.slack.submit_view(ANA, modal.id, stage.filled(modal, Reason="Wrong order"))
    stage.settle()

    assert stage.outputs == ["Not run: @ana cancelled the request: Wrong order. Do not retry."]
    assert stage.card.text.startswith("Cancelled")
    assert "Wrong order" in str(stage.card.blocks)
    assert "not run" in str(stage.card.blocks)
    assert stage.buttons() == []


def test_a_request_is_cancelled_without_a_reason_too(stage: Stage) -> None:
    stage.model.call("run_in_warehouse", order_id="8841", command="release 8841")
    stage.say("Release it")
    stage.model.say("I leave it.")

    stage.menu("cancel", by=ANA)
    stage.slack.submit_view(ANA, stage.modal(ANA).id, {})
    stage.settle()

    assert stage.outputs == ["Not run: @ana cancelled the request. Do not retry."]
