"""What somebody filled in, as Slack reports it, read as the value that a field stands for."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TypeAlias, assert_never

from signoff.adapters.slack.limits import INPUT_TEXT
from signoff.adapters.slack.widgets import (
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
    Picked,
    Structure,
    Text,
    Typed,
)
from signoff.core.canonical import Json, JsonObject

State: TypeAlias = JsonObject
"""What Slack says of one element."""

States: TypeAlias = JsonObject
"""What Slack says of all elements, by block id and action id; nothing of it is trusted."""

_WHOLE = re.compile(r"[+-]?\d{1,300}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(\d{1,300}(\.\d{0,300})?|\.\d{1,300})", re.ASCII)
_PLACE = re.compile(r"\d{1,6}", re.ASCII)
_LAST_PICKED = 10**10


class UnreadableError(Exception):
    """What was filled in is not what was asked for: the message goes on from the field's label."""


def value_of(field: Field, state: State) -> Json:
    """Read what a field was filled in with; None: it was left empty.

    Raises:
        UnreadableError: It is not what was asked for.
    """
    match field.widget:
        case Text() | Email() | Link() | Number() | Structure():
            return _typed(field.widget, _text(state))
        case Choice(options=options):
            chosen = state.get("selected_option")
            return None if chosen is None else _chosen(options, chosen)
        case Choices(options=options):
            return _all_chosen(options, state.get("selected_options"))
        case Day() | Hour() | Moment():
            return _picked(field.widget, state)
        case Listed(of=of, is_several=is_several):
            named = "user" if of == "user" else "conversation"
            return _ids(state, f"selected_{named}{'s' if is_several else ''}", is_several)
        case _:
            assert_never(field.widget)


def _typed(widget: Typed, text: str | None) -> Json:
    if text is None:
        return None
    match widget:
        case Text():
            return text
        case Email() | Link():
            return text.strip()
        case Number(is_whole=is_whole):
            return _number(text.strip(), is_whole=is_whole)
        case Structure():
            return _structure(text)
        case _:
            assert_never(widget)


def _text(state: State) -> str | None:
    value = state.get("value")
    if value is None:
        return None
    if not isinstance(value, str):
        raise UnreadableError("must be text")
    if len(value) > INPUT_TEXT:
        raise UnreadableError(f"must have at most {INPUT_TEXT:,} characters")
    return value if value.strip() else None


def _number(written: str, *, is_whole: bool) -> Json:
    if _WHOLE.fullmatch(written):
        return int(written) if is_whole else float(written)
    if is_whole or not _DECIMAL.fullmatch(written):
        raise UnreadableError(f"must be a {'whole ' if is_whole else ''}number")
    return float(written)


def _chosen(options: tuple[Option, ...], chosen: Json) -> Json:
    place = chosen.get("value") if isinstance(chosen, Mapping) else None
    if not isinstance(place, str) or not _PLACE.fullmatch(place) or int(place) >= len(options):
        raise UnreadableError("must be one of the options")
    return options[int(place)].value


def _all_chosen(options: tuple[Option, ...], chosen: Json) -> Json:
    if chosen is None:
        return None
    if not isinstance(chosen, list) or len(chosen) > len(options):
        raise UnreadableError("must be some of the options")
    return [_chosen(options, each) for each in chosen] or None


def _picked(widget: Picked, state: State) -> Json:
    match widget:
        case Day():
            return _written(state.get("selected_date"), "a date")
        case Hour():
            return _written(state.get("selected_time"), "a time of day")
        case Moment():
            return _moment(state.get("selected_date_time"))
        case _:
            assert_never(widget)


def _written(value: Json, what: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise UnreadableError(f"must be {what}")
    return value or None


def _ids(state: State, key: str, is_several: bool) -> Json:
    """Read what was chosen from Slack's list; whether it is an id, the schema checks."""
    value = state.get(key)
    if not is_several:
        return _written(value, "one of the list")
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise UnreadableError("must be some of the list")
    return value or None


def _moment(value: Json) -> str | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _LAST_PICKED:
        raise UnreadableError("must be a date and time")
    return f"{datetime.fromtimestamp(value, tz=UTC):%Y-%m-%dT%H:%M:%SZ}"


def _structure(text: str) -> Json:
    try:
        read: Json = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise UnreadableError('must be JSON, like [1, 2] or {"name": "value"}') from error
    return read


def _no_constant(name: str) -> Json:
    raise UnreadableError(f"must be JSON: {name} is no number there")
