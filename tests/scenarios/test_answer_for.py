"""Somebody answers in the tool's place: from the menu to the agent's reply."""

from tests.scenarios.stage import BOB, EMAIL, Stage

ANSWER = "Bob has it: I called him.\nNo mail is needed."


def _answer(stage: Stage) -> None:
    stage.menu("instead")
    modal = stage.modal()
    assert modal.content["title"]["text"] == "Answer for it"
    assert stage.slack.submit_view(BOB, modal.id, stage.filled(modal, its_answer=ANSWER)).ok


def test_the_model_gets_the_words_and_the_tool_does_not_run(stage: Stage) -> None:
    stage.model.call("send_email", **EMAIL)
    stage.say("Tell Bob about order 8841")
    stage.model.say("Then that is done.")

    _answer(stage)
    stage.settle()

    assert stage.outputs == [f"Not run: @bob answered in its place:\n{ANSWER}"]
    assert stage.said == ["Then that is done."]


def test_the_receipt_says_whose_words_stand_in_its_place(stage: Stage) -> None:
    stage.model.call("send_email", **EMAIL)
    stage.say("Tell Bob about order 8841")
    stage.model.say("Then that is done.")

    _answer(stage)
    stage.settle()

    assert stage.card.text.startswith("Answered in its place by bob at")
    assert "not run" in stage.card.text
    assert "Answer: Bob has it: I called him. No mail is needed." in stage.card.text
    assert ANSWER in str(stage.card.blocks).replace("\\n", "\n")
    assert stage.buttons() == []
