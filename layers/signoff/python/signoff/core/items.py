"""A change as data: what to write, and what must hold for it; the same words for every store."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, assert_never

from signoff.core.keys import Key

Column: TypeAlias = str | int | bool | tuple[str, ...]
"""What one attribute of a row may hold: a scalar, or a list of texts."""

Item: TypeAlias = Mapping[str, Column]
"""A stored row: its columns by name, `pk` and `sk` among them."""

LOST = "lost"
"""Read in place of a body that is missing or was altered: what is wrong with it. Never written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Holds when the row has no such column; of `pk`: when there is no such row."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Equal:
    """Holds when the column is there and is this value."""

    name: str
    value: Column


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """Holds when the column is there and less than this."""

    name: str
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMost:
    """Holds when the column is there and no more than this."""

    name: str
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Above:
    """Holds when the column is there and more than this."""

    name: str
    value: int


Clause: TypeAlias = Missing | Equal | Below | AtMost | Above


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """Write a whole row."""

    key: Key
    item: Item
    when: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """Change columns of a row, which comes to be if it is not there.

    Attributes:
        key: The row.
        put: Columns to set.
        start: Columns to set only where the row has none.
        add: Columns to count up (a missing one counts from 0).
        append: Texts to append to a list (a missing one is empty).
        drop: Columns to take away.
        when: What must hold of the row as it was.
    """

    key: Key
    put: Mapping[str, Column] = field(default_factory=dict[str, Column])
    start: Mapping[str, Column] = field(default_factory=dict[str, Column])
    add: Mapping[str, int] = field(default_factory=dict[str, int])
    append: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    drop: tuple[str, ...] = ()
    when: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delete:
    """Take a row away."""

    key: Key
    when: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Change nothing; only require."""

    key: Key
    when: tuple[Clause, ...]


Write: TypeAlias = Put | Update | Delete | Check

MOST_WRITES = 100
"""How many rows one commit may write: the table's own limit."""

MOST_COLUMNS = 280_000
"""How many bytes the columns of a row may have: with a body beside them, less than its limit."""


def require_sound(writes: Collection[Write]) -> None:
    """Hold some writes against the rules that every store has.

    Raises:
        ValueError: There are too many, a row or a column stands twice, a check requires
            nothing, a clause looks into a body, a key is written to, or columns are too large.
    """
    if len(writes) > MOST_WRITES:
        raise ValueError(f"{len(writes)} writes at once; {MOST_WRITES} are allowed")
    if len({write.key for write in writes}) < len(writes):
        raise ValueError("a row is written twice at once")
    for write in writes:
        if isinstance(write, Check) and not write.when:
            raise ValueError(f"{write.key.sk}: a check without a clause")
        if any(clause.name == "body" for clause in write.when):
            # A large one does not stand in its row.
            raise ValueError(f"{write.key.sk}: a clause about the body")
        if isinstance(write, Update):
            _require_columns_once(write)
        if isinstance(write, Put | Update) and _size_of_columns(write) > MOST_COLUMNS:
            raise ValueError(f"{write.key.sk}: columns of more than {MOST_COLUMNS} bytes")


def _size_of_columns(write: Put | Update) -> int:
    columns = write.item if isinstance(write, Put) else {**write.put, **write.append}
    return sum(_size(value) for name, value in columns.items() if name != "body")


def _size(value: Column) -> int:
    if isinstance(value, tuple):
        return sum(map(_size, value))
    return len(value.encode("utf-8", "surrogatepass")) if isinstance(value, str) else 0


def _require_columns_once(update: Update) -> None:
    named = (*update.put, *update.start, *update.add, *update.append, *update.drop)
    if len(set(named)) < len(named):
        raise ValueError(f"{update.key.sk}: a column is changed in two ways at once")
    if {"pk", "sk"} & set(named):
        raise ValueError(f"{update.key.sk}: a key does not change")


def holds(when: Iterable[Clause], item: Item | None) -> bool:
    """Tell whether every clause holds of a row (None: there is no such row)."""
    return all(_holds(clause, item or {}) for clause in when)


def _holds(clause: Clause, item: Item) -> bool:
    found = item.get(clause.name)
    match clause:
        case Missing():
            return found is None
        case Equal(value=value):
            # To Python True is 1; to a table it is not.
            return found == value and isinstance(found, bool) is isinstance(value, bool)
        case Below(value=value):
            return isinstance(found, int) and found < value
        case AtMost(value=value):
            return isinstance(found, int) and found <= value
        case Above(value=value):
            return isinstance(found, int) and found > value
        case _:
            assert_never(clause)


def applied(write: Write, item: Item | None) -> Item | None:
    """Give the row as it is after a write (None: gone), whatever the write requires."""
    match write:
        case Put(key=key, item=new):
            return {**new, "pk": key.pk, "sk": key.sk}
        case Update():
            return _updated(write, item or {"pk": write.key.pk, "sk": write.key.sk})
        case Delete():
            return None
        case Check():
            return item
        case _:
            assert_never(write)


def _updated(update: Update, item: Item) -> Item:
    started = {name: value for name, value in update.start.items() if name not in item}
    counted = {name: _number(item, name) + by for name, by in update.add.items()}
    longer = {name: (*_texts(item, name), *more) for name, more in update.append.items()}
    new = {**item, **started, **update.put, **counted, **longer}
    return {name: value for name, value in new.items() if name not in update.drop}


def _number(item: Item, name: str) -> int:
    found = item.get(name, 0)
    if not isinstance(found, int):
        raise TypeError(f"{name} is no number")
    return found


def _texts(item: Item, name: str) -> tuple[str, ...]:
    found = item.get(name, ())
    if not isinstance(found, tuple):
        raise TypeError(f"{name} is no list")
    return found
