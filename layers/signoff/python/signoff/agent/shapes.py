"""The kinds of value that a parameter may have: what a type annotation was read as."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from signoff.core.canonical import Json, JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """A value that JSON writes as it is."""

    kind: Literal["string", "integer", "number", "boolean", "null"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A date, a time of day or both, written as text."""

    kind: Literal["date", "date-time", "time"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of a few values: how each is written, and what the tool receives for it."""

    options: tuple[tuple[Json, object], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """A list of values of one shape; `make` turns it into a tuple or a set."""

    item: "Shape"
    make: Callable[[list[Any]], object]
    is_distinct: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Values of one shape by name."""

    value: "Shape"


@dataclass(frozen=True, slots=True, kw_only=True)
class Either:
    """A value of the first shape that it fits."""

    options: tuple["Shape", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limited:
    """A value of another shape, within limits written as keywords of JSON Schema."""

    shape: "Shape"
    keywords: JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Default:
    """What a field has when nobody gives it, as it is written in JSON."""

    value: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One named value of a record, or one parameter of a function."""

    name: str
    shape: "Shape"
    is_required: bool = True
    default: Default | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Named values; `make` takes them by keyword and gives the typed object."""

    make: Callable[..., object]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A pydantic model: it brings its own schema, and is built where pydantic is at hand."""

    type: type[Any]
    schema: JsonObject


Shape: TypeAlias = Plain | Moment | Choice | Many | Table | Either | Limited | Record | Model
