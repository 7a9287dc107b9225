"""How large, how many and how odd rows may be; and who wins when all write at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from signoff.core.items import MOST_COLUMNS, Above, Column, Equal, Missing, Put, Update
from signoff.core.keys import Key
from signoff.core.thread import DUE
from signoff.ports import RefusedError, Store

PK = "T#T1#C#C1#1.0"
ROW = Key(PK, "ROW")


def only(store: Store, key: Key = ROW) -> dict[str, Column]:
    (item,) = store.read(key)
    return dict(item or {})


@pytest.mark.parametrize("size", [0, 1, 99_999, 100_000, 100_001, 399_000, 1_000_000, 5_000_000])
def test_a_body_may_have_any_size(store: Store, size: int) -> None:
    store.commit(Put(key=ROW, item={"body": "x" * size, "n": 1}))

    assert only(store) == {"pk": PK, "sk": "ROW", "body": "x" * size, "n": 1}


def test_a_hundred_large_bodies_fit_in_one_commit(store: Store) -> None:
    rows = tuple(Key(PK, f"{number:03d}") for number in range(100))

    store.commit(*(Put(key=key, item={"body": f"{key.sk}{'x' * 99_000}"}) for key in rows))

    assert [str(row["body"])[:4] for row in store.query(PK, "000", "999")] == [
        f"{key.sk}x" for key in rows
    ]


def test_a_commit_of_large_bodies_that_is_refused_writes_none(store: Store) -> None:
    rows = tuple(Key(PK, f"{number:03d}") for number in range(40))
    store.commit(Put(key=rows[7], item={"body": "was here"}))

    with pytest.raises(RefusedError) as refusal:
        store.commit(
            *(Put(key=key, item={"body": "x" * 99_000}, when=(Missing(name="pk"),)) for key in rows)
        )

    assert set(refusal.value.old) == {rows[7]}
    assert [row["body"] for row in store.query(PK, "000", "999")] == ["was here"]


def test_all_rows_whose_conditions_fail_are_named_and_no_other(store: Store) -> None:
    rows = tuple(Key(PK, f"{number:03d}") for number in range(30))
    store.commit(*(Put(key=key, item={"rev": index}) for index, key in enumerate(rows)))

    with pytest.raises(RefusedError) as refusal:
        store.commit(
            *(Update(key=key, add={"rev": 1}, when=(Above(name="rev", value=19),)) for key in rows)
        )

    assert set(refusal.value.old) == set(rows[:20])
    assert [row["rev"] for row in store.query(PK, "000", "999")] == list(range(30))


@pytest.mark.parametrize(
    "write",
    [
        Put(key=ROW, item={"text": "x" * (MOST_COLUMNS + 1)}),
        Put(key=ROW, item={"texts": ("ä" * MOST_COLUMNS,)}),
        Update(key=ROW, put={"text": "ä" * MOST_COLUMNS}),
    ],
    ids=["text", "texts", "update"],
)
def test_columns_that_no_row_holds_are_a_mistake(store: Store, write: Put | Update) -> None:
    with pytest.raises(ValueError, match="columns"):
        store.commit(write)

    assert store.read(ROW) == (None,)


def test_columns_and_a_body_of_the_largest_size_fit_together(store: Store) -> None:
    text = "x" * (MOST_COLUMNS - 1_000)

    store.commit(Put(key=ROW, item={"text": text, "body": "y" * 100_000}))

    assert only(store)["text"] == text


@pytest.mark.parametrize(
    "number",
    [0, -1, 2**31, -(2**63), 2**63, 253_402_300_799_000, 10**37, -(10**37), int("9" * 38)],
)
def test_a_number_is_read_back_digit_by_digit(store: Store, number: int) -> None:
    store.commit(Put(key=ROW, item={"number": number}))

    store.change(Update(key=ROW, put={"seen": 1}, when=(Equal(name="number", value=number),)))

    assert only(store)["number"] == number


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\t", "\x00", "\u2028", "\ufeff", "Grüße 🎉", "\U0010ffff", '"\\'],
    ids=ascii,
)
def test_a_text_is_read_back_character_by_character(store: Store, text: str) -> None:
    columns: dict[str, Column] = {"text": text, "texts": (text, text), "body": text}
    store.commit(Put(key=ROW, item=columns))

    after = store.change(
        Update(key=ROW, append={"texts": (text,)}, when=(Equal(name="text", value=text),))
    )

    assert after == {**columns, "pk": PK, "sk": "ROW", "texts": (text,) * 3}


def test_empty_lists_are_lists(store: Store) -> None:
    store.commit(Put(key=ROW, item={"put": ()}))

    after = store.change(Update(key=ROW, append={"put": (), "new": ()}, put={"also": ()}))

    assert after == {"pk": PK, "sk": "ROW", "put": (), "new": (), "also": ()}


def test_what_is_not_there_may_be_taken_away(store: Store) -> None:
    after = store.change(Update(key=ROW, drop=("never", "was")))

    assert after == {"pk": PK, "sk": "ROW"}


def test_rows_stand_in_the_order_of_their_characters(store: Store) -> None:
    names = ["#", "$", "0", "9", "A", "a", "~", "é", "ÿ", "Ā", "\uffee", "🎉"]
    for name in reversed(names):
        store.commit(Put(key=Key(PK, name), item={}))

    assert [row["sk"] for row in store.query(PK, "#", "🎉")] == names


def test_counting_at_once_counts_all(store: Store) -> None:
    def count(number: int) -> None:
        store.change(Update(key=ROW, add={"wakes": 1}, append={"by": (str(number),)}))

    with ThreadPoolExecutor(8) as workers:
        list(workers.map(count, range(24)))

    row = only(store)
    assert row["wakes"] == 24
    assert isinstance(row["by"], tuple)
    assert sorted(row["by"]) == sorted(map(str, range(24)))


def test_of_rows_made_at_once_each_is_made_by_one(store: Store) -> None:
    places = [Key(PK, f"AUD#{number}") for number in range(4)]

    def make(number: int) -> int:
        place = places[number % len(places)]
        try:
            store.commit(
                Put(key=place, item={"by": number}, when=(Missing(name="pk"),)),
                Update(key=ROW, add={"made": 1}),
            )
        except RefusedError:
            return 0
        return 1

    with ThreadPoolExecutor(8) as workers:
        made = sum(workers.map(make, range(16)))

    assert made == 4
    assert only(store)["made"] == 4


def test_a_row_is_due_under_its_newest_time_only(store: Store) -> None:
    store.commit(Put(key=ROW, item={"due_shard": DUE, "due": 100}))
    store.change(Update(key=ROW, put={"due": 50}))
    other = Key(PK, "OTHER")
    store.commit(Put(key=other, item={"due_shard": DUE, "due": 70}))

    before = store.due(now=100, limit=10)
    store.change(Update(key=ROW, put={"due": 90}))

    assert before == (ROW, other)
    assert store.due(now=100, limit=10) == (other, ROW)


def test_only_what_names_the_index_is_due(store: Store) -> None:
    store.commit(Put(key=Key(PK, "A"), item={"due_shard": "another", "due": 1}))
    store.commit(Put(key=Key(PK, "B"), item={"due_shard": DUE}))

    assert store.due(now=100, limit=10) == ()
