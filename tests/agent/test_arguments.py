"""The text of the model's arguments."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signoff.agent.arguments import Refused, read_object


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("{", "the value is no JSON: "),
        ("[]", "the value must be an object"),
        ("null", "the value must be an object"),
        ('{"a": 1, "a": 2}', 'the value is no JSON: "a" stands in it twice'),
        ('{"a": NaN}', "the value is no JSON: NaN is no number of JSON"),
        ('{"a": -Infinity}', "the value is no JSON: -Infinity is no number of JSON"),
        ('{"a": 1e999}', "a must be a finite number"),
        ('{"a": ' + "9" * 5000 + "}", "the value is no JSON: "),
        ('{"a": "\\ud800"}', "a holds half a character"),
        ("[" * 100_000, "the value is nested too deep"),
        ('{"a":' + "[" * 500 + "]" * 500 + "}", "a[0][0]"),
    ],
)
def test_what_is_no_sound_object_is_refused(raw: str, words: str) -> None:
    read = read_object(raw)

    assert isinstance(read, Refused)
    assert str(read).startswith(f"Not run: {words}")
    assert str(read).endswith("Mend the arguments and call again.")


@pytest.mark.parametrize("raw", ["", "{}", " {} "])
def test_no_arguments_are_an_empty_object(raw: str) -> None:
    assert read_object(raw) == {}


@settings(deadline=None)
@given(st.dictionaries(st.text(), st.integers() | st.text() | st.none()))
def test_an_object_is_read_as_it_was_written(value: dict[str, object]) -> None:
    assert read_object(json.dumps(value)) == value


@settings(deadline=None)
@given(st.text())
def test_any_text_gives_an_object_or_a_refusal(raw: str) -> None:
    assert isinstance(read_object(raw), dict | Refused)


def test_a_name_that_stands_twice_among_very_many_is_found_in_one_pass() -> None:
    names = ",".join(f'"k{number}":0' for number in range(50_000))

    found = read_object(f'{{{names},"k49999":1}}')

    assert isinstance(found, Refused)
    assert '"k49999" stands in it twice' in str(found)
