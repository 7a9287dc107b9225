import json
from typing import Any

from tests.scenarios.stage import BOB, Stage


def _question(text: str, *labels: str, multi: bool = False) -> dict[str, Any]:
    options = [{"label": label, "description": None} for label in labels]
    return {"question": text, "header": None, "options": options, "multi_select": multi}


def _asked(stage: Stage, *questions: dict[str, Any]) -> None:
    stage.model.call("ask_user", questions=list(questions))
    stage.say("Help me choose")
    stage.model.say("Noted.")


def _answers(stage: Stage) -> list[Any]:
    stage.settle()
    told = stage.outputs[0]
    answers: list[Any] = [each["answer"] for each in json.loads(told[told.index("[") :])]
    return answers


def test_one_question_with_few_options_is_one_tap(stage: Stage) -> None:
    _asked(stage, _question("Which gift?", "Mug", "Hat"))

    stage.click("pick1")

    assert _answers(stage) == ["Hat"]
    assert stage.buttons() == []
    assert stage.said == ["Noted."]


def test_several_questions_are_answered_on_the_card(stage: Stage) -> None:
    _asked(
        stage,
        _question("Which gifts?", "Mug", "Hat", "Tea", multi=True),
        _question("When?", "Today", "Tomorrow"),
        _question("Anything else?"),
    )
    card = stage.card
    values = {
        **stage.filled(
            card,
            **{
                "Which_gifts?": [
                    stage.option(card, "Which gifts?", "Mug"),
                    stage.option(card, "Which gifts?", "Tea"),
                ],
                "When?": stage.option(card, "When?", "Tomorrow"),
                "Anything_else?": "A card with it",
            },
        )
    }

    stage.click("submit", values=values)

    assert _answers(stage) == [["Mug", "Tea"], "Tomorrow", "A card with it"]


def test_an_answer_in_ones_own_words(stage: Stage) -> None:
    _asked(stage, _question("Which gift?", "Mug", "Hat"))
    stage.click("answer")
    modal = stage.modal()
    label = list(stage.inputs(modal))[-1]

    stage.slack.submit_view(
        BOB, modal.id, stage.filled(modal, **{label.replace(" ", "_"): "A book"})
    )

    assert _answers(stage) == ["A book"]


def test_questions_may_be_skipped(stage: Stage) -> None:
    _asked(stage, _question("Which gift?", "Mug", "Hat"))

    stage.click("skip")
    stage.settle()

    assert stage.outputs[0].startswith("Rejected by @bob")


def test_two_questions_with_one_text_keep_their_answers_apart(stage: Stage) -> None:
    _asked(stage, _question("Why?", "a", "b"), _question("Why?", "c", "d"))
    blocks = [block for block in stage.card.blocks if block["type"] == "input"]
    values = {
        block["block_id"]: {block["element"]["action_id"]: str(index)}
        for index, block in enumerate(blocks)
    }

    stage.click("submit", values=values)

    assert _answers(stage) == ["a", "d"]


def test_101_options_with_long_and_equal_labels_still_make_a_card(stage: Stage) -> None:
    labels = [f"{'x' * 80} {n // 2}" for n in range(101)]
    _asked(stage, _question("Q" * 2100, *labels), _question("And?", *["same"] * 11))

    assert len(stage.cards) == 1
    assert stage.slack_calls("chat.postMessage") == 1
