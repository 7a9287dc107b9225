from tests.scenarios.stage import BOB, EMAIL, EVE, GUEST, STRANGER, Stage


def _asked(stage: Stage) -> None:
    stage.model.call("send_email", **EMAIL)
    stage.say("Tell Bob about order 8841")


def test_an_approved_call_runs_and_its_answer_stands_in_the_thread(stage: Stage) -> None:
    _asked(stage)
    assert stage.buttons() == ["approve", "reject", "more"]

    stage.model.say("Bob knows.")
    stage.click("approve")
    stage.settle()

    assert stage.said == ["Bob knows."]
    assert "sent to bob@example.com" in stage.outputs[0]
    assert stage.card.text.startswith("Done: Send email to bob@example.com. Approved by bob")


def test_a_rejected_call_does_not_run(stage: Stage) -> None:
    _asked(stage)

    stage.model.say("I left it.")
    stage.click("reject")
    stage.settle()

    assert stage.outputs == ["Rejected by @bob, not run. Do not retry unless asked to."]
    assert stage.card.text.startswith("Rejected by bob")
    assert stage.buttons() == []


def test_a_rejection_may_have_a_reason(stage: Stage) -> None:
    _asked(stage)

    stage.menu("why")
    modal = stage.modal()
    stage.model.say("Understood.")
    submitted = stage.slack.submit_view(BOB, modal.id, stage.filled(modal, Reason="Wrong order"))
    stage.settle()

    assert submitted.ok
    assert "Wrong order" in stage.outputs[0]
    assert "Wrong order" in stage.card.text


def test_the_buttons_are_gone_before_the_click_is_answered_also_while_the_queue_stands(
    stage: Stage,
) -> None:
    _asked(stage)
    stage.system.hold_queue()

    stage.click("approve")

    assert stage.buttons() == []
    assert stage.card.text.startswith("Approved by bob")
    stage.model.say("Sent.")
    stage.system.release_queue()
    stage.settle()
    assert stage.said == ["Sent."]


def test_the_loser_of_two_clicks_is_told_who_won(stage: Stage) -> None:
    _asked(stage)
    late = stage.slack.aim(EVE, stage.card, "reject")
    stage.model.say("Sent.")

    stage.click("approve")
    stage.slack.press(late)
    stage.settle()

    assert stage.outputs[0].startswith("E-mail")
    assert stage.private(EVE)[0].startswith("Already approved by <@U0BOB>")


def test_a_replayed_click_changes_nothing(stage: Stage) -> None:
    _asked(stage)
    click = stage.slack.aim(BOB, stage.card, "approve")
    stage.model.say("Sent.")

    for _ in range(10):
        stage.slack.press(click)
    stage.settle()

    assert stage.requests == 2
    assert stage.said == ["Sent."]


def test_guests_and_strangers_are_told_privately_and_the_card_stays(stage: Stage) -> None:
    _asked(stage)
    before = stage.card

    for user in (GUEST, STRANGER):
        stage.click("approve", by=user)
        assert stage.private(user) == [
            "Guests and people from other organisations can't decide here."
        ]

    stage.settle()
    assert stage.card == before
    assert stage.requests == 1


def test_slack_is_called_four_times_for_a_confirm_cycle(stage: Stage) -> None:
    _asked(stage)
    stage.model.say("Sent.")
    stage.click("approve")
    stage.settle()

    assert stage.slack_calls("chat.postMessage") == 2
    assert stage.slack_calls("chat.update") == 2
