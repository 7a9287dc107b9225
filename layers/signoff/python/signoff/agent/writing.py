"""Python values written as JSON: defaults before a call, results after it."""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date, time
from enum import Enum
from typing import Any, TypeAlias, cast

from signoff.core.canonical import Json, canonical

Otherwise: TypeAlias = Callable[[object], Json]
"""What is written for a value that has no spelling of its own."""


class UnwritableError(TypeError):
    """A value that JSON has no spelling for."""


def refuse(value: object) -> Json:
    """Refuse what JSON has no spelling for.

    Raises:
        UnwritableError: Always.
    """
    raise UnwritableError(f"{type(value).__name__} has no spelling in JSON")


def write(value: Any, otherwise: Otherwise = refuse) -> Json:
    """Write a value as JSON: enums by value, dates in ISO format, records by field name.

    Raises:
        UnwritableError: A part has no spelling, and `otherwise` is the one that refuses it.
    """
    for types, writer in _WRITERS:
        if isinstance(value, types):
            return writer(value, otherwise)
    return _write_record(value, otherwise)


def _write_enum(member: Any, otherwise: Otherwise) -> Json:
    return write(member.value, otherwise)


def _write_as_it_is(value: Any, _: Otherwise) -> Json:
    return cast("Json", value)


def _write_moment(moment: Any, _: Otherwise) -> Json:
    return str(moment.isoformat())


def _write_table(table: Any, otherwise: Otherwise) -> Json:
    return {str(write(key, str)): write(inner, otherwise) for key, inner in table.items()}


def _write_list(values: Any, otherwise: Otherwise) -> Json:
    return [write(inner, otherwise) for inner in values]


def _write_set(values: Any, otherwise: Otherwise) -> Json:
    # In an order of its own: a set has none, and the text must not change from day to day.
    return sorted((write(inner, otherwise) for inner in values), key=canonical)


def _write_record(value: Any, otherwise: Otherwise) -> Json:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: write(getattr(value, field.name), otherwise)
            for field in dataclasses.fields(value)
        }
    dump = getattr(value, "model_dump", None)
    if callable(dump) and not isinstance(value, type):
        return write(dump(mode="json"), otherwise)
    return otherwise(value)


_WRITERS: tuple[tuple[tuple[type, ...], Callable[[Any, Otherwise], Json]], ...] = (
    ((Enum,), _write_enum),
    ((type(None), bool, int, float, str), _write_as_it_is),
    ((date, time), _write_moment),
    ((Mapping,), _write_table),
    ((list, tuple), _write_list),
    ((set, frozenset), _write_set),
)
