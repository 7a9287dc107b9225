"""The strict schema that the model is given."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel

from signoff.agent.annotations import Length, Url
from signoff.agent.declaration import Declaration, define
from signoff.agent.reading import read_annotation
from signoff.agent.schemas import schema_of
from signoff.agent.spot import Spot
from signoff.agent.strict import strict
from signoff.core.canonical import Json, JsonObject


@dataclass(frozen=True)
class Size:
    width: int
    height: int = 3


class Stored(BaseModel):
    kind: Literal["only"]


def model_schema_of(annotation: Any) -> JsonObject:
    return strict(schema_of(read_annotation(annotation, Spot(tool="ship", parameter="it"))))


def test_optional_parameters_are_required_and_nullable() -> None:
    def ship(
        to: str,
        day: date | None,
        share: int = 5,
        env: Literal["a", "b"] | None = None,
        kind: Literal["x", "y"] = "x",
    ) -> None:
        """Ship it."""

    assert define(ship, Declaration()).model_schema == {
        "type": "object",
        "properties": {
            "to": {"type": "string"},
            "day": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
            "share": {"type": ["integer", "null"], "description": "Null means 5."},
            "env": {"anyOf": [{"type": "string", "enum": ["a", "b"]}, {"type": "null"}]},
            "kind": {
                "anyOf": [{"type": "string", "enum": ["x", "y"]}, {"type": "null"}],
                "description": 'Null means "x".',
            },
        },
        "required": ["to", "day", "share", "env", "kind"],
        "additionalProperties": False,
    }


def test_what_a_person_fills_is_nullable() -> None:
    def deploy(service: str, env: Literal["a"] | int, note: str) -> None:
        """Deploy it."""

    declared = Declaration(requires_user_input=True, user_input_fields=["env", "note"])

    assert define(deploy, declared).model_schema["properties"] == {
        "service": {"type": "string"},
        "env": {
            "anyOf": [{"type": "string", "enum": ["a"]}, {"type": "integer"}, {"type": "null"}]
        },
        "note": {"type": ["string", "null"]},
    }


@pytest.mark.parametrize(
    ("annotation", "schema"),
    [
        (
            dict[str, int],
            {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"key": {"type": "string"}, "value": {"type": "integer"}},
                    "required": ["key", "value"],
                    "additionalProperties": False,
                },
            },
        ),
        (
            list[Size],
            {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "width": {"type": "integer"},
                        "height": {"type": ["integer", "null"], "description": "Null means 3."},
                    },
                    "required": ["width", "height"],
                    "additionalProperties": False,
                },
            },
        ),
        (
            Annotated[str, Length(1, 9), "a name"],
            {"type": "string", "description": "a name It must have 1 to 9 characters."},
        ),
        (
            Url,
            {"type": "string", "description": "It must be an address, like https://example.com."},
        ),
        (
            set[str],
            {"type": "array", "items": {"type": "string"}, "description": "No entry twice."},
        ),
        (
            Stored,
            {
                "type": "object",
                "properties": {"kind": {"type": "string", "enum": ["only"]}},
                "required": ["kind"],
                "additionalProperties": False,
            },
        ),
    ],
)
def test_what_strict_mode_has_no_word_for_is_said_otherwise(
    annotation: Any, schema: JsonObject
) -> None:
    assert model_schema_of(annotation) == schema


@pytest.mark.parametrize("schema", [True, None, "x"])
def test_a_schema_without_keywords_stays_open(schema: Json) -> None:
    assert strict(schema) == {}


def test_an_object_that_names_no_required_properties_needs_none() -> None:
    schema = strict({"type": "object", "properties": {"a": True}, "required": 3})

    assert schema["properties"] == {"a": {"anyOf": [{}, {"type": "null"}]}}
