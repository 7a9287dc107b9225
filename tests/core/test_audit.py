from dataclasses import replace

from signoff.core.audit import GENESIS, Fact, entry_after, head_of, is_intact
from tests.core.rows import BOB, NOON, THREAD

FACT = Fact(action="approved", at=NOON, by=BOB, about=("1.1.0",), digests=("d" * 64,))


def test_entries_are_numbered_and_chained() -> None:
    first = entry_after(None, FACT, chain=THREAD.pk)
    second = entry_after(first, replace(FACT, action="started", by=None), chain=THREAD.pk)

    assert (first.number, first.previous) == (1, GENESIS)
    assert (second.number, second.previous) == (2, first.hash)


def test_an_altered_entry_does_not_hold() -> None:
    entry = entry_after(None, FACT, chain=THREAD.pk)

    assert is_intact(entry)
    assert not is_intact(replace(entry, facts=(replace(FACT, action="rejected"),)))
    assert not is_intact(replace(entry, number=2))
    assert not is_intact(replace(entry, previous="1" * 64))
    assert not is_intact(replace(entry, chain="T#T1#C#C1#9.9"))
    assert not is_intact(replace(entry, chain=""))


def test_what_follows_a_head_follows_the_entry_that_it_stands_for() -> None:
    first = entry_after(None, FACT, chain=THREAD.pk)

    by_head = entry_after(head_of(first), FACT, chain=THREAD.pk)

    assert by_head == entry_after(first, FACT, chain=THREAD.pk)


def test_the_hash_of_an_entry_from_before_there_were_heads_is_what_it_was() -> None:
    old = entry_after(None, FACT, chain="")

    assert old.hash == "fff43b3dd75c8ff2e082d06ee623a3cb70bbd6ba0d7c254f31ff8cb53095f9a2"
    assert is_intact(old)
