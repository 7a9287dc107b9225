"""Dataclasses and TypedDicts as records, also where their annotations are postponed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NotRequired, Required, TypedDict

import pytest

from signoff.agent.errors import ToolDefinitionError
from signoff.agent.reading import read_annotation
from signoff.agent.schemas import schema_of
from signoff.agent.spot import Spot
from signoff.agent.values import build

HERE = Spot(tool="ship", parameter="parcel")


@dataclass(frozen=True)
class Size:
    """How big it is.

    Attributes:
        width: In centimetres.
    """

    width: int
    height: int = 10


@dataclass(frozen=True)
class Parcel:
    size: Size
    by: date | None = None
    marks: list[str] = field(default_factory=list)
    weight: float = field(init=False, default=1.0)


class Address(TypedDict):
    street: str
    city: NotRequired[str]


class Lines(TypedDict, total=False):
    first: Required[str]
    second: str


@dataclass
class Unfindable:
    where: Nowhere  # type: ignore[name-defined] # noqa: F821


def test_a_dataclass_is_a_record_with_its_defaults() -> None:
    schema = schema_of(read_annotation(Parcel, HERE))

    assert schema["required"] == ["size"]
    assert schema["x-order"] == ["size", "by", "marks"]
    assert schema["properties"] == {
        "size": {
            "type": "object",
            "properties": {
                "width": {"type": "integer", "description": "In centimetres."},
                "height": {"type": "integer", "default": 10},
            },
            "required": ["width"],
            "additionalProperties": False,
            "x-order": ["width", "height"],
        },
        "by": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}], "default": None},
        "marks": {"type": "array", "items": {"type": "string"}, "default": []},
    }


def test_a_dataclass_is_built() -> None:
    parcel = build(read_annotation(Parcel, HERE), {"size": {"width": 3}, "by": "2026-11-20"})

    assert parcel == Parcel(size=Size(width=3), by=date(2026, 11, 20))


@pytest.mark.parametrize(
    ("cls", "required"), [(Address, ["street"]), (Lines, ["first"])], ids=["Address", "Lines"]
)
def test_a_typed_dict_says_which_keys_it_needs(cls: Any, required: list[str]) -> None:
    assert schema_of(read_annotation(cls, HERE))["required"] == required


def test_a_typed_dict_is_built_with_the_keys_that_were_given() -> None:
    assert build(read_annotation(Address, HERE), {"street": "Main"}) == {"street": "Main"}


def test_a_type_that_can_not_be_found_is_named() -> None:
    with pytest.raises(
        ToolDefinitionError, match=r"a type in Unfindable can't be found: .*Nowhere"
    ):
        read_annotation(Unfindable, HERE)
