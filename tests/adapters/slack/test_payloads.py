"""What was asked for is found where it is, and nothing is where it is not."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signoff.adapters.slack.payloads import (
    first_object_at,
    id_at,
    object_at,
    objects_at,
    text_at,
    ts_at,
    writable,
)

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(value=_JSON)
@settings(max_examples=200, deadline=None, database=None)
def test_a_path_leads_to_what_was_asked_for_or_to_nothing(value: object) -> None:
    whole = json.loads(json.dumps({"a": value, "b": {"a": value}}))

    for path in (("a",), ("b", "a"), ("a", "b", "c"), ("nothing",)):
        assert isinstance(object_at(whole, *path), dict)
        assert isinstance(objects_at(whole, *path), tuple)
        assert isinstance(first_object_at(whole, *path), dict)
        assert all(isinstance(read(whole, *path), str) for read in (text_at, id_at, ts_at))


@pytest.mark.parametrize("text", ["U0BOB", "W1", "C0OPS", "T" + "0" * 40])
def test_an_id_of_slacks_is_read(text: str) -> None:
    assert id_at({"id": text}, "id") == text


@pytest.mark.parametrize(
    "text", ["", "U", "u0bob", "U0-BOB", "U0BOB\n", "U0#BOB", "0U", "\u0410B", "U" * 42]
)
def test_what_is_no_id_is_not(text: str) -> None:
    assert id_at({"id": text}, "id") == ""


@pytest.mark.parametrize("text", ["", "1", "1.", ".1", "1.2.3", "1,2", " 1.2", "1.2\n", "1e3.2"])
def test_what_is_no_ts_is_not_read(text: str) -> None:
    assert ts_at({"ts": text}, "ts") == ""
    assert ts_at({"ts": "1795420800.000100"}, "ts") == "1795420800.000100"


def test_half_an_emoji_becomes_a_mark_that_can_be_stored() -> None:
    value = json.loads('{"a\\udc00": ["\\ud83d", "\\ud83d\\ude00", 5, null]}')

    assert writable(value) == {"a\ufffd": ["\ufffd", "\U0001f600", 5, None]}
    assert text_at({"text": "\ud83d!"}, "text") == "\ufffd!"
