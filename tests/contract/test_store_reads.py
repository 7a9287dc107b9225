from concurrent.futures import ThreadPoolExecutor

import pytest

from signoff.core.items import Below, Equal, Missing, Put, Update
from signoff.core.keys import Key
from signoff.core.thread import DUE
from signoff.ports import LostContentError, RefusedError, Store

PK = "T#T1#C#C1#1.0"
LARGE = "ä" * 60_000
"""120,000 bytes: more than a row holds."""


def keys(*names: str) -> tuple[Key, ...]:
    return tuple(Key(PK, name) for name in names)


def given(store: Store, *names: str) -> None:
    for key in keys(*names):
        store.commit(Put(key=key, item={"name": key.sk}))


def names_of(store: Store, first: str, last: str, newest: int | None = None) -> list[object]:
    return [item["name"] for item in store.query(PK, first, last, newest=newest)]


def test_rows_are_read_in_the_order_asked(store: Store) -> None:
    given(store, "A", "B", "C")

    found = store.read(*keys("C", "missing", "A", "C"))

    assert [item and item["name"] for item in found] == ["C", None, "A", "C"]


def test_reading_nothing_gives_nothing(store: Store) -> None:
    assert store.read() == ()


def test_more_rows_than_one_request_takes_are_read(store: Store) -> None:
    many = tuple(f"{number:03d}" for number in range(130))
    store.commit(*(Put(key=key, item={}) for key in keys(*many[:100])))
    store.commit(*(Put(key=key, item={}) for key in keys(*many[100:])))

    found = store.read(*keys(*reversed(many)))

    assert [item and item["sk"] for item in found] == list(reversed(many))


def test_a_range_holds_both_its_ends_in_order(store: Store) -> None:
    given(store, "R#2", "R#1", "A", "R#3", "R#4", "Z")
    store.commit(Put(key=Key("another thread", "R#2"), item={}))

    assert names_of(store, "R#1", "R#3") == ["R#1", "R#2", "R#3"]
    assert names_of(store, "B", "C") == []
    assert names_of(store, "Z", "A") == []


def test_the_newest_rows_come_from_the_last_one_backwards(store: Store) -> None:
    given(store, "AUD#1", "AUD#2", "AUD#3", "B")

    assert names_of(store, "AUD#", "AUD#~", newest=1) == ["AUD#3"]
    assert names_of(store, "AUD#", "AUD#~", newest=2) == ["AUD#3", "AUD#2"]
    assert names_of(store, "AUD#", "AUD#~", newest=9) == ["AUD#3", "AUD#2", "AUD#1"]


def test_a_range_larger_than_one_page_is_read_whole(store: Store) -> None:
    names = tuple(f"{number:02d}" for number in range(15))
    for key in keys(*names):
        store.commit(Put(key=key, item={"name": key.sk, "body": "x" * 99_000}))

    assert names_of(store, "00", "99") == list(names)
    assert names_of(store, "00", "99", newest=12) == list(reversed(names))[:12]


def test_what_is_due_is_named_the_longest_overdue_first(store: Store) -> None:
    for name, due in (("later", 301), ("second", 200), ("first", 100), ("now", 300)):
        store.commit(Put(key=Key(PK, name), item={"due_shard": DUE, "due": due}))
    store.commit(Put(key=Key(PK, "never"), item={"due": 50}))

    assert store.due(now=300, limit=10) == keys("first", "second", "now")
    assert store.due(now=300, limit=2) == keys("first", "second")
    assert store.due(now=99, limit=10) == ()


def test_what_is_no_longer_due_leaves_the_index(store: Store) -> None:
    (key,) = keys("META")
    store.commit(Put(key=key, item={"due_shard": DUE, "due": 1}))

    store.change(Update(key=key, drop=("due", "due_shard")))

    assert store.due(now=5, limit=5) == ()


def test_the_open_requirements_of_a_workspace_are_named_the_first_to_expire_first(
    store: Store,
) -> None:
    for name, exp in (("never", 253_402_300_799_000), ("second", 200), ("first", 100)):
        store.commit(Put(key=Key(PK, name), item={"open_team": "T1", "exp": exp}))
    store.commit(Put(key=Key(PK, "decided"), item={"exp": 50}))
    store.commit(Put(key=Key("T#T2#C#C1#1.0", "other"), item={"open_team": "T2", "exp": 1}))

    assert store.pending("T1", limit=10) == keys("first", "second", "never")
    assert store.pending("T1", limit=2) == keys("first", "second")
    assert store.pending("T3", limit=10) == ()


def test_the_decided_requirements_of_a_workspace_are_named_the_last_first(store: Store) -> None:
    for name, at in (("old", 100), ("new", 300), ("middle", 200)):
        store.commit(Put(key=Key(PK, name), item={"decided_team": "T1", "decided_at": at}))
    store.commit(Put(key=Key(PK, "open"), item={"open_team": "T1", "exp": 400}))
    store.commit(
        Put(key=Key("T#T2#C#C1#1.0", "other"), item={"decided_team": "T2", "decided_at": 9})
    )

    assert store.decided("T1", limit=10) == keys("new", "middle", "old")
    assert store.decided("T1", limit=2) == keys("new", "middle")
    assert store.decided("T3", limit=10) == ()


def test_all_threads_are_found_by_their_own_rows_and_nothing_else_is(store: Store) -> None:
    many = {f"T#T1#C#C1#{number}.0" for number in range(120)}
    for pk in many:
        store.commit(
            Put(key=Key(pk, "META"), item={"state": "IDLE"}), Put(key=Key(pk, "R"), item={})
        )

    found = list(store.threads())

    assert {item["pk"] for item in found} == many
    assert len(found) == len(many)
    assert {(item["sk"], item["state"]) for item in found} == {("META", "IDLE")}


def test_every_audit_is_found_whichever_one_row_of_it_is_gone(store: Store) -> None:
    there = {
        "T#T1#C#C1#1.0": ("AUD#000001", "AUD#000002", "AUDHEAD", "META"),
        "T#T1#C#C1#2.0": ("AUD#000001", "AUD#000002", "META"),
        "T#T1#C#C1#3.0": ("AUD#000002", "AUDHEAD"),
        "T#T1#C##": ("AUD#000001", "AUDHEAD"),
        "T#T1#C#C1#4.0": ("AUD#000002", "R#000001#STEP#000001"),
    }
    for pk, names in there.items():
        store.commit(*(Put(key=Key(pk, name), item={}) for name in names))

    found = set(store.audits())

    assert found == {*there} - {"T#T1#C#C1#4.0"}


def test_a_large_body_is_read_back_by_every_road(store: Store) -> None:
    (key,) = keys("STEP")
    whole = {"pk": PK, "sk": "STEP", "n": 1, "body": LARGE}

    store.commit(Put(key=key, item={"n": 1, "body": LARGE}))

    assert store.read(key) == (whole,)
    assert store.query(PK, "STEP", "STEP") == (whole,)
    assert store.change(Update(key=key, add={"n": 1})) == {**whole, "n": 2}
    with pytest.raises(RefusedError) as refusal:
        store.commit(Put(key=key, item={}, when=(Missing(name="pk"),)))
    assert refusal.value.old == {key: {**whole, "n": 2}}


def test_a_body_may_grow_and_shrink_and_go(store: Store) -> None:
    (key,) = keys("CARD")
    row = {"pk": PK, "sk": "CARD"}

    assert store.change(Update(key=key, put={"body": "small"})) == {**row, "body": "small"}
    assert store.change(Update(key=key, put={"body": LARGE})) == {**row, "body": LARGE}
    assert store.change(Update(key=key, put={"body": "tiny"})) == {**row, "body": "tiny"}
    store.change(Update(key=key, put={"body": LARGE}))
    assert store.change(Update(key=key, drop=("body",))) == row


def test_a_starting_body_does_not_replace_a_large_one(store: Store) -> None:
    (key,) = keys("META")
    store.commit(Put(key=key, item={"body": LARGE}))

    after = store.change(Update(key=key, start={"body": "{}", "v": 1}))

    assert after == {"pk": PK, "sk": "META", "body": LARGE, "v": 1}


def test_bodies_that_are_too_large_together_are_stored_all_the_same(store: Store) -> None:
    many = keys(*(f"{number:02d}" for number in range(45)))

    store.commit(*(Put(key=key, item={"body": "x" * 98_000}) for key in many))

    assert all(item and len(str(item["body"])) == 98_000 for item in store.read(*many))


def test_of_twenty_claims_at_once_one_wins(store: Store) -> None:
    (key,) = keys("META")
    store.commit(Put(key=key, item={"lease_until": 0, "fence": 0}))
    claim = Update(
        key=key,
        put={"lease_until": 500},
        add={"fence": 1},
        when=(Below(name="lease_until", value=100),),
    )

    def won(_number: int) -> bool:
        try:
            return store.change(claim)["fence"] == 1
        except RefusedError:
            return False

    with ThreadPoolExecutor(20) as workers:
        wins = sum(workers.map(won, range(20)))

    assert wins == 1
    assert store.read(key)[0] == {"pk": PK, "sk": "META", "lease_until": 500, "fence": 1}


def test_of_twenty_decisions_at_once_one_is_recorded(store: Store) -> None:
    requirement, audit = keys("REQ", "AUD#1")
    store.commit(Put(key=requirement, item={"state": "PENDING"}))

    def decided(number: int) -> bool:
        try:
            store.commit(
                Update(
                    key=requirement,
                    put={"state": "APPROVED", "by": f"U{number}"},
                    when=(Equal(name="state", value="PENDING"),),
                ),
                Put(key=audit, item={"by": f"U{number}"}, when=(Missing(name="pk"),)),
            )
        except RefusedError:
            return False
        return True

    with ThreadPoolExecutor(20) as workers:
        wins = sum(workers.map(decided, range(20)))

    rows = store.read(requirement, audit)
    assert wins == 1
    assert len({row["by"] for row in rows if row}) == 1


@pytest.mark.parametrize("content", [b"", b"\x00\xff\xfe", "größe".encode(), b"x" * 200_000])
def test_the_content_of_a_file_is_read_back_as_it_was(store: Store, content: bytes) -> None:
    ref = store.keep(content)

    assert store.kept(ref) == content
    assert store.keep(content) == ref


def test_content_that_was_never_kept_is_lost(store: Store) -> None:
    ref = store.keep(b"this")

    with pytest.raises(LostContentError):
        store.kept(ref[:-1] + ("0" if ref[-1] != "0" else "1"))
