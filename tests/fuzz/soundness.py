"""Whether what is stored is still sound: every row can be read, and the audit holds."""

from typing import Any

from signoff.core.audit import GENESIS, AuditEntry, AuditHead, is_intact
from signoff.core.codec import UnreadableRowError, from_item
from signoff.core.effects import Card, Out
from signoff.core.execution import Execution
from signoff.core.inbound import Inbound
from signoff.core.items import Item
from signoff.core.journal import History, Step
from signoff.core.keys import ThreadKey
from signoff.core.requirement import Requirement
from signoff.core.thread import Meta
from tests.fuzz.tried import ViolationError, require

KINDS: dict[str, type] = {
    "META": Meta,
    "IN#": Inbound,
    "#STEP#": Step,
    "#REQ#": Requirement,
    "#EXEC#": Execution,
    "#CARD#": Card,
    "#OUT#": Out,
    "AUD#": AuditEntry,
    "AUDHEAD": AuditHead,
    "HIST#": History,
}


def kind_of(row: Item) -> type | None:
    """Name what a row holds; None for one that only has to be there."""
    sk = str(row["sk"])
    return next((kind for part, kind in KINDS.items() if part in sk and "SEEN" not in sk), None)


def require_sound(
    thread: ThreadKey, rows: tuple[Item, ...], shown: Any, *, before: tuple[Item, ...] = ()
) -> None:
    """Read every row that was not there before, and follow the audit."""
    known = set(map(id, before))
    mine = [row for row in rows if row["pk"] == thread.pk]
    for row in mine:
        if id(row) in known:
            continue
        kind = kind_of(row)
        try:
            if kind is not None:
                from_item(kind, row)
        except UnreadableRowError as error:
            raise ViolationError(f"a row was left unreadable: {error}", shown) from error
    previous, audit = GENESIS, [row for row in mine if str(row["sk"]).startswith("AUD#")]
    for number, row in enumerate(audit, 1):
        entry = from_item(AuditEntry, row)
        is_next = (entry.number, entry.previous) == (number, previous)
        require(is_next and is_intact(entry), "the audit does not hold", shown)
        previous = entry.hash
