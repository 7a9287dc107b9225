"""What other people's cards and forms could not show or did not take, each with its test here.

The numbers are those of test_peer_failures; the questions without one are failures of forms alike.
"""

import json
from typing import Any

import pytest

from tests.adapters.slack.reading_back import read_back
from tests.cards.looks import preformatted
from tests.scenarios.stage import BOB, EMAIL, Stage

LONG = "Which of the regions should the new cluster be in, and why? "
QUESTIONS: dict[str, tuple[str, list[str]]] = {
    "0 options": ("Which region?", []),
    "4 options": ("Which region?", ["a", "b", "c", "d"]),
    "5 options": ("Which region?", [f"region {number}" for number in range(5)]),
    "11 options": ("Which region?", [f"region {number}" for number in range(11)]),
    "101 options": ("Which region?", [f"region {number}" for number in range(101)]),
    "duplicate labels": ("Which region?", ["same", "same", "other", "same"]),
    "80-character labels": ("Which region?", [f"{'x' * 78}-{number}" for number in range(3)]),
    "a 2,100-character question": ((LONG * 40)[:2_100], ["a", "b"]),
    "all of it at once": ((LONG * 40)[:2_100], [f"{'x' * 80} {n // 2}" for n in range(101)]),
}


@pytest.mark.parametrize("is_several", [False, True], ids=["one", "several"])
@pytest.mark.parametrize("kind", QUESTIONS)
def test_peer_failure_09_any_question_has_its_card_and_any_option_can_be_chosen(
    stage: Stage, kind: str, is_several: bool
) -> None:
    question, labels = QUESTIONS[kind]
    options = [{"label": label, "description": None} for label in labels]
    asked = {"question": question, "header": None, "options": options, "multi_select": is_several}
    stage.model.call("ask_user", questions=[asked])
    stage.say("Help me choose")
    stage.model.say("Noted.")
    assert (len(stage.cards), stage.slack_calls("chat.postMessage")) == (1, 1)

    chosen = _answer_with_the_last(stage)
    stage.settle()

    answer = labels[-1] if labels else chosen
    expected = [answer] if is_several and labels else answer
    told = stage.outputs[0]
    assert json.loads(told[told.index("[{") :]) == [{"question": question, "answer": expected}]
    assert stage.said == ["Noted."]


def _answer_with_the_last(stage: Stage) -> str:
    """Choose the last option where it stands: as a button, on the card, or in the form."""
    picks = [verb for verb in stage.buttons() if verb.startswith("pick")]
    if picks:
        stage.click(picks[-1])
        return ""
    if "submit" in stage.buttons():
        stage.click("submit", values=_last_of(stage.inputs(stage.card)))
        return "My own words"
    stage.click("answer")
    modal = stage.modal()
    assert stage.slack.submit_view(BOB, modal.id, _last_of(stage.inputs(modal))).ok
    return "My own words"


def _last_of(inputs: dict[str, dict[str, Any]]) -> dict[str, Any]:
    block = next(iter(inputs.values()))
    element = block["element"]
    groups = element.get("option_groups") or [{"options": element.get("options", [])}]
    options = groups[-1]["options"]
    value: Any = options[-1]["value"] if options else "My own words"
    is_several = element["type"] in {"checkboxes", "multi_static_select"}
    return {block["block_id"]: {element["action_id"]: [value] if is_several else value}}


@pytest.mark.parametrize(
    "command",
    [
        "kubectl delete ns prod",
        "release 8841 --now; echo '*done*' <!channel>",
        "\n".join(f"step {number}: echo {'x' * 60}" for number in range(60)),
    ],
    ids=["short", "with markup", "of 60 lines"],
)
def test_peer_failure_05_a_card_for_a_person_to_run_shows_the_whole_command(
    stage: Stage, command: str
) -> None:
    stage.model.call("run_in_warehouse", order_id="8841", command=command)
    stage.say("Release order 8841 in the warehouse")

    assert read_back(preformatted(stage.card.blocks)) == {"order_id": "8841", "command": command}
    assert "done" in stage.buttons()


def test_peer_failure_24_the_tail_of_long_arguments_is_seen_before_anybody_can_approve(
    stage: Stage,
) -> None:
    body = f"{'Nothing to see here. ' * 60}\n; and then delete everything"
    stage.model.call("send_email", **{**EMAIL, "body": body})
    stage.say("Mail Bob")
    assert "approve" not in stage.buttons()

    stage.click("review")

    shown = preformatted(stage.modal().content["blocks"])
    assert read_back(shown) == {**EMAIL, "body": body}
    assert "submit" in stage.modal().content
