"""The one check of a JSON value against a stored JSON Schema, in words that a person can read.

It knows the subset that tools are described in, runs on both sides of a pause, and never raises.
A whole number may be written 3.0, as JSON Schema says; true is never a number.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from signoff.core.canonical import Json, JsonObject, canonical
from signoff.core.formats import unmet_format
from signoff.core.limits_in_words import unmet_length, unmet_range
from signoff.core.soundness import Path, is_same, kind_of, unsound_part

MOST_PROBLEMS = 20
"""As many problems are told at once; nobody reads more."""

_WORDS = {
    "null": "empty (null)",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "string": "text",
    "array": "a list",
    "object": "an object",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with one part of a value, and where that part stands."""

    path: Path
    message: str

    def __str__(self) -> str:
        """Write the place and the problem as one short sentence: `traffic must be 1 to 100`."""
        place = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in self.path)
        return f"{place.lstrip('.') or 'the value'} {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where the check stands: the whole schema, the path, the references followed on this spot."""

    root: JsonObject
    path: Path = ()
    followed: frozenset[str] = frozenset()

    def inside(self, key: str | int) -> "_Place":
        return _Place(root=self.root, path=(*self.path, key))

    def after(self, reference: str) -> "_Place":
        return _Place(root=self.root, path=self.path, followed=self.followed | {reference})

    def says(self, message: str) -> Problem:
        return Problem(path=self.path, message=message)


_Problems: TypeAlias = Iterator[Problem]


def check(schema: JsonObject, value: Json) -> tuple[Problem, ...]:
    """List what is wrong with a value, first problems first; nothing when it fits the schema."""
    unsound = unsound_part(value)
    if unsound is not None:
        path, message = unsound
        return (Problem(path=path, message=message),)
    if unsound_part(schema) is not None:
        return (Problem(path=(), message="can't be checked: its schema is no JSON"),)
    return tuple(islice(_check(schema, value, _Place(root=schema)), MOST_PROBLEMS))


def _check(schema: Json, value: Json, at: _Place) -> _Problems:
    if not isinstance(schema, Mapping):
        if schema is False:
            yield at.says("is not allowed")
        return
    reference = schema.get("$ref")
    if isinstance(reference, str):
        yield from _check_reference(reference, value, at)
    options = schema.get("anyOf")
    if isinstance(options, list | tuple):
        yield from _check_any_of(options, value, at)
    mistyped = _mistyped(schema.get("type"), value)
    if mistyped is not None:
        yield at.says(mistyped)
        return
    yield from _check_choice(schema, value, at)
    yield from _check_inside(schema, value, at)


def _check_reference(reference: str, value: Json, at: _Place) -> _Problems:
    meant: Json = at.root
    for name in reference.removeprefix("#").split("/")[1:]:
        meant = meant.get(_unescaped(name)) if isinstance(meant, Mapping) else None
    if not reference.startswith("#") or meant is None or reference in at.followed:
        yield at.says(f"can't be checked: {reference} leads nowhere")
        return
    yield from _check(meant, value, at.after(reference))


def _unescaped(name: str) -> str:
    return name.replace("~1", "/").replace("~0", "~")


def _check_any_of(options: Sequence[Json], value: Json, at: _Place) -> _Problems:
    tried = [(option, list(islice(_check(option, value, at), MOST_PROBLEMS))) for option in options]
    if any(not problems for _, problems in tried):
        return
    meant = [each for each in tried if _is_meant(each[0], value)]
    if len(meant) == 1:
        yield from meant[0][1]
        return
    wanted = [each for each, _ in tried if not _is_null(each)]
    yield at.says(f"must be {_either([_words_of(each) for each in wanted])}")


def _is_meant(option: Json, value: Json) -> bool:
    """Ask whether a value of this type was meant for the option, though it does not fit it."""
    if not isinstance(option, Mapping):
        return False
    return "type" in option and _mistyped(option["type"], value) is None


def _is_null(option: Json) -> bool:
    return isinstance(option, Mapping) and option.get("type") == "null"


def _words_of(option: Json) -> str:
    named = option.get("type") if isinstance(option, Mapping) else None
    kinds = named if isinstance(named, list | tuple) else [named]
    return _either([_WORDS.get(str(kind), "one of the allowed values") for kind in kinds])


def _either(words: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(words))
    if len(distinct) < 2:  # noqa: PLR2004 - one thing needs no "or"
        return "".join(distinct) or "one of the allowed values"
    return f"{', '.join(distinct[:-1])} or {distinct[-1]}"


def _mistyped(named: Json, value: Json) -> str | None:
    if named is None:
        return None
    kinds = [str(kind) for kind in named] if isinstance(named, list | tuple) else [str(named)]
    if any(_is_of(kind, value) for kind in kinds):
        return None
    wanted = [kind for kind in kinds if kind != "null"] or kinds
    return f"must be {_either([_WORDS.get(kind, kind) for kind in wanted])}"


def _is_of(kind: str, value: Json) -> bool:
    actual = kind_of(value)
    if actual == "integer":
        return kind in {"integer", "number"}
    if isinstance(value, float) and kind == "integer":
        return value.is_integer()
    return actual == kind


def _check_choice(schema: JsonObject, value: Json, at: _Place) -> _Problems:
    choices = schema.get("enum")
    if isinstance(choices, list | tuple) and not any(is_same(each, value) for each in choices):
        yield at.says(f"must be one of {', '.join(map(_shown, choices))}")
    if "const" in schema and not is_same(schema["const"], value):
        yield at.says(f"must be {_shown(schema['const'])}")


def _shown(value: Json) -> str:
    return value if isinstance(value, str) and value else canonical(value)


def _check_inside(schema: JsonObject, value: Json, at: _Place) -> _Problems:
    match value:
        case str():
            yield from _check_text(schema, value, at)
        case bool() | None:
            return
        case int() | float():
            unmet = unmet_range(schema, value)
            if unmet is not None:
                yield at.says(unmet)
        case Mapping():
            yield from _check_object(schema, value, at)
        case _:
            yield from _check_list(schema, value, at)


def _check_text(schema: JsonObject, value: str, at: _Place) -> _Problems:
    unmet = unmet_length(schema, len(value), "Length", "characters")
    if unmet is not None:
        yield at.says(unmet)
    form = schema.get("format")
    unmet = unmet_format(form, value) if isinstance(form, str) else None
    if unmet is not None:
        yield at.says(unmet)
    pattern = schema.get("pattern")
    if isinstance(pattern, str):
        yield from _check_pattern(pattern, value, at)


def _check_pattern(pattern: str, value: str, at: _Place) -> _Problems:
    try:
        if not re.search(pattern, value):
            yield at.says(f"must match {pattern}")
    except (re.error, OverflowError):
        yield at.says(f"can't be checked: {pattern} is no pattern that is understood here")


def _check_object(schema: JsonObject, value: JsonObject, at: _Place) -> _Problems:
    required = schema.get("required")
    for name in required if isinstance(required, list | tuple) else ():
        if isinstance(name, str) and name not in value:
            yield at.inside(name).says("is missing")
    properties = schema.get("properties")
    known: JsonObject = properties if isinstance(properties, Mapping) else {}
    others = schema.get("additionalProperties", True)
    for name, inner in value.items():
        if name in known:
            yield from _check(known[name], inner, at.inside(name))
        elif others is False:
            yield at.inside(name).says("is not known here")
        else:
            yield from _check(others, inner, at.inside(name))


def _check_list(schema: JsonObject, value: Sequence[Json], at: _Place) -> _Problems:
    unmet = unmet_length(schema, len(value), "Items", "entries")
    if unmet is not None:
        yield at.says(unmet)
    if schema.get("uniqueItems") is True and len(set(map(canonical, value))) < len(value):
        yield at.says("must not hold the same entry twice")
    items = schema.get("items", True)
    for index, inner in enumerate(value):
        yield from _check(items, inner, at.inside(index))
