"""A pydantic model's own JSON Schema, made to stand alone and cut to what is checked here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from signoff.agent.schemas import ORDER
from signoff.agent.spot import Spot
from signoff.core.canonical import Json, JsonObject
from signoff.core.schema import check

_KEPT = frozenset(
    {
        "type",
        "enum",
        "const",
        "properties",
        "required",
        "additionalProperties",
        "items",
        "anyOf",
        "description",
        "default",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "uniqueItems",
        "pattern",
        "format",
    }
)
_WITHOUT_MEANING = frozenset(
    {
        "$defs",
        "title",
        "examples",
        "discriminator",
        "deprecated",
        "readOnly",
        "writeOnly",
        "$ref",
        "oneOf",
        "allOf",
    }
)
_SHAPE_GIVING = frozenset({"type", "enum", "const", "anyOf"})
_MEND = "Use a plainer type there, or a str that the tool reads itself"


def standalone(schema: Mapping[str, Any], spot: Spot) -> JsonObject:
    """Put every definition in its place, and close every object.

    Raises:
        ToolDefinitionError: The schema holds itself, or says something that nobody checks here.
    """
    return _Opened(definitions=schema.get("$defs", {}), spot=spot).read(schema)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """A schema being read: its definitions, and those that the reader is inside of."""

    definitions: Mapping[str, Any]
    spot: Spot
    inside: tuple[str, ...] = ()

    def read(self, schema: Any) -> JsonObject:
        if "$ref" in schema:
            return self._follow(schema)
        alternatives = schema.get("oneOf", schema.get("anyOf"))
        parts = schema.get("allOf", [])
        if len(parts) == 1:
            return {**self.read(parts[0]), **self._described(schema)}
        self._refuse_unknown(schema, parts)
        kept = {name: value for name, value in schema.items() if name in _KEPT}
        if alternatives is not None:
            kept["anyOf"] = [self.read(each) for each in alternatives]
        if "items" in kept:
            kept["items"] = self.read(kept["items"])
        if kept.get("type") == "object":
            kept |= self._object(schema)
        return self._with_sound_default(kept)

    def _follow(self, schema: Any) -> JsonObject:
        name = str(schema["$ref"]).rsplit("/", 1)[-1]
        if name in self.inside:
            raise self.spot.refusal(f"{name} holds itself", "Flatten it; a form has no depth")
        meant = replace(self, inside=(*self.inside, name)).read(self.definitions[name])
        return self._with_sound_default({**meant, **self._described(schema)})

    def _described(self, schema: Any) -> JsonObject:
        return {name: schema[name] for name in ("description", "default") if name in schema}

    def _object(self, schema: Any) -> dict[str, Json]:
        properties, others = schema.get("properties"), schema.get("additionalProperties")
        if properties is not None:
            return {
                "properties": {name: self.read(inner) for name, inner in properties.items()},
                "required": schema.get("required", []),
                "additionalProperties": False,
                ORDER: list(properties),
            }
        if not isinstance(others, Mapping):
            raise self.spot.refusal("its schema holds an object without known keys", _MEND)
        return {"additionalProperties": self.read(others)}

    def _refuse_unknown(self, schema: Any, parts: list[Any]) -> None:
        strange = sorted(set(schema) - _KEPT - _WITHOUT_MEANING)
        if strange or parts:
            raise self.spot.refusal(f"its schema uses {', '.join(strange) or 'allOf'}", _MEND)
        if not _SHAPE_GIVING & set(schema) and "oneOf" not in schema:
            raise self.spot.refusal("its schema allows anything somewhere", _MEND)
        if schema.get("type") == "array" and "items" not in schema:
            raise self.spot.refusal("its schema holds a list of anything", _MEND)

    def _with_sound_default(self, schema: JsonObject) -> JsonObject:
        # A default that its own type refuses is left to pydantic, which does not check it either.
        if "default" in schema and check(schema, schema["default"]):
            return {name: value for name, value in schema.items() if name != "default"}
        return schema
