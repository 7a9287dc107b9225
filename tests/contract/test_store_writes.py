import pytest

from signoff.core.codec import UnreadableRowError
from signoff.core.items import (
    Above,
    AtMost,
    Below,
    Check,
    Clause,
    Column,
    Delete,
    Equal,
    Item,
    Missing,
    Put,
    Update,
    Write,
)
from signoff.core.keys import Key
from signoff.core.thread import ThreadState
from signoff.ports import RefusedError, Store

PK = "T#T1#C#C1#1.0"
META = Key(PK, "META")
OTHER = Key(PK, "OTHER")


def the_row(key: Key = META, /, **columns: Column) -> Item:
    return {"pk": key.pk, "sk": key.sk, **columns}


def given(store: Store, key: Key = META, /, **columns: Column) -> None:
    store.commit(Put(key=key, item=columns))


def only(store: Store, key: Key = META) -> Item | None:
    (item,) = store.read(key)
    return item


def test_a_put_row_is_read_back_as_it_was(store: Store) -> None:
    columns: dict[str, Column] = {
        "text": "Grüße, 🎉",
        "empty": "",
        "count": -3,
        "big": 253_402_300_799_000,
        "yes": True,
        "no": False,
        "texts": ("a", "b", "a"),
        "none": (),
        "body": "{}",
    }

    store.commit(Put(key=META, item=columns))

    assert only(store) == the_row(**columns)


def test_a_put_leaves_nothing_of_the_row_before(store: Store) -> None:
    given(store, old=1)

    store.commit(Put(key=META, item={"new": 2}))

    assert only(store) == the_row(new=2)


def test_a_member_of_an_enumeration_is_stored_as_its_text(store: Store) -> None:
    after = store.change(Update(key=META, put={"state": ThreadState.WAITING}))

    assert type(after["state"]) is str
    assert only(store) == the_row(state="WAITING")


def test_an_update_makes_the_row_if_there_is_none(store: Store) -> None:
    after = store.change(
        Update(
            key=META,
            put={"a": "x"},
            start={"b": 5},
            add={"c": 2},
            append={"d": ("1", "2")},
            drop=("e",),
        )
    )

    assert after == the_row(a="x", b=5, c=2, d=("1", "2"))
    assert only(store) == after


def test_an_update_changes_what_it_names_and_nothing_else(store: Store) -> None:
    given(store, a="old", b=7, c=40, d=("1",), e=True, f="stays")

    after = store.change(
        Update(
            key=META,
            put={"a": "new"},
            start={"b": 5},
            add={"c": 2},
            append={"d": ("2", "2")},
            drop=("e", "never was"),
        )
    )

    assert after == the_row(a="new", b=7, c=42, d=("1", "2", "2"), f="stays")
    assert only(store) == after


def test_a_commit_of_one_update_does_what_a_change_does(store: Store) -> None:
    store.commit(Update(key=META, add={"wakes": 1}))
    store.commit(Update(key=META, add={"wakes": 1}))

    assert only(store) == the_row(wakes=2)


def test_an_update_without_changes_makes_an_empty_row(store: Store) -> None:
    assert store.change(Update(key=META)) == the_row()


def test_a_number_can_be_counted_down(store: Store) -> None:
    given(store, drawers=1)

    assert store.change(Update(key=META, add={"drawers": -1})) == the_row(drawers=0)


def test_a_deleted_row_is_gone_and_deleting_it_again_is_nothing(store: Store) -> None:
    given(store, a=1)

    store.commit(Delete(key=META))
    store.commit(Delete(key=META))

    assert only(store) is None


def test_a_check_changes_nothing(store: Store) -> None:
    given(store, a=1)

    store.commit(Check(key=META, when=(Equal(name="a", value=1),)))

    assert only(store) == the_row(a=1)


def test_a_commit_of_nothing_is_nothing(store: Store) -> None:
    store.commit()


ROW: dict[str, Column] = {
    "n": 5,
    "s": "x",
    "yes": True,
    "no": False,
    "empty": "",
    "texts": ("a", "b"),
    "none": (),
}

HOLDS: tuple[Clause, ...] = (
    Missing(name="absent"),
    Equal(name="n", value=5),
    Equal(name="s", value="x"),
    Equal(name="yes", value=True),
    Equal(name="no", value=False),
    Equal(name="empty", value=""),
    Equal(name="texts", value=("a", "b")),
    Equal(name="none", value=()),
    Equal(name="sk", value="META"),
    Below(name="n", value=6),
    AtMost(name="n", value=5),
    AtMost(name="n", value=6),
    Above(name="n", value=4),
)
FAILS: tuple[Clause, ...] = (
    Missing(name="n"),
    Missing(name="empty"),
    Missing(name="pk"),
    Equal(name="n", value=4),
    Equal(name="n", value="5"),
    Equal(name="s", value="y"),
    Equal(name="yes", value=False),
    Equal(name="absent", value=""),
    Equal(name="absent", value=()),
    Equal(name="texts", value=("b", "a")),
    Equal(name="texts", value=("a",)),
    Equal(name="none", value=("a",)),
    Below(name="n", value=5),
    Below(name="absent", value=5),
    AtMost(name="n", value=4),
    AtMost(name="absent", value=4),
    Above(name="n", value=5),
    Above(name="absent", value=0),
)


def writes_when(*clauses: Clause) -> tuple[Write, ...]:
    return (
        Put(key=META, item={"written": True}, when=clauses),
        Update(key=META, put={"written": True}, when=clauses),
        Delete(key=META, when=clauses),
        Check(key=META, when=clauses),
    )


@pytest.mark.parametrize("clause", HOLDS, ids=str)
def test_every_kind_of_write_goes_through_when_its_clause_holds(
    store: Store, clause: Clause
) -> None:
    for write in writes_when(clause):
        given(store, **ROW)

        store.commit(write)


@pytest.mark.parametrize("clause", FAILS, ids=str)
def test_every_kind_of_write_is_refused_with_the_old_row_when_its_clause_fails(
    store: Store, clause: Clause
) -> None:
    given(store, **ROW)

    for write in writes_when(clause):
        with pytest.raises(RefusedError) as refusal:
            store.commit(write)
        assert refusal.value.old == {META: the_row(**ROW)}
    assert only(store) == the_row(**ROW)


@pytest.mark.parametrize(
    "write", writes_when(Equal(name="n", value=5)), ids=lambda w: type(w).__name__
)
def test_a_refusal_about_a_row_that_is_not_there_says_so(store: Store, write: Write) -> None:
    with pytest.raises(RefusedError) as refusal:
        store.commit(write)

    assert refusal.value.old == {META: None}
    assert only(store) is None


def test_a_row_is_made_once(store: Store) -> None:
    once = Put(key=META, item={"by": "first"}, when=(Missing(name="pk"),))
    store.commit(once)

    with pytest.raises(RefusedError):
        store.commit(Put(key=META, item={"by": "second"}, when=(Missing(name="pk"),)))

    assert only(store) == the_row(by="first")


def test_all_clauses_must_hold(store: Store) -> None:
    given(store, n=5, s="x")
    wrong = (Equal(name="n", value=5), Equal(name="s", value="y"))

    with pytest.raises(RefusedError):
        store.change(Update(key=META, put={"n": 6}, when=wrong))

    assert only(store) == the_row(n=5, s="x")


def test_a_refused_change_gives_the_old_row(store: Store) -> None:
    given(store, fence=3, ts=("1", "2"))

    with pytest.raises(RefusedError) as refusal:
        store.change(Update(key=META, add={"fence": 1}, when=(Equal(name="fence", value=2),)))

    assert refusal.value.old == {META: the_row(fence=3, ts=("1", "2"))}


def test_a_commit_of_several_rows_writes_all(store: Store) -> None:
    given(store, wakes=1)
    given(store, OTHER, x=1)
    third, fourth = Key(PK, "THIRD"), Key("another thread", "META")

    store.commit(
        Update(key=META, add={"wakes": 1}, when=(Equal(name="wakes", value=1),)),
        Delete(key=OTHER),
        Put(key=third, item={"y": 2}, when=(Missing(name="pk"),)),
        Check(key=fourth, when=(Missing(name="pk"),)),
    )

    expected = (the_row(wakes=2), None, the_row(third, y=2), None)
    assert store.read(META, OTHER, third, fourth) == expected


def test_a_refused_commit_writes_nothing_and_names_only_the_rows_that_spoke_against_it(
    store: Store,
) -> None:
    given(store, fence=7)
    given(store, OTHER, state="APPROVED")
    new, gone = Key(PK, "NEW"), Key(PK, "GONE")

    with pytest.raises(RefusedError) as refusal:
        store.commit(
            Put(key=new, item={}, when=(Missing(name="pk"),)),
            Update(key=META, add={"fence": 1}, when=(Equal(name="fence", value=6),)),
            Update(key=OTHER, put={"state": "X"}, when=(Equal(name="state", value="APPROVED"),)),
            Delete(key=gone, when=(Equal(name="a", value=1),)),
        )

    assert refusal.value.old == {META: the_row(fence=7), gone: None}
    assert store.read(new, META, OTHER) == (
        None,
        the_row(fence=7),
        the_row(OTHER, state="APPROVED"),
    )


def test_a_hundred_rows_fit_in_one_commit_and_no_more(store: Store) -> None:
    rows = tuple(Put(key=Key(PK, f"{number:03d}"), item={}) for number in range(101))

    with pytest.raises(ValueError, match="101 writes"):
        store.commit(*rows)
    store.commit(*rows[:100])

    assert len(store.query(PK, "000", "999")) == 100


@pytest.mark.parametrize(
    ("writes", "why"),
    [
        ((Put(key=META, item={}), Check(key=META, when=(Missing(name="a"),))), "written twice"),
        ((Check(key=META, when=()),), "without a clause"),
        ((Update(key=META, put={"a": 1}, add={"a": 1}),), "two ways"),
        ((Update(key=META, start={"a": 1}, drop=("a",)),), "two ways"),
        ((Update(key=META, put={"sk": "B"}),), "key does not change"),
        ((Put(key=META, item={}, when=(Missing(name="body"),)),), "about the body"),
    ],
)
def test_a_write_that_no_store_can_do_is_a_mistake(
    store: Store, writes: tuple[Write, ...], why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        store.commit(*writes)


def test_what_is_no_number_is_not_counted_up(store: Store) -> None:
    given(store, count="three")

    with pytest.raises(UnreadableRowError):
        store.change(Update(key=META, add={"count": 1}))
    with pytest.raises(UnreadableRowError):
        store.commit(Update(key=META, add={"count": 1}), Put(key=OTHER, item={"n": 1}))
    assert only(store) == the_row(count="three")
    assert only(store, OTHER) is None
