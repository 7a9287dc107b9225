from collections.abc import Callable

import pytest

from signoff.core.audit import AuditEntry, AuditHead, Fact, head_of, is_intact
from signoff.core.codec import from_item, to_item
from signoff.core.items import Delete, Item, Put
from signoff.core.keys import Key
from signoff.testing import InMemoryStore
from signoff.usecases.auditing import HeadSeen, commit_audited, head_seen
from tests.core.rows import NOON, THREAD

FACT = Fact(action="reminded", at=NOON, by=None, about=("1.1.0",), digests=("d" * 64,))

HEAD = THREAD.audit_head()


class CountedStore(InMemoryStore):
    """A store that counts what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.then: Callable[[], object] = lambda: None

    def read(self, *keys: Key) -> tuple[Item | None, ...]:
        self.asked.append("read")
        found = super().read(*keys)
        then, self.then = self.then, lambda: None
        then()
        return found

    def query(
        self, pk: str, first: str, last: str, *, newest: int | None = None
    ) -> tuple[Item, ...]:
        self.asked.append("query")
        return super().query(pk, first, last, newest=newest)


def entries(store: InMemoryStore) -> list[AuditEntry]:
    found = store.query(THREAD.pk, "AUD#", "AUD$")
    return [from_item(AuditEntry, row) for row in found]


def actions(store: InMemoryStore) -> list[str]:
    return [fact.action for entry in entries(store) for fact in entry.facts]


def head(store: InMemoryStore) -> AuditHead:
    (item,) = store.read(HEAD)
    assert item is not None
    return from_item(AuditHead, item)


def written(times: int) -> CountedStore:
    store = CountedStore()
    for _ in range(times):
        commit_audited(store, THREAD, (FACT,))
    return store


def test_the_head_goes_with_the_newest_entry() -> None:
    store = written(3)

    assert [entry.number for entry in entries(store)] == [1, 2, 3]
    assert all(map(is_intact, entries(store)))
    assert head(store) == head_of(entries(store)[-1])


def test_an_entry_costs_one_read_and_one_write() -> None:
    store = written(1)
    store.asked.clear()

    commit_audited(store, THREAD, (FACT,))

    assert store.asked == ["read"]


def test_who_read_the_head_too_early_reads_it_again() -> None:
    store = written(2)
    store.then = lambda: commit_audited(store, THREAD, (FACT,))

    commit_audited(store, THREAD, (FACT,))

    assert [entry.number for entry in entries(store)] == [1, 2, 3, 4]
    assert actions(store) == ["reminded"] * 4


def test_a_head_that_is_known_is_not_read_and_the_next_one_is_given() -> None:
    store = written(1)
    store.asked.clear()

    seen = commit_audited(store, THREAD, (FACT,), seen=HeadSeen(head=head_of(entries(store)[0])))
    store.asked.clear()
    last = commit_audited(store, THREAD, (FACT,), seen=seen)

    assert store.asked == []
    assert [entry.number for entry in entries(store)] == [1, 2, 3]
    assert last == HeadSeen(head=head(store))


def test_a_head_that_is_known_to_be_missing_is_not_read_either() -> None:
    store = CountedStore()

    commit_audited(store, THREAD, (FACT,), seen=head_seen(None))

    assert store.asked == []
    assert actions(store) == ["reminded"]


def test_a_head_that_was_known_too_long_ago_is_read() -> None:
    store = written(3)
    old = HeadSeen(head=head_of(entries(store)[0]))

    commit_audited(store, THREAD, (FACT,), seen=old)

    assert [entry.number for entry in entries(store)] == [1, 2, 3, 4]
    assert actions(store) == ["reminded"] * 4


def test_an_audit_from_before_there_were_heads_goes_on_and_has_one() -> None:
    old = InMemoryStore()
    previous = AuditEntry(number=1, facts=(FACT,), previous="0" * 64, hash="h" * 64)
    old.commit(Put(key=THREAD.audit(1), item=to_item(previous, THREAD.audit(1))))

    commit_audited(old, THREAD, (FACT,))

    assert [entry.number for entry in entries(old)] == [1, 2]
    assert actions(old) == ["reminded"] * 2
    assert head(old) == head_of(entries(old)[-1])


@pytest.mark.parametrize("number", [None, 0, 1])
def test_a_head_that_was_altered_is_set_right_and_the_next_entry_tells_of_it(
    number: int | None,
) -> None:
    store = written(3)
    store.commit(Delete(key=HEAD))
    if number is not None:
        store.commit(Put(key=HEAD, item=to_item(AuditHead(number=number, hash="f" * 64), HEAD)))

    commit_audited(store, THREAD, (FACT,))

    assert [entry.number for entry in entries(store)] == [1, 2, 3, 4]
    assert actions(store)[-2:] == ["head_mended", "reminded"]
    assert head(store) == head_of(entries(store)[-1])


def test_a_head_that_can_not_be_read_is_as_good_as_none() -> None:
    store = written(2)
    store.commit(Put(key=HEAD, item={"v": 1, "body": "{"}))

    commit_audited(store, THREAD, (FACT,))

    assert actions(store) == ["reminded", "reminded", "head_mended", "reminded"]
