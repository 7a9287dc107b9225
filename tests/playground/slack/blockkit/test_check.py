"""Blocks and views within Slack's limits, and beyond each of them."""

import json
from pathlib import Path
from typing import Any

import pytest

from playground.slack.blockkit.check import check_blocks, check_message, check_view

CARDS: dict[str, Any] = json.loads(
    (Path(__file__).parents[3] / "data" / "cards.json").read_text(encoding="utf-8")
)


def plain(text: str = "Text") -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "Text") -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def button(**changes: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": "a", "text": plain(), **changes}


def option(value: str = "v", **changes: Any) -> dict[str, Any]:
    return {"text": plain(value), "value": value, **changes}


def options(count: int) -> list[dict[str, Any]]:
    return [option(str(index)) for index in range(count)]


def select(**changes: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "s", "options": options(2), **changes}


def choices(kind: str, count: int = 2, **changes: Any) -> dict[str, Any]:
    return {"type": kind, "action_id": "c", "options": options(count), **changes}


def field(kind: str = "plain_text_input", **changes: Any) -> dict[str, Any]:
    return {"type": kind, "action_id": "f", **changes}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def asked(element: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"type": "input", "label": plain(), "element": element, **changes}


def section(**changes: Any) -> dict[str, Any]:
    return {"type": "section", "text": mrkdwn(), **changes}


def rich(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": list(elements)}


def pieces(*elements: dict[str, Any], kind: str = "rich_text_section") -> dict[str, Any]:
    return {"type": kind, "elements": list(elements)}


WORDS = {"type": "text", "text": "words"}
CONFIRM = {"title": plain(), "text": plain(), "confirm": plain(), "deny": plain()}
TASK = {"type": "task_card", "task_id": "1", "title": "Look", "status": "complete"}

GOOD: dict[str, list[dict[str, Any]]] = {
    "none at all": [],
    "section with fields": [{"type": "section", "fields": [mrkdwn()] * 10}],
    "section at its limit": [section(text=mrkdwn("x" * 3000), expand=True)],
    "multi select beside a section": [
        section(accessory=select(type="multi_static_select", max_selected_items=2))
    ],
    "all that actions take": [
        actions(
            button(action_id="1", confirm=CONFIRM, style="danger", value="x" * 2000),
            select(action_id="2"),
            field("users_select", action_id="3"),
            field("datepicker", action_id="4", initial_date="2026-11-20"),
            field("timepicker", action_id="5", initial_time="13:00", timezone="Europe/Berlin"),
            field("datetimepicker", action_id="6", initial_date_time=1_795_096_800),
            choices("overflow", 5, action_id="7"),
            choices("checkboxes", 10, action_id="8"),
            choices("radio_buttons", 10, action_id="9"),
        )
    ],
    "a number": [asked(field("number_input", is_decimal_allowed=False, min_value="1"))],
    "option groups": [
        actions(
            {
                "type": "static_select",
                "action_id": "s",
                "option_groups": [{"label": plain(), "options": options(100)}],
                "initial_option": option("7"),
            }
        )
    ],
    "rich text": [
        rich(
            pieces(WORDS, {"type": "user", "user_id": "U1"}, {"type": "emoji", "name": "wave"}),
            {"type": "rich_text_list", "style": "bullet", "elements": [pieces(WORDS)]},
            pieces(WORDS, kind="rich_text_quote"),
            pieces(WORDS, kind="rich_text_preformatted"),
        )
    ],
    "markdown, alert and divider": [
        {"type": "markdown", "text": "x" * 12_000},
        {"type": "alert", "text": plain(), "level": "warning"},
        {"type": "divider"},
    ],
    "a container": [
        {
            "type": "container",
            "title": plain(),
            "child_blocks": [rich(pieces(WORDS)), asked(field()), actions(button())],
        }
    ],
    "a plan": [{"type": "plan", "title": "Plan", "tasks": [TASK]}],
    "a card and a carousel": [
        {"type": "card", "body": mrkdwn("x" * 200), "actions": [button()]},
        {"type": "carousel", "elements": [{"type": "card", "title": mrkdwn()}]},
    ],
    "a table": [{"type": "table", "rows": [[{"type": "raw_text", "text": "1"}]]}],
    "feedback": [
        {
            "type": "context_actions",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "action_id": "f",
                    "positive_button": {"text": plain(), "value": "1"},
                    "negative_button": {"text": plain(), "value": "0"},
                },
                {"type": "icon_button", "action_id": "i", "icon": "trash", "text": plain()},
            ],
        }
    ],
    "header and image": [
        {"type": "header", "text": plain("x" * 150)},
        {"type": "image", "image_url": "https://x.io/a.png", "alt_text": "A"},
    ],
    "context": [{"type": "context", "elements": [mrkdwn()] * 10}],
}

BAD: dict[str, tuple[dict[str, Any], str, str]] = {
    "unknown block": ({"type": "blink"}, "/type", "unknown_type"),
    "block without a type": ({}, "/type", "unknown_type"),
    "unknown key": (section(colour="red"), "", "unexpected_field"),
    "unknown key in a text": (
        section(text=mrkdwn() | {"emoji": True}),
        "/text",
        "unexpected_field",
    ),
    "section without anything": ({"type": "section"}, "", "missing_required_field"),
    "section text too long": (section(text=mrkdwn("x" * 3001)), "/text/text", "too_long"),
    "empty text": (section(text=mrkdwn("")), "/text/text", "too_short"),
    "text that is none": (section(text=mrkdwn() | {"text": 5}), "/text/text", "invalid_type"),
    "eleven fields": (section(fields=[mrkdwn()] * 11), "/fields", "too_many_items"),
    "field too long": (
        section(fields=[mrkdwn("x" * 2001)]),
        "/fields/0/text",
        "too_long",
    ),
    "mrkdwn in a header": ({"type": "header", "text": mrkdwn()}, "/text/type", "not_allowed_here"),
    "header too long": ({"type": "header", "text": plain("x" * 151)}, "/text/text", "too_long"),
    "block_id too long": (section(block_id="x" * 256), "/block_id", "too_long"),
    "image without alt": (
        {"type": "image", "image_url": "https://x.io"},
        "",
        "missing_required_field",
    ),
    "image without address": ({"type": "image", "alt_text": "A"}, "", "invalid_value"),
    "no elements": (actions(), "/elements", "too_few_items"),
    "26 elements": (
        actions(*(button(action_id=str(n)) for n in range(26))),
        "/elements",
        "too_many_items",
    ),
    "text input in actions": (actions(field()), "/elements/0/type", "not_allowed_here"),
    "number in actions": (
        actions(field("number_input", is_decimal_allowed=True)),
        "/elements/0/type",
        "not_allowed_here",
    ),
    "file in actions": (actions(field("file_input")), "/elements/0/type", "not_allowed_here"),
    "multi select in actions": (
        actions(select(type="multi_static_select")),
        "/elements/0/type",
        "not_allowed_here",
    ),
    "button in an input": (asked(button()), "/element/type", "not_allowed_here"),
    "text input beside a section": (
        section(accessory=field()),
        "/accessory/type",
        "not_allowed_here",
    ),
    "button in a context": (
        {"type": "context", "elements": [button()]},
        "/elements/0/type",
        "not_allowed_here",
    ),
    "eleven in a context": (
        {"type": "context", "elements": [mrkdwn()] * 11},
        "/elements",
        "too_many_items",
    ),
    "two elements with one action_id": (
        actions(button(), button()),
        "/elements/1/action_id",
        "duplicate_value",
    ),
    "no action_id": (
        actions({"type": "button", "text": plain()}),
        "/elements/0",
        "missing_required_field",
    ),
    "action_id too long": (
        actions(button(action_id="x" * 256)),
        "/elements/0/action_id",
        "too_long",
    ),
    "mrkdwn on a button": (
        actions(button(text=mrkdwn())),
        "/elements/0/text/type",
        "not_allowed_here",
    ),
    "button text too long": (
        actions(button(text=plain("x" * 76))),
        "/elements/0/text/text",
        "too_long",
    ),
    "button value too long": (
        actions(button(value="x" * 2001)),
        "/elements/0/value",
        "too_long",
    ),
    "button style": (actions(button(style="default")), "/elements/0/style", "invalid_value"),
    "accessibility label": (
        actions(button(accessibility_label="x" * 76)),
        "/elements/0/accessibility_label",
        "too_long",
    ),
    "eleven people to show it to": (
        actions(button(visible_to_user_ids=["U1"] * 11)),
        "/elements/0/visible_to_user_ids",
        "too_many_items",
    ),
    "dialog text": (
        actions(button(confirm=CONFIRM | {"text": plain("x" * 301)})),
        "/elements/0/confirm/text/text",
        "too_long",
    ),
    "dialog without a no": (
        actions(button(confirm={k: CONFIRM[k] for k in ("title", "text", "confirm")})),
        "/elements/0/confirm",
        "missing_required_field",
    ),
    "no options": (actions(select(options=[])), "/elements/0/options", "too_few_items"),
    "101 options": (actions(select(options=options(101))), "/elements/0/options", "too_many_items"),
    "options and groups": (
        actions(select(option_groups=[{"label": plain(), "options": options(1)}])),
        "/elements/0",
        "invalid_value",
    ),
    "option text too long": (
        actions(select(options=[option(text=plain("x" * 76))])),
        "/elements/0/options/0/text/text",
        "too_long",
    ),
    "option value too long": (
        actions(select(options=[option(value="x" * 151, text=plain())])),
        "/elements/0/options/0/value",
        "too_long",
    ),
    "overflow value too long": (
        actions(choices("overflow", options=[option(value="x" * 76, text=plain())])),
        "/elements/0/options/0/value",
        "too_long",
    ),
    "option description too long": (
        actions(select(options=[option(description=plain("x" * 76))])),
        "/elements/0/options/0/description/text",
        "too_long",
    ),
    "two options of one value": (
        actions(select(options=[option(), option()])),
        "/elements/0/options/1/value",
        "duplicate_value",
    ),
    "mrkdwn in a select": (
        actions(select(options=[option(text=mrkdwn())])),
        "/elements/0/options/0/text/type",
        "not_allowed_here",
    ),
    "chosen first, but no option": (
        actions(select(initial_option=option("other"))),
        "/elements/0/initial_option",
        "invalid_value",
    ),
    "ticked first, but no option": (
        actions(choices("checkboxes", initial_options=[option("other")])),
        "/elements/0/initial_options/0",
        "invalid_value",
    ),
    "eleven checkboxes": (
        actions(choices("checkboxes", 11)),
        "/elements/0/options",
        "too_many_items",
    ),
    "eleven radio buttons": (
        actions(choices("radio_buttons", 11)),
        "/elements/0/options",
        "too_many_items",
    ),
    "six in an overflow": (
        actions(choices("overflow", 6)),
        "/elements/0/options",
        "too_many_items",
    ),
    "placeholder too long": (
        actions(select(placeholder=plain("x" * 151))),
        "/elements/0/placeholder/text",
        "too_long",
    ),
    "date of another form": (
        actions(field("datepicker", initial_date="20.11.2026")),
        "/elements/0/initial_date",
        "invalid_value",
    ),
    "time of another form": (
        actions(field("timepicker", initial_time="25:00")),
        "/elements/0/initial_time",
        "invalid_value",
    ),
    "moment in milliseconds": (
        actions(field("datetimepicker", initial_date_time=1_795_096_800_000)),
        "/elements/0/initial_date_time",
        "out_of_range",
    ),
    "label too long": (asked(field(), label=plain("x" * 2001)), "/label/text", "too_long"),
    "hint too long": (asked(field(), hint=plain("x" * 2001)), "/hint/text", "too_long"),
    "input without an element": (
        {"type": "input", "label": plain()},
        "",
        "missing_required_field",
    ),
    "max_length too large": (
        asked(field(max_length=3001)),
        "/element/max_length",
        "out_of_range",
    ),
    "min_length above max_length": (
        asked(field(min_length=9, max_length=8)),
        "/element/min_length",
        "out_of_range",
    ),
    "first value longer than allowed": (
        asked(field(max_length=3, initial_value="four")),
        "/element/initial_value",
        "too_long",
    ),
    "number without decimals said": (
        asked(field("number_input")),
        "/element",
        "missing_required_field",
    ),
    "number bounds as numbers": (
        asked(field("number_input", is_decimal_allowed=True, min_value=1)),
        "/element/min_value",
        "invalid_type",
    ),
    "number bounds crossed": (
        asked(field("number_input", is_decimal_allowed=True, min_value="10", max_value="9")),
        "/element/min_value",
        "out_of_range",
    ),
    "eleven files": (
        asked(field("file_input", max_files=11)),
        "/element/max_files",
        "out_of_range",
    ),
    "dispatch on nothing known": (
        asked(field(dispatch_action_config={"trigger_actions_on": ["on_blur"]})),
        "/element/dispatch_action_config/trigger_actions_on/0",
        "invalid_value",
    ),
    "empty piece of rich text": (
        rich(pieces({"type": "text", "text": ""})),
        "/elements/0/elements/0/text",
        "too_short",
    ),
    "rich text without pieces": (rich(pieces()), "/elements/0/elements", "too_few_items"),
    "mention in preformatted": (
        rich(pieces({"type": "user", "user_id": "U1"}, kind="rich_text_preformatted")),
        "/elements/0/elements/0/type",
        "not_allowed_here",
    ),
    "style of a piece": (
        rich(pieces(WORDS | {"style": {"blink": True}})),
        "/elements/0/elements/0/style",
        "unexpected_field",
    ),
    "markdown too long": ({"type": "markdown", "text": "x" * 12_001}, "/text", "too_long"),
    "body of a card": (
        {"type": "card", "body": mrkdwn("x" * 201)},
        "/body/text",
        "too_long",
    ),
    "card with nothing": ({"type": "card"}, "", "missing_required_field"),
    "select on a card": (
        {"type": "card", "title": mrkdwn(), "actions": [select()]},
        "/actions/0/type",
        "not_allowed_here",
    ),
    "eleven cards": (
        {"type": "carousel", "elements": [{"type": "card", "title": mrkdwn()}] * 11},
        "/elements",
        "too_many_items",
    ),
    "container in a container": (
        {"type": "container", "title": plain(), "child_blocks": [{"type": "container"}]},
        "/child_blocks/0/type",
        "not_allowed_here",
    ),
    "alert in a container": (
        {"type": "container", "title": plain(), "child_blocks": [{"type": "alert"}]},
        "/child_blocks/0/type",
        "not_allowed_here",
    ),
    "eleven in a container": (
        {"type": "container", "title": plain(), "child_blocks": [{"type": "divider"}] * 11},
        "/child_blocks",
        "too_many_items",
    ),
    "container without a title": (
        {"type": "container", "child_blocks": [{"type": "divider"}]},
        "",
        "invalid_value",
    ),
    "container with divider and fold": (
        {
            "type": "container",
            "title": plain(),
            "child_blocks": [{"type": "divider"}],
            "is_collapsible": True,
            "has_header_divider": True,
        },
        "/has_header_divider",
        "invalid_value",
    ),
    "task title": (TASK | {"title": "x" * 300}, "/title", "too_long"),
    "task status": (TASK | {"status": "done"}, "/status", "invalid_value"),
    "task with text for details": (TASK | {"details": "text"}, "/details", "invalid_type"),
    "plan without a title": ({"type": "plan", "tasks": []}, "", "missing_required_field"),
    "101 rows": ({"type": "table", "rows": [[]] * 101}, "/rows", "too_many_items"),
    "21 cells": (
        {"type": "table", "rows": [[{"type": "raw_text", "text": "1"}] * 21]},
        "/rows/0",
        "too_many_items",
    ),
    "table too long together": (
        {"type": "table", "rows": [[{"type": "raw_text", "text": "x" * 2500}] * 5]},
        "/rows",
        "too_long",
    ),
    "data table without a caption": (
        {"type": "data_table", "rows": [[{"type": "raw_text", "text": "1"}]]},
        "",
        "missing_required_field",
    ),
    "six in context actions": (
        {
            "type": "context_actions",
            "elements": [
                {"type": "icon_button", "action_id": str(n), "icon": "trash", "text": plain()}
                for n in range(6)
            ],
        },
        "/elements",
        "too_many_items",
    ),
    "another icon": (
        {
            "type": "context_actions",
            "elements": [
                {"type": "icon_button", "action_id": "1", "icon": "pencil", "text": plain()}
            ],
        },
        "/elements/0/icon",
        "invalid_value",
    ),
    "button in context actions": (
        {"type": "context_actions", "elements": [button()]},
        "/elements/0/type",
        "not_allowed_here",
    ),
    "alert level": (
        {"type": "alert", "text": plain(), "level": "fatal"},
        "/level",
        "invalid_value",
    ),
    "six rows of layout": (
        {"type": "layout", "label": "L", "rows": [{}] * 6},
        "/rows",
        "too_many_items",
    ),
    "flag as a word": (asked(field(), optional="yes"), "/optional", "invalid_type"),
    "elements that are no list": ({"type": "actions", "elements": {}}, "/elements", "invalid_type"),
}


@pytest.mark.parametrize("name", CARDS)
def test_every_composed_card_is_within_the_limits(name: str) -> None:
    card = CARDS[name]

    if card["surface"] == "message":
        problems = check_message(card["payload"])
    else:
        problems = check_view(card["payload"])

    assert problems == []


@pytest.mark.parametrize("name", GOOD)
def test_good_blocks_pass(name: str) -> None:
    assert check_blocks(GOOD[name], surface="message") == []


@pytest.mark.parametrize("name", BAD)
def test_a_bad_block_is_named_where_it_is_bad(name: str) -> None:
    block, pointer, code = BAD[name]

    problems = check_blocks([block], surface="message")

    assert (f"/blocks/0{pointer}", code) in [(p.pointer, p.code) for p in problems]


@pytest.mark.parametrize(
    ("blocks", "pointer", "code"),
    [
        ("text", "/blocks", "invalid_type"),
        (["text"], "/blocks/0", "invalid_type"),
        ([section()] * 51, "/blocks", "too_many_items"),
        ([section(block_id="b")] * 2, "/blocks/1/block_id", "duplicate_value"),
        ([{"type": "markdown", "text": "x" * 7000}] * 2, "/blocks", "too_long"),
        (
            [{"type": "table", "rows": [[{"type": "raw_text", "text": "1"}]]}] * 2,
            "/blocks/1",
            "too_many_items",
        ),
        (
            [asked(field(focus_on_load=True)), asked(field(focus_on_load=True))],
            "/blocks/1",
            "duplicate_value",
        ),
        (
            [
                section(block_id="b"),
                {
                    "type": "container",
                    "title": plain(),
                    "child_blocks": [section(block_id="b")],
                },
            ],
            "/blocks/1/child_blocks/0/block_id",
            "duplicate_value",
        ),
    ],
)
def test_blocks_that_are_bad_together_are_named(blocks: Any, pointer: str, code: str) -> None:
    problems = check_blocks(blocks, surface="message")

    assert (pointer, code) in [(p.pointer, p.code) for p in problems]


def modal(**changes: Any) -> dict[str, Any]:
    return {"type": "modal", "title": plain(), "blocks": [section()], **changes}


@pytest.mark.parametrize(
    "view",
    [
        modal(),
        modal(submit=plain(), blocks=[asked(field())], private_metadata="x" * 3000),
        modal(blocks=[section()] * 100),
        {"type": "home", "blocks": [asked(field())]},
    ],
)
def test_a_good_view_passes(view: dict[str, Any]) -> None:
    assert check_view(view) == []


@pytest.mark.parametrize(
    ("view", "pointer", "code"),
    [
        ("text", "/view", "invalid_type"),
        ({"type": "dialog"}, "/view/type", "unknown_type"),
        (modal(title=plain("x" * 25)), "/view/title/text", "too_long"),
        (modal(title=mrkdwn()), "/view/title/type", "not_allowed_here"),
        (modal(submit=plain("x" * 25)), "/view/submit/text", "too_long"),
        (modal(close=plain("x" * 25)), "/view/close/text", "too_long"),
        (modal(blocks=[asked(field())]), "/view", "missing_required_field"),
        (modal(blocks=[]), "/view/blocks", "too_few_items"),
        (modal(blocks=[section()] * 101), "/view/blocks", "too_many_items"),
        (modal(private_metadata="x" * 3001), "/view/private_metadata", "too_long"),
        (modal(callback_id="x" * 256), "/view/callback_id", "too_long"),
        (modal(colour="red"), "/view", "unexpected_field"),
        (
            modal(blocks=[{"type": "markdown", "text": "x"}]),
            "/view/blocks/0/type",
            "not_allowed_here",
        ),
        ({"type": "home", "blocks": [section()], "title": plain()}, "/view", "unexpected_field"),
        ({"type": "modal", "blocks": [section()]}, "/view", "missing_required_field"),
    ],
)
def test_a_bad_view_is_named_where_it_is_bad(view: Any, pointer: str, code: str) -> None:
    assert (pointer, code) in [(p.pointer, p.code) for p in check_view(view)]


@pytest.mark.parametrize(
    ("message", "pointer"),
    [({}, ""), ({"text": "x" * 40_001}, "/text"), ({"blocks": [{}]}, "/blocks/0/type")],
)
def test_a_bad_message_is_named_where_it_is_bad(message: dict[str, Any], pointer: str) -> None:
    assert pointer in [problem.pointer for problem in check_message(message)]


def test_a_problem_reads_like_the_answer_of_blocks_validate() -> None:
    (problem,) = check_blocks([section(colour="red")], surface="message")

    assert problem.as_payload() == {
        "pointer": "/blocks/0",
        "code": "unexpected_field",
        "message": "additional field: colour",
        "field": "0",
    }
