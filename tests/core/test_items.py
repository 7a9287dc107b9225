import pytest

from signoff.core.items import (
    Above,
    AtMost,
    Below,
    Check,
    Clause,
    Delete,
    Equal,
    Item,
    Missing,
    Put,
    Update,
    applied,
    holds,
)
from signoff.core.keys import Key

KEY = Key("T#1", "META")
ITEM: Item = {"pk": "T#1", "sk": "META", "n": 5, "s": "x", "ts": ("1",)}


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (Missing(name="other"), True),
        (Missing(name="n"), False),
        (Equal(name="n", value=5), True),
        (Equal(name="s", value="y"), False),
        (Equal(name="other", value=5), False),
        (Below(name="n", value=6), True),
        (Below(name="n", value=5), False),
        (Below(name="other", value=5), False),
        (AtMost(name="n", value=5), True),
        (AtMost(name="n", value=4), False),
        (Above(name="n", value=4), True),
        (Above(name="n", value=5), False),
        (Above(name="s", value=0), False),
    ],
)
def test_a_clause_holds_of_a_row_or_not(clause: Clause, expected: bool) -> None:
    assert holds((clause,), ITEM) is expected


def test_only_a_missing_column_holds_of_no_row() -> None:
    assert holds((Missing(name="pk"),), None)
    assert not holds((Equal(name="pk", value="T#1"),), None)


def test_an_update_starts_counts_appends_and_drops() -> None:
    update = Update(
        key=KEY,
        put={"s": "y"},
        start={"n": 0, "new": 1},
        add={"n": 2, "m": -1},
        append={"ts": ("2",), "more": ("a",)},
        drop=("gone",),
    )

    after = applied(update, {**ITEM, "gone": 1})

    assert after == {
        "pk": "T#1",
        "sk": "META",
        "s": "y",
        "n": 7,
        "new": 1,
        "m": -1,
        "ts": ("1", "2"),
        "more": ("a",),
    }


def test_an_update_of_no_row_makes_one() -> None:
    assert applied(Update(key=KEY, put={"a": 1}), None) == {"pk": "T#1", "sk": "META", "a": 1}


def test_a_put_replaces_a_delete_removes_and_a_check_leaves() -> None:
    assert applied(Put(key=KEY, item={"a": 1}), ITEM) == {"pk": "T#1", "sk": "META", "a": 1}
    assert applied(Delete(key=KEY), ITEM) is None
    assert applied(Check(key=KEY, when=()), ITEM) == ITEM


def test_counting_a_text_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="no number"):
        applied(Update(key=KEY, add={"s": 1}), ITEM)
    with pytest.raises(TypeError, match="no list"):
        applied(Update(key=KEY, append={"s": ("1",)}), ITEM)
