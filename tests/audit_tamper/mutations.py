"""Every way to alter one row of an audit: plain, sealed anew, hashed anew; and to swap two."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, TypeAlias

from signoff.core.audit import AuditEntry, AuditHead, entry_after
from signoff.core.canonical import canonical, digest
from signoff.core.codec import SEAL, UnreadableRowError, from_item, to_item
from signoff.core.items import Item
from signoff.core.keys import Key, ThreadKey

Rows: TypeAlias = Mapping[Key, Item]
Body: TypeAlias = dict[str, Any]

_OTHER = "f" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """What somebody did to the table.

    Attributes:
        name: What it was, for whoever reads that it went unnoticed.
        puts: Rows as they are afterwards.
        drops: Rows that are gone.
    """

    name: str
    puts: tuple[Item, ...] = ()
    drops: tuple[Key, ...] = ()

    @property
    def partitions(self) -> frozenset[str]:
        """Whose audits it touches."""
        return frozenset((*(key_of(row).pk for row in self.puts), *(key.pk for key in self.drops)))


def key_of(row: Item) -> Key:
    """Name a row."""
    return Key(str(row["pk"]), str(row["sk"]))


def mutations(rows: Rows) -> Iterator[Mutation]:
    """List everything that is tried on some audits."""
    audits = _audits(rows)
    for chain in audits.values():
        for row in chain:
            yield from _edits(row)
            yield Mutation(name=f"drop {row['sk']}", drops=(key_of(row),))
        yield from _swaps(chain)
        yield from _truncations(chain)
        yield from _insertions(chain)
        yield from _heads(chain)
    yield from _moves(list(audits.values()))
    for row in rows.values():
        yield from _beside(row)


def _audits(rows: Rows) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for key in sorted(rows):
        if key.sk.startswith("AUD"):
            found.setdefault(key.pk, []).append(rows[key])
    return found


def _edits(row: Item) -> Iterator[Mutation]:
    """Change each field of one row, in each way that keeps more of it right."""
    name = f"{row['sk']} of {row['pk']}"
    for what, columns in _columns(row):
        yield Mutation(name=f"{what} of {name}", puts=(columns,))
    for what, body in _bodies(json.loads(str(row["body"]))):
        plain = {**row, "body": canonical(body)}
        yield Mutation(name=f"{what} of {name}", puts=(plain,))
        yield Mutation(name=f"{what} of {name}, sealed", puts=(sealed(plain),))
        hashed = _hashed(sealed(plain))
        if hashed is not None:
            yield Mutation(name=f"{what} of {name}, hashed", puts=(hashed,))


def _columns(row: Item) -> Iterator[tuple[str, Item]]:
    for column in ("v", "body", SEAL):
        yield f"no {column}", {name: value for name, value in row.items() if name != column}
    yield "another version", {**row, "v": 2}
    yield "another seal", {**row, SEAL: "0" * 32}
    yield "one column more", {**row, "note": "nothing to see"}
    yield "another spelling", sealed({**row, "body": f"{row['body']} "})


def _bodies(body: Body) -> Iterator[tuple[str, Body]]:
    for field, value in body.items():
        for other in _others(value):
            yield f"{field} {str(other)[:20]}", {**body, field: other}
        if field != "facts":
            yield f"no {field}", {name: each for name, each in body.items() if name != field}
    facts: list[Body] = body.get("facts", [])
    for place, fact in enumerate(facts):
        for field, value in fact.items():
            for other in _others(value):
                changed = deepcopy(body)
                changed["facts"][place][field] = other
                yield f"{field} {str(other)[:20]} in fact {place}", changed
            without = deepcopy(body)
            del without["facts"][place][field]
            yield f"no {field} in fact {place}", without
        yield f"no fact {place}", {**body, "facts": facts[:place] + facts[place + 1 :]}
        yield f"fact {place} twice", {**body, "facts": [*facts, fact]}
    if len(facts) > 1 and facts[0] != facts[-1]:
        yield "facts turned round", {**body, "facts": facts[::-1]}


def _others(value: Any) -> Iterator[Any]:
    """Give other values of the same kind, so that the row can still be read."""
    match value:
        case bool() | None:
            yield {"id": "U0MAL", "name": "mal"}
        case int():
            yield from (value + 1, value - 1)
        case str():
            others = (value + "x", "", "approved", "rejected", "U0MAL", _OTHER)
            yield from (other for other in others if other != value)
        case list():
            yield [*value, "9.9.9"]
            yield from ([], value[:-1]) if len(value) > 1 else ([],) * bool(value)
        case {"id": who, "name": name}:
            yield None
            yield {"id": who, "name": f"{name}x"}
            yield {"id": "U0MAL", "name": name}
        case _:
            return


def sealed(row: Item) -> Item:
    """Seal a row anew, as whoever knows the code can."""
    seal = digest(str(row.get("pk")), str(row.get("sk")), str(row.get("body")))[:32]
    return {**row, SEAL: seal}


def _hashed(row: Item) -> Item | None:
    """Give an altered entry the hash that covers what it says now."""
    try:
        entry = from_item(AuditEntry, row)
    except UnreadableRowError:
        return None
    return to_item(_rehashed(entry), key_of(row))


def _rehashed(entry: AuditEntry) -> AuditEntry:
    before = AuditHead(number=entry.number - 1, hash=entry.previous)
    return entry_after(before, *entry.facts, chain=entry.chain)


def _at(row: Item, key: Key) -> Item:
    return sealed({**row, "pk": key.pk, "sk": key.sk})


def _swaps(chain: Sequence[Item]) -> Iterator[Mutation]:
    for one, other in combinations(chain, 2):
        names = f"swap {one['sk']} and {other['sk']} of {one['pk']}"
        both = ({**other, "sk": one["sk"]}, {**one, "sk": other["sk"]})
        yield Mutation(name=names, puts=both)
        yield Mutation(name=f"{names}, sealed", puts=tuple(map(sealed, both)))
    for one, other in combinations(_entries(chain), 2):
        numbered = (_as_number(one, key_of(other)), _as_number(other, key_of(one)))
        yield Mutation(name=f"swap {one['sk']} and {other['sk']}, numbered", puts=numbered)


def _as_number(row: Item, key: Key) -> Item:
    """Put an entry in another one's place, with its number, and a hash that covers it."""
    number = int(key.sk.partition("#")[2])
    moved = replace(from_item(AuditEntry, row), number=number)
    return to_item(_rehashed(moved), key)


def _entries(chain: Sequence[Item]) -> list[Item]:
    return [row for row in chain if "#" in str(row["sk"])]


def _truncations(chain: Sequence[Item]) -> Iterator[Mutation]:
    entries = _entries(chain)
    for many in range(1, len(entries) + 1):
        drops = tuple(key_of(row) for row in entries[-many:])
        yield Mutation(name=f"the last {many} of {chain[0]['pk']}", drops=drops)
        if many < len(entries):
            head = ThreadKey.from_pk(str(chain[0]["pk"])).audit_head()
            yield Mutation(name=f"the last {many} and the head", drops=(*drops, head))


def _insertions(chain: Sequence[Item]) -> Iterator[Mutation]:
    """Forge one entry: behind the last, before the first, between two."""
    thread = ThreadKey.from_pk(str(chain[0]["pk"]))
    entries = [from_item(AuditEntry, row) for row in _entries(chain)]
    last = entries[-1]
    for entry in entries:
        forged = entry_after(last, *entry.facts, chain=thread.pk)
        key = thread.audit(forged.number)
        yield Mutation(name=f"{entry.number} once more", puts=(to_item(forged, key),))
        for sk in (f"{thread.audit(entry.number).sk}a", f"AUDIT#{entry.number}", "AUD#000000"):
            odd = to_item(entry, Key(thread.pk, sk))
            yield Mutation(name=f"{entry.number} as {sk}", puts=(odd,))


def _heads(chain: Sequence[Item]) -> Iterator[Mutation]:
    """Move the head to each other entry, and to none."""
    key = ThreadKey.from_pk(str(chain[0]["pk"])).audit_head()
    entries = [from_item(AuditEntry, row) for row in _entries(chain)]
    heads = [AuditHead(number=each.number, hash=each.hash) for each in entries[:-1]]
    for head in (*heads, AuditHead(number=0, hash="0" * 64), AuditHead(number=9_999, hash=_OTHER)):
        yield Mutation(name=f"the head at {head.number}", puts=(to_item(head, key),))


def _moves(audits: Sequence[Sequence[Item]]) -> Iterator[Mutation]:
    """Take each row to the next audit: over its own of that name, or behind its last."""
    for here, there in zip(audits, (*audits[1:], audits[0]), strict=True):
        for row in here:
            key = Key(str(there[0]["pk"]), str(row["sk"]))
            end = ThreadKey.from_pk(key.pk).audit(len(_entries(there)) + 1)
            for place in {key, end}:
                name, drops = f"move {row['sk']} of {row['pk']} to {place}", (key_of(row),)
                yield Mutation(name=name, puts=({**row, **place._asdict()},), drops=drops)
                yield Mutation(name=f"{name}, sealed", puts=(_at(row, place),), drops=drops)
                yield Mutation(name=f"copy: {name}", puts=(_at(row, place),))


def _beside(row: Item) -> Iterator[Mutation]:
    """Alter a row that the audit tells of."""
    kind = str(row["sk"]).split("#")[2:3]
    if row["sk"] == "META" or kind in (["REQ"], ["EXEC"]):
        yield Mutation(name=f"drop {row['sk']} of {row['pk']}", drops=(key_of(row),))
    for what, columns in _of_kind(kind, row):
        yield Mutation(name=f"{what} of {row['sk']} of {row['pk']}", puts=(columns,))


def _of_kind(kind: Sequence[str], row: Item) -> Iterable[tuple[str, Item]]:
    if kind == ["EXEC"]:
        return _of_start(row)
    return _of_request(row) if kind == ["REQ"] else ()


def _of_start(row: Item) -> Iterator[tuple[str, Item]]:
    for state in ("STARTED", "SUCCEEDED", "FAILED", "UNKNOWN"):
        # Of a start without an end the audit has nothing to tell yet.
        if state != row["state"] and row["state"] in {"SUCCEEDED", "FAILED"}:
            yield state, {**row, "state": state}


def _of_request(row: Item) -> Iterator[tuple[str, Item]]:
    for state in ("PENDING", "APPROVED", "REJECTED", "EXPIRED"):
        if state != row["state"]:
            yield state, {**row, "state": state}
    yield "another digest", {**row, "digest": _OTHER}
    yield "no decision", {n: v for n, v in row.items() if n not in {"verdict", "bound"}}
    verdict = json.loads(str(row["verdict"]))
    for what in ({"at": verdict["at"] + 1}, {"by": {"id": "U0MAL", "name": "mal"}}):
        yield f"verdict {what}", {**row, "verdict": canonical({**verdict, **what})}
    yield "a vote", {**row, "votes": '[{"at":1,"by":{"id":"U0MAL","name":"mal"}}]'}
    for field, value in json.loads(str(row["body"])).items():
        for other in _others(value):
            yield f"{field} {str(other)[:20]}", _with_other(row, field, other)


def _with_other(row: Item, field: str, value: Any) -> Item:
    body = {**json.loads(str(row["body"])), field: value}
    return sealed({**row, "body": canonical(body)})
