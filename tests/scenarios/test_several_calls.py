from playground.model import call
from tests.scenarios.stage import EMAIL, GUEST, Stage


def test_calls_that_need_nobody_run_and_the_others_are_decided_one_by_one(stage: Stage) -> None:
    stage.model.calls(
        [
            call("send_email", **EMAIL),
            call("look_up_order", order_id="8841"),
            call("send_email", **{**EMAIL, "to": "eve@example.com"}),
        ]
    )
    stage.say("Do all three")
    assert len(stage.cards) == 1
    assert stage.buttons().count("approve") == 2

    stage.click("approve", nth=1)
    stage.settle()
    assert stage.requests == 1
    assert stage.buttons().count("approve") == 1

    stage.model.say("All three settled.")
    stage.click("reject")
    stage.settle()

    first, second, third = stage.outputs
    assert first.startswith("Rejected by @bob")
    assert second.startswith("Order 8841")
    assert "eve@example.com" in third
    assert stage.requests == 2


def test_all_four_pauses_in_one_answer_each_have_their_card(stage: Stage) -> None:
    stage.model.calls(
        [
            call("send_email", **EMAIL),
            call(
                "refund",
                order_id="1",
                amount=None,
                payout=None,
                restock=None,
                pay_on=None,
                note=None,
            ),
            call("run_in_warehouse", order_id="1", command="ls"),
            call(
                "ask_user",
                questions=[
                    {
                        "question": "Sure?",
                        "header": None,
                        "options": [{"label": "Yes", "description": None}],
                        "multi_select": False,
                    }
                ],
            ),
        ]
    )

    stage.say("Everything")

    assert [stage.buttons(card)[0] for card in stage.cards] == ["approve", "fill", "done", "pick0"]


def test_eighteen_confirmations_all_have_their_buttons(stage: Stage) -> None:
    stage.model.calls([call("send_email", **{**EMAIL, "subject": str(n)}) for n in range(18)])

    stage.say("Eighteen mails")

    assert sum(stage.buttons(card).count("approve") for card in stage.cards) == 18
    assert all(len(card.blocks) <= 50 for card in stage.cards)


def test_a_new_message_while_waiting_neither_is_lost_nor_wedges_the_thread(stage: Stage) -> None:
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob")

    stage.say("And be quick")
    assert stage.private("U0ANA") == ["Your message waits until the open request is decided."]
    waiting = stage.messages[-1]
    assert stage.reactions(waiting) == ["hourglass_flowing_sand"]
    stage.model.say("Sent, quickly.")
    stage.click("approve")
    stage.settle()

    kinds = [item["type"] for item in stage.model.requests[-1].input if item["type"] != "reasoning"]
    assert kinds == ["message", "function_call", "function_call_output", "message"]
    assert stage.said == ["Sent, quickly."]
    assert stage.reactions(waiting) == []


def test_a_waiting_message_is_read_at_once_when_its_author_cancels_what_it_waits_for(
    stage: Stage,
) -> None:
    mails = [call("send_email", **{**EMAIL, "subject": str(n)}) for n in range(2)]
    stage.model.calls(mails)
    stage.say("Mail both")
    stage.say("approve")
    (told,) = stage.private("U0ANA")
    stage.model.say("I sent nothing.")

    stage.click_privately("now", by="U0ANA")
    stage.settle()

    assert told.startswith("Words in the thread decide nothing: decide on the <http")
    assert told.endswith("|card>. Your message waits until the 2 open requests are decided.")
    kinds = [item["type"] for item in stage.model.requests[-1].input if item["type"] != "reasoning"]
    outputs = ["function_call_output"] * 2
    assert kinds == ["message", "function_call", "function_call", *outputs, "message"]
    assert stage.said == ["I sent nothing."]
    assert all(stage.buttons(card) == [] for card in stage.cards)
    assert all("Cancelled" in card.text for card in stage.cards)


def test_whoever_may_not_cancel_what_a_message_waits_for_is_told_and_it_waits_on(
    stage: Stage,
) -> None:
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob")
    stage.say("Me too", user=GUEST)

    stage.click_privately("now", by=GUEST)

    assert stage.private(GUEST)[-1] == (
        "Guests and people from other organisations can't decide here."
    )
    assert stage.buttons() == ["approve", "reject", "more"]
