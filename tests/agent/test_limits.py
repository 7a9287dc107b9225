"""The limits that stand beside a type."""

from typing import Annotated, Any

import pytest
from annotated_types import Gt, Interval, Lt, MultipleOf
from pydantic import Field

from signoff.agent.annotations import Email, Length, Range, SlackChannel, SlackUser, Url
from signoff.agent.errors import ToolDefinitionError
from signoff.agent.reading import read_annotation
from signoff.agent.schemas import schema_of
from signoff.agent.spot import Spot
from signoff.core.schema import check

HERE = Spot(tool="deploy", parameter="share")


@pytest.mark.parametrize(
    ("annotation", "schema"),
    [
        (Annotated[int, Range(1, 100)], {"type": "integer", "minimum": 1, "maximum": 100}),
        (Annotated[float, Range(ge=0)], {"type": "number", "minimum": 0}),
        (
            Annotated[int, Gt(0), Lt(9)],
            {"type": "integer"} | {"exclusiveMinimum": 0, "exclusiveMaximum": 9},
        ),
        (
            Annotated[int, Interval(ge=2), MultipleOf(2)],
            {"type": "integer", "minimum": 2, "multipleOf": 2},
        ),
        (Annotated[str, Length(1, 9)], {"type": "string", "minLength": 1, "maxLength": 9}),
        (
            Annotated[list[Annotated[str, Length(1)]], Length(max_length=3)],
            {"type": "array", "items": {"type": "string", "minLength": 1}, "maxItems": 3},
        ),
        (Email, {"type": "string", "format": "email"}),
        (SlackUser, {"type": "string", "format": "slack-user"}),
        (
            list[SlackChannel],
            {"type": "array", "items": {"type": "string", "format": "slack-channel"}},
        ),
        (Annotated[Url, "where"], {"type": "string", "format": "uri", "description": "where"}),
        (
            Annotated[str, Field(pattern="^v", max_length=5, description="a version")],
            {"type": "string", "maxLength": 5, "pattern": "^v", "description": "a version"},
        ),
        (Annotated[str, object()], {"type": "string"}),
        (
            Annotated[Annotated[int, Range(1)] | None, Range(le=5)],
            {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 5}, {"type": "null"}]},
        ),
        (
            Annotated[int | None, Range(1), "a share"],
            {
                "description": "a share",
                "anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}],
            },
        ),
    ],
)
def test_a_limit_becomes_a_keyword(annotation: Any, schema: dict[str, object]) -> None:
    assert schema_of(read_annotation(annotation, HERE)) == schema


@pytest.mark.parametrize(
    ("annotation", "reason"),
    [
        (Annotated[str, Range(1)], "ge is a limit for a number, and this is text"),
        (Annotated[int | str, Range(1)], "ge is a limit for a number, and this is something else"),
        (Annotated[bool, Length(1)], "min_length is a limit for text or a list"),
        (Annotated[str, Field(pattern="(?=a")], "its pattern can't be read"),
    ],
)
def test_a_limit_that_does_not_suit_the_type_is_refused(annotation: Any, reason: str) -> None:
    with pytest.raises(ToolDefinitionError, match="parameter 'share': ") as refusal:
        read_annotation(annotation, HERE)

    assert reason in str(refusal.value)


def test_an_optional_limit_lets_null_through() -> None:
    schema = schema_of(read_annotation(Annotated[int | None, Range(1, 5)], HERE))

    assert check(schema, None) == ()
    assert [str(each) for each in check(schema, 6)] == ["the value must be 1 to 5"]
