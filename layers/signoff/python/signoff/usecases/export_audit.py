"""Somebody wants the audit outside of the table: fact by fact, and never an argument."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from signoff.core.audit import AuditEntry, Fact
from signoff.core.codec import UnreadableRowError, from_item
from signoff.core.keys import Position, ThreadKey
from signoff.core.lost import requirement_in
from signoff.ports import Store

_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which facts are exported; what is None does not matter.

    Attributes:
        since: None before this, in milliseconds since 1970.
        until: None at this or after it.
        tool: Only what is about calls of this tool.
        person: Only what this person did, by id.
    """

    since: int | None = None
    until: int | None = None
    tool: str | None = None
    person: str | None = None

    def has(self, fact: Fact) -> bool:
        """Tell whether a fact is wanted, whatever tool it is about."""
        is_in_time = (self.since is None or fact.at >= self.since) and (
            self.until is None or fact.at < self.until
        )
        is_by_them = self.person is None or (fact.by is not None and fact.by.id == self.person)
        return is_in_time and is_by_them


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedFact:
    """A fact with where it stands.

    Attributes:
        thread: Whose audit tells it.
        entry: The entry that it is part of.
        fact: The fact.
        tools: The tools of the calls that it is about, in order, each once.
    """

    thread: ThreadKey
    entry: AuditEntry
    fact: Fact
    tools: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableEntry:
    """A row of an audit that can't be read: to verify the audit says more.

    Attributes:
        thread: Whose audit it is.
        row: Its sort key.
    """

    thread: ThreadKey
    row: str


def export_audit(
    threads: Iterable[ThreadKey], wanted: Wanted, *, store: Store
) -> Iterator[ExportedFact | UnreadableEntry]:
    """Give the wanted facts of some audits, one audit after the other, each in order."""
    for thread in threads:
        for some in _in_parts(thread, store):
            readable = [each for each in some if isinstance(each, AuditEntry)]
            yield from (each for each in some if isinstance(each, UnreadableEntry))
            yield from _of_entries(thread, readable, wanted, store)


def _in_parts(thread: ThreadKey, store: Store) -> Iterator[list[AuditEntry | UnreadableEntry]]:
    """Read an audit in parts: one that has grown for years is never held as a whole."""
    first = 0
    while True:
        last = first + _AT_ONCE - 1
        rows = store.query(thread.pk, thread.audit(first).sk, thread.audit(last).sk)
        if not rows and not store.query(thread.pk, thread.audit(last).sk, "AUD$", newest=1):
            return
        found: list[AuditEntry | UnreadableEntry] = []
        for row in rows:
            try:
                found.append(from_item(AuditEntry, row))
            except UnreadableRowError:
                found.append(UnreadableEntry(thread=thread, row=str(row["sk"])))
        yield found
        first = last + 1


def _of_entries(
    thread: ThreadKey, entries: Iterable[AuditEntry], wanted: Wanted, store: Store
) -> Iterator[ExportedFact]:
    told = [(entry, fact) for entry in entries for fact in entry.facts if wanted.has(fact)]
    tools = _tools(thread, (fact for _, fact in told), store)
    for entry, fact in told:
        about = tuple(dict.fromkeys(tools[place] for place in fact.about if place in tools))
        if wanted.tool is None or wanted.tool in about:
            yield ExportedFact(thread=thread, entry=entry, fact=fact, tools=about)


def _tools(thread: ThreadKey, facts: Iterable[Fact], store: Store) -> Mapping[str, str]:
    """Look up the tools of the calls that some facts are about: of what was asked of people."""
    places = dict.fromkeys(place for fact in facts for place in fact.about)
    keys = {place: thread.requirement(at) for place in places if (at := _position(place))}
    rows = store.read(*keys.values()) if keys else ()
    found: dict[str, str] = {}
    for place, row in zip(keys, rows, strict=True):
        if row is not None:
            try:
                found[place] = requirement_in(row).tool
            except UnreadableRowError:
                continue
    return {place: tool for place, tool in found.items() if tool}


def _position(place: str) -> Position | None:
    try:
        return Position.parse(place)
    except ValueError:
        return None
