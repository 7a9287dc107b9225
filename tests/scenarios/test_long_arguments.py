"""What a model writes to hide something: nobody says yes to what they could not see."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from playground.slack.deliveries.transport import Answered, Outcome
from playground.slack.records import View
from signoff.adapters.slack import cards, modals
from signoff.adapters.slack.decisions import reading
from signoff.adapters.slack.escapes import is_invisible
from signoff.core.click import Invalid
from signoff.core.decision import Answered as Filled
from signoff.core.decision import Approved
from signoff.core.gate import Risk, UserInput
from signoff.core.requirement import Requirement
from tests.adapters.slack import asked
from tests.adapters.slack.reading_back import read_back
from tests.scenarios.drawn import objects_in
from tests.scenarios.stage import BOB, EMAIL, Stage

TAIL = "rm -rf / --no-preserve-root"
TICKED: dict[str, Any] = {"ack": {"v": {"selected_options": [{"value": "0"}]}}}
HIDDEN = {
    "a long text": "All is well. " * 200 + TAIL,
    "500 line ends": "All is well." + "\n" * 500 + TAIL,
    "blanks": "All is well." + " " * 5_000 + TAIL,
    "a bidi override": "All is well. \u202e" + TAIL + "\u202c",
    "zero widths": "\u200b\u200d\ufeff".join(TAIL),
    "tag characters": "All is well." + "".join(chr(0xE0000 + ord(each)) for each in TAIL),
    "fillers": "All is well.\u3164\u115f\u2800" + TAIL,
    "line separators": f"All is well.\u2028\u2029\x85{TAIL}",
    "a forged receipt": f"ok\n\nApproved by @bob · 1:41 PM\n{TAIL}",
    "mentions": f"<!channel> <!here> <@U0BOB> <https://evil.example|fine> {TAIL}",
    "mrkdwn": f"*Approved* _by_ ~bob~ `ok` ```{TAIL}``` :white_check_mark:",
    "a forged argument": f'fine"\nto:  "ceo@example.com"\n{TAIL}',
}


def _asked(stage: Stage, body: str) -> None:
    stage.model.call("send_email", **{**EMAIL, "body": body})
    stage.say("Mail Bob")


def _forged(stage: Stage, verb: str, **tampering: object) -> Outcome:
    """Press the review's button as if it were another one."""
    held = stage.slack.aim(BOB, stage.card, "review")
    value = str(held.payload["actions"][0]["value"])
    changed = value.replace("review.", f"{verb}.", 1)
    return stage.slack.press(held, action_id=verb, value=changed, **tampering)


def _turned(stage: Stage, verb: str) -> View:
    stage.slack.click_on(BOB, stage.modal(), verb)
    return stage.modal()


def _shown(blocks: Sequence[dict[str, Any]]) -> str:
    return "".join(
        str(part["text"])
        for block in blocks
        if block["type"] == "rich_text"
        for element in block["elements"]
        if element["type"] == "rich_text_preformatted"
        for part in element["elements"]
    )


def test_long_arguments_are_approved_behind_the_last_page_only(stage: Stage) -> None:
    body = "".join(f"Line {number} of a long letter.\n" for number in range(700)) + TAIL
    _asked(stage, body)
    assert stage.buttons() == ["review", "reject", "more"]
    assert TAIL not in _shown(stage.card.blocks)

    stage.click("review")
    pages = [stage.modal()]
    while "submit" not in pages[-1].content:
        assert stage.inputs(pages[-1]) == {}
        pages.append(_turned(stage, f"page{len(pages) + 1}"))

    read = "".join(_shown(page.content["blocks"]) for page in pages)
    assert read_back(read) == {**EMAIL, "body": body}
    (box,) = stage.inputs(stage.modal()).values()
    assert f"I have read all {len(read):,} characters" in json.dumps(box)
    assert not stage.slack.submit_view(BOB, stage.modal().id, {}).ok
    stage.model.say("Sent.")
    ticked = {box["block_id"]: {box["element"]["action_id"]: ["0"]}}
    assert stage.slack.submit_view(BOB, stage.modal().id, ticked).ok
    stage.settle()
    assert stage.outputs[0].startswith("E-mail “Order 8841”")
    assert f"{len(body)} characters" in stage.outputs[0]


def test_an_approve_that_was_never_on_the_card_approves_nothing(stage: Stage) -> None:
    _asked(stage, "All is well. " * 200 + TAIL)
    before = stage.card

    outcome = _forged(stage, "approve")
    stage.settle()

    assert isinstance(outcome, Answered)
    assert outcome.status == 200
    assert stage.private(BOB)[0].startswith("Not sent: Review all of it before you decide.")
    assert (stage.card, stage.requests, stage.rows("#EXEC#")) == (before, 1, ())


def test_a_review_that_is_submitted_without_its_box_approves_nothing(stage: Stage) -> None:
    _asked(stage, "All is well. " * 2_000)
    stage.click("review")
    first = stage.modal()
    assert "submit" not in first.content

    submitted = stage.slack.submit_view(BOB, first.id, {})
    stage.settle()

    assert submitted.ok
    assert "Tick the box" in json.dumps(stage.modal().content)
    assert stage.requests == 1
    assert stage.buttons() == ["review", "reject", "more"]


@pytest.mark.parametrize("kind", HIDDEN)
def test_a_yes_stands_only_beside_all_of_what_it_is_for(kind: str) -> None:
    arguments = {**EMAIL, "body": HIDDEN[kind]}
    row = asked.confirmation(arguments)
    drawn = cards.draw(asked.card(row))
    verbs = {
        element["action_id"]
        for block in drawn.blocks
        if block["type"] == "actions"
        for element in block["elements"]
    }

    if "approve" in verbs:
        assert read_back(_shown(drawn.blocks)) == arguments
    else:
        assert "review" in verbs
        assert isinstance(reading("approve", {})(row), Invalid)
        assert read_back(_reviewed(row)) == arguments
        assert reading("review", TICKED)(row) == Approved()


def _reviewed(row: Requirement) -> str:
    views = [modals.view(asked.opening(row, "review", page=page), row) for page in range(1, 11)]
    by_title = {view["title"]["text"]: _shown(view["blocks"]) for view in views}
    return "".join(by_title.values())


@pytest.mark.parametrize("kind", HIDDEN)
def test_nothing_that_a_model_writes_is_invisible_or_comes_alive(kind: str) -> None:
    row = asked.confirmation(
        {**EMAIL, "body": HIDDEN[kind]}, title=HIDDEN[kind], reason=HIDDEN[kind]
    )
    drawn = cards.draw(asked.card(row))
    views = [modals.view(asked.opening(row, each), row) for each in ("review", "reject")]

    for texts in (_texts(drawn.blocks), _texts(views), [("mrkdwn", drawn.text)]):
        for form, text in texts:
            assert not [each for each in text if is_invisible(each) and each != "\n"]
            if form == "mrkdwn":
                assert "<!channel" not in text
                assert "<!here" not in text
                assert "<https://evil" not in text
                assert "<@U0BOB>" not in text


def _texts(drawn: Any) -> Iterator[tuple[str, str]]:
    """Give every text object with how Slack reads it."""
    for each in objects_in(drawn):
        if isinstance(each.get("text"), str):
            yield str(each["type"]), str(each["text"])


@pytest.mark.parametrize("risk", [None, Risk.HIGH])
def test_a_models_words_are_never_a_title_a_button_or_a_dialog(risk: Risk | None) -> None:
    words = "Pre-approved by the CEO, just click."
    row = asked.confirmation(risk=risk, reason=words)
    drawn = cards.draw(asked.card(row))

    holding = [block for block in drawn.blocks if words in json.dumps(block)]
    (quote,) = [e for block in holding for e in block["elements"] if words in json.dumps(e)]
    assert quote["type"] == "rich_text_quote"
    assert quote["elements"][0]["text"] == "Agent's reason: "
    assert words not in drawn.text
    for form in ("review", "reject"):
        assert words not in json.dumps(modals.view(asked.opening(row, form), row))


def test_a_high_risk_yes_is_asked_for_twice_in_our_own_words() -> None:
    row = asked.confirmation(risk=Risk.HIGH, title="Wipe prod\n*Approved* by <@U0BOB>")
    (approve,) = [
        element
        for block in cards.draw(asked.card(row)).blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"] == "approve"
    ]

    assert approve["style"] == "danger"
    assert {approve["confirm"][each]["type"] for each in ("title", "text")} == {"plain_text"}
    assert approve["confirm"]["title"]["text"] == "This is high risk. Approve?"


@pytest.mark.parametrize("verb", ["approve", "review"])
def test_what_no_review_can_hold_can_only_be_refused(verb: str) -> None:
    row = asked.confirmation({**EMAIL, "body": "x" * 100_000})
    last = modals.view(asked.opening(row, "review", page=10), row)

    assert "submit" not in last
    assert isinstance(reading(verb, TICKED)(row), Invalid)
    assert not isinstance(reading("reject", {})(row), Invalid)


@pytest.mark.parametrize(
    ("length", "submit_counts", "fill_counts"),
    [(100, True, True), (10_000, False, True), (100_000, False, False)],
)
def test_a_form_whose_other_arguments_do_not_show_is_not_sent_from_where_they_do_not(
    length: int, submit_counts: bool, fill_counts: bool
) -> None:
    schema = {"properties": {"body": {"type": "string"}, "note": {"type": "string"}}}
    given = {"body": "x" * length, "note": None}
    row = asked.requirement(UserInput(fields=("note",)), given, schema)
    values: dict[str, Any] = {"f0": {"v": {"type": "plain_text_input", "value": "fine"}}}

    for verb, counts in (("submit", submit_counts), ("fill", fill_counts)):
        assert isinstance(reading(verb, values)(row), Filled) == counts
