"""The schema that the model is given: strict, with every property required and null for "none".

Keywords that strict mode has no room for are said in the description instead.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from signoff.core.canonical import Json, JsonObject, canonical
from signoff.core.limits_in_words import unmet_length
from signoff.core.schema import check

_KEPT = frozenset(
    {
        "type",
        "enum",
        "items",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minItems",
        "maxItems",
    }
)
_FORMATS = frozenset({"date", "date-time", "time", "email", "uuid"})
_FORMATS_IN_WORDS = {
    "uri": "It must be an address, like https://example.com.",
    "slack-user": "It must be the id of a person in Slack, like U0123ABCD.",
    "slack-channel": "It must be the id of a channel in Slack, like C0123ABCD.",
}
_SIMPLE = frozenset({"string", "integer", "number", "boolean"})
# Strict mode looks neither ahead nor behind, and an answer held to such a pattern fails with a 500.
_TOO_CLEVER = re.compile(r"\(\?(?!:)|\\[1-9AbBZ]")

_FOR_A_PERSON = "A person fills this in: give null, or what you would propose."


def strict(schema: Json, nullable: Sequence[str] = ()) -> JsonObject:
    """Rewrite a stored schema for the model; the named properties may be null as well."""
    if not isinstance(schema, Mapping):
        return {}
    kept = {name: value for name, value in schema.items() if name in _KEPT}
    if schema.get("format") in _FORMATS:
        kept["format"] = schema["format"]
    if "pattern" in schema and not _is_too_clever(schema):
        kept["pattern"] = schema["pattern"]
    if "const" in schema:
        kept["enum"] = [schema["const"]]
    options = schema.get("anyOf")
    if isinstance(options, list | tuple):
        kept["anyOf"] = [strict(option) for option in options]
    if "items" in kept:
        kept["items"] = strict(kept["items"])
    if schema.get("type") == "object":
        kept |= _strict_object(schema, nullable)
    words = " ".join(_words(schema))
    return {**kept, "description": words} if words else kept


def _strict_object(schema: JsonObject, nullable: Sequence[str]) -> JsonObject:
    properties, required = schema.get("properties"), schema.get("required")
    if not isinstance(properties, Mapping):
        return _pairs(schema.get("additionalProperties"))
    needed = required if isinstance(required, list | tuple) else ()
    return {
        "type": "object",
        "properties": {
            name: _for_a_person(inner) if name in nullable else _given(inner, name in needed)
            for name, inner in properties.items()
        },
        "required": list(properties),
        "additionalProperties": False,
    }


def _given(stored: Json, is_needed: bool) -> JsonObject:
    return strict(stored) if is_needed else _or_null(stored, strict(stored))


def _for_a_person(stored: Json) -> JsonObject:
    """Write a field that a person is asked for: its default waits in the form, not behind null."""
    bare = stored
    if isinstance(stored, Mapping):
        bare = {name: said for name, said in stored.items() if name != "default"}
    asked = _or_null(bare, strict(bare))
    words = [str(asked.get("description") or ""), _FOR_A_PERSON]
    return {**asked, "description": " ".join(filter(None, words))}


def _pairs(value: Json) -> JsonObject:
    pair: JsonObject = {
        "type": "object",
        "properties": {"key": {"type": "string"}, "value": strict(value)},
        "required": ["key", "value"],
        "additionalProperties": False,
    }
    return {"type": "array", "items": pair}


def _or_null(stored: Json, schema: JsonObject) -> JsonObject:
    if isinstance(stored, Mapping) and not check(stored, None):
        return schema
    if schema.get("type") in _SIMPLE and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    described = {name: words for name, words in schema.items() if name == "description"}
    bare = {name: words for name, words in schema.items() if name != "description"}
    options = bare.get("anyOf")
    listed = list(options) if isinstance(options, list | tuple) else [bare]
    return {**described, "anyOf": [*listed, {"type": "null"}]}


def _words(schema: JsonObject) -> Iterator[str]:
    description = schema.get("description")
    if isinstance(description, str) and description:
        yield description
    length = unmet_length(schema, -1, "Length", "characters")
    if length is not None:
        yield f"It {length}."
    if _is_too_clever(schema):
        yield f"It must match {schema['pattern']}."
    unknown = _FORMATS_IN_WORDS.get(str(schema.get("format")))
    if unknown is not None:
        yield unknown
    if schema.get("uniqueItems") is True:
        yield "No entry twice."
    default = schema.get("default")
    if default is not None:
        yield f"Null means {canonical(default)}."


def _is_too_clever(schema: JsonObject) -> bool:
    pattern = schema.get("pattern")
    return isinstance(pattern, str) and bool(_TOO_CLEVER.search(pattern))
