"""What a type annotation asks for, read as a shape; what can't be described is refused here."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, time
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from signoff.agent.annotations import Format
from signoff.agent.foreign_schemas import standalone
from signoff.agent.limits import limited
from signoff.agent.records import record_of
from signoff.agent.shapes import Choice, Either, Many, Model, Moment, Plain, Shape, Table
from signoff.agent.spot import Spot
from signoff.core.canonical import Json

_Reader: TypeAlias = "Callable[[Any, Spot], Shape | None]"

_ADDRESSES = "pydantic.networks"
_URLS = frozenset({"AnyUrl", "AnyHttpUrl", "HttpUrl"})

_SIMPLE: tuple[tuple[object, Shape], ...] = (
    (str, Plain(kind="string")),
    (int, Plain(kind="integer")),
    (float, Plain(kind="number")),
    (bool, Plain(kind="boolean")),
    (None, Plain(kind="null")),
    (NoneType, Plain(kind="null")),
    (date, Moment(kind="date")),
    (datetime, Moment(kind="date-time")),
    (time, Moment(kind="time")),
)
_LISTS: tuple[tuple[object, Callable[[list[Any]], object]], ...] = (
    (list, list),
    (Sequence, list),
    (set, set),
    (AbstractSet, frozenset),
    (frozenset, frozenset),
)


def read_annotation(annotation: Any, spot: Spot) -> Shape:
    """Read a type annotation as a shape.

    Raises:
        ToolDefinitionError: It is none of the types that a tool may take.
    """
    for reader in _READERS:
        shape = reader(annotation, spot)
        if shape is not None:
            return shape
    raise spot.refusal(f"{_name_of(annotation)} is no type that a tool can take")


def _name_of(annotation: Any) -> str:
    return annotation.__name__ if isinstance(annotation, type) else str(annotation)


def _read_simple(annotation: Any, _: Spot) -> Shape | None:
    return next((shape for type_, shape in _SIMPLE if annotation is type_), None)


def _read_alias(annotation: Any, spot: Spot) -> Shape | None:
    """Look through NewType and the `type` statement to what they name."""
    for attribute in ("__supertype__", "__value__"):
        meant = getattr(annotation, attribute, None)
        if meant is not None and not isinstance(annotation, type):
            return read_annotation(meant, spot)
    return None


def _read_annotated(annotation: Any, spot: Spot) -> Shape | None:
    if get_origin(annotation) is not Annotated:
        return None
    inner, *metadata = get_args(annotation)
    return limited(read_annotation(inner, spot), metadata, spot)


def _read_union(annotation: Any, spot: Spot) -> Shape | None:
    if get_origin(annotation) not in (Union, UnionType):
        return None
    return Either(options=tuple(read_annotation(each, spot) for each in get_args(annotation)))


def _read_literal(annotation: Any, spot: Spot) -> Shape | None:
    if get_origin(annotation) is not Literal:
        return None
    return _choice([(_written(each, spot), each) for each in get_args(annotation)])


def _read_enum(annotation: Any, spot: Spot) -> Shape | None:
    if not (isinstance(annotation, type) and issubclass(annotation, Enum)):
        return None
    if not list(annotation):
        raise spot.refusal(f"{annotation.__name__} has no members", "Give it some")
    return _choice([(_written(member, spot), member) for member in annotation])


def _choice(options: list[tuple[Json, object]]) -> Choice:
    return Choice(options=tuple(options))


def _written(value: object, spot: Spot) -> Json:
    """Write a choice in JSON: an enum's member as its value, everything else as itself."""
    written = value.value if isinstance(value, Enum) else value
    if written is None or isinstance(written, str | bool | int | float):
        return written
    raise spot.refusal(f"{value!r} can't be written in JSON", "Use text or numbers as values")


def _read_list(annotation: Any, spot: Spot) -> Shape | None:
    origin = get_origin(annotation) or annotation
    if origin is tuple:
        return _read_tuple(annotation, spot)
    make = next((make for type_, make in _LISTS if origin is type_), None)
    if make is None:
        return None
    items = get_args(annotation)
    if not items:
        raise spot.refusal("a list of anything can't be checked", "Say of what: list[str]")
    return Many(
        item=read_annotation(items[0], spot), make=make, is_distinct=make in (set, frozenset)
    )


def _read_tuple(annotation: Any, spot: Spot) -> Shape:
    match get_args(annotation):
        case (item, end) if end is Ellipsis:
            return Many(item=read_annotation(item, spot), make=tuple)
        case _:
            raise spot.refusal(
                "a tuple of a fixed length has no names for its parts",
                "Use tuple[str, ...] for many of one type, or a dataclass",
            )


def _read_table(annotation: Any, spot: Spot) -> Shape | None:
    if (get_origin(annotation) or annotation) not in (dict, Mapping):
        return None
    match get_args(annotation):
        case (key, value) if key is str:
            return Table(value=read_annotation(value, spot))
        case _:
            raise spot.refusal(
                "an object without known keys can't be checked",
                "Say what it holds: dict[str, str], a dataclass or a TypedDict",
            )


def _read_model(annotation: Any, spot: Spot) -> Shape | None:
    if not isinstance(annotation, type) or not hasattr(annotation, "model_json_schema"):
        return None
    described: dict[str, Any] = getattr(annotation, "model_json_schema")()  # noqa: B009
    return Model(type=annotation, schema=standalone(described, spot))


def _read_address(annotation: Any, spot: Spot) -> Shape | None:
    """Read pydantic's addresses, by their names: this layer does not know pydantic."""
    if getattr(annotation, "__module__", "") != _ADDRESSES:
        return None
    if annotation.__name__ == "EmailStr":
        return limited(Plain(kind="string"), [Format("email")], spot)
    is_url = any(each.__name__ in _URLS for each in getattr(annotation, "__mro__", ()))
    return Model(type=annotation, schema={"type": "string", "format": "uri"}) if is_url else None


def _read_record(annotation: Any, spot: Spot) -> Shape | None:
    return record_of(annotation, spot, read_annotation)


_READERS: tuple[_Reader, ...] = (
    _read_simple,
    _read_alias,
    _read_annotated,
    _read_union,
    _read_literal,
    _read_enum,
    _read_list,
    _read_address,
    _read_model,
    _read_record,
    _read_table,
)
