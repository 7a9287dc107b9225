"""Type annotations, read as shapes and written as schemas."""

import collections.abc
import typing
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum, IntEnum
from typing import Annotated, Any, Literal, NewType, Optional, Union

import pytest
from pydantic import AnyUrl, BaseModel, EmailStr, HttpUrl, IPvAnyAddress
from typing_extensions import TypeAliasType

from signoff.agent.errors import ToolDefinitionError
from signoff.agent.reading import read_annotation
from signoff.agent.schemas import schema_of
from signoff.agent.spot import Spot

HERE = Spot(tool="deploy", parameter="env")


class Env(Enum):
    STAGING = "staging"
    PROD = "prod"


class Level(IntEnum):
    LOW = 1
    HIGH = 2


class Empty(Enum):
    pass


class Odd(Enum):
    THING = ("a", "b")


@dataclass
class Tree:
    kids: "list[Tree]"


class Stored(BaseModel):
    at: date


Service = NewType("Service", str)
Region = TypeAliasType("Region", Literal["eu", "us"])


@pytest.mark.parametrize(
    ("annotation", "schema"),
    [
        (str, {"type": "string"}),
        (int, {"type": "integer"}),
        (float, {"type": "number"}),
        (bool, {"type": "boolean"}),
        (None, {"type": "null"}),
        (date, {"type": "string", "format": "date"}),
        (datetime, {"type": "string", "format": "date-time"}),
        (time, {"type": "string", "format": "time"}),
        (Service, {"type": "string"}),
        (Region, {"type": "string", "enum": ["eu", "us"]}),
        (Env, {"type": "string", "enum": ["staging", "prod"]}),
        (Level, {"type": "integer", "enum": [1, 2]}),
        (Literal["a", "b"], {"type": "string", "enum": ["a", "b"]}),
        (Literal[Env.PROD], {"type": "string", "enum": ["prod"]}),
        (
            Literal["a", 1, True, None],  # noqa: PYI061 - as somebody may write it
            {
                "anyOf": [
                    {"type": "string", "enum": ["a"]},
                    {"type": "integer", "enum": [1]},
                    {"type": "boolean", "enum": [True]},
                    {"type": "null"},
                ]
            },
        ),
        (Optional[int], {"anyOf": [{"type": "integer"}, {"type": "null"}]}),  # noqa: UP045
        (int | str, {"anyOf": [{"type": "integer"}, {"type": "string"}]}),
        (Union[int, str], {"anyOf": [{"type": "integer"}, {"type": "string"}]}),  # noqa: UP007
        (list[str], {"type": "array", "items": {"type": "string"}}),
        (typing.List[str], {"type": "array", "items": {"type": "string"}}),  # noqa: UP006
        (collections.abc.Sequence[int], {"type": "array", "items": {"type": "integer"}}),
        (tuple[int, ...], {"type": "array", "items": {"type": "integer"}}),
        (set[str], {"type": "array", "items": {"type": "string"}, "uniqueItems": True}),
        (dict[str, int], {"type": "object", "additionalProperties": {"type": "integer"}}),
        (typing.Mapping[str, int], {"type": "object", "additionalProperties": {"type": "integer"}}),
        (EmailStr, {"type": "string", "format": "email"}),
        (HttpUrl, {"type": "string", "format": "uri"}),
        (AnyUrl | None, {"anyOf": [{"type": "string", "format": "uri"}, {"type": "null"}]}),
        (Annotated[str, "where"], {"type": "string", "description": "where"}),
        (
            Stored,
            {
                "type": "object",
                "properties": {"at": {"type": "string", "format": "date"}},
                "required": ["at"],
                "additionalProperties": False,
                "x-order": ["at"],
            },
        ),
    ],
)
def test_a_type_has_a_schema(annotation: Any, schema: dict[str, object]) -> None:
    assert schema_of(read_annotation(annotation, HERE)) == schema


@pytest.mark.parametrize(
    ("annotation", "reason"),
    [
        (Decimal, "Decimal is no type that a tool can take"),
        (object, "object is no type that a tool can take"),
        (Any, "Any is no type that a tool can take"),
        (bytes, "bytes is no type that a tool can take"),
        (list, "a list of anything can't be checked"),
        (dict, "an object without known keys can't be checked"),
        (dict[int, str], "an object without known keys can't be checked"),
        (tuple[int, str], "a tuple of a fixed length has no names for its parts"),
        (IPvAnyAddress, "IPvAnyAddress is no type that a tool can take"),
        (tuple, "a tuple of a fixed length has no names for its parts"),
        (Literal[b"x"], "b'x' can't be written in JSON"),
        (Odd, "<Odd.THING: ('a', 'b')> can't be written in JSON"),
        (Empty, "Empty has no members"),
        (Tree, "Tree holds itself"),
    ],
    ids=repr,
)
def test_a_type_that_nobody_can_describe_is_refused(annotation: Any, reason: str) -> None:
    with pytest.raises(ToolDefinitionError) as refusal:
        read_annotation(annotation, HERE)

    assert str(refusal.value).startswith("Tool 'deploy', parameter 'env': ")
    assert f"{reason}. " in str(refusal.value)
    assert (refusal.value.tool, refusal.value.parameter) == ("deploy", "env")
    assert refusal.value.mend
