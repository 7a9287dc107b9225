"""Pydantic objects, built for the tools that take them."""

from datetime import date
from typing import Annotated

import pytest
from pydantic import BaseModel, Field, field_validator

from signoff.adapters.typed_values import build_model
from signoff.agent.calling import call
from signoff.agent.decorator import tool


class Stop(BaseModel):
    city: str
    day: date

    @field_validator("city")
    @classmethod
    def not_nowhere(cls, city: str) -> str:
        if city == "Nowhere":
            raise ValueError("nobody goes there")
        return city


class Trip(BaseModel):
    stops: list[Stop]
    seats: Annotated[int, Field(ge=1)] = 1


@tool
def book(trip: Trip, first: Stop | None = None) -> Trip:
    """Book a trip."""
    assert isinstance(trip, Trip)
    return trip if first is None else Trip(stops=[first, *trip.stops], seats=trip.seats)


STOP = {"city": "Oslo", "day": "2026-11-20"}


def test_a_tool_receives_a_pydantic_object_and_may_give_one_back() -> None:
    text = call(
        book, {"trip": {"stops": [STOP]}, "first": STOP}, idempotency_key="k", models=build_model
    )

    assert text == (
        '{"stops": [{"city": "Oslo", "day": "2026-11-20"}, {"city": "Oslo", "day": "2026-11-20"}], '
        '"seats": 1}'
    )


def test_the_models_own_schema_is_checked_before_a_person_is_asked() -> None:
    refused = book.prepare('{"trip": {"stops": [{"city": "Oslo"}], "seats": 0}, "first": null}')

    assert str(refused).startswith(
        "Not run: trip.stops[0].day is missing; trip.seats must be at least 1."
    )


def test_what_a_validator_refuses_is_told_in_one_sentence() -> None:
    with pytest.raises(ValueError, match=r"^Stop: city: Value error, nobody goes there\.$"):
        build_model(Stop, {**STOP, "city": "Nowhere"})


def test_what_is_no_object_at_all_is_told_too() -> None:
    with pytest.raises(ValueError, match=r"^Stop: the value: Input should be an object\.$"):
        build_model(Stop, 3)
