"""Whether a value is JSON at all."""

from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signoff.core.canonical import Json, canonical
from signoff.core.soundness import is_same, kind_of, unsound_part


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (None, "null"),
        (True, "boolean"),
        (1, "integer"),
        (1.0, "number"),
        ("", "string"),
        ((), "array"),
        ({}, "object"),
        (b"", None),
        ({1}, None),
    ],
    ids=repr,
)
def test_a_value_has_one_kind(value: object, kind: str | None) -> None:
    assert kind_of(value) == kind


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [(1, 1.0, True), (True, 1, False), (0, False, False), (True, True, True), ("1", 1, False)],
)
def test_scalars_are_compared_as_json_does(one: Json, other: Json, same: bool) -> None:
    assert is_same(one, other) is same


ANYTHING = st.recursive(
    st.none() | st.floats() | st.text(st.characters()) | st.binary(max_size=2),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner),
    max_leaves=5,
)


@settings(deadline=None)
@given(ANYTHING)
def test_what_is_sound_can_be_stored(value: object) -> None:
    if unsound_part(cast("Json", value)) is None:
        canonical(cast("Json", value)).encode()
