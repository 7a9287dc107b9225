"""The rows of a thread that say where it stands."""

from collections.abc import Iterator

from signoff.core.codec import from_item
from signoff.core.items import Item
from signoff.core.keys import ThreadKey
from signoff.core.snapshot import Snapshot
from signoff.core.thread import Meta
from signoff.ports import Store

AFTER_ALL = "$"
"""Sorts behind `#`, so `R$` ends all keys that begin with `R#`."""


def read_thread(store: Store, thread: ThreadKey) -> Snapshot | None:
    """Read a thread as it stands; None: nobody has talked to the agent there."""
    (item,) = store.read(thread.meta())
    return None if item is None else rows_beside(store, thread, item)


def rows_beside(store: Store, thread: ThreadKey, meta: Item) -> Snapshot:
    """Read what belongs to a thread's own row: its journal, its inbox, its history."""
    base = from_item(Meta, meta).base
    rows = _all_rows(store, thread) if base <= 1 else _rows_from(base, store, thread)
    return Snapshot.of(thread, (*rows, meta))


def _all_rows(store: Store, thread: ThreadKey) -> Iterator[Item]:
    """Read a short thread in one go: in the order of keys little else lies in between."""
    for row in store.query(thread.pk, thread.audit_head().sk, f"R{AFTER_ALL}"):
        if str(row["sk"]).startswith((thread.audit_head().sk, "IN#", "R#")):
            yield row


def _rows_from(base: int, store: Store, thread: ThreadKey) -> Iterator[Item]:
    """Read a long thread without its older runs, whose history stands before the inbox."""
    yield from store.query(thread.pk, f"R#{base:06d}", f"R{AFTER_ALL}")
    yield from store.query(thread.pk, thread.history(base - 1).sk, f"IN{AFTER_ALL}")
