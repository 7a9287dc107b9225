"""The strict schema that the model is given."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel

from signoff.agent.annotations import Length, SlackUser, Url
from signoff.agent.declaration import Declaration, define
from signoff.agent.reading import read_annotation
from signoff.agent.schemas import schema_of
from signoff.agent.spot import Spot
from signoff.agent.strict import strict
from signoff.core.canonical import Json, JsonObject

ASKED = "A person fills this in: give null, or what you would propose."


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
            "anyOf": [{"type": "string", "enum": ["a"]}, {"type": "integer"}, {"type": "null"}],
            "description": ASKED,
        },
        "note": {"type": ["string", "null"], "description": ASKED},
    }


def test_a_persons_field_says_whose_it_is_and_promises_no_default() -> None:
    def deploy(service: str, share: int = 5, day: date | None = None) -> None:
        """Deploy it.

        Args:
            service: Its name.
            share: Of all traffic.
            day: The day.
        """

    declared = Declaration(requires_user_input=True, user_input_fields=["share", "day"])

    properties: Any = define(deploy, declared).model_schema["properties"]
    assert properties["share"] == {
        "type": ["integer", "null"],
        "description": f"Of all traffic. {ASKED}",
    }
    assert properties["day"]["description"] == f"The day. {ASKED}"


@pytest.mark.parametrize("pattern", [r"^(?=.*\d).+$", r"^(?!a)", r"(?<=x)y", r"(a)\1", r"\bword"])
def test_a_pattern_that_strict_mode_does_not_know_is_said_in_words(pattern: str) -> None:
    assert strict({"type": "string", "pattern": pattern}) == {
        "type": "string",
        "description": f"It must match {pattern}.",
    }


@pytest.mark.parametrize("pattern", ["^[A-Z]{3}$", "^(?:a|b)+$"])
def test_a_plain_pattern_is_kept(pattern: str) -> None:
    assert strict({"type": "string", "pattern": pattern})["pattern"] == pattern


def test_a_decimal_is_described_without_its_pattern() -> None:
    class Price(BaseModel):
        amount: Decimal

    amount: Any = model_schema_of(Price)["properties"]
    number, text = amount["amount"]["anyOf"]
    assert number == {"type": "number"}
    assert sorted(text) == ["description", "type"]


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
            SlackUser,
            {
                "type": "string",
                "description": "It must be the id of a person in Slack, like U0123ABCD.",
            },
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
