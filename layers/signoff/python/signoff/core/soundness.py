"""Whether a value is JSON at all, and what kind of JSON it is."""

import math
import re
from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from signoff.core.canonical import Json

Path: TypeAlias = tuple[str | int, ...]
Kind: TypeAlias = Literal["null", "boolean", "integer", "number", "string", "array", "object"]

_KINDS: tuple[tuple[Kind, type | tuple[type, ...]], ...] = (
    ("null", type(None)),
    ("boolean", bool),
    ("integer", int),
    ("number", float),
    ("string", str),
    ("array", (list, tuple)),
    ("object", Mapping),
)

_HALF = re.compile("[\ud800-\udfff]")
_MOST_BITS = 4096  # Python writes no number of more than 4,300 digits.

DEEPEST = 64
"""How many lists and objects may stand in one another."""


def kind_of(value: object) -> Kind | None:
    """Name the JSON type of a value; None for what is no JSON (a set, a date, bytes)."""
    # In this order, because a bool is an int to Python.
    return next((kind for kind, types in _KINDS if isinstance(value, types)), None)


def is_same(one: Json, other: Json) -> bool:
    """Compare two scalars as JSON does: true is not 1, but 1.0 is."""
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def unsound_part(value: Json) -> tuple[Path, str] | None:
    """Find the first part of a value that has no place in JSON, and say what is wrong with it.

    What passes here can be walked, stored and digested without an error.
    """
    left: list[tuple[Path, Json]] = [((), value)]
    while left:
        path, part = left.pop()
        wrong = _what_is_wrong_with(part)
        if wrong is None and len(path) > DEEPEST:
            wrong = f"is nested too deep: {DEEPEST} levels are the most"
        if wrong is not None:
            return path, wrong
        left.extend(((*path, key), inner) for key, inner in _inside(part))
    return None


def _what_is_wrong_with(part: Json) -> str | None:
    match part:
        case str():
            return _what_is_wrong_with_text(part)
        case float() if not math.isfinite(part):
            return "must be a finite number"
        case int() if part.bit_length() > _MOST_BITS:
            return "has too many digits"
        case Mapping():
            return next((wrong for wrong in map(_what_is_wrong_with_key, part) if wrong), None)
        case _:
            return None if kind_of(part) else "is no JSON value"


def _what_is_wrong_with_key(key: object) -> str | None:
    if not isinstance(key, str):
        return "has a key that is no text"
    wrong = _what_is_wrong_with_text(key)
    return None if wrong is None else f"has a key that {wrong}"


def _what_is_wrong_with_text(text: str) -> str | None:
    if _HALF.search(text):
        return "holds half a character (a lone surrogate)"
    return None


def _inside(part: Json) -> Iterator[tuple[str | int, Json]]:
    if isinstance(part, Mapping):
        yield from part.items()
    elif isinstance(part, list | tuple):
        yield from enumerate(part)
