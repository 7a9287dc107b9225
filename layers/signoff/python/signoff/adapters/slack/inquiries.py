"""The model's questions on a card: buttons for a simple one, fields for a few, a form for many."""

from collections.abc import Sequence
from typing import TypeAlias

from signoff.adapters.slack.arguments import pieces
from signoff.adapters.slack.blocks import Block, actions, context, line, numbered, rich_all, run
from signoff.adapters.slack.bodies import facts, reason
from signoff.adapters.slack.elements import field_blocks, lists_of, may_stand_on_card, size_of
from signoff.adapters.slack.escapes import one_line
from signoff.adapters.slack.forms import fields_of
from signoff.adapters.slack.limits import (
    BUTTON_TEXT_SEEN,
    TEXT_IN_MESSAGE,
    clipped,
)
from signoff.adapters.slack.menus import more
from signoff.adapters.slack.questions import questions_of
from signoff.adapters.slack.spot import Spot
from signoff.adapters.slack.widgets import Choice, Field, Option

BUTTONS = 4
"""So many options are a button each."""

_Parts: TypeAlias = tuple[list[Block], list[Block], list[Block]]
"""What is asked, the fields, and the buttons."""

_ROOM = TEXT_IN_MESSAGE * 3 // 4
_QUESTION = 160
_LISTED = 20


def inquiry(spot: Spot) -> list[Block]:
    """Draw open questions."""
    fields = fields_of(spot.requirement)
    options = _as_buttons(fields)
    if options:
        body, inputs, buttons = _tapped(spot, fields[0], options)
    elif may_stand_on_card(fields):
        body, inputs, buttons = _filled(spot, fields)
    else:
        body, inputs, buttons = _opened(spot, fields)
    return [
        *rich_all(f"q{spot.suffix}", [*body, *reason(spot.requirement)]),
        *inputs,
        context(f"m{spot.suffix}", facts(spot.requirement, can="answer")),
        actions(f"a{spot.suffix}", *buttons, *more(spot)),
    ]


def _as_buttons(fields: Sequence[Field]) -> tuple[Option, ...]:
    if len(fields) != 1 or not isinstance(fields[0].widget, Choice):
        return ()
    options = fields[0].widget.options
    return options if len(options) <= BUTTONS and size_of(fields[0]) <= _ROOM else ()


def _tapped(spot: Spot, field: Field, options: Sequence[Option]) -> _Parts:
    body = [line(run(piece, bold=True)) for piece in pieces(field.label)] + lists_of(options)
    is_numbered = any(len(option.label) > BUTTON_TEXT_SEEN for option in options)
    picks = [
        spot.button(f"pick{index}", _on_button(option, index, is_numbered=is_numbered))
        for index, option in enumerate(options)
    ]
    return body, [], [*picks, spot.button("answer", "Other…"), spot.button("skip", "Skip")]


def _on_button(option: Option, index: int, *, is_numbered: bool) -> str:
    if not is_numbered:
        return option.label
    return f"{index + 1}. {clipped(option.label, BUTTON_TEXT_SEEN - 3)}"


def _filled(spot: Spot, fields: Sequence[Field]) -> _Parts:
    inputs = [
        block
        for number, field in enumerate(fields, 1)
        for block in field_blocks(field, suffix=spot.suffix, number=number)
    ]
    buttons = [
        spot.button("submit", "Submit", style="primary"),
        spot.button("answer", "Other answer…"),
        spot.button("skip", "Skip"),
    ]
    return [_title(len(fields))], inputs, buttons


def _opened(spot: Spot, fields: Sequence[Field]) -> _Parts:
    asked = questions_of(spot.requirement)
    labels = [field.label for field in fields] if len(fields) == len(asked) else list(asked)
    lines = [line(run(clipped(one_line(label), _QUESTION))) for label in labels[:_LISTED]]
    rest = len(labels) - len(lines)
    more = [line(run(f"And {rest} more.", italic=True))] if rest > 0 else []
    body = [_title(len(asked)), *([numbered(*lines)] if lines else []), *more]
    buttons = [
        spot.button("answer", "Answer…", style="primary"),
        spot.button("skip", "Skip"),
    ]
    return body, [], buttons


def _title(count: int) -> Block:
    asked = "1 question" if count == 1 else f"{count} questions"
    return line(run(f"{asked} before I continue", bold=True))
