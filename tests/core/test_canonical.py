import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signoff.core.canonical import Json, canonical, digest

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(VALUES)
def test_a_value_is_read_back_from_its_one_spelling(value: Json) -> None:
    assert json.loads(canonical(value)) == value


def test_the_order_of_keys_does_not_matter() -> None:
    assert canonical({"b": 1, "a": 2}) == canonical({"a": 2, "b": 1}) == '{"a":2,"b":1}'


def test_texts_that_look_alike_stay_different() -> None:
    assert canonical("é") != canonical("e\u0301")


def test_what_json_has_no_spelling_for_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical(math.nan)


def test_moving_a_character_between_parts_changes_the_digest() -> None:
    assert digest("ab", "c") != digest("a", "bc") != digest("abc")


def test_a_lone_surrogate_has_a_digest_too() -> None:
    assert len(digest("\ud800")) == 64
