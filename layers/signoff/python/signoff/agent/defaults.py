"""What a parameter has when nobody gives it, written in JSON so that it can be stored and shown."""

import dataclasses
from dataclasses import replace
from typing import Any

from signoff.agent.schemas import schema_of
from signoff.agent.shapes import Default, Either, Field, Plain
from signoff.agent.spot import Spot
from signoff.agent.writing import UnwritableError, write
from signoff.core.canonical import Json
from signoff.core.schema import check

MISSING = dataclasses.MISSING
"""No default at all, which None is."""


def default_of(field: dataclasses.Field[Any], spot: Spot) -> object:
    """Give the default of a dataclass's field, or MISSING.

    Raises:
        ToolDefinitionError: Its factory gives something else with every call, so that what a
            person approves would not be what runs.
    """
    if field.default_factory is MISSING:
        return field.default
    default = field.default_factory()
    if _written(default, spot) != _written(field.default_factory(), spot):
        raise spot.refusal(
            f"the default of {field.name} changes with every call", "Give it a fixed default"
        )
    return default


def with_default(field: Field, default: object, spot: Spot) -> Field:
    """Let a field be left out; None makes it nullable, whatever its type says.

    Raises:
        ToolDefinitionError: The default does not fit the type.
    """
    if default is MISSING:
        return field
    shape, written = field.shape, _written(default, spot)
    if written is None and check(schema_of(shape), None):
        shape = Either(options=(shape, Plain(kind="null")))
    for problem in check(schema_of(shape), written):
        raise spot.refusal(
            f"its default does not fit its type: {problem}", "Change the one or the other"
        )
    return replace(field, shape=shape, is_required=False, default=Default(value=written))


def _written(default: object, spot: Spot) -> Json:
    try:
        return write(default)
    except UnwritableError as error:
        raise spot.refusal(
            f"its default can't be written in JSON: {error}", "Use a plain value, or None"
        ) from error
