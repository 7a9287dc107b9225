"""Dataclasses and TypedDicts, read as records of named fields."""

import dataclasses
from collections.abc import Callable
from typing import Any, NotRequired, Required, TypeAlias, get_args, get_origin, get_type_hints

from signoff.agent.defaults import default_of, with_default
from signoff.agent.docstrings import read_docstring
from signoff.agent.shapes import Field, Record, Shape
from signoff.agent.spot import Spot

_Read: TypeAlias = Callable[[Any, Spot], Shape]

UNREADABLE = (NameError, AttributeError, SyntaxError, TypeError)
"""What Python raises over an annotation that names nothing it can find."""


def record_of(annotation: Any, spot: Spot, read: _Read) -> Record | None:
    """Read a dataclass or a TypedDict; None for anything else."""
    if not isinstance(annotation, type):
        return None
    cls: type[Any] = annotation
    if dataclasses.is_dataclass(cls):
        return Record(make=cls, fields=_of_dataclass(cls, spot, read))
    if hasattr(cls, "__required_keys__"):
        return Record(make=dict, fields=_of_typed_dict(cls, spot, read))
    return None


def _of_dataclass(cls: type[Any], spot: Spot, read: _Read) -> tuple[Field, ...]:
    hints, words = _hints(cls, spot), read_docstring(cls.__doc__).parameters
    inside = spot.within(cls)
    return tuple(
        with_default(
            Field(
                name=field.name,
                shape=read(hints[field.name], inside),
                description=words.get(field.name),
            ),
            default_of(field, inside),
            inside,
        )
        for field in dataclasses.fields(cls)
        if field.init
    )


def _of_typed_dict(cls: Any, spot: Spot, read: _Read) -> tuple[Field, ...]:
    words = read_docstring(cls.__doc__).parameters
    inside = spot.within(cls)
    return tuple(
        Field(
            name=name,
            shape=read(get_args(hint)[0] if _is_marked(hint) else hint, inside),
            is_required=_is_required(cls, name, hint),
            description=words.get(name),
        )
        for name, hint in _hints(cls, spot).items()
    )


def _is_marked(hint: Any) -> bool:
    return get_origin(hint) in (Required, NotRequired)


def _is_required(cls: Any, name: str, hint: Any) -> bool:
    # A marker inside a postponed annotation is not yet seen when the class is made.
    if _is_marked(hint):
        return get_origin(hint) is Required
    return name in cls.__required_keys__


def _hints(cls: type[Any], spot: Spot) -> dict[str, Any]:
    try:
        return get_type_hints(cls, include_extras=True)
    except UNREADABLE as error:
        raise spot.refusal(
            f"a type in {cls.__name__} can't be found: {error}",
            "Import it, or define it at the top of the module",
        ) from error
