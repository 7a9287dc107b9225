"""The model's questions on a card: buttons for a simple one, fields for a few, a form for many."""

from collections.abc import Sequence

from signoff.adapters.slack.blocks import Block, actions, context, line, numbered, rich, run
from signoff.adapters.slack.bodies import facts
from signoff.adapters.slack.elements import field_blocks, list_of
from signoff.adapters.slack.forms import fields_of
from signoff.adapters.slack.limits import (
    BUTTON_TEXT_SEEN,
    FIELDS_ON_CARD,
    OPTIONS,
    TEXT_IN_MESSAGE,
    clipped,
)
from signoff.adapters.slack.questions import questions_of
from signoff.adapters.slack.spot import Spot
from signoff.adapters.slack.widgets import Choice, Choices, Field, Option

BUTTONS = 4
"""So many options are a button each."""

_ROOM = TEXT_IN_MESSAGE * 3 // 4
_QUESTION = 160
_LISTED = 20


def inquiry(spot: Spot) -> list[Block]:
    """Draw open questions."""
    fields = fields_of(spot.requirement)
    buttons = _as_buttons(fields)
    if buttons:
        drawn = _tapped(spot, fields[0], buttons)
    elif 0 < len(fields) <= FIELDS_ON_CARD and all(map(_is_brief, fields)) and _fits(fields):
        drawn = _filled(spot, fields)
    else:
        drawn = _opened(spot, fields)
    *shown, buttons_row = drawn
    about = context(f"m{spot.suffix}", facts(spot.requirement, can="answer"))
    return [*shown, about, buttons_row]


def _as_buttons(fields: Sequence[Field]) -> tuple[Option, ...]:
    if len(fields) != 1 or not isinstance(fields[0].widget, Choice):
        return ()
    options = fields[0].widget.options
    return options if len(options) <= BUTTONS and _fits(fields) else ()


def _fits(fields: Sequence[Field]) -> bool:
    return sum(map(_size, fields)) <= _ROOM


def _size(field: Field) -> int:
    options = field.widget.options if isinstance(field.widget, Choice | Choices) else ()
    return len(field.label) + sum(len(each.label) + len(each.description) for each in options)


def _is_brief(field: Field) -> bool:
    return not isinstance(field.widget, Choice | Choices) or len(field.widget.options) <= OPTIONS


def _tapped(spot: Spot, field: Field, options: Sequence[Option]) -> list[Block]:
    body = rich(f"q{spot.suffix}", line(run(field.label, bold=True)), list_of(options))
    picks = [
        spot.button(f"pick{index}", _on_button(option, index))
        for index, option in enumerate(options)
    ]
    return [
        body,
        actions(
            f"a{spot.suffix}",
            *picks,
            spot.button("answer", "Other…"),
            spot.button("skip", "Skip"),
        ),
    ]


def _on_button(option: Option, index: int) -> str:
    if len(option.label) <= BUTTON_TEXT_SEEN:
        return option.label
    return f"{index + 1}. {clipped(option.label, BUTTON_TEXT_SEEN - 3)}"


def _filled(spot: Spot, fields: Sequence[Field]) -> list[Block]:
    count = len(fields)
    title = "1 question" if count == 1 else f"{count} questions"
    inputs = [
        block
        for number, field in enumerate(fields, 1)
        for block in field_blocks(field, suffix=spot.suffix, number=number)
    ]
    return [
        rich(f"q{spot.suffix}", line(run(f"{title} before I continue", bold=True))),
        *inputs,
        actions(
            f"a{spot.suffix}",
            spot.button("submit", "Submit", style="primary"),
            spot.button("answer", "Other answer…"),
            spot.button("skip", "Skip"),
        ),
    ]


def _opened(spot: Spot, fields: Sequence[Field]) -> list[Block]:
    asked = questions_of(spot.requirement)
    title = "1 question" if len(asked) == 1 else f"{len(asked)} questions"
    labels = [field.label for field in fields] if len(fields) == len(asked) else list(asked)
    lines = [line(run(clipped(label, _QUESTION))) for label in labels[:_LISTED]]
    rest = len(labels) - len(lines)
    more = [line(run(f"And {rest} more.", italic=True))] if rest > 0 else []
    listed = [numbered(*lines), *more] if lines else [line(run("No question.", italic=True))]
    return [
        rich(f"q{spot.suffix}", line(run(f"{title} before I continue", bold=True)), *listed),
        actions(
            f"a{spot.suffix}",
            spot.button("answer", "Answer…", style="primary"),
            spot.button("skip", "Skip"),
        ),
    ]
