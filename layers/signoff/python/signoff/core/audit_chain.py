"""Whether the rows of an audit are the chain that was written: whole, in order, to its head."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from signoff.core.audit import GENESIS, AuditEntry, AuditHead, is_intact
from signoff.core.canonical import canonical
from signoff.core.codec import SEAL, UnreadableRowError, from_item
from signoff.core.items import Item
from signoff.core.keys import ThreadKey

FIRST, LAST = "AUD", "AUD~"
"""Between these sort all rows of an audit, and whatever somebody else put among them."""

_COLUMNS = {"pk", "sk", "v", "body", SEAL}
_OF_A_FACT = {"about", "action", "at", "bodies", "by", "digests", "evidence", "note"}

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is not as it was written.

    Attributes:
        row: Where: a row's sort key.
        what: What is wrong with it, in words for an operator.
    """

    row: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """An audit as it is stored.

    Attributes:
        entries: What can be read, in order.
        head: How far it goes by its head; None: there is none that can be read.
        findings: What is wrong with it.
    """

    entries: tuple[AuditEntry, ...]
    head: AuditHead | None
    findings: tuple[Finding, ...]


def chain_of(thread: ThreadKey, rows: Iterable[Item]) -> Chain:
    """Read the rows between `FIRST` and `LAST` of a thread, and hold them against each other."""
    stored = {str(row["sk"]): row for row in rows}
    place = thread.audit_head().sk
    findings: list[Finding] = []
    head = _read(AuditHead, stored.get(place), findings)
    entries: list[AuditEntry] = []
    for sk, row in stored.items():
        entry = _read(AuditEntry, row, findings) if sk != place else None
        if entry is not None:
            entries.append(entry)
            findings += (Finding(row=sk, what=what) for what in _of_entry(thread, sk, entry))
    findings += _in_order(thread, entries)
    findings += (Finding(row=place, what=what) for what in _of_head(stored, place, head, entries))
    return Chain(entries=tuple(entries), head=head, findings=tuple(findings))


def _read(kind: type[T], row: Item | None, findings: list[Finding]) -> T | None:
    if row is None:
        return None
    try:
        found: T = from_item(kind, row)
    except UnreadableRowError:
        findings.append(Finding(row=str(row["sk"]), what="it can't be read, or was altered"))
        return None
    if not _is_plain(row, is_old=not getattr(found, "chain", True)):
        findings.append(Finding(row=str(row["sk"]), what="it has another form than is written"))
    return found


def _is_plain(row: Item, *, is_old: bool) -> bool:
    """Tell whether a row has the columns and the spelling in which rows are written."""
    columns = row.keys() | {SEAL} if is_old else row.keys()
    text = str(row["body"])
    body = json.loads(text)
    written = canonical(body).encode("utf-8", "backslashreplace").decode()
    is_whole = is_old or all(fact.keys() >= _OF_A_FACT for fact in body.get("facts", ()))
    return columns == _COLUMNS and written == text and is_whole


def _of_entry(thread: ThreadKey, sk: str, entry: AuditEntry) -> Iterator[str]:
    if sk != thread.audit(entry.number).sk:
        yield f"it is entry {entry.number}, and stands elsewhere"
    if not is_intact(entry):
        yield "its hash does not cover what it says"
    if entry.chain not in {"", thread.pk}:
        yield "it belongs to another audit"
    if any(fact.action == "head_mended" for fact in entry.facts):
        yield "before it was written, the head had been altered or taken away"


def _in_order(thread: ThreadKey, entries: Sequence[AuditEntry]) -> Iterator[Finding]:
    number, previous = 0, GENESIS
    for entry in entries:
        here = thread.audit(entry.number).sk
        if entry.number != number + 1:
            yield Finding(row=here, what=f"it follows entry {number}: what was between is missing")
        elif entry.previous != previous:
            yield Finding(row=here, what="it was not written after the entry before it")
        number, previous = entry.number, entry.hash
    for before, after in pairwise(entries):
        if before.chain and not after.chain:
            yield Finding(row=thread.audit(after.number).sk, what="it does not name its audit")


def _of_head(
    stored: dict[str, Item], place: str, head: AuditHead | None, entries: Sequence[AuditEntry]
) -> Iterator[str]:
    if place not in stored and any(entry.chain for entry in entries):
        yield "the head is missing: how far the audit went is not known"
    last = entries[-1] if entries else None
    ends = (last.number, last.hash) if last else (0, GENESIS)
    if head is not None and (head.number, head.hash) != ends:
        yield f"the audit went to entry {head.number} when the head was written, not to {ends[0]}"
