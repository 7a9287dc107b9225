"""A value made whole: nulls that mean "not given" go, defaults come, and what is left will run."""

from collections.abc import Mapping, Sequence

from signoff.core.canonical import Json, JsonObject
from signoff.core.schema import check


def complete(schema: Json, value: Json) -> Json:
    """Write a value out in full, as its schema means it.

    A property that is missing, or null where null is not allowed, takes its default. Pairs of key
    and value become the object that they stand for (models that must name every property can't
    write one), and 3.0 becomes 3 where a whole number is asked for. Nothing is judged here: what
    does not fit is left as it is, for the check to name.
    """
    if not isinstance(schema, Mapping):
        return value
    options = schema.get("anyOf")
    if isinstance(options, list | tuple):
        return _complete_option(options, value)
    match value:
        case float() if schema.get("type") == "integer" and value.is_integer():
            return int(value)
        case Mapping():
            return _complete_object(schema, value)
        case list() | tuple():
            return _complete_list(schema, value)
        case _:
            return value


def _complete_option(options: Sequence[Json], value: Json) -> Json:
    for option in options:
        whole = complete(option, value)
        if isinstance(option, Mapping) and not check(option, whole):
            return whole
    return value


def _complete_object(schema: JsonObject, value: JsonObject) -> JsonObject:
    properties = schema.get("properties")
    if not isinstance(properties, Mapping):
        others = schema.get("additionalProperties")
        return {name: complete(others, inner) for name, inner in value.items()}
    required = schema.get("required")
    needed = required if isinstance(required, list | tuple) else ()
    unknown = {name: inner for name, inner in value.items() if name not in properties}
    known: dict[str, Json] = {}
    for name, inner_schema in properties.items():
        if name in value and not _is_left_out(inner_schema, value[name], name in needed):
            known[name] = complete(inner_schema, value[name])
        elif isinstance(inner_schema, Mapping) and "default" in inner_schema:
            known[name] = inner_schema["default"]
    return known | unknown


def _is_left_out(schema: Json, value: Json, is_needed: bool) -> bool:
    """Ask whether a null only says that an optional property was not given."""
    if value is not None or is_needed or not isinstance(schema, Mapping):
        return False
    return bool(check(schema, None))


def _complete_list(schema: JsonObject, value: Sequence[Json]) -> Json:
    others = schema.get("additionalProperties")
    if schema.get("type") == "object" and "properties" not in schema and others is not None:
        return _as_table(others, value)
    return [complete(schema.get("items"), inner) for inner in value]


def _as_table(schema: Json, pairs: Sequence[Json]) -> Json:
    table: dict[str, Json] = {}
    for pair in pairs:
        match pair:
            case {"key": str() as key, "value": inner, **others} if not others and key not in table:
                table[key] = complete(schema, inner)
            case _:
                return pairs
    return table
