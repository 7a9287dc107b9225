"""Every element with its limits, and in which block it may stand."""

from collections.abc import Iterator, Mapping

from playground.slack.blockkit.objects import (
    ACTION_ID,
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH,
    MAX_OPTIONS,
    OPTION_CHECKS,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    PLAIN_OPTION,
    RICH_OPTION,
    SLACK_FILE,
    URL,
    WORKFLOW,
    any_text,
    distinct_options,
    plain,
)
from playground.slack.blockkit.problems import Problem
from playground.slack.blockkit.rich_text import RICH_TEXT_BLOCK
from playground.slack.blockkit.rules import (
    Fields,
    Rule,
    exactly_one,
    flag,
    list_of,
    one_of,
    problem,
    shape,
    string,
    whole,
)
from playground.slack.payload import Payload

ID = string(255)
FOCUS: Fields = {"focus_on_load": flag}
PLACEHOLDER: Fields = {"placeholder": plain(150)}
MENU: Fields = {"confirm": CONFIRM, **FOCUS, **PLACEHOLDER}
MANY: Fields = {**MENU, "max_selected_items": whole(1, 1000)}
ACTION: Fields = {"action_id": ACTION_ID}
TYPED: Fields = {**FOCUS, **PLACEHOLDER, "dispatch_action_config": DISPATCH}
OPTIONS: Fields = {
    "options": list_of(PLAIN_OPTION, most=MAX_OPTIONS),
    "option_groups": list_of(OPTION_GROUP, most=MAX_OPTIONS),
}
STYLE = one_of("primary", "danger")
VISIBLE_TO: Fields = {"visible_to_user_ids": list_of(ID, most=10)}

IMAGE_FIELDS: Fields = {"image_url": URL, "slack_file": SLACK_FILE}

BUTTON = shape(
    {**ACTION, "text": plain(75)},
    {
        "value": string(2000),
        "url": URL,
        "style": STYLE,
        "confirm": CONFIRM,
        "accessibility_label": string(75),
        "agent_prompt": string(4000),
        "agent_prompt_display": string(4000),
        **VISIBLE_TO,
    },
)

FEEDBACK_BUTTON = shape(
    {"text": plain(75), "value": string(2000)}, {"accessibility_label": string(75)}
)


def _lengths(element: Payload, pointer: str) -> Iterator[Problem]:
    least, most = element.get("min_length"), element.get("max_length")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield problem(f"{pointer}/min_length", "out_of_range", "must not exceed max_length")
    first = element.get("initial_value")
    if isinstance(first, str) and isinstance(most, int) and len(first) > most:
        yield problem(f"{pointer}/initial_value", "too_long", f"must be no more than {most}")


def _bounds(element: Payload, pointer: str) -> Iterator[Problem]:
    least, most = _number(element.get("min_value")), _number(element.get("max_value"))
    if least is not None and most is not None and least > most:
        yield problem(f"{pointer}/min_value", "out_of_range", "must not exceed max_value")


def _number(value: object) -> float | None:
    try:
        return float(value) if isinstance(value, str) else None
    except ValueError:
        return None


NUMBER_TEXT = string(64, pattern=r"-?\d+(\.\d+)?")


def _one(initial: str, **extra: Rule) -> Rule:
    return shape(ACTION, {**MENU, initial: ID, **extra})


def _several(initial: str, **extra: Rule) -> Rule:
    return shape(ACTION, {**MANY, initial: list_of(ID, most=1000), **extra})


def _picker(initial: str, rule: Rule, **extra: Rule) -> Rule:
    return shape(ACTION, {**MENU, initial: rule, **extra})


CONVERSATIONS: Fields = {"default_to_current_conversation": flag, "filter": CONVERSATION_FILTER}

ELEMENTS: Mapping[str, Rule] = {
    "button": BUTTON,
    "workflow_button": shape(
        {**ACTION, "text": plain(75), "workflow": WORKFLOW},
        {"style": STYLE, "accessibility_label": string(75)},
    ),
    "static_select": shape(
        ACTION,
        {**MENU, **OPTIONS, "initial_option": PLAIN_OPTION},
        exactly_one("options", "option_groups"),
        *OPTION_CHECKS,
    ),
    "multi_static_select": shape(
        ACTION,
        {**MANY, **OPTIONS, "initial_options": list_of(PLAIN_OPTION, most=MAX_OPTIONS)},
        exactly_one("options", "option_groups"),
        *OPTION_CHECKS,
    ),
    "external_select": shape(
        ACTION, {**MENU, "initial_option": PLAIN_OPTION, "min_query_length": whole(0, 1000)}
    ),
    "multi_external_select": shape(
        ACTION,
        {
            **MANY,
            "initial_options": list_of(PLAIN_OPTION, most=MAX_OPTIONS),
            "min_query_length": whole(0, 1000),
        },
    ),
    "users_select": _one("initial_user"),
    "channels_select": _one("initial_channel", response_url_enabled=flag),
    "conversations_select": _one(
        "initial_conversation", response_url_enabled=flag, **CONVERSATIONS
    ),
    "multi_users_select": _several("initial_users"),
    "multi_channels_select": _several("initial_channels"),
    "multi_conversations_select": _several("initial_conversations", **CONVERSATIONS),
    "overflow": shape(
        {**ACTION, "options": list_of(OVERFLOW_OPTION, most=5)},
        {"confirm": CONFIRM},
        distinct_options,
    ),
    "checkboxes": shape(
        {**ACTION, "options": list_of(RICH_OPTION, most=10)},
        {"confirm": CONFIRM, **FOCUS, "initial_options": list_of(RICH_OPTION, most=10)},
        *OPTION_CHECKS,
    ),
    "radio_buttons": shape(
        {**ACTION, "options": list_of(RICH_OPTION, most=10)},
        {"confirm": CONFIRM, **FOCUS, "initial_option": RICH_OPTION},
        *OPTION_CHECKS,
    ),
    "datepicker": _picker("initial_date", string(10, pattern=r"\d{4}-\d{2}-\d{2}")),
    "timepicker": _picker(
        "initial_time", string(5, pattern=r"([01]\d|2[0-3]):[0-5]\d"), timezone=string(64)
    ),
    "datetimepicker": shape(
        ACTION,
        {
            "confirm": CONFIRM,
            **FOCUS,
            "initial_date_time": whole(1_000_000_000, 9_999_999_999),
        },
    ),
    "plain_text_input": shape(
        ACTION,
        {
            **TYPED,
            "initial_value": string(3000),
            "multiline": flag,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
        },
        _lengths,
    ),
    "number_input": shape(
        {**ACTION, "is_decimal_allowed": flag},
        {
            **TYPED,
            "initial_value": NUMBER_TEXT,
            "min_value": NUMBER_TEXT,
            "max_value": NUMBER_TEXT,
        },
        _bounds,
    ),
    "email_text_input": shape(ACTION, {**TYPED, "initial_value": string(3000)}),
    "url_text_input": shape(ACTION, {**TYPED, "initial_value": string(3000)}),
    "rich_text_input": shape(
        ACTION,
        {
            **TYPED,
            "initial_value": RICH_TEXT_BLOCK,
            "min_lines": whole(1, 1000),
            "max_lines": whole(1, 1000),
        },
    ),
    "file_input": shape(
        ACTION,
        {"filetypes": list_of(string(64), most=100), "max_files": whole(1, 10)},
    ),
    "image": shape({"alt_text": string(2000)}, IMAGE_FIELDS, exactly_one(*IMAGE_FIELDS)),
    "feedback_buttons": shape(
        {**ACTION, "positive_button": FEEDBACK_BUTTON, "negative_button": FEEDBACK_BUTTON}
    ),
    "icon_button": shape(
        {**ACTION, "icon": one_of("trash"), "text": plain(75)},
        {
            "value": string(2000),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
            **VISIBLE_TO,
        },
    ),
    "plain_text": any_text(3000),
    "mrkdwn": any_text(3000),
}


def _some(*kinds: str) -> dict[str, Rule]:
    return {kind: ELEMENTS[kind] for kind in kinds}


_SELECTS = (
    "static_select",
    "external_select",
    "users_select",
    "conversations_select",
    "channels_select",
)
_MULTI = tuple(f"multi_{kind}" for kind in _SELECTS)
_CHOICES = ("checkboxes", "radio_buttons", "datepicker", "timepicker")

IN_ACTIONS = _some(
    "button",
    "workflow_button",
    "overflow",
    "datetimepicker",
    "rich_text_input",
    *_SELECTS,
    *_CHOICES,
)
IN_SECTION = _some("button", "workflow_button", "overflow", "image", *_SELECTS, *_MULTI, *_CHOICES)
IN_INPUT = _some(
    "plain_text_input",
    "number_input",
    "email_text_input",
    "url_text_input",
    "rich_text_input",
    "file_input",
    "datetimepicker",
    *_SELECTS,
    *_MULTI,
    *_CHOICES,
)
IN_CONTEXT = _some("image", "plain_text", "mrkdwn")
IN_CONTEXT_ACTIONS = _some("feedback_buttons", "icon_button")
IN_CARD = _some("button")
