"""The fields of a form as Slack's input elements; an option's value is its place in the list."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, assert_never

from signoff.adapters.slack.blocks import Block, labelled, line, numbered, plain, rich, run
from signoff.adapters.slack.escapes import escape_in_json
from signoff.adapters.slack.limits import (
    CHECKBOXES,
    FIELDS_ON_CARD,
    INPUT_HINT,
    INPUT_LABEL,
    INPUT_TEXT,
    NUMBER_TEXT,
    OPTION_TEXT,
    OPTIONS,
    RADIO_BUTTONS,
    clipped,
)
from signoff.adapters.slack.pickers import listed_by_slack, picker
from signoff.adapters.slack.widgets import (
    ACTION,
    Choice,
    Choices,
    Day,
    Email,
    Field,
    Hour,
    Link,
    Listed,
    Moment,
    Number,
    Option,
    Structure,
    Text,
    Typed,
)
from signoff.core.canonical import Json
from signoff.core.schema import check

_LIST = 50
_LISTED = 200
_ALL_LISTED = 30_000
_ASKED = 10_000
"""How much of a question, and of all options, stands above the field: ten times what is read."""

_ON_CARD = 2_500


def may_stand_on_card(fields: Sequence[Field]) -> bool:
    """Tell whether fields are few, brief and hard to fill in wrongly."""
    return (
        0 < len(fields) <= FIELDS_ON_CARD
        and all(map(_is_simple, fields))
        and sum(map(size_of, fields)) <= _ON_CARD
    )


def size_of(field: Field) -> int:
    """Count the characters that a field needs."""
    options = field.widget.options if isinstance(field.widget, Choice | Choices) else ()
    said = sum(len(each.label) + len(each.description) for each in options)
    return len(field.label) + len(field.hint) + said


def _is_simple(field: Field) -> bool:
    match field.widget:
        case Text(is_long=is_long):
            return not is_long or not field.name
        case Choice(options=options) | Choices(options=options):
            return len(options) <= OPTIONS
        case Structure():
            return False
        case _:
            return True


def field_blocks(field: Field, *, suffix: str = "", number: int | None = None) -> list[Block]:
    """Draw a field: what does not fit its label or its options stands above it, in full."""
    above = _in_full(field, number)
    label = field.label if len(field.label) <= INPUT_LABEL else f"Question {number or 1}"
    drawn = labelled(f"{field.key}{suffix}", label, element(field))
    if field.hint:
        drawn["hint"] = plain(clipped(field.hint, INPUT_HINT))
    if field.is_optional:
        drawn["optional"] = True
    return [*([rich(f"h{field.key}{suffix}", *above)] if above else []), drawn]


def element(field: Field) -> Block:
    """Draw what a field is filled in with, and what stands there already."""
    widget, value = field.widget, field.value
    match widget:
        case Text() | Email() | Link() | Number() | Structure():
            return _typed(widget, value)
        case Choice(options=options):
            return _choice(options, value)
        case Choices(options=options):
            return _choices(options, value)
        case Day() | Hour() | Moment():
            return picker(widget, value)
        case Listed():
            return listed_by_slack(widget, value)
        case _:
            assert_never(widget)


def is_long_option(option: Option) -> bool:
    """Tell whether an option does not fit the place where it is chosen."""
    return len(option.label) > OPTION_TEXT or len(option.description) > OPTION_TEXT


def lists_of(options: Sequence[Option]) -> list[Block]:
    """Write options in full, numbered; of very many or very long ones, each is shortened."""
    most = max(_LISTED, _ALL_LISTED // max(1, len(options)))
    lines = [_listed(option, most) for option in options]
    return [
        {**numbered(*lines[first : first + _LIST]), **({"offset": first} if first else {})}
        for first in range(0, len(lines), _LIST)
    ]


def _listed(option: Option, most: int) -> Block:
    label, said = clipped(option.label, most), clipped(option.description, most)
    return line(run(label, bold=True), *([run(f"  {said}")] if said else []))


def _in_full(field: Field, number: int | None) -> list[Block]:
    options = field.widget.options if isinstance(field.widget, Choice | Choices) else ()
    above: list[Block] = []
    if len(field.label) > INPUT_LABEL:
        asked = run(clipped(field.label, _ASKED))
        above.append(line(run(f"Question {number or 1}: ", bold=True), asked))
    if any(map(is_long_option, options)):
        above += lists_of(options)
    return above


def _typed(widget: Typed, value: Json) -> Block:
    match widget:
        case Text(is_long=is_long, least=least, most=most):
            drawn = _text("plain_text_input", value, least=least, most=most)
            drawn |= {"multiline": True} if is_long else {}
        case Email():
            drawn = _text("email_text_input", value)
        case Link():
            drawn = _text("url_text_input", value)
        case Number():
            drawn = _number(widget, value)
        case Structure():
            drawn = {**_text("plain_text_input", _json(value)), "multiline": True}
        case _:
            assert_never(widget)
    return drawn


def _json(value: Json) -> str | None:
    """Write JSON so that nothing in it is invisible, and that it reads back as it was."""
    return None if value is None else escape_in_json(json.dumps(value, ensure_ascii=False))


def _text(kind: str, value: Json, *, least: int = 0, most: int | None = None) -> Block:
    limit = min(most or INPUT_TEXT, INPUT_TEXT)
    drawn: Block = {"type": kind, "action_id": ACTION}
    if kind == "plain_text_input":
        drawn["max_length"] = limit
    if 0 < least <= limit:
        drawn["min_length"] = least
    if isinstance(value, str) and least <= len(value) <= limit and value:
        drawn["initial_value"] = value
    return drawn


def _number(widget: Number, value: Json) -> Block:
    drawn: Block = {
        "type": "number_input",
        "action_id": ACTION,
        "is_decimal_allowed": not widget.is_whole,
    }
    limits = {"min_value": widget.least, "max_value": widget.most}
    if isinstance(value, int | float) and not isinstance(value, bool) and _is_within(widget, value):
        limits["initial_value"] = value
    written = {key: _decimal(number) for key, number in limits.items() if number is not None}
    return {**drawn, **{key: said for key, said in written.items() if said}}


def _decimal(number: float) -> str:
    """Write a number as Slack takes it: in digits alone; nothing where these are too many."""
    written = format(Decimal(repr(number)), "f")
    return written if len(written) <= NUMBER_TEXT else ""


def _is_within(widget: Number, value: float) -> bool:
    least, most = widget.least, widget.most
    is_kind = isinstance(value, int) or not widget.is_whole
    return is_kind and (least is None or value >= least) and (most is None or value <= most)


def _options(options: Sequence[Option]) -> list[Block]:
    has_list = any(map(is_long_option, options))
    return [_option(option, index, has_list=has_list) for index, option in enumerate(options)]


def _option(option: Option, index: int, *, has_list: bool) -> Block:
    label = f"{index + 1}. {option.label}" if has_list else option.label
    drawn = {"text": plain(clipped(label, OPTION_TEXT)), "value": str(index)}
    if option.description and not has_list:
        drawn["description"] = plain(option.description)
    return drawn


def _choice(options: Sequence[Option], value: Json) -> Block:
    drawn = _options(options)
    chosen = next((d for d, o in zip(drawn, options, strict=True) if is_same(o.value, value)), None)
    initial = {} if chosen is None else {"initial_option": chosen}
    if len(options) <= RADIO_BUTTONS:
        return {"type": "radio_buttons", "action_id": ACTION, "options": drawn, **initial}
    return _select("static_select", drawn, initial)


def _choices(options: Sequence[Option], value: Json) -> Block:
    drawn = _options(options)
    wanted = value if isinstance(value, list | tuple) else ()
    chosen = [
        d for d, o in zip(drawn, options, strict=True) if any(is_same(o.value, v) for v in wanted)
    ]
    initial = {"initial_options": chosen} if chosen else {}
    if len(options) <= CHECKBOXES:
        return {"type": "checkboxes", "action_id": ACTION, "options": drawn, **initial}
    return _select("multi_static_select", drawn, initial)


def _select(kind: str, drawn: list[Block], initial: Mapping[str, Any]) -> Block:
    select: Block = {"type": kind, "action_id": ACTION, "placeholder": plain("Choose"), **initial}
    if len(drawn) <= OPTIONS:
        return {**select, "options": drawn}
    groups = [
        {
            "label": plain(f"{first + 1} to {min(first + OPTIONS, len(drawn))}"),
            "options": drawn[first : first + OPTIONS],
        }
        for first in range(0, len(drawn), OPTIONS)
    ]
    return {**select, "option_groups": groups}


def is_same(one: Json, other: Json) -> bool:
    """Compare two JSON values: true is not 1."""
    return not check({"const": one}, other)
