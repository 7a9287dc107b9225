"""The check of a JSON value against a stored schema."""

import math
from typing import Any, cast

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signoff.core.canonical import Json, JsonObject
from signoff.core.schema import MOST_PROBLEMS, Problem, check
from signoff.core.soundness import DEEPEST


def told(schema: JsonObject, value: Json) -> list[str]:
    return [str(problem) for problem in check(schema, value)]


@pytest.mark.parametrize(
    ("schema", "value", "words"),
    [
        ({"type": "string"}, 3, "must be text"),
        ({"type": "string"}, None, "must be text"),
        ({"type": "integer"}, True, "must be a whole number"),
        ({"type": "integer"}, "3", "must be a whole number"),
        ({"type": "integer"}, 3.5, "must be a whole number"),
        ({"type": "number"}, False, "must be a number"),
        ({"type": "boolean"}, 1, "must be true or false"),
        ({"type": "array"}, {}, "must be a list"),
        ({"type": "object"}, [], "must be an object"),
        ({"type": "null"}, 0, "must be empty (null)"),
        ({"type": ["integer", "null"]}, "x", "must be a whole number"),
        ({"type": ["integer", "string"]}, [], "must be a whole number or text"),
        ({"enum": ["staging", "prod"]}, "live", "must be one of staging, prod"),
        ({"enum": [1, 2]}, True, "must be one of 1, 2"),
        ({"enum": ["", None]}, "x", 'must be one of "", null'),
        ({"const": "eu"}, "us", "must be eu"),
        ({"const": 1}, True, "must be 1"),
        ({"minimum": 1, "maximum": 100}, 0, "must be 1 to 100"),
        ({"minimum": 1, "maximum": 100}, 100.5, "must be 1 to 100"),
        ({"minimum": 1}, 0, "must be at least 1"),
        ({"maximum": 5}, 6, "must be at most 5"),
        ({"minimum": 5, "maximum": 5}, 6, "must be 5"),
        ({"exclusiveMinimum": 0}, 0, "must be more than 0"),
        ({"exclusiveMaximum": 10}, 10, "must be less than 10"),
        ({"multipleOf": 0.1}, 0.35, "must be a multiple of 0.1"),
        ({"minLength": 1}, "", "must have at least 1 characters"),
        ({"minLength": 0, "maxLength": 3}, "four", "must have at most 3 characters"),
        ({"minLength": 2, "maxLength": 3}, "a", "must have 2 to 3 characters"),
        ({"minItems": 1, "maxItems": 2}, [], "must have 1 to 2 entries"),
        ({"uniqueItems": True}, ["a", "a"], "must not hold the same entry twice"),
        ({"pattern": "^SUP-"}, "BUG-1", "must match ^SUP-"),
        ({"format": "date"}, "20.11.2026", "must be a date, like 2026-11-20"),
        ({"format": "date"}, "2026-02-30", "must be a date, like 2026-11-20"),
        ({"format": "date"}, "20261120", "must be a date, like 2026-11-20"),
        ({"format": "time"}, "25:00", "must be a time of day, like 14:30"),
        ({"format": "email"}, "bob", "must be an email address"),
        ({"format": "uri"}, "example.com", "must be an address, like https://example.com"),
        (
            {"format": "slack-user"},
            "@bob",
            "must be the id of a person in Slack, like U0123ABCD",
        ),
        ({"format": "slack-user"}, "C0OPS", "must be the id of a person in Slack, like U0123ABCD"),
        (
            {"format": "slack-channel"},
            "U0BOB",
            "must be the id of a channel in Slack, like C0123ABCD",
        ),
        ({"format": "uuid"}, "1-2-3", "must be a UUID"),
        (
            {"format": "date-time"},
            "2026-11-20T14:00:00",
            "must be a date and time with its offset, like 2026-11-20T14:00:00Z",
        ),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, 3, "must be text"),
        (
            {"anyOf": [{"type": "integer"}, {"type": "string"}]},
            [],
            "must be a whole number or text",
        ),
        ({"anyOf": [{"minimum": 5}, True]} | {"type": "integer"}, "x", "must be a whole number"),
        ({"anyOf": [{"enum": ["a"]}, False]}, "x", "must be one of the allowed values"),
        (
            {"anyOf": [{"type": "integer", "minimum": 5}, {"type": "null"}]},
            3,
            "must be at least 5",
        ),
        ({"anyOf": []}, 3, "must be one of the allowed values"),
    ],
)
def test_a_value_that_does_not_fit_is_told_in_plain_words(
    schema: JsonObject, value: Json, words: str
) -> None:
    assert told(schema, value) == [f"the value {words}"]


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "integer"}, 3.0),
        ({"type": "number"}, 3),
        ({"type": ["string", "null"]}, None),
        ({"enum": [1]}, 1.0),
        ({"multipleOf": 0.1}, 0.3),
        ({"multipleOf": 5}, 15),
        ({"format": "date"}, "2026-11-20"),
        ({"format": "date-time"}, "2026-11-20T14:00:00+02:00"),
        ({"format": "date-time"}, "2026-11-20T14:00Z"),
        ({"format": "time"}, "14:30"),
        ({"format": "email"}, "bob@example.com"),
        ({"format": "uri"}, "https://example.com/a?b=c"),
        ({"format": "slack-user"}, "U0BOB"),
        ({"format": "slack-user"}, "W012A3CDE"),
        ({"format": "slack-channel"}, "C0OPS"),
        ({"format": "slack-channel"}, "G0OLDGROUP"),
        ({"format": "uuid"}, "123e4567-e89b-12d3-a456-426614174000"),
        ({"format": "colour"}, "no one checks what nobody defined"),
        ({"type": "array", "items": {"type": "string"}}, ("a", "b")),
        ({"additionalProperties": {"type": "integer"}}, {"a": 1}),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, None),
        ({"pattern": "b"}, "abc"),
        ({"minimum": True, "maxLength": "x", "properties": 3, "required": 4, "enum": 5}, {}),
    ],
)
def test_a_value_that_fits_has_no_problem(schema: JsonObject, value: Json) -> None:
    assert check(schema, value) == ()


def test_each_problem_names_its_place() -> None:
    share: JsonObject = {"type": "integer", "minimum": 1, "maximum": 100}
    schema: JsonObject = {
        "type": "object",
        "properties": {"env": {"type": "string"}, "shares": {"type": "array", "items": share}},
        "required": ["env"],
        "additionalProperties": False,
    }

    problems = check(schema, {"shares": [50, 101], "note": "x"})

    assert problems == (
        Problem(path=("env",), message="is missing"),
        Problem(path=("shares", 1), message="must be 1 to 100"),
        Problem(path=("note",), message="is not known here"),
    )
    assert [str(problem) for problem in problems] == [
        "env is missing",
        "shares[1] must be 1 to 100",
        "note is not known here",
    ]


def test_a_reference_is_followed_within_the_schema() -> None:
    schema: JsonObject = {
        "$defs": {"a/b~c": {"type": "integer"}, "Tree": {"$ref": "#/$defs/Node"}, "Node": NODE},
        "properties": {"n": {"$ref": "#/$defs/a~1b~0c"}, "tree": {"$ref": "#/$defs/Tree"}},
    }

    assert told(schema, {"n": "x"}) == ["n must be a whole number"]
    assert told(schema, {"tree": {"kids": [{"kids": []}]}}) == []
    assert told(schema, {"tree": {"kids": [{"kids": 3}]}}) == ["tree.kids[0].kids must be a list"]


NODE: JsonObject = {
    "type": "object",
    "properties": {"kids": {"type": "array", "items": {"$ref": "#/$defs/Node"}}},
}


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#"},
        {"$ref": "#/$defs/Gone"},
        {"$ref": "https://example.com/schema"},
        {"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"},
        {"$defs": 3, "$ref": "#/$defs/a"},
    ],
)
def test_a_reference_that_leads_nowhere_is_a_problem(schema: JsonObject) -> None:
    (words,) = told(schema, 3)

    assert words.endswith("leads nowhere")


@pytest.mark.parametrize("pattern", ["(", "a{99999999999999999999}"])
def test_a_pattern_that_nobody_can_read_refuses_the_text(pattern: str) -> None:
    (words,) = told({"pattern": pattern}, "aaa")

    assert words.startswith("the value can't be checked")


@pytest.mark.parametrize("keyword", ["enum", "multipleOf", "const"])
def test_a_schema_that_is_no_json_refuses_every_value(keyword: str) -> None:
    assert told({keyword: [math.inf]}, 3) == ["the value can't be checked: its schema is no JSON"]


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_number_without_a_spelling_is_refused(number: float) -> None:
    assert told({}, {"a": [number]}) == ["a[0] must be a finite number"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("\ud800", "the value holds half a character (a lone surrogate)"),
        ({"\udfff": 1}, "the value has a key that holds half a character (a lone surrogate)"),
        ({1: 1}, "the value has a key that is no text"),
        ([b"x"], "[0] is no JSON value"),
        ([{"a"}], "[0] is no JSON value"),
    ],
)
def test_what_is_no_json_is_refused(value: object, words: str) -> None:
    assert told({}, cast("Json", value)) == [words]


def test_a_number_that_nobody_can_print_is_refused() -> None:
    assert told({}, [10**5000]) == ["[0] has too many digits"]


def test_what_stands_too_deep_is_refused() -> None:
    deep: Json = 1
    for _ in range(DEEPEST):
        deep = [deep]
    loop: list[Any] = []
    loop.append(loop)

    assert told({}, deep) == []
    assert "is nested too deep" in told({}, [deep])[0]
    assert "is nested too deep" in told({}, loop)[0]


def test_only_the_first_problems_are_told() -> None:
    assert len(check({"items": {"type": "string"}}, list(range(1000)))) == MOST_PROBLEMS


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
VALUES: st.SearchStrategy[Json] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
KINDS = ["null", "boolean", "integer", "number", "string", "array", "object"]
NAMES = st.sampled_from(["a", "b", "c"])
BOUNDS = st.integers(min_value=0, max_value=4)


def objects_of(inner: st.SearchStrategy[JsonObject]) -> st.SearchStrategy[JsonObject]:
    keywords: dict[str, st.SearchStrategy[Any]] = {
        "type": st.sampled_from(KINDS) | st.lists(st.sampled_from(KINDS), min_size=1, unique=True),
        "properties": st.dictionaries(NAMES, inner, max_size=3),
        "required": st.lists(NAMES, max_size=2, unique=True),
        "additionalProperties": st.booleans() | inner,
        "items": inner,
        "anyOf": st.lists(inner, min_size=1, max_size=3),
        "enum": st.lists(st.none() | st.booleans() | BOUNDS | NAMES, min_size=1, max_size=3),
        "const": st.none() | st.booleans() | BOUNDS | NAMES,
        **dict.fromkeys(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"], BOUNDS),
        **dict.fromkeys(["minLength", "maxLength", "minItems", "maxItems"], BOUNDS),
        "pattern": st.sampled_from(["^a", "b$", "."]),
    }
    return st.fixed_dictionaries({}, optional=keywords)


SCHEMAS: st.SearchStrategy[JsonObject] = st.recursive(st.just({}), objects_of, max_leaves=5)
NEAR: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 5) | st.just(2.0) | st.just(2.5) | st.text("abc"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(SCHEMAS, NEAR)
def test_it_says_what_the_reference_implementation_says(schema: JsonObject, value: Json) -> None:
    reference = jsonschema.Draft202012Validator(dict(schema))

    assert (check(schema, value) == ()) == reference.is_valid(value)


@settings(max_examples=100, deadline=None)
@given(VALUES, VALUES)
def test_it_never_raises_whatever_stands_in_the_schema_or_in_the_value(
    schema: Json, value: Json
) -> None:
    check(cast("JsonObject", schema if isinstance(schema, dict) else {"anyOf": [schema]}), value)


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "type",
                "$ref",
                "enum",
                "anyOf",
                "items",
                "required",
                "properties",
                "minimum",
                "multipleOf",
                "pattern",
                "format",
                "const",
            ]
        ),
        VALUES,
    ),
    VALUES,
)
def test_it_never_raises_over_a_malformed_keyword(schema: JsonObject, value: Json) -> None:
    check(schema, value)
