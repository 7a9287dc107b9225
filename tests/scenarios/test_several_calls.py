from playground.model import call
from tests.scenarios.stage import EMAIL, Stage


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
    stage.model.say("Sent, quickly.")
    stage.click("approve")
    stage.settle()

    kinds = [item["type"] for item in stage.model.requests[-1].input if item["type"] != "reasoning"]
    assert kinds == ["message", "function_call", "function_call_output", "message"]
    assert stage.said == ["Sent, quickly."]
