"""Alter a table in one way, verify its audits, and see whether it is noticed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from signoff.core.items import Item
from signoff.core.keys import Key, ThreadKey
from signoff.testing import InMemoryStore
from signoff.usecases.verify_audit import verify_audit
from tests.audit_tamper.mutations import Mutation, key_of

LATER = 2_000_000_000_000
"""When somebody verifies: long after everything has ended."""


@dataclass(kw_only=True)
class Tally:
    """How many were tried, and which went unnoticed."""

    tried: Counter[str] = field(default_factory=Counter[str])
    missed: list[str] = field(default_factory=list[str])

    @property
    def mutations(self) -> int:
        """How many were tried."""
        return self.tried.total()

    @property
    def detected(self) -> int:
        """How many of them were noticed."""
        return self.mutations - len(self.missed)

    @property
    def closing_line(self) -> str:
        """Both in one line."""
        return f"mutations={self.mutations} detected={self.detected}"


def tampered(rows: Mapping[Key, Item], all_of_them: Iterable[Mutation]) -> Iterator[Tally]:
    """Try one after the other, each on a copy of its own."""
    tally = Tally()
    by_partition: dict[str, dict[Key, Item]] = {}
    for key, row in rows.items():
        by_partition.setdefault(key.pk, {})[key] = row
    for each in all_of_them:
        here = {k: r for pk in each.partitions for k, r in by_partition.get(pk, {}).items()}
        after = {**here, **{key_of(row): row for row in each.puts}}
        drops = set(each.drops) - {key_of(row) for row in each.puts}
        left = {key: row for key, row in after.items() if key not in drops}
        if left == here:
            continue
        tally.tried[each.name.split()[0]] += 1
        if not is_noticed(left, each.partitions):
            tally.missed.append(each.name)
        yield tally


def is_noticed(rows: Mapping[Key, Item], partitions: Iterable[str]) -> bool:
    """Verify some audits, and tell whether anything was found."""
    store = InMemoryStore(*rows.values())
    return any(
        verify_audit(ThreadKey.from_pk(pk), store=store, now=LATER).findings for pk in partitions
    )
