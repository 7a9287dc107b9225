"""What somebody filled in, as Slack reports it, read as the value that a field stands for."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias, assert_never

from signoff.adapters.slack.limits import INPUT_TEXT
from signoff.adapters.slack.widgets import (
    Choice,
    Choices,
    Day,
    Email,
    Field,
    Hour,
    Link,
    Moment,
    Number,
    Option,
    Structure,
    Text,
)
from signoff.core.canonical import Json

State: TypeAlias = Mapping[str, Any]
"""What Slack says of one element."""

States: TypeAlias = Mapping[str, Mapping[str, State]]
"""What Slack says of all elements, by block id and action id."""

_WHOLE = re.compile(r"[+-]?\d{1,300}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(\d{1,300}(\.\d{0,300})?|\.\d{1,300})", re.ASCII)
_PICKED = 10**11


class UnreadableError(Exception):
    """What was filled in is not what was asked for: the message goes on from the field's label."""


def value_of(field: Field, state: State) -> Json:
    """Read what a field was filled in with; None: it was left empty.

    Raises:
        UnreadableError: It is not what was asked for.
    """
    match field.widget:
        case Text():
            return _text(state)
        case Email() | Link():
            text = _text(state)
            return None if text is None else text.strip()
        case Number(is_whole=is_whole):
            return _number(_text(state), is_whole=is_whole)
        case Choice(options=options):
            chosen = state.get("selected_option")
            return None if chosen is None else _chosen(options, chosen)
        case Choices(options=options):
            return _all_chosen(options, state.get("selected_options"))
        case Day():
            return _picked(state.get("selected_date"))
        case Hour():
            return _picked(state.get("selected_time"))
        case Moment():
            return _moment(state.get("selected_date_time"))
        case Structure():
            return _structure(_text(state))
        case _:
            assert_never(field.widget)


def _text(state: State) -> str | None:
    value = state.get("value")
    if value is None:
        return None
    if not isinstance(value, str):
        raise UnreadableError("must be text")
    if len(value) > INPUT_TEXT:
        raise UnreadableError(f"must have at most {INPUT_TEXT:,} characters")
    return value if value.strip() else None


def _number(text: str | None, *, is_whole: bool) -> Json:
    if text is None:
        return None
    written = text.strip()
    if _WHOLE.fullmatch(written):
        return int(written) if is_whole else float(written)
    if is_whole or not _DECIMAL.fullmatch(written):
        raise UnreadableError(f"must be a {'whole ' if is_whole else ''}number")
    return float(written)


def _chosen(options: tuple[Option, ...], chosen: Any) -> Json:
    index = chosen.get("value") if isinstance(chosen, Mapping) else None
    if not isinstance(index, str) or not re.fullmatch(r"\d{1,6}", index, re.ASCII):
        raise UnreadableError("must be one of the options")
    if int(index) >= len(options):
        raise UnreadableError("must be one of the options")
    return options[int(index)].value


def _all_chosen(options: tuple[Option, ...], chosen: Any) -> Json:
    if chosen is None:
        return None
    if not isinstance(chosen, list) or len(chosen) > len(options):
        raise UnreadableError("must be some of the options")
    return [_chosen(options, each) for each in chosen] or None


def _picked(value: Any) -> Json:
    if value is None or isinstance(value, str):
        return value or None
    raise UnreadableError("must be picked")


def _moment(value: Any) -> Json:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _PICKED:
        raise UnreadableError("must be a date and time")
    return f"{datetime.fromtimestamp(value, tz=UTC):%Y-%m-%dT%H:%M:%SZ}"


def _structure(text: str | None) -> Json:
    if text is None:
        return None
    try:
        read: Json = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise UnreadableError('must be JSON, like [1, 2] or {"name": "value"}') from error
    return read


def _no_constant(name: str) -> Json:
    raise UnreadableError(f"must be JSON: {name} is no number there")
