"""A stored JSON Schema, as far as a form asks about it: which kinds of value a property takes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from signoff.core.canonical import Json, JsonObject
from signoff.core.requirement import Requirement
from signoff.core.schema import check

ORDER = "x-order"
"""The keyword that keeps the order of the signature."""

_DEEPEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One property of a schema, its references and alternatives resolved.

    Attributes:
        shape: What a value that is not null must be.
        choices: The values that it must be one of; empty: any.
        is_nullable: Whether it may be null.
        is_required: Whether it must be given.
    """

    shape: JsonObject
    choices: tuple[Json, ...]
    is_nullable: bool
    is_required: bool


def stored_schema(requirement: Requirement) -> JsonObject:
    """Read the schema of a requirement's arguments."""
    schema: JsonObject = json.loads(requirement.schema)
    return schema


def order_of(schema: JsonObject) -> tuple[str, ...]:
    """Give the names of the arguments in the order of the tool's signature."""
    order = schema.get(ORDER) or schema.get("required")
    return tuple(map(str, order)) if isinstance(order, list | tuple) else ()


def property_of(schema: JsonObject, name: str) -> Property:
    """Look a property up; one that the schema does not know may be anything."""
    properties = schema.get("properties")
    found: Json = properties.get(name, True) if isinstance(properties, Mapping) else True
    required = schema.get("required")
    options = _options(schema, found)
    values = [option for option in options if option.get("type") != "null"]
    choices = _choices(values)
    return Property(
        shape=values[0] if len(values) == 1 else {},
        choices=tuple(choice for choice in choices if choice is not None),
        is_nullable=not check(_rooted(schema, found), None),
        is_required=isinstance(required, list | tuple) and name in required,
    )


def item_of(schema: JsonObject, shape: JsonObject) -> tuple[Json, ...]:
    """Give the choices that each entry of a list has; empty: they are free."""
    return _choices(_options(schema, shape.get("items")))


def item_format(schema: JsonObject, shape: JsonObject) -> str:
    """Name the format that each entry of a list has; nothing if there is none, or more than one."""
    formats = {str(option.get("format", "")) for option in _options(schema, shape.get("items"))}
    return formats.pop() if len(formats) == 1 else ""


def _rooted(schema: JsonObject, part: Json) -> JsonObject:
    """Write a part as a schema of its own that still finds what it refers to."""
    definitions = {name: schema[name] for name in ("$defs", "definitions") if name in schema}
    return {"anyOf": [part], **definitions}


def _options(schema: JsonObject, part: Json, depth: int = 0) -> list[JsonObject]:
    """List the alternatives of a schema, each with what is said beside them."""
    if not isinstance(part, Mapping) or depth > _DEEPEST:
        return []
    beside = {key: said for key, said in part.items() if key not in {"$ref", "anyOf", "oneOf"}}
    reference = part.get("$ref")
    if isinstance(reference, str):
        meant = _options(schema, _definition(schema, reference), depth + 1)
        return [{**option, **beside} for option in meant]
    several = part.get("anyOf", part.get("oneOf"))
    if isinstance(several, list | tuple):
        options = [option for each in several for option in _options(schema, each, depth + 1)]
        return [{**option, **_words(beside)} for option in options]
    return _by_type(beside)


def _by_type(part: JsonObject) -> list[JsonObject]:
    kinds = part.get("type")
    if not isinstance(kinds, list | tuple):
        return [part]
    return [{**part, "type": kind} for kind in kinds]


def _words(beside: JsonObject) -> JsonObject:
    return {key: said for key, said in beside.items() if key in {"title", "description", "default"}}


def _definition(schema: JsonObject, reference: str) -> Json:
    meant: Json = schema
    for name in reference.removeprefix("#").split("/")[1:]:
        meant = meant.get(name) if isinstance(meant, Mapping) else None
    return meant


def _choices(options: Sequence[JsonObject]) -> tuple[Json, ...]:
    """Give the values to choose from, if every alternative names its own."""
    found: list[Json] = []
    for option in options:
        enum = option.get("enum")
        if isinstance(enum, list | tuple):
            found += enum
        elif "const" in option:
            found.append(option["const"])
        else:
            return ()
    return tuple(found)
