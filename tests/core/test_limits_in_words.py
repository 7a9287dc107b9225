"""Limits, and how they read."""

import pytest

from signoff.core.canonical import JsonObject
from signoff.core.limits_in_words import unmet_length, unmet_range


@pytest.mark.parametrize("limit", [None, "1", True, [1]])
def test_a_limit_that_is_no_number_binds_nothing(limit: object) -> None:
    schema: JsonObject = dict.fromkeys(["minimum", "maximum", "multipleOf"], limit)  # type: ignore[arg-type]

    assert unmet_range(schema, 0) is None


def test_a_number_on_the_limit_is_within_it() -> None:
    assert unmet_range({"minimum": 1, "maximum": 3}, 1) is None
    assert unmet_range({"minimum": 1, "maximum": 3}, 3.0) is None
    assert unmet_range({"exclusiveMinimum": 1, "exclusiveMaximum": 3}, 2) is None


def test_a_length_is_said_with_its_unit() -> None:
    assert unmet_length({"minItems": 2}, 1, "Items", "entries") == "must have at least 2 entries"
    assert unmet_length({"maxLength": 2}, 3, "Length", "characters") == (
        "must have at most 2 characters"
    )
