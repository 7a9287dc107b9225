"""Pydantic's schemas, made to stand alone."""

from datetime import datetime
from enum import Enum
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from signoff.agent.errors import ToolDefinitionError
from signoff.agent.foreign_schemas import standalone
from signoff.agent.spot import Spot

HERE = Spot(tool="ship", parameter="order")


class Env(Enum):
    STAGING = "staging"
    PROD = "prod"


class Cat(BaseModel):
    kind: Literal["cat"]


class Dog(BaseModel):
    kind: Literal["dog"]


class Order(BaseModel):
    """An order."""

    model_config = ConfigDict(extra="allow")

    env: Env = Field(default=Env.PROD, description="where")
    shares: list[Annotated[int, Field(ge=1, le=100)]]
    labels: dict[str, str] = {}
    pet: Annotated[Cat | Dog, Field(discriminator="kind")]
    other: Cat | None = None
    at: datetime = datetime(2026, 1, 1)  # noqa: DTZ001


class Node(BaseModel):
    kids: "list[Node]"


def test_definitions_take_their_place_and_objects_are_closed() -> None:
    schema = standalone(Order.model_json_schema(), HERE)

    assert schema == {
        "type": "object",
        "description": "An order.",
        "properties": {
            "env": {
                "type": "string",
                "enum": ["staging", "prod"],
                "default": "prod",
                "description": "where",
            },
            "shares": {"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 100}},
            "labels": {
                "type": "object",
                "additionalProperties": {"type": "string"},
                "default": {},
            },
            "pet": {"anyOf": [pet("cat"), pet("dog")]},
            "other": {"anyOf": [pet("cat"), {"type": "null"}], "default": None},
            "at": {"type": "string", "format": "date-time"},
        },
        "required": ["shares", "pet"],
        "additionalProperties": False,
        "x-order": ["env", "shares", "labels", "pet", "other", "at"],
    }


def pet(kind: str) -> dict[str, object]:
    return {
        "type": "object",
        "properties": {"kind": {"type": "string", "const": kind}},
        "required": ["kind"],
        "additionalProperties": False,
        "x-order": ["kind"],
    }


def test_a_definition_in_one_part_is_looked_through() -> None:
    schema = {"allOf": [{"type": "string"}], "description": "a name", "default": "x"}

    assert standalone(schema, HERE) == {"type": "string", "description": "a name", "default": "x"}


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        (Node.model_json_schema(), "Node holds itself"),
        ({"type": "object"}, "an object without known keys"),
        ({"type": "object", "additionalProperties": True}, "an object without known keys"),
        ({"type": "array"}, "a list of anything"),
        ({"title": "X"}, "allows anything somewhere"),
        ({"type": "array", "prefixItems": []}, "uses prefixItems"),
        ({"type": "string", "allOf": [{"minLength": 1}, {"maxLength": 2}]}, "uses allOf"),
    ],
)
def test_what_nobody_checks_is_refused(schema: dict[str, Any], reason: str) -> None:
    with pytest.raises(ToolDefinitionError, match=reason):
        standalone(schema, HERE)
