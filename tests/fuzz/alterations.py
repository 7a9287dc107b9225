"""Changes to one stored row: what a broken disk, a bug or a clumsy hand could leave there.

A row's own seals are left alone when something else of it changes: whoever can write both can
write an approval, too. That they are gone, or wrong, is a case of its own.
"""

import json
from collections.abc import Callable
from typing import TypeAlias

from signoff.core.canonical import canonical
from signoff.core.codec import SEAL
from signoff.core.items import Column, Item
from tests.fuzz import extremes
from tests.fuzz.dice import Dice
from tests.fuzz.mutations import mutate, one_character_off, written

Rows: TypeAlias = tuple[Item, ...]
Alteration: TypeAlias = Callable[[dict[str, Column], Rows, Dice], None]

BOUND = "bound"
_KEYS = ("pk", "sk")
_SEALS = (SEAL, BOUND)
_WORDS = (
    *("PENDING", "APPROVED", "REJECTED", "ANSWERED", "EXPIRED", "CANCELLED", "SUPERSEDED"),
    *("STARTED", "SUCCEEDED", "FAILED", "UNKNOWN", "MARKED_DONE", "ABORTED"),
    *("RUNNING", "WAITING", "IDLE", "SENDING", "SENT", "due"),
)
_VERDICT = '{"at":1795096800000,"by":{"id":"U0BOB","name":"bob"},"decision":{"kind":"approved"}}'


def altered(rows: Rows, place: int, dice: Dice) -> tuple[str, Rows]:
    """Alter one row, and name how; what has nothing to work on there gives way to another."""
    for name in dice.shuffled(tuple(_ALTERATIONS)):
        row = dict(rows[place])
        _ALTERATIONS[name](row, rows, dice)
        if row != rows[place]:
            return name, (*rows[:place], row, *rows[place + 1 :])
        if name == "gone":
            break
    return "gone", rows[:place] + rows[place + 1 :]


def _columns(row: dict[str, Column]) -> list[str]:
    return [name for name in row if name not in (*_KEYS, *_SEALS, "body")]


def _a_column(row: dict[str, Column], _: Rows, dice: Dice) -> None:
    columns = _columns(row)
    if columns:
        row[dice.one_of(columns)] = _column(dice)


def _two_columns(row: dict[str, Column], rows: Rows, dice: Dice) -> None:
    _a_column(row, rows, dice)
    _a_column(row, rows, dice)


def _column(dice: Dice) -> Column:
    kind = dice.below(8)
    if kind < 3:
        return dice.one_of((0, 1, -1, 2, 3, 99, 2**31, 2**53, 10**37, -(10**37)))
    if kind == 3:
        return dice.one_of((True, False))
    if kind == 4:
        return tuple(extremes.text(dice)[:99] for _ in range(dice.below(4)))
    if kind == 5:
        return dice.one_of(_WORDS)
    return extremes.text(dice)[:5_000].encode("utf-8", "replace").decode()


def _counted_wrong(row: dict[str, Column], _: Rows, dice: Dice) -> None:
    numbers = [name for name, value in row.items() if type(value) is int]
    for name in dice.shuffled(numbers)[: 1 + dice.below(2)]:
        row[name] = int(str(row[name])) + dice.one_of((-1, 1, 10, -1000, 10**12))


def _missing(row: dict[str, Column], _: Rows, dice: Dice) -> None:
    for name in dice.shuffled((*_columns(row), "body"))[: 1 + dice.below(3)]:
        row.pop(name, None)


def _unsealed(row: dict[str, Column], _: Rows, dice: Dice) -> None:
    name = dice.one_of(_SEALS)
    if dice.once_in(2):
        row.pop(name, None)
    else:
        row[name] = _column(dice)


def _body_off(row: dict[str, Column], _: Rows, dice: Dice) -> None:
    row["body"] = one_character_off(str(row.get("body", "")), dice).replace("\ud800", "?")


def _body_cut(row: dict[str, Column], _: Rows, dice: Dice) -> None:
    body = str(row.get("body", ""))
    row["body"] = body[: dice.below(len(body) + 1)]


def _body_changed(row: dict[str, Column], _: Rows, dice: Dice) -> None:
    body = json.loads(str(row.get("body") or "{}"))
    mutate(body, dice, times=1 + dice.below(3))
    row["body"] = written(body)


def _arguments_changed(row: dict[str, Column], _: Rows, dice: Dice) -> None:
    """Change what would run, and nothing else."""
    body = json.loads(str(row.get("body") or "{}"))
    holder = body if "arguments" in body else next(iter(_calls(body)), {})
    if "arguments" in holder:
        arguments = json.loads(holder["arguments"])
        mutate(arguments, dice, times=1)
        holder["arguments"] = written(arguments)
    row["body"] = written(body)


def _calls(body: dict[str, object]) -> list[dict[str, str]]:
    entry = body.get("entry")
    calls: list[dict[str, str]] = entry.get("calls", []) if isinstance(entry, dict) else []
    return calls


def _body_of_another(row: dict[str, Column], rows: Rows, dice: Dice) -> None:
    row["body"] = dice.one_of(rows).get("body", "")


def _row_of_another(row: dict[str, Column], rows: Rows, dice: Dice) -> None:
    """Put another row's columns here, its seals and all."""
    other = dice.one_of(rows)
    kept = {name: row[name] for name in _KEYS}
    row.clear()
    row.update({**other, **kept})


def _state_swapped(row: dict[str, Column], _: Rows, dice: Dice) -> None:
    if "state" in row:
        row["state"] = dice.one_of(_WORDS)


def _approved_by_nobody(row: dict[str, Column], _: Rows, dice: Dice) -> None:
    """Let it look approved: a state, a verdict, and perhaps a binding of whatever kind."""
    if "digest" in row:
        row.update(state="APPROVED", verdict=_VERDICT, rev=dice.one_of((1, 2, 3)))
        for name in ("due", "due_shard", "open_team", "consumed_by", "outcome"):
            row.pop(name, None)
        if dice.once_in(2):
            row[BOUND] = dice.one_of(("", "0" * 32, str(row["digest"])[:32]))


def _decided_as_another(row: dict[str, Column], rows: Rows, _: Dice) -> None:
    """Give it another request's decision, with its binding."""
    decided = [other for other in rows if "verdict" in other and other is not row]
    for other in decided[-1:]:
        if "digest" in row:
            names = ("state", "verdict", "rev", BOUND)
            row |= {name: other[name] for name in names if name in other}


def _decided_otherwise(row: dict[str, Column], _: Rows, dice: Dice) -> None:
    """Change what was decided, and nothing else."""
    if "verdict" in row:
        verdict = json.loads(str(row["verdict"]))
        decision = verdict["decision"]
        if "values" in decision:
            decision["values"] = canonical(
                dice.one_of(({"amount": 9_999}, {"order": "1"}, {}, {"amount": 1, "to": "eve"}))
            )
        else:
            verdict["decision"] = {"kind": dice.one_of(("approved", "run_again", "answered"))}
        row["verdict"] = canonical(verdict)


def _other_digest(row: dict[str, Column], rows: Rows, dice: Dice) -> None:
    digests = [str(other["digest"]) for other in rows if "digest" in other]
    if "digest" in row:
        row["digest"] = dice.one_of((*digests, "0" * 64, "", "é"))


def _other_version(row: dict[str, Column], _: Rows, dice: Dice) -> None:
    versions: tuple[Column, ...] = (0, 2, -1, "1", True, 10**9)
    row["v"] = dice.one_of(versions)


def _gone(_: dict[str, Column], __: Rows, ___: Dice) -> None:
    return


_ALTERATIONS: dict[str, Alteration] = {
    "a column": _a_column,
    "two columns": _two_columns,
    "counted wrong": _counted_wrong,
    "columns missing": _missing,
    "seal wrong": _unsealed,
    "body off by one": _body_off,
    "body cut": _body_cut,
    "body changed": _body_changed,
    "arguments changed": _arguments_changed,
    "body of another": _body_of_another,
    "row of another": _row_of_another,
    "state swapped": _state_swapped,
    "approved by nobody": _approved_by_nobody,
    "decided as another": _decided_as_another,
    "decided otherwise": _decided_otherwise,
    "digest of another": _other_digest,
    "another version": _other_version,
    "gone": _gone,
}
