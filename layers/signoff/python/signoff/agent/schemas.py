"""The JSON Schema of a shape: what is stored with a pause, and checked on both its sides."""

from collections.abc import Mapping, Sequence
from typing import assert_never

from signoff.agent.shapes import (
    Choice,
    Either,
    Field,
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
from signoff.core.soundness import kind_of

ORDER = "x-order"
"""Our own keyword: the names of an object in the order of the signature; stored JSON has none."""


def schema_of(shape: Shape) -> JsonObject:  # noqa: C901 - one line for each shape
    """Write the schema of a shape."""
    schema: JsonObject
    match shape:
        case Plain(kind=kind):
            schema = {"type": kind}
        case Moment(kind=kind):
            schema = {"type": "string", "format": kind}
        case Choice(options=options):
            schema = _schema_of_choice([written for written, _ in options])
        case Many(item=item, is_distinct=is_distinct):
            unique: JsonObject = {"uniqueItems": True} if is_distinct else {}
            schema = {"type": "array", "items": schema_of(item), **unique}
        case Table(value=value):
            schema = {"type": "object", "additionalProperties": schema_of(value)}
        case Either(options=options):
            schema = {"anyOf": [schema_of(option) for option in options]}
        case Limited(shape=inner, keywords=keywords):
            schema = _schema_of_limited(schema_of(inner), keywords)
        case Record(fields=fields):
            schema = schema_of_fields(fields)
        case Model(schema=schema):
            pass
        case _:
            assert_never(shape)
    return schema


def schema_of_fields(fields: Sequence[Field]) -> JsonObject:
    """Write the schema of an object with these fields and no others."""
    return {
        "type": "object",
        "properties": {field.name: _schema_of_field(field) for field in fields},
        "required": [field.name for field in fields if field.is_required],
        "additionalProperties": False,
        ORDER: [field.name for field in fields],
    }


def _schema_of_field(field: Field) -> JsonObject:
    schema = dict(schema_of(field.shape))
    if field.description is not None:
        schema["description"] = field.description
    if field.default is not None:
        schema["default"] = field.default.value
    return schema


def _schema_of_choice(values: Sequence[Json]) -> JsonObject:
    by_kind: dict[str, list[Json]] = {}
    for value in values:
        by_kind.setdefault(str(kind_of(value)), []).append(value)
    options: list[JsonObject] = [
        {"type": kind} if kind == "null" else {"type": kind, "enum": enum}
        for kind, enum in by_kind.items()
    ]
    return options[0] if len(options) == 1 else {"anyOf": options}


def _schema_of_limited(schema: JsonObject, keywords: JsonObject) -> JsonObject:
    """Put the limits where they bind: into each option that may hold a value, not beside null."""
    options = schema.get("anyOf")
    if not isinstance(options, list | tuple):
        return {**schema, **keywords}
    described = {name: words for name, words in keywords.items() if name == "description"}
    limits = {name: limit for name, limit in keywords.items() if name != "description"}
    return {
        **described,
        "anyOf": [
            {**option, **limits}
            if isinstance(option, Mapping) and option.get("type") != "null"
            else option
            for option in options
        ],
    }
