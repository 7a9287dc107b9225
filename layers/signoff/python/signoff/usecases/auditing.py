"""Commit a change together with the audit entry that tells of it."""

from signoff.core.audit import AuditEntry, Fact, entry_after
from signoff.core.codec import from_item
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
    for _ in range(_TRIES):
        entry = entry_after(_newest(store, thread), *facts)
        place = thread.audit(entry.number)
        try:
            store.commit(*writes, audited(thread, entry))
        except RefusedError as refused:
            against = {key: row for key, row in refused.old.items() if key != place}
            if against:
                raise RefusedError(against) from refused
        else:
            return
    raise TransientError("the audit of this thread is too busy")


def _newest(store: Store, thread: ThreadKey) -> AuditEntry | None:
    first, last = thread.audit(0).sk, "AUD$"
    for item in store.query(thread.pk, first, last, newest=1):
        return from_item(AuditEntry, item)
    return None
