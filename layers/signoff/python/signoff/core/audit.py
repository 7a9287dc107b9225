"""Who did what, when, with which bytes: appended with the change itself, each hash on the last."""

from dataclasses import dataclass
from typing import ClassVar

from signoff.core.actions import Action
from signoff.core.canonical import canonical, digest
from signoff.core.who import Who

GENESIS = "0" * 64
"""The hash before the first entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What an entry records.

    Attributes:
        action: What happened: one of the closed list.
        at: When, in milliseconds since 1970.
        by: Who; None for the worker and the clock.
        about: The places of the requirements or calls concerned; of what is lost, the keys.
        digests: Their digests, in the same order.
        note: Why or how, in a few words; never arguments.
        evidence: Why whoever did it was allowed to; empty: nobody had to be.
        bodies: Of what was asked, the digests of all that its rows keep for good, in that order.
    """

    action: Action
    at: int
    by: Who | None
    about: tuple[str, ...]
    digests: tuple[str, ...]
    note: str = ""
    evidence: str = ""
    bodies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """A link of a thread's audit.

    Attributes:
        number: Its place, from 1, without gaps.
        facts: What happened in the one change it was written with.
        previous: The hash of the entry before it.
        hash: Covers all of the others.
        chain: The partition whose audit it is part of; empty: written when no head was kept.
    """

    number: int
    facts: tuple[Fact, ...]
    previous: str
    hash: str
    chain: str = ""

    columns: ClassVar[tuple[str, ...]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditHead:
    """How far an audit goes: written with every entry, so that none can be cut off unnoticed.

    Attributes:
        number: The number of the newest entry.
        hash: Its hash.
    """

    number: int
    hash: str

    columns: ClassVar[tuple[str, ...]] = ()


def entry_after(last: AuditEntry | AuditHead | None, *facts: Fact, chain: str) -> AuditEntry:
    """Chain facts to the newest entry of an audit (None: there is none)."""
    number = last.number + 1 if last else 1
    previous = last.hash if last else GENESIS
    return AuditEntry(
        number=number,
        facts=facts,
        previous=previous,
        hash=_hash(number, facts, previous, chain),
        chain=chain,
    )


def head_of(entry: AuditEntry) -> AuditHead:
    """Give the head of an audit that ends with this entry."""
    return AuditHead(number=entry.number, hash=entry.hash)


def is_intact(entry: AuditEntry) -> bool:
    """Tell whether an entry still says what it was written with."""
    return entry.hash == _hash(entry.number, entry.facts, entry.previous, entry.chain)


def _hash(number: int, facts: tuple[Fact, ...], previous: str, chain: str) -> str:
    # What an older head did not know stands in no hash of its.
    of = (chain,) if chain else ()
    return digest(str(number), previous, *of, *(_written(fact) for fact in facts))


def _written(fact: Fact) -> str:
    by = {"id": fact.by.id, "name": fact.by.name} if fact.by else None
    # Likewise.
    evidence = {"evidence": fact.evidence} if fact.evidence else {}
    bodies = {"bodies": fact.bodies} if fact.bodies else {}
    return canonical(
        {
            "about": fact.about,
            "action": fact.action,
            "at": fact.at,
            "by": by,
            "digests": fact.digests,
            "note": fact.note,
            **evidence,
            **bodies,
        }
    )
