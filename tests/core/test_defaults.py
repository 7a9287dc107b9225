"""A value written out in full before it is stored."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signoff.core.canonical import Json, JsonObject
from signoff.core.defaults import complete
from signoff.core.schema import check

TABLE: JsonObject = {"type": "object", "additionalProperties": {"type": "integer"}}
PLACE: JsonObject = {
    "type": "object",
    "properties": {
        "city": {"type": "string"},
        "zip": {"type": "string", "default": "none"},
        "note": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None},
        "hint": {"type": "string"},
    },
    "required": ["city"],
    "additionalProperties": False,
}


@pytest.mark.parametrize(
    ("schema", "given_value", "whole"),
    [
        (PLACE, {"city": "Oslo"}, {"city": "Oslo", "zip": "none", "note": None}),
        (
            PLACE,
            {"city": "Oslo", "zip": None, "note": None, "hint": None},
            {"city": "Oslo", "zip": "none", "note": None},
        ),
        (PLACE, {"city": None, "x": 1}, {"city": None, "zip": "none", "note": None, "x": 1}),
        ({"type": "integer"}, 3.0, 3),
        ({"type": "integer"}, 3.5, 3.5),
        ({"type": "array", "items": {"type": "integer"}}, (1.0, 2), [1, 2]),
        (TABLE, {"a": 1.0}, {"a": 1}),
        (TABLE, [{"key": "a", "value": 1.0}], {"a": 1}),
        (TABLE, [], {}),
        (TABLE, [{"key": "a", "value": 1}, {"key": "a", "value": 2}], None),
        (TABLE, [{"key": "a", "value": 1, "more": 2}], None),
        (TABLE, [1], None),
        ({"anyOf": [{"type": "null"}, TABLE]}, [{"key": "a", "value": 1}], {"a": 1}),
        ({"anyOf": [TABLE, True]}, [3], None),
        ({"properties": {"a": True}}, {"a": None}, None),
        ({"properties": {"a": True}, "required": ["a"]}, {"a": None}, {"a": None}),
        (True, [3], None),
    ],
)
def test_defaults_come_and_empty_options_go(schema: Json, given_value: Json, whole: Json) -> None:
    assert complete(schema, given_value) == (given_value if whole is None else whole)


def test_properties_come_in_the_order_of_the_schema() -> None:
    whole = complete(PLACE, {"note": "x", "city": "Oslo"})

    assert isinstance(whole, dict)
    assert list(whole) == ["city", "zip", "note"]


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["city", "zip", "note", "hint"]), SCALARS))
def test_what_is_whole_stays_as_it_is(value: JsonObject) -> None:
    whole = complete(PLACE, value)

    assert complete(PLACE, whole) == whole
    if not check(PLACE, value):
        assert not check(PLACE, whole)
