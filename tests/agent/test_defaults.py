"""Defaults, written in JSON where the tool is defined."""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

import pytest
from pydantic import BaseModel

from signoff.agent.declaration import Declaration, define
from signoff.agent.errors import ToolDefinitionError
from signoff.agent.tool import Tool
from signoff.core.canonical import JsonObject


class Env(Enum):
    PROD = "prod"


@dataclass(frozen=True)
class Size:
    width: int = 3


class Place(BaseModel):
    city: str = "Oslo"


COUNTER = itertools.count()


@dataclass
class Restless:
    number: int = field(default_factory=lambda: next(COUNTER))


def properties(tool: Tool) -> JsonObject:
    found: Any = tool.schema["properties"]
    return {name: each.get("default", "none") for name, each in found.items()}


def test_a_default_is_written_as_it_will_run() -> None:
    def ship(
        env: Env = Env.PROD,
        size: Size = Size(),
        day: date = date(2026, 11, 20),
        tags: frozenset[str] = frozenset({"b", "a"}),
        note: str = None,  # type: ignore[assignment] # noqa: RUF013
        place: Place = Place(),  # noqa: B008
    ) -> None:
        """Ship it."""

    assert properties(define(ship, Declaration())) == {
        "env": "prod",
        "size": {"width": 3},
        "day": "2026-11-20",
        "tags": ["a", "b"],
        "note": None,
        "place": {"city": "Oslo"},
    }


def at_no_offset(at: datetime = datetime(2026, 11, 20)) -> None:  # noqa: DTZ001
    """Start."""


def with_a_stranger(to: str = object()) -> None:  # type: ignore[assignment]
    """Start."""


def of_another_type(to: str = 3) -> None:  # type: ignore[assignment]
    """Start."""


def that_changes(to: Restless) -> None:
    """Start."""


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (at_no_offset, "its default does not fit its type: the value must be a date and time"),
        (with_a_stranger, "its default can't be written in JSON: object has no spelling"),
        (of_another_type, "its default does not fit its type: the value must be text"),
        (that_changes, "the default of number changes with every call"),
    ],
)
def test_a_default_that_can_not_be_stored_is_refused(function: Any, reason: str) -> None:
    with pytest.raises(ToolDefinitionError) as refusal:
        define(function, Declaration())

    assert reason in str(refusal.value)


def test_a_moment_with_its_offset_is_a_default() -> None:
    def start(at: datetime = datetime(2026, 11, 20, tzinfo=UTC)) -> None:
        """Start."""

    assert properties(define(start, Declaration())) == {"at": "2026-11-20T00:00:00+00:00"}
