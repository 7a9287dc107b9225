"""A body is read as a JSON object, or refused by name; nothing is believed of what is in it."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signoff.adapters.slack.payloads import (
    first_object_at,
    id_at,
    object_at,
    objects_at,
    read_form,
    read_json,
    text_at,
    ts_at,
)
from signoff.adapters.slack.signature import UnreadableBodyError

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None, database=None)
@given(body=st.binary(max_size=50) | _JSON.map(lambda value: json.dumps(value).encode()))
def test_any_body_is_an_object_or_refused_by_name(body: bytes) -> None:
    for read in (read_json, read_form):
        try:
            value = read(body)
        except UnreadableBodyError:
            continue
        assert isinstance(value, dict)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b"\xff", b'{"a":NaN}', b"[" * 100_000, b'{"a":' * 100_000]
)
def test_a_body_that_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableBodyError):
        read_json(body)


@pytest.mark.parametrize(
    "body", [b"", b"payload=", b"payload=[]", b"a=b", b"payload=%7B%7D&payload=%7B%7D", b"&" * 99]
)
def test_a_form_without_one_payload_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableBodyError):
        read_form(body)


def test_half_an_emoji_does_not_get_in() -> None:
    assert read_json(b'{"a":["\\ud83d", "\\ud83d\\ude00"]}') == {"a": ["\ufffd", "\U0001f600"]}


def test_a_form_is_read_from_its_payload() -> None:
    body = b"payload=%7B%22type%22%3A%22view_closed%22%2C%22a%22%3A%22%C3%BC%20%2B%22%7D"

    assert read_form(body) == {"type": "view_closed", "a": "ü +"}


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
