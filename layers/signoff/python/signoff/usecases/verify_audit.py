"""Somebody wants to know whether an audit still is what was written."""

from collections.abc import Iterator
from dataclasses import dataclass

from signoff.core.audit import AuditHead, Fact
from signoff.core.audit_chain import FIRST, LAST, Chain, Finding, chain_of
from signoff.core.audit_testimony import Testimony
from signoff.core.audit_witness import disagreements
from signoff.core.keys import ThreadKey
from signoff.ports import Store
from signoff.usecases.read_thread import AFTER_ALL

_LOOKS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedAudit:
    """What was found of one audit.

    Attributes:
        thread: Whose it is; a workspace's own has no channel.
        entries: How many entries were read.
        head: How far it goes; None: it has no head, as those from before there were heads.
        findings: What is wrong; nothing: it is what was written.
    """

    thread: ThreadKey
    entries: int
    head: AuditHead | None
    findings: tuple[Finding, ...]


def every_audit(store: Store) -> Iterator[ThreadKey]:
    """Find every audit, of threads and of workspaces, each once; reads the whole table."""
    seen: set[str] = set()
    for pk in store.audits():
        # Whatever else stands in the table is no thread of ours.
        if pk not in seen and pk.count("#") == ThreadKey.of_team("").pk.count("#"):
            seen.add(pk)
            yield ThreadKey.from_pk(pk)


def verify_audit(thread: ThreadKey, *, store: Store, now: int) -> VerifiedAudit:
    """Hold an audit against itself, and against the rows that it tells of.

    Rows and audit are read one after the other, so a thread that goes on meanwhile may seem to
    contradict itself. Where something is found, both are read again until the audit stands still.
    """
    found = _look(thread, store, now)
    for _ in range(_LOOKS):
        if not found.findings:
            break
        before, found = found, _look(thread, store, now)
        if (before.entries, before.head) == (found.entries, found.head):
            break
    return found


def _look(thread: ThreadKey, store: Store, now: int) -> VerifiedAudit:
    # The rows first: what they say is told by then, and what is told later is not missed.
    (own,) = store.read(thread.meta())
    rows = store.query(thread.pk, "R#", f"R{AFTER_ALL}")
    chain = chain_of(thread, store.query(thread.pk, FIRST, LAST))
    told = Testimony(thread=thread, facts=_facts(chain), rows=rows, now=now)
    findings = [*chain.findings, *disagreements(told)]
    if own is None and thread.channel and (chain.entries or rows):
        findings.append(Finding(row=thread.meta().sk, what="the thread's own row is missing"))
    return VerifiedAudit(
        thread=thread,
        entries=len(chain.entries),
        head=chain.head,
        findings=tuple(findings),
    )


def _facts(chain: Chain) -> tuple[Fact, ...]:
    return tuple(fact for entry in chain.entries for fact in entry.facts)
