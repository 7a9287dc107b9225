"""Our writes in the table's own words: expressions, placeholders, typed values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, assert_never

from signoff.core.codec import UnreadableRowError
from signoff.core.items import (
    Above,
    AtMost,
    Below,
    Check,
    Clause,
    Column,
    Delete,
    Equal,
    Item,
    Missing,
    Put,
    Update,
    Write,
)
from signoff.core.keys import Key

Attributes: TypeAlias = dict[str, Any]
"""A row, or part of one, as the table's protocol spells it."""

WID = "wid"
"""The column that names the write which a row saw last."""


def to_attribute(value: Column) -> dict[str, Any]:
    """Spell a value of a column."""
    match value:
        case bool():
            return {"BOOL": value}
        case int():
            return {"N": str(value)}
        case str():
            return {"S": str(value)}
        case tuple():
            return {"L": [{"S": str(text)} for text in value]}
        case _:
            assert_never(value)


def from_attribute(name: str, attribute: Any) -> Column:
    """Read a value of a column.

    Raises:
        UnreadableRowError: It is of a kind that is never written.
    """
    match attribute:
        case {"S": str(text)}:
            return text
        case {"BOOL": bool(truth)}:
            return truth
        case {"N": str(number)} if number.lstrip("-").isdigit():
            return int(number)
        case {"L": [*texts]}:
            return tuple(str(from_attribute(name, text)) for text in texts)
        case _:
            raise UnreadableRowError(f"{name}: {attribute!r:.80} is no kind of column")


def to_attributes(item: Item) -> Attributes:
    """Spell a row."""
    return {name: to_attribute(value) for name, value in item.items()}


def from_attributes(attributes: Mapping[str, Mapping[str, Any]]) -> Item:
    """Read a row."""
    return {name: from_attribute(name, attribute) for name, attribute in attributes.items()}


def key_attributes(key: Key) -> Attributes:
    """Spell a primary key."""
    return {"pk": {"S": key.pk}, "sk": {"S": key.sk}}


@dataclass(slots=True)
class _Words:
    """Placeholders, as they come to be needed."""

    names: dict[str, str] = field(default_factory=dict[str, str])
    values: dict[str, Any] = field(default_factory=dict[str, Any])

    def name(self, name: str) -> str:
        """Give the placeholder of a column's name."""
        for placeholder, known in self.names.items():
            if known == name:
                return placeholder
        placeholder = f"#n{len(self.names)}"
        self.names[placeholder] = name
        return placeholder

    def value(self, value: Column) -> str:
        """Give a placeholder for a value."""
        placeholder = f":v{len(self.values)}"
        self.values[placeholder] = to_attribute(value)
        return placeholder

    def request(self) -> dict[str, Any]:
        """Give them as parameters of a request; the table refuses empty ones."""
        names = {"ExpressionAttributeNames": self.names} if self.names else {}
        values = {"ExpressionAttributeValues": self.values} if self.values else {}
        return {**names, **values}


def compiled(write: Write, *, wid: str) -> dict[str, Any]:
    """Spell a write as its part of a request, without the table's name.

    The row is marked with `wid`, so that a second sending of the same write can be recognised.
    """
    words = _Words()
    conditions = [_condition(clause, words) for clause in write.when]
    match write:
        case Put(key=key, item=item):
            marked = {**item, "pk": key.pk, "sk": key.sk, WID: wid}
            request: dict[str, Any] = {"Item": to_attributes(marked)}
        case Update(key=key):
            request = {"Key": key_attributes(key), "UpdateExpression": _changes(write, words, wid)}
            if write.add or write.append:
                # Counting twice is the one thing that a second sending would spoil.
                conditions.append(f"NOT {words.name(WID)} = {words.value(wid)}")
        case Delete(key=key) | Check(key=key):
            request = {"Key": key_attributes(key)}
        case _:
            assert_never(write)
    condition = {"ConditionExpression": " AND ".join(conditions)} if conditions else {}
    return {**request, **condition, **words.request()}


def _condition(clause: Clause, words: _Words) -> str:
    name = words.name(clause.name)
    match clause:
        case Missing():
            return f"attribute_not_exists({name})"
        case Equal(value=value):
            return f"{name} = {words.value(value)}"
        case Below(value=value):
            return f"{name} < {words.value(value)}"
        case AtMost(value=value):
            return f"{name} <= {words.value(value)}"
        case Above(value=value):
            return f"{name} > {words.value(value)}"
        case _:
            assert_never(clause)


def _changes(update: Update, words: _Words, wid: str) -> str:
    put = {**update.put, WID: wid}
    sets = [f"{words.name(name)} = {words.value(value)}" for name, value in put.items()]
    sets += [_start(words.name(name), words.value(value)) for name, value in update.start.items()]
    sets += [_append(name, texts, words) for name, texts in update.append.items()]
    adds = [f"{words.name(name)} {words.value(by)}" for name, by in update.add.items()]
    drops = [words.name(name) for name in update.drop]
    parts = (("SET", sets), ("ADD", adds), ("REMOVE", drops))
    return " ".join(f"{verb} {_listed(each)}" for verb, each in parts if each)


def _start(name: str, value: str) -> str:
    return f"{name} = if_not_exists({name}, {value})"


def _append(column: str, texts: tuple[str, ...], words: _Words) -> str:
    name, empty, more = words.name(column), words.value(()), words.value(texts)
    return f"{name} = list_append(if_not_exists({name}, {empty}), {more})"


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts)
