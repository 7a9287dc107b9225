"""The typed values that a tool receives."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from signoff.agent.annotations import Range
from signoff.agent.reading import read_annotation
from signoff.agent.schemas import schema_of
from signoff.agent.spot import Spot
from signoff.agent.values import NoModelsError, build
from signoff.agent.writing import write
from signoff.core.canonical import Json
from signoff.core.schema import check


class Env(Enum):
    PROD = "prod"
    STAGING = "staging"


@dataclass(frozen=True)
class Size:
    width: int
    name: str = "M"


class Stored(BaseModel):
    at: date


def built(annotation: Any, value: Json) -> Any:
    return build(read_annotation(annotation, Spot(tool="t", parameter="p")), value)


@pytest.mark.parametrize(
    ("annotation", "value", "typed"),
    [
        (str, "a", "a"),
        (int, 3.0, 3),
        (float, 3, 3.0),
        (bool, True, True),
        (None, None, None),
        (date, "2026-11-20", date(2026, 11, 20)),
        (datetime, "2026-11-20T14:00:00Z", datetime(2026, 11, 20, 14, tzinfo=UTC)),
        (time, "14:30", time(14, 30)),
        (Env, "prod", Env.PROD),
        (Literal[Env.PROD, "x"], "prod", Env.PROD),
        (Literal[1, True], True, True),
        (list[Env], ["prod"], [Env.PROD]),
        (tuple[int, ...], [1, 2], (1, 2)),
        (set[str], ["a"], {"a"}),
        (dict[str, Env], {"a": "prod"}, {"a": Env.PROD}),
        (date | None, None, None),
        (date | None, "2026-11-20", date(2026, 11, 20)),
        (int | str, "3", "3"),
        (Annotated[int, Range(1)], 3, 3),
        (Size, {"width": 3}, Size(width=3)),
        (list[Size], [{"width": 3, "name": "L"}], [Size(width=3, name="L")]),
    ],
)
def test_json_becomes_the_type_that_the_tool_asks_for(
    annotation: Any, value: Json, typed: object
) -> None:
    made = built(annotation, value)

    assert made == typed
    assert type(made) is type(typed)


def test_a_pydantic_object_needs_the_workers_adapter() -> None:
    with pytest.raises(NoModelsError, match=r"Stored needs signoff.adapters.typed_values"):
        built(Stored, {"at": "2026-11-20"})


def test_a_pydantic_object_is_built_by_what_is_given() -> None:
    shape = read_annotation(list[Stored], Spot(tool="t"))

    made = build(shape, [{"at": "2026-11-20"}], lambda model, value: (model, value))

    assert made == [(Stored, {"at": "2026-11-20"})]


TYPES: list[tuple[Any, st.SearchStrategy[Any]]] = [
    (str, st.text()),
    (int, st.integers()),
    (bool, st.booleans()),
    (date, st.dates()),
    (time, st.times()),
    (datetime, st.datetimes(timezones=st.just(UTC))),
    (Env, st.sampled_from(Env)),
    (list[Env], st.lists(st.sampled_from(Env))),
    (frozenset[int], st.frozensets(st.integers())),
    (dict[str, int], st.dictionaries(st.text(), st.integers())),
    (Size, st.builds(Size, width=st.integers(), name=st.text())),
]


@settings(deadline=None)
@given(st.data())
def test_what_is_written_fits_its_schema_and_is_built_again(data: st.DataObject) -> None:
    annotation, values = data.draw(st.sampled_from(TYPES))
    typed = data.draw(values)
    shape = read_annotation(annotation, Spot(tool="t"))

    written = write(typed)

    assert check(schema_of(shape), written) == ()
    assert build(shape, written) == typed
