"""The table's expressions, as far as Signoff and its peers write them, judged on a row."""

import operator
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

Attributes: TypeAlias = dict[str, Any]
"""A row as the protocol spells it: each value under the letter of its kind."""

Place: TypeAlias = tuple[dict[str, str], Attributes]
"""What stands for names, and what for values."""

_CLAUSE = re.compile(r"(NOT )?\(?([#\w]+) (=|<=|>=|<|>|<>) (:\w+)\)?")
_PRESENCE = re.compile(r"attribute_(not_)?exists\s*\(([#\w]+)\)")
_PARTS = re.compile(r"\b(SET|ADD|REMOVE) ")
_COMMAS = re.compile(r",\s*(?![^(]*\))")
_COMPARISONS: dict[str, Callable[[Any, Any], object]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_AND = re.compile(r"\s+AND\s+")


class UnknownExpressionError(Exception):
    """An expression that the echo cannot judge."""


def holds(expression: str, row: Attributes | None, place: Place) -> bool:
    """Say whether a condition holds of a row (None: there is none)."""
    return all(_holds(clause, row or {}, place) for clause in _AND.split(expression) if clause)


def _holds(clause: str, row: Attributes, place: Place) -> bool:
    names, values = place
    if found := _PRESENCE.fullmatch(clause):
        is_there = names.get(found[2], found[2]) in row
        return is_there is (found[1] is None)
    if not (found := _CLAUSE.fullmatch(clause)):
        raise UnknownExpressionError(clause)
    negated, name, comparison, value = found.groups()
    is_so = _compared(row.get(names.get(name, name)), comparison, values[value])
    return is_so is not bool(negated)


def _compared(left: Attributes | None, comparison: str, right: Attributes) -> bool:
    if comparison == "<>":
        return left != right
    if left is None or left.keys() != right.keys():
        return False
    return bool(_COMPARISONS[comparison](plain(left), plain(right)))


def plain(value: Attributes) -> Any:
    """Give a value as it compares."""
    ((kind, spelt),) = value.items()
    return float(spelt) if kind == "N" else spelt


def changed(expression: str, row: Attributes, place: Place) -> Attributes:
    """Give a row as it is after an update."""
    new = dict(row)
    parts = _PARTS.split(expression)[1:]
    for verb, listed in zip(parts[::2], parts[1::2], strict=True):
        for each in _COMMAS.split(listed.strip()):
            _change(new, verb, each, row, place)
    return new


def _change(new: Attributes, verb: str, each: str, row: Attributes, place: Place) -> None:
    names, values = place
    if verb == "REMOVE":
        new.pop(names.get(each, each), None)
        return
    name, value = each.split(" = " if verb == "SET" else " ", 1)
    column = names.get(name, name)
    if verb == "ADD":
        number = int(row.get(column, {"N": "0"})["N"]) + int(values[value]["N"])
        new[column] = {"N": str(number)}
    else:
        new[column] = _value(value, row, place)


def _value(text: str, row: Attributes, place: Place) -> Attributes:
    names, values = place
    if text.startswith("list_append("):
        first, second = _COMMAS.split(text.removeprefix("list_append(")[:-1])
        longer = [*_value(first, row, place)["L"], *_value(second, row, place)["L"]]
        return {"L": longer}
    if text.startswith("if_not_exists("):
        name, value = text.removeprefix("if_not_exists(")[:-1].split(", ")
        found: Attributes = row.get(names.get(name, name)) or values[value]
        return found
    return dict(values[text])


def between(expression: str, place: Place) -> Iterator[tuple[str, str, Any]]:
    """Give the clauses of a key condition: column, comparison, value; BETWEEN as two of them."""
    names, values = place
    whole = re.sub(r"([#\w]+) BETWEEN (:\w+) AND (:\w+)", r"\1 >= \2 AND \1 <= \3", expression)
    for clause in _AND.split(whole):
        if not (found := _CLAUSE.fullmatch(clause.strip("()"))):
            raise UnknownExpressionError(clause)
        yield names.get(found[2], found[2]), found[3], plain(values[found[4]])


def size(row: Attributes) -> int:
    """Count a row's bytes as the table bills them: names and values."""
    return sum(len(name.encode()) + _size(value) for name, value in row.items())


def _size(value: Attributes) -> int:
    ((kind, plain),) = value.items()
    match kind:
        case "S":
            return len(plain.encode("utf-8", "surrogatepass"))
        case "N":
            return len(str(plain).lstrip("-")) // 2 + 2
        case "L":
            return 3 + sum(1 + _size(each) for each in plain)
        case "M":
            return 3 + sum(1 + len(name) + _size(each) for name, each in plain.items())
        case _:
            return 1
