"""The typed values that a tool receives: `Env.PROD`, `date(2026, 11, 20)`, a dataclass."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any, TypeAlias, assert_never

from signoff.agent.schemas import schema_of
from signoff.agent.shapes import (
    Choice,
    Either,
    Limited,
    Many,
    Model,
    Moment,
    Plain,
    Record,
    Shape,
    Table,
)
from signoff.core.canonical import Json, JsonObject
from signoff.core.schema import check
from signoff.core.soundness import is_same

BuildModel: TypeAlias = Callable[[type[Any], Json], object]
"""Builds a pydantic object of a type from its JSON."""

_READ: Mapping[str, Callable[[str], object]] = {
    "date": date.fromisoformat,
    "date-time": datetime.fromisoformat,
    "time": time.fromisoformat,
}


class NoModelsError(TypeError):
    """A pydantic object was asked for where pydantic is not at hand."""


def no_models(model: type[Any], _: Json) -> object:
    """Build no pydantic objects.

    Raises:
        NoModelsError: Always.
    """
    raise NoModelsError(f"{model.__name__} needs signoff.adapters.typed_values")


def build(  # noqa: C901 - one line for each shape
    shape: Shape, value: Any, models: BuildModel = no_models
) -> Any:
    """Build the typed value of a JSON value that fits the shape's schema."""
    built: Any
    match shape:
        case Plain(kind=kind):
            built = _build_plain(kind, value)
        case Moment(kind=kind):
            built = _READ[kind](value)
        case Choice(options=options):
            built = next(meant for written, meant in options if is_same(written, value))
        case Many(item=item, make=make):
            built = make([build(item, inner, models) for inner in value])
        case Table(value=inner_shape):
            built = {name: build(inner_shape, inner, models) for name, inner in value.items()}
        case Either(options=options):
            fitting = next(each for each in options if not check(schema_of(each), value))
            built = build(fitting, value, models)
        case Limited(shape=inner_shape):
            built = build(inner_shape, value, models)
        case Record(make=make_record):
            built = make_record(**build_fields(shape, value, models))
        case Model(type=model):
            built = models(model, value)
        case _:
            assert_never(shape)
    return built


def build_fields(
    record: Record, value: JsonObject, models: BuildModel = no_models
) -> dict[str, Any]:
    """Build the typed fields of a record, by name; what is not there is left to its own default."""
    return {
        field.name: build(field.shape, value[field.name], models)
        for field in record.fields
        if field.name in value
    }


def _build_plain(kind: str, value: Any) -> object:
    match kind:
        case "integer":
            return int(value)
        case "number":
            return float(value)
        case _:
            return value
