"""The modals."""

import json
from typing import Any, get_args

import pytest

from playground.slack.blockkit.check import check_view
from signoff.adapters.slack import modals
from signoff.core.address import Address
from signoff.core.click import Form
from signoff.core.decision import Approved
from signoff.core.requirement import Requirement
from tests.adapters.slack import asked
from tests.adapters.slack.reading_back import read_back

FORMS: tuple[Form, ...] = get_args(Form)
QUESTION = asked.question("Which region?", "eu", "us")
EDITABLE = (asked.editable(), asked.editable(quorum=2))
ROWS = (
    asked.confirmation(),
    *EDITABLE,
    asked.form(),
    asked.external(),
    asked.feedback(QUESTION),
    asked.unknown(),
)


def view(row: Requirement, form: Form, page: int = 1, filled: str = "") -> dict[str, Any]:
    """Open a modal that Slack takes."""
    drawn = modals.view(asked.opening(row, form, page=page, filled=filled), row)
    assert check_view(drawn) == []
    return drawn


def inputs(drawn: dict[str, Any]) -> dict[str, Any]:
    """Give the inputs of a modal by block."""
    return {block["block_id"]: block for block in drawn["blocks"] if block["type"] == "input"}


def shown(drawn: dict[str, Any]) -> str:
    """Give the arguments on a page."""
    return "".join(
        run["text"]
        for block in drawn["blocks"]
        if block.get("block_id", "").startswith("x.")
        for element in block["elements"]
        for run in element["elements"]
    )


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_does_not_belong_to_what_was_asked_says_so(
    row: Requirement, form: Form
) -> None:
    drawn = view(row, form)

    belongs = {
        "confirmation": {
            "reject",
            "instead",
            "review",
            "look",
            *(["edit"] if row in EDITABLE else []),
        },
        "user_input": {"fill", "instead", "review", "look"},
        "external_execution": {"done", "cannot", "review", "look"},
        "user_feedback": {"answer", "review", "look"},
        "reconcile": {"review", "look"},
    }[row.ask.kind] | {"hand", "cancel"}
    assert drawn["callback_id"] == (form if form in belongs else "refused")


def test_a_modal_only_carries_an_address() -> None:
    drawn = view(asked.confirmation(), "reject")

    verb, address = Address.parse(drawn["private_metadata"])

    assert verb == "why"
    assert address == asked.opening(asked.confirmation(), "reject").click.address


def test_a_form_shows_the_arguments_that_are_fixed_and_fills_in_what_was_proposed() -> None:
    drawn = view(asked.form(), "fill")

    assert read_back(shown(drawn)) == {"commit": "4f1c9e2", "service": "checkout-api"}
    assert inputs(drawn)["f1"]["element"]["initial_value"] == "10"
    assert inputs(drawn)["f3"]["optional"] is True


def test_what_stood_on_the_card_goes_along_into_the_form() -> None:
    on_card = {
        "f0.1.2.0.1": asked.chosen(2),
        "f1.1.2.0.1": asked.text("55"),
        "f2.1.2.0.1": {"v": {"selected_date": None}},
        "f3.1.2.0.1": asked.text("after lunch"),
    }

    found = inputs(view(asked.form(), "fill", filled=json.dumps(on_card)))

    assert found["f0"]["element"]["initial_option"]["value"] == "2"
    assert found["f1"]["element"]["initial_value"] == "55"
    assert found["f3"]["element"]["initial_value"] == "after lunch"


@pytest.mark.parametrize(
    "filled", ['{"f1.1.2.0.1": {"v": {"value": "many"}}}', '{"f9": {"v": {"value": "x"}}}']
)
def test_what_can_not_go_along_is_left_behind(filled: str) -> None:
    found = inputs(view(asked.form(), "fill", filled=filled))

    assert found["f1"]["element"]["initial_value"] == "10"


def test_every_question_can_be_answered_in_own_words() -> None:
    row = asked.feedback(QUESTION, asked.question("Why?"))

    found = inputs(view(row, "answer"))

    assert list(found) == ["f0", "o0", "f1"]
    assert [block.get("optional", False) for block in found.values()] == [True, True, False]


def test_a_review_shows_every_character_and_lets_approve_only_on_the_last_page() -> None:
    arguments = {"script": "\n".join(f"echo {number} \u200b" for number in range(1_500))}
    row = asked.confirmation(arguments)

    first, second, third, fourth = (view(row, "review", page=page) for page in range(1, 5))

    whole = "".join(map(shown, (first, second, third, fourth)))
    assert read_back(whole) == arguments
    assert ["submit" in page for page in (first, second, third, fourth)] == [False] * 3 + [True]
    box = inputs(fourth)["ack"]
    assert (
        box["element"]["options"][0]["text"]["text"] == f"I have read all {len(whole):,} characters"
    )
    assert "optional" not in box


def test_pages_turn_both_ways_in_the_same_modal() -> None:
    row = asked.confirmation({"text": "x" * 20_000})

    turns = {
        button["action_id"]: Address.parse(button["value"])[0]
        for block in view(row, "review", page=2)["blocks"]
        if block["type"] == "actions"
        for button in block["elements"]
    }

    assert turns == {"page1": "page1", "page3": "page3"}


@pytest.mark.parametrize(("page", "title"), [(0, "page 1"), (1, "page 1"), (9, "page 3")])
def test_a_page_that_does_not_exist_is_the_nearest_one(page: int, title: str) -> None:
    row = asked.confirmation({"text": "x" * 20_000})

    assert title in view(row, "review", page=page)["title"]["text"]


def test_what_is_longer_than_ten_pages_can_not_be_approved_without_its_file() -> None:
    row = asked.confirmation({"text": "x" * 90_000})

    for page in range(1, 12):
        drawn = view(row, "review", page=page)

        assert "submit" not in drawn
        assert "can't be approved" in json.dumps(drawn)


def test_a_form_whose_other_arguments_are_endless_can_not_be_sent() -> None:
    given = {**asked.DEPLOY, "service": "x" * 90_000}
    row = asked.requirement(asked.form().ask, given, asked.DEPLOY_SCHEMA)

    drawn = view(row, "fill")

    assert drawn["callback_id"] == "refused"
    assert "too long" in drawn["blocks"][0]["text"]["text"]


def test_the_result_of_a_very_long_command_can_be_sent_beside_its_beginning() -> None:
    row = asked.external(arguments={"command": "echo hello\n" * 30_000})

    drawn = view(row, "done")

    assert check_view(drawn) == []
    assert drawn["submit"]["text"] == "Send result"
    assert "Only the beginning stands here." in json.dumps(drawn)
    assert "Only the beginning" not in json.dumps(view(asked.external(), "done"))


@pytest.mark.parametrize("row", [asked.form(), asked.external(), asked.unknown()])
def test_only_a_confirmation_is_approved_by_its_review(row: Requirement) -> None:
    assert "submit" not in view(row, "review")


def test_what_is_decided_already_is_not_approved_by_a_review() -> None:
    assert "submit" not in view(asked.decided(asked.confirmation(), Approved()), "review")


def test_short_arguments_are_reviewed_on_one_page() -> None:
    drawn = view(asked.confirmation({}), "review")

    assert (drawn["title"]["text"], drawn["submit"]["text"]) == ("Review", "Approve")
