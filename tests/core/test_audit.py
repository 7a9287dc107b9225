from dataclasses import replace

from signoff.core.audit import GENESIS, Fact, entry_after, is_intact
from tests.core.rows import BOB, NOON

FACT = Fact(action="approved", at=NOON, by=BOB, about=("1.1.0",), digests=("d" * 64,))


def test_entries_are_numbered_and_chained() -> None:
    first = entry_after(None, FACT)
    second = entry_after(first, replace(FACT, action="started", by=None))

    assert (first.number, first.previous) == (1, GENESIS)
    assert (second.number, second.previous) == (2, first.hash)


def test_an_altered_entry_does_not_hold() -> None:
    entry = entry_after(None, FACT)

    assert is_intact(entry)
    assert not is_intact(replace(entry, facts=(replace(FACT, action="rejected"),)))
    assert not is_intact(replace(entry, number=2))
    assert not is_intact(replace(entry, previous="1" * 64))
