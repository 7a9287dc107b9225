"""Values that were given as they are, held against what was asked."""

import json

import pytest

from signoff.adapters.slack import given
from signoff.core.approving import ApproveWith
from signoff.core.canonical import Json, JsonObject
from signoff.core.click import Invalid
from signoff.core.decision import Answered, Approved
from tests.adapters.slack import asked

FILLED: JsonObject = {"env": "staging", "pct": 25, "day": "2026-12-01"}
ONE = asked.feedback(asked.question("Which?", "eu", "us"))
TWO = asked.feedback(asked.question("Which?", "eu"), asked.question("All?", "a", "b", several=True))


def test_a_form_that_is_given_is_answered_with_typed_values() -> None:
    answer = given.filled_in(asked.form(), FILLED)

    assert isinstance(answer, Answered)
    assert json.loads(answer.values) == {**FILLED, "note": None}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({**FILLED, "pct": "many"}, "Traffic share, percent"),
        ({**FILLED, "env": "moon"}, "Environment"),
        ({**FILLED, "commit": "4f1c9e2"}, "commit is not asked for"),
        ({"env": "staging"}, "Day is missing"),
    ],
)
def test_a_form_is_held_against_its_schema(values: JsonObject, said: str) -> None:
    answer = given.filled_in(asked.form(), values)

    assert isinstance(answer, Invalid)
    assert said in " ".join(each.message for each in answer.problems)


@pytest.mark.parametrize("values", ["eu", ["eu"], ["another one"]])
def test_one_question_takes_one_text(values: Json) -> None:
    answer = given.answered(ONE, values)

    assert isinstance(answer, Answered)
    assert json.loads(answer.values)[0]["question"] == "Which?"


@pytest.mark.parametrize(
    "values", [None, {}, [], "eu", ["eu"], ["", ["a"]], [["eu"], ["a"]], ["eu", []], ["eu", [1]]]
)
def test_questions_are_answered_each_with_words(values: Json) -> None:
    assert isinstance(given.answered(TWO, values), Invalid)


def test_several_choices_are_a_list() -> None:
    answer = given.answered(TWO, ["eu", ["a", "b"]])

    assert isinstance(answer, Answered)
    assert [each["answer"] for each in json.loads(answer.values)] == ["eu", ["a", "b"]]


def test_other_values_of_arguments_are_a_changed_approval() -> None:
    row = asked.editable()

    assert given.changed(row, {"subject": "New"}) == ApproveWith(values='{"subject":"New"}')
    assert given.changed(row, {"subject": asked.EMAIL["subject"]}) == Approved()
    assert isinstance(given.changed(row, {"to": "eve@example.com"}), Invalid)
    assert isinstance(given.changed(row, {"subject": "x" * 201}), Invalid)


@pytest.mark.parametrize("text", ["", "{", "NaN", "-Infinity", "Hello", "[" * 100_000])
def test_what_is_no_json_is_no_value(text: str) -> None:
    with pytest.raises((ValueError, RecursionError)):
        given.as_json(text)
