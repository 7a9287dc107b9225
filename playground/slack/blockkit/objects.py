"""Composition objects: texts, options, dialogs, and what else stands inside elements."""

from collections.abc import Iterator

from playground.slack.blockkit.problems import Problem
from playground.slack.blockkit.rules import (
    Check,
    Rule,
    at_least_one,
    by_type,
    distinct,
    exactly_one,
    flag,
    list_of,
    one_of,
    problem,
    shape,
    string,
)
from playground.slack.payload import Payload, payload_of, payloads_of

ACTION_ID = string(255)
BLOCK_ID = string(255)
URL = string(3000)
MAX_OPTIONS = 100


def plain(most: int) -> Rule:
    """Ask for a plain_text object."""
    return by_type(
        {"plain_text": shape({"text": string(most)}, {"emoji": flag})},
        {"mrkdwn": string(0)},
    )


def any_text(most: int) -> Rule:
    """Ask for a plain_text or mrkdwn object."""
    return by_type(
        {
            "plain_text": shape({"text": string(most)}, {"emoji": flag}),
            "mrkdwn": shape({"text": string(most)}, {"verbatim": flag}),
        }
    )


def option(text: Rule, *, value: int = 150) -> Rule:
    """Ask for an option."""
    return shape(
        {"text": text, "value": string(value)},
        {"description": any_text(75), "url": URL},
    )


PLAIN_OPTION = option(plain(75))
OVERFLOW_OPTION = option(plain(75), value=75)
RICH_OPTION = option(any_text(75))

OPTION_GROUP = shape(
    {"label": plain(75), "options": list_of(PLAIN_OPTION, most=MAX_OPTIONS)},
)

CONFIRM = shape(
    {"title": plain(100), "text": any_text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)

DISPATCH = shape(
    {"trigger_actions_on": list_of(one_of("on_enter_pressed", "on_character_entered"), most=2)},
)

CONVERSATION_FILTER = shape(
    {},
    {
        "include": list_of(one_of("im", "mpim", "private", "public"), most=4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
    at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),
)

SLACK_FILE = shape({}, {"id": string(255), "url": URL}, exactly_one("id", "url"))

WORKFLOW = shape(
    {
        "trigger": shape(
            {"url": URL},
            {
                "customizable_input_parameters": list_of(
                    shape({"name": string(255), "value": string(3000)}), most=100
                )
            },
        )
    }
)


def options_in(element: Payload) -> list[Payload]:
    """List the options of an element, those in groups included."""
    groups = payloads_of(element.get("option_groups"))
    grouped = [item for group in groups for item in payloads_of(group.get("options"))]
    return [*payloads_of(element.get("options")), *grouped]


def distinct_options(element: Payload, pointer: str) -> Iterator[Problem]:
    """Refuse two options with one value."""
    for index, group in enumerate(payloads_of(element.get("option_groups"))):
        yield from distinct_options(group, f"{pointer}/option_groups/{index}")
    options = payloads_of(element.get("options"))
    values = [(f"{pointer}/options/{i}/value", o.get("value")) for i, o in enumerate(options)]
    yield from distinct(values, "option value")


def initial_among_options(element: Payload, pointer: str) -> Iterator[Problem]:
    """Ask that what is chosen at first can be chosen."""
    options = options_in(element)
    first = element.get("initial_option")
    if first is not None and not _is_among(first, options):
        yield problem(f"{pointer}/initial_option", "invalid_value", "must be one of the options")
    for index, chosen in enumerate(payloads_of(element.get("initial_options"))):
        if not _is_among(chosen, options):
            where = f"{pointer}/initial_options/{index}"
            yield problem(where, "invalid_value", "must be one of the options")


def _is_among(chosen: object, options: list[Payload]) -> bool:
    return any(_same(payload_of(chosen), item) for item in options)


def _same(one: Payload, other: Payload) -> bool:
    texts = [payload_of(item.get("text")).get("text") for item in (one, other)]
    return one.get("value") == other.get("value") and texts[0] == texts[1]


OPTION_CHECKS: tuple[Check, ...] = (distinct_options, initial_among_options)
