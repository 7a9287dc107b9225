"""Commit a change together with the audit entry that tells of it."""

from signoff.core.audit import AuditEntry, AuditHead, Fact, entry_after
from signoff.core.codec import UnreadableRowError, from_item
from signoff.core.items import Write
from signoff.core.keys import ThreadKey
from signoff.core.transitions.deciding import audited
from signoff.ports import RefusedError, Store, TransientError

_TRIES = 10


def commit_audited(
    store: Store, thread: ThreadKey, facts: tuple[Fact, ...], *writes: Write
) -> None:
    """Write all of it, or none; an audit that somebody else extended meanwhile is read again.

    Raises:
        RefusedError: A condition of the change itself did not hold.
        TransientError: Others kept extending the audit.
    """
    refused_at: list[AuditHead | None] = []
    for _ in range(_TRIES):
        head = _head(store, thread)
        entry = entry_after(head, *facts, chain=thread.pk)
        if head in refused_at:
            # It stands where it stood: the entries end somewhere else.
            entry = _after_newest(store, thread, facts, head)
        place = thread.audit(entry.number)
        try:
            store.commit(*writes, *audited(thread, entry))
        except RefusedError as refused:
            against = {key: row for key, row in refused.old.items() if key != place}
            if against:
                raise RefusedError(against) from refused
            refused_at.append(head)
        else:
            return
    raise TransientError("the audit of this thread is too busy")


def _head(store: Store, thread: ThreadKey) -> AuditHead | None:
    (item,) = store.read(thread.audit_head())
    try:
        return from_item(AuditHead, item) if item is not None else None
    except UnreadableRowError:
        # The entry that sets it right tells of it.
        return None


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
