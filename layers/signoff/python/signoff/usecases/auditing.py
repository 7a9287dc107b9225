"""Commit a change together with the audit entry that tells of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from signoff.core.audit import AuditEntry, AuditHead, Fact, entry_after, head_of
from signoff.core.codec import UnreadableRowError, from_item
from signoff.core.items import Item, Write
from signoff.core.keys import Key, ThreadKey
from signoff.core.transitions.deciding import audited
from signoff.ports import RefusedError, Store, TransientError

_TRIES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadSeen:
    """How far an audit goes, as somebody read it, or has written it themselves.

    Attributes:
        head: Its head; None: there was none that can be read.
    """

    head: AuditHead | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Next:
    """The entry that an audit is to end with, and the head that it was made after."""

    thread: ThreadKey
    head: AuditHead | None
    entry: AuditEntry

    @property
    def place(self) -> Key:
        return self.thread.audit(self.entry.number)


_Refused: TypeAlias = list[tuple[ThreadKey, AuditHead | None]]


def commit_audited(
    store: Store,
    thread: ThreadKey,
    facts: tuple[Fact, ...],
    *writes: Write,
    beside: tuple[Fact, ...] = (),
    seen: HeadSeen | None = None,
) -> HeadSeen:
    """Write all of it, or none; an audit that somebody else extended meanwhile is read again.

    Args:
        store: Where.
        thread: Whose audit is told.
        facts: What it is told.
        *writes: The change itself.
        beside: What the audit of the whole workspace is told, in the same write.
        seen: How far the thread's audit goes, where the caller knows it; None: it is read.

    Returns:
        How far the thread's audit goes now: whoever writes to it next need not read it.

    Raises:
        RefusedError: A condition of the change itself did not hold.
        TransientError: Others kept extending the audit.
    """
    told = [(thread, facts), (ThreadKey.of_team(thread.team), beside)]
    known = {} if seen is None else {thread: seen}
    refused_at: _Refused = []
    for _ in range(_TRIES):
        nexts = [_next(store, whose, some, known, refused_at) for whose, some in told if some]
        known = {}
        entries = [write for each in nexts for write in audited(each.thread, each.entry)]
        try:
            store.commit(*writes, *entries)
        except RefusedError as refused:
            places = {each.place for each in nexts}
            against = {key: row for key, row in refused.old.items() if key not in places}
            if against:
                raise RefusedError(against) from refused
            refused_at += [(each.thread, each.head) for each in nexts if each.place in refused.old]
        else:
            return HeadSeen(head=head_of(nexts[0].entry))
    raise TransientError("the audit of this thread is too busy")


def head_seen(row: Item | None) -> HeadSeen:
    """Take an audit's head from its row, which was read along with others; None: there is none."""
    try:
        return HeadSeen(head=from_item(AuditHead, row) if row is not None else None)
    except UnreadableRowError:
        # The entry that sets it right tells of it.
        return HeadSeen(head=None)


def _next(
    store: Store,
    thread: ThreadKey,
    facts: tuple[Fact, ...],
    known: Mapping[ThreadKey, HeadSeen],
    refused_at: _Refused,
) -> _Next:
    head = (known.get(thread) or _read(store, thread)).head
    entry = entry_after(head, *facts, chain=thread.pk)
    if (thread, head) in refused_at:
        # It stands where it stood: the entries end somewhere else.
        entry = _after_newest(store, thread, facts, head)
    return _Next(thread=thread, head=head, entry=entry)


def _read(store: Store, thread: ThreadKey) -> HeadSeen:
    (row,) = store.read(thread.audit_head())
    return head_seen(row)


def _after_newest(
    store: Store, thread: ThreadKey, facts: tuple[Fact, ...], head: AuditHead | None
) -> AuditEntry:
    """Go by the entries: an older head of the project kept no head, or somebody altered it."""
    newest = _newest(store, thread)
    is_old = head is None and (newest is None or not newest.chain)
    is_right = head and newest and (head.number, head.hash) == (newest.number, newest.hash)
    if not (is_old or is_right):
        facts = (
            Fact(action="head_mended", at=facts[0].at, by=None, about=(), digests=()),
            *facts,
        )
    return entry_after(newest, *facts, chain=thread.pk)


def _newest(store: Store, thread: ThreadKey) -> AuditEntry | None:
    first, last = thread.audit(0).sk, "AUD$"
    for item in store.query(thread.pk, first, last, newest=1):
        return from_item(AuditEntry, item)
    return None
