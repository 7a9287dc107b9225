"""Cards: every state as its snapshot holds it, and what must hold for all of them."""

import json
from dataclasses import replace
from typing import Any

import pytest

from playground.slack.blockkit.check import check_blocks, check_view
from signoff.adapters.slack import cards
from signoff.adapters.slack.verbs import MENU, deed
from signoff.core.address import Address
from signoff.core.decision import Approved, Executed
from signoff.core.keys import Position
from signoff.core.requirement import Requirement
from signoff.core.who import Who
from tests.adapters.slack import asked, specimens
from tests.adapters.slack.reading_back import read_back
from tests.adapters.slack.specimens import SPECIMENS

PRE = "rich_text_preformatted"
MENU_ORDER = ["why", "edit", "instead", "hand", "cancel"]


def parts(drawn: Any) -> list[dict[str, Any]]:
    """List every object in a drawing."""
    if isinstance(drawn, list):
        return [part for each in drawn for part in parts(each)]
    if not isinstance(drawn, dict):
        return []
    return [drawn, *(part for each in drawn.values() for part in parts(each))]


@pytest.mark.parametrize("name", SPECIMENS)
def test_a_state_is_drawn_as_its_snapshot_holds_it(name: str) -> None:
    snapshot = specimens.file_of(name).read_text(encoding="utf-8")

    assert specimens.written(SPECIMENS[name]()) == snapshot, (
        "Look at the difference; if it is meant, run python -m tests.adapters.slack.specimens"
    )


def test_there_is_no_snapshot_of_what_is_not_drawn() -> None:
    assert set(specimens.FOLDER.glob("*.json")) == {specimens.file_of(name) for name in SPECIMENS}


@pytest.mark.parametrize("name", SPECIMENS)
def test_slack_takes_every_state(name: str) -> None:
    state = SPECIMENS[name]()

    if state["surface"] == "modal":
        assert check_view(state["payload"]) == []
    else:
        assert check_blocks(state["payload"]["blocks"], surface="message") == []
        assert 0 < len(state["payload"]["text"]) <= 4_000


@pytest.mark.parametrize("name", SPECIMENS)
def test_a_button_says_what_it_does_and_about_what(name: str) -> None:
    for part in parts(SPECIMENS[name]()["payload"]):
        if part.get("type") == "button":
            verb, _ = Address.parse(part["value"])

            assert part["action_id"] == verb
            assert deed(verb) is not None
        if part.get("type") == "overflow":
            assert part["action_id"] == MENU
            verbs = [Address.parse(each["value"])[0] for each in part["options"]]
            assert [verb for verb in MENU_ORDER if verb in verbs] == verbs


@pytest.mark.parametrize("name", [name for name in SPECIMENS if "open" in name])
def test_a_button_names_its_object_to_a_screen_reader(name: str) -> None:
    buttons = [each for each in parts(SPECIMENS[name]()) if each.get("type") == "button"]

    assert buttons
    assert all(": " in each["accessibility_label"] for each in buttons)


def ids(drawn: Any) -> set[str]:
    """Give the block ids of a drawing."""
    return {block["block_id"] for block in drawn if "block_id" in block}


def test_every_redraw_has_new_block_ids() -> None:
    for row in (asked.confirmation(), asked.form(), asked.external(), asked.unknown()):
        first = cards.draw(asked.card(row, want=1)).blocks
        second = cards.draw(asked.card(row, want=2)).blocks

        assert not ids(first) & ids(second)


def test_settling_one_row_leaves_the_others_to_be_decided() -> None:
    rows = specimens.settled_three(all_of_them=False)

    drawn = cards.draw(asked.card(*rows)).blocks

    left = [
        Address.parse(each["value"])[1].at for each in parts(drawn) if each.get("type") == "button"
    ]
    assert set(left) == {rows[2].at}


def test_a_settled_card_has_no_button_and_no_field() -> None:
    for name, specimen in SPECIMENS.items():
        if name.split()[0] in {"approved", "rejected", "expired", "cancelled", "replaced"}:
            kinds = {block["type"] for block in specimen()["payload"]["blocks"]}

            assert kinds == {"rich_text", "context"}


def test_a_high_risk_approval_is_asked_for_twice() -> None:
    buttons = [
        each for each in parts(SPECIMENS["confirmation high risk"]()) if each.get("action_id")
    ]

    approve = buttons[0]
    assert (approve["action_id"], approve["style"]) == ("approve", "danger")
    assert approve["confirm"]["confirm"]["text"] == "Approve"


@pytest.mark.parametrize(
    ("row", "offers"),
    [
        (asked.confirmation(), False),
        (asked.editable(), True),
        (asked.editable(arguments={**asked.EMAIL, "to": "x" * 3_000}), True),
        (asked.editable(arguments={**asked.EMAIL, "to": "x" * 90_000}), False),
        (asked.editable("body", arguments={**asked.EMAIL, "body": "x" * 3_001}), False),
        (asked.editable(arguments={**asked.EMAIL, "body": "x" * 3_001}), True),
    ],
)
def test_an_edit_is_offered_where_a_modal_shows_all_and_some_of_it_is_open(
    row: Requirement, offers: bool
) -> None:
    options = [
        Address.parse(option["value"])[0]
        for part in parts(cards.draw(asked.card(row)).blocks)
        if part.get("type") == "overflow"
        for option in part["options"]
    ]

    assert ("edit" in options) is offers


def test_everybody_who_approved_stands_on_the_receipt() -> None:
    people = [Who(id=f"U0P{number}", name=f"p{number}") for number in range(20)]
    row = asked.voted(asked.editable(quorum=20), *people)

    drawn = cards.draw(asked.card(row))

    assert check_blocks(drawn.blocks, surface="message") == []
    said = json.dumps(drawn.blocks)
    assert "*20 of 20*" in said
    assert all(f"<@{who.id}>" in said for who in people)
    assert all(who.name in drawn.text for who in people)


def test_an_edit_of_very_many_arguments_still_fits_its_card() -> None:
    names = [f"parameter_{number}" for number in range(30)]
    given = dict.fromkeys(names, "before " * 400)
    row = asked.editable(*names, arguments=given, schema={"type": "object"})

    drawn = cards.draw(asked.card(asked.edited(row, **dict.fromkeys(names, "after"))))

    assert check_blocks(drawn.blocks, surface="message") == []
    was = [part for part in parts(drawn.blocks) if part.get("style") == {"strike": True}]
    assert len(was) == 30
    assert sum(len(part["text"]) for part in was) <= 1_200


def test_among_other_rows_a_long_list_of_changes_is_counted() -> None:
    names = [f"p{number}" for number in range(10)]
    row = asked.editable(*names, arguments=dict.fromkeys(names, "a"), schema={"type": "object"})
    other = replace(asked.confirmation(), at=Position(run=1, step=2, index=1))

    edited = asked.edited(row, **dict.fromkeys(names, "b"))
    drawn = cards.draw(asked.card(edited, other))

    assert "4 more were changed." in json.dumps(drawn.blocks)


def test_an_argument_that_was_not_given_before_says_so() -> None:
    row = asked.editable("note", arguments={"to": "bob"}, schema={"type": "object"})

    drawn = cards.draw(asked.card(asked.edited(row, note="x")))

    assert "note was " in json.dumps(drawn.blocks)
    assert "not given" in json.dumps(drawn.blocks)


def test_the_text_beside_the_blocks_tells_of_votes_and_changes() -> None:
    texts = {name: SPECIMENS[name]()["payload"].get("text") for name in SPECIMENS}

    assert str(texts["confirmation one of two"]).startswith(
        "1 of 2 approvals: Send email to bob@example.com. to: bob@example.com; subject: "
    )
    assert "Approved by bob at 13:41 UTC; one more needed." in str(texts["confirmation one of two"])
    assert texts["approved by two"] == (
        "Approved by bob at 13:41 UTC and eve at 13:51 UTC: Send email to bob@example.com."
    )
    assert texts["approved with edits"] == (
        "Approved with edits by bob at 13:41 UTC: Send email to bob@example.com. "
        "Changed: subject, was Refund for order 8841."
    )


def test_long_arguments_are_approved_only_in_their_review() -> None:
    drawn = SPECIMENS["confirmation long"]()

    verbs = {part["action_id"] for part in parts(drawn) if part.get("type") == "button"}
    assert verbs == {"review", "reject"}
    assert "Approve after you review all of them." in json.dumps(drawn)


def test_rows_with_different_expiries_each_say_their_own() -> None:
    first, second, third = specimens.three()
    later = replace(second, exp=second.exp + 3_600_000)

    together = cards.draw(asked.card(first, second, third)).blocks
    apart = cards.draw(asked.card(first, later, third)).blocks

    assert "Expires" in together[0]["elements"][0]["text"]
    assert "Expires" not in apart[0]["elements"][0]["text"]
    assert sum(part.get("type") == "date" for part in parts(apart)) == 3


def test_rows_with_different_reasons_each_say_their_own() -> None:
    first, second, third = specimens.three()
    other = replace(second, reason="Because.")

    together = cards.draw(asked.card(first, second, third))
    apart = cards.draw(asked.card(first, other, third))

    assert json.dumps(together.blocks).count("Agent's reason") == 1
    assert json.dumps(apart.blocks).count("Agent's reason") == 3


@pytest.mark.parametrize("number", range(1, 5))
def test_up_to_four_simple_fields_stand_on_the_card(number: int) -> None:
    row = asked.form_of({f"x{index}": {"type": "integer"} for index in range(number)})

    drawn = parts(cards.draw(asked.card(row)).blocks)

    verbs = [part["action_id"] for part in drawn if part.get("type") == "button"]
    assert verbs == ["submit", "decline", "fill"]


@pytest.mark.parametrize(
    "row",
    [
        asked.form_of({f"x{index}": {"type": "integer"} for index in range(5)}),
        asked.form_of({"x": {"type": "object"}}),
        asked.form_of({"body": {"type": "string"}}),
        asked.form_of({"x": {"enum": [f"v{number}" for number in range(101)]}}),
        asked.requirement(
            asked.form().ask, {**asked.DEPLOY, "service": "x" * 6_000}, asked.DEPLOY_SCHEMA
        ),
    ],
)
def test_more_than_a_card_should_hold_is_filled_in_in_a_form(row: Any) -> None:
    drawn = cards.draw(asked.card(row)).blocks

    assert not [block for block in drawn if block["type"] == "input"]
    verbs = [part["action_id"] for part in parts(drawn) if part.get("type") == "button"]
    assert verbs == ["fill", "decline"]


@pytest.mark.parametrize("count", [0, 1, 4, 5, 10, 11, 100, 101, 1_000, 1_001])
@pytest.mark.parametrize("several", [False, True])
def test_any_number_of_options_makes_a_card_that_slack_takes(count: int, several: bool) -> None:
    options = [f"option {number}" for number in range(count)]
    row = asked.feedback(asked.question("Which?", *options, several=several))

    for drawn in (cards.draw(asked.card(row)), cards.fallback(asked.card(row))):
        assert check_blocks(drawn.blocks, surface="message") == []
    view = specimens.modal(row, "answer")["payload"]
    assert check_view(view) == []


@pytest.mark.parametrize(
    "row",
    [
        asked.feedback(asked.question("Why? " * 420, "a", "b")),
        asked.feedback(asked.question("Why? " * 420, "a", "b", several=True)),
        asked.feedback(asked.question("Which?", "x" * 80, "x" * 80 + "y", ("z", "w" * 80))),
        asked.feedback(asked.question("Which?", "same", "same", "same")),
        asked.feedback(asked.question("Which?", "same", "same", several=True)),
        asked.feedback(asked.question("", "", "")),
        asked.feedback(asked.question("Why? " * 12_000, *["x" * 50_000] * 5)),
        asked.feedback(asked.question("Which?", *["x" * 3_000] * 100, several=True)),
        asked.feedback(),
    ],
)
def test_awkward_questions_make_a_card_that_slack_takes(row: Any) -> None:
    drawn = cards.draw(asked.card(row))

    assert check_blocks(drawn.blocks, surface="message") == []
    assert check_view(specimens.modal(row, "answer")["payload"]) == []


def test_a_long_question_is_asked_in_full() -> None:
    words = " ".join(f"word{number}" for number in range(260))

    for question in (asked.question(words, "a"), asked.question(words, "a", several=True)):
        drawn = cards.draw(asked.card(asked.feedback(question))).blocks

        assert words in "".join(
            part.get("text", "") for part in parts(drawn) if isinstance(part.get("text"), str)
        )


def test_the_text_beside_the_blocks_says_what_the_blocks_say() -> None:
    texts = {name: SPECIMENS[name]()["payload"].get("text") for name in SPECIMENS}

    assert texts["confirmation open"] == (
        "Approval needed: Send email to bob@example.com. to: bob@example.com; subject: Refund for "
        "order 8841; body: Hi Bob, your refund of $120 was issued today. Can decide: members of "
        "this workspace, no guests. Expires 2026-11-20 14:00 UTC."
    )
    assert texts["approved running"] == (
        "Approved by bob at 13:41 UTC: Send email to bob@example.com."
    )
    assert texts["approved failed"] == (
        "Failed: Send email to bob@example.com. Approved by bob at 13:41 UTC. "
        "SMTP 421: try again later."
    )
    assert texts["rejected with a reason"] == (
        "Rejected by bob at 13:41 UTC, not run: Send email to bob@example.com. "
        "Reason: wrong amount, it was $12."
    )
    assert "<!channel>" not in str(texts["confirmation hostile"])


def test_the_text_beside_the_blocks_stays_within_what_slack_takes_however_much_is_escaped() -> None:
    rows = [
        asked.confirmation({"a": "<" * 480}, title="<" * 150, at=Position(run=1, step=2, index=row))
        for row in range(5)
    ]

    drawn = cards.draw(asked.card(*rows))

    assert 1_000 < len(drawn.text) <= 4_000
    assert "<" not in drawn.text


def test_a_card_never_says_who_decided_before_somebody_did() -> None:
    drawn = json.dumps(cards.draw(asked.card(asked.confirmation())).blocks)
    settled = json.dumps(
        cards.draw(asked.card(asked.decided(asked.confirmation(), Approved()))).blocks
    )

    assert "U0BOB" not in drawn
    assert "U0BOB" in settled


def test_a_long_command_stands_on_its_card_in_blocks_that_slack_takes() -> None:
    command = "\n".join(f"echo {number}" for number in range(400))
    row = asked.external(arguments={"command": command})

    drawn = cards.draw(asked.card(row)).blocks

    kinds = [block["type"] for block in drawn]
    assert kinds == ["rich_text", "rich_text", "rich_text", "context", "actions"]
    written = [each["elements"][0]["text"] for each in parts(drawn) if each.get("type") == PRE]
    assert read_back("".join(written)) == {"command": command}


def test_a_command_too_long_for_a_card_is_shown_in_full_in_its_review() -> None:
    row = asked.external(arguments={"command": "x" * 6_000})

    drawn = cards.draw(asked.card(row)).blocks

    verbs = [part["action_id"] for part in parts(drawn) if part.get("type") == "button"]
    assert verbs == ["done", "cannot", "review"]
    assert "The first 600 of 6,012 characters. Review… shows all of them." in json.dumps(
        drawn, ensure_ascii=False
    )


@pytest.mark.parametrize(
    ("result", "said"),
    [("", "The result is empty."), ("x" * 2_000, "The first 899 of 2,000 characters; the agent")],
)
def test_a_result_stands_on_the_receipt_as_far_as_there_is_room(result: str, said: str) -> None:
    row = asked.decided(asked.external(), Executed(result=result))

    assert said in json.dumps(cards.draw(asked.card(row)).blocks)


def test_the_plain_card_of_each_kind_can_be_answered() -> None:
    rows = {
        "review reject": asked.confirmation(),
        "fill review decline": asked.form(),
        "review done cannot": asked.external(),
        "answer review skip": asked.feedback(asked.question("Which?", "a")),
        "review happened again stop": asked.unknown(),
    }
    for verbs, row in rows.items():
        drawn = cards.fallback(asked.card(row)).blocks

        found = [part["action_id"] for part in parts(drawn) if part.get("type") == "button"]
        assert " ".join(found) == verbs


def test_running_again_is_asked_for_twice() -> None:
    for drawn in (
        cards.draw(asked.card(asked.unknown())),
        cards.fallback(asked.card(asked.unknown())),
    ):
        (again,) = [part for part in parts(drawn.blocks) if part.get("action_id") == "again"]

        assert "happens twice" in again["confirm"]["text"]["text"]


@pytest.mark.parametrize("draw", [cards.draw, cards.fallback])
def test_nobody_alone_is_offered_to_start_again_what_several_approved(draw: Any) -> None:
    drawn = draw(asked.card(asked.unknown(quorum=2)))

    verbs = {part["action_id"] for part in parts(drawn.blocks) if part.get("type") == "button"}
    assert "again" not in verbs
    assert {"happened", "stop"} <= verbs
    assert "Run it again" not in drawn.text
    assert check_blocks(drawn.blocks, surface="message") == []
