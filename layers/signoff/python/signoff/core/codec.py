"""Frozen values to JSON and back: what is read is checked against the type it is read as."""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, ClassVar, Literal, Protocol, TypeAlias, TypeVar, Union, get_args, get_origin
from typing import get_type_hints as type_hints

from signoff.core.canonical import canonical, digest
from signoff.core.errors import TellableError
from signoff.core.items import LOST, Column, Item
from signoff.core.keys import Key

VERSION = 1
"""The version of the stored shapes; a row of a later version is refused, never guessed at."""


SEAL = "seal"
"""The column that covers the body; a row that was written before there were seals has none."""


class Value(Protocol):
    """Any of our frozen dataclasses."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


class Row(Value, Protocol):
    """A value that is stored as a row of its own.

    `columns` names the fields that conditions and indexes look at, or that change; they become
    attributes of the row. All others stand together in its body, which is written once.
    """

    columns: ClassVar[tuple[str, ...]]


T = TypeVar("T")

_AS_THEY_ARE = frozenset((str, int, bool, float, NoneType))


class UnreadableRowError(TellableError):
    """A stored row is not what this version of Signoff writes."""

    @property
    def in_log(self) -> str:
        """Not its own words: they quote the row."""
        return "a stored row cannot be read by this version"


class LostRowError(UnreadableRowError):
    """The body of a stored row is missing, or is not what was stored."""


def to_item(row: Row, key: Key) -> Item:
    """Write a row as its columns and one body of canonical JSON."""
    hints = _hints(type(row))
    own = {name: _column(hints[name], getattr(row, name)) for name in row.columns}
    kept = {name: value for name, value in own.items() if value is not None}
    body = body_of(row)
    return {
        "pk": key.pk,
        "sk": key.sk,
        "v": VERSION,
        **kept,
        "body": body,
        SEAL: _seal(key.pk, key.sk, body),
    }


def body_of(row: Row) -> str:
    """Write what a row keeps for good: its body."""
    kept = (name for name in _names(type(row)) if name not in row.columns)
    return _storable({name: _plain(getattr(row, name)) for name in kept})


def from_item(kind: type[T], item: Item) -> T:
    """Read a row back; what it lacks, since a newer head added it, has its default.

    Raises:
        UnreadableRowError: The row is of another version, or of another shape; or its body is
            not the one that was written there.
        LostRowError: Its body is gone.
    """
    if LOST in item:
        raise LostRowError(f"{item.get('sk')}: {item[LOST]}")
    if item.get("v") != VERSION:
        raise UnreadableRowError(f"{item.get('sk')}: version {item.get('v')}, not {VERSION}")
    if item.get(SEAL) not in {None, _seal(item.get("pk"), item.get("sk"), item.get("body"))}:
        raise UnreadableRowError(f"{item.get('sk')}: its body is not what was written there")
    try:
        body = json.loads(str(item["body"]))
        # A row that was written before a column existed has its default.
        there = [name for name in _columns(kind) if name in item]
        columns = {name: _from_column(kind, name, item) for name in there}
        row: T = _dataclass(kind, {**body, **columns})
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableRowError(f"{item.get('sk')}: {error}") from error
    return row


def column(value: Value | tuple[Value, ...]) -> str:
    """Write a value as what a column of its type holds: canonical JSON."""
    return _storable(_plain(value))


def _storable(value: Any) -> str:
    """Write canonical JSON in which half a character, which no table takes, stands escaped."""
    return canonical(value).encode("utf-8", "backslashreplace").decode()


def _seal(*parts: Column | None) -> str:
    """Cover a body and its place, so that neither can be altered or moved unnoticed."""
    return digest(*map(str, parts))[:32]


def _columns(kind: Any) -> tuple[str, ...]:
    names: tuple[str, ...] = kind.columns
    return names


def _column(hint: Any, value: Any) -> Column | None:
    if value is None or _is_scalar(hint):
        return value if not isinstance(value, StrEnum) else str(value)
    if get_origin(hint) is tuple and get_args(hint)[0] is str:
        texts: tuple[str, ...] = value
        return texts
    return _storable(_plain(value))


def _from_column(kind: Any, name: str, item: Item) -> Any:
    hint = _hints(kind)[name]
    found = item.get(name)
    if found is None or _is_scalar(hint) or isinstance(found, tuple):
        return found
    return json.loads(str(found))


@cache
def _is_scalar(hint: Any) -> bool:
    options = get_args(hint) if get_origin(hint) in {UnionType, Union} else (hint,)
    return all(
        option in {str, int, bool, NoneType}
        or (isinstance(option, type) and issubclass(option, StrEnum))
        for option in options
    )


def _plain(value: Any) -> Any:
    kind: Any = value.__class__
    if kind in _AS_THEY_ARE:
        return value
    if _is_value(kind):
        return {name: _plain(getattr(value, name)) for name in _names(kind)}
    if _is_tuple(value):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, StrEnum) else value


def _is_tuple(value: Any) -> bool:
    return isinstance(value, tuple)


@cache
def _is_value(kind: Any) -> bool:
    return is_dataclass(kind)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


_Reader: TypeAlias = Callable[[Any], Any]
"""Checks a value that was read, and gives what it stands for."""


@cache
def _reader(hint: Any) -> _Reader:
    """Give what reads values of this type; to look at a type costs more than to read a value."""
    origin = get_origin(hint)
    if origin in {UnionType, Union}:
        return _one_of(get_args(hint))
    if origin is Literal:
        return partial(_listed, get_args(hint))
    if origin is tuple:
        return partial(_tuple, _reader(get_args(hint)[0]))
    if is_dataclass(hint):
        return partial(_dataclass, hint)
    if issubclass(hint, StrEnum):
        return partial(hint)
    return partial(_exactly, hint)


def _listed(options: tuple[Any, ...], value: Any) -> Any:
    return _require(value, value in options)


def _tuple(each_is: _Reader, value: Any) -> Any:
    _require(value, isinstance(value, list | tuple))
    return tuple(map(each_is, value))


def _exactly(kind: Any, value: Any) -> Any:
    return _require(value, type(value) is kind)


def _one_of(options: tuple[Any, ...]) -> _Reader:
    may_be_none = NoneType in options
    readers = [(each, _reader(each)) for each in options if each is not NoneType]

    def read(value: Any) -> Any:
        if value is None:
            return _require(value, may_be_none)
        for option, reader in readers:
            if _is_for(option, value):
                return reader(value)
        raise ValueError(f"a {type(value).__name__} that is none of the options")

    return read


def _is_for(option: Any, value: Any) -> bool:
    if _is_value(option):
        return bool(_tag(value) == _kind(option))
    if get_origin(option) is tuple:
        return isinstance(value, list | tuple)
    return issubclass(option, StrEnum) or type(value) is option


def _tag(value: Any) -> Any:
    read: Mapping[str, Any] = _require(value, isinstance(value, Mapping))
    return read.get("kind")


@cache
def _kind(option: Any) -> Any:
    declared = {f.name: f.default for f in fields(option)}.get("kind", MISSING)
    return None if declared is MISSING else declared


def _dataclass(kind: Any, value: Any) -> Any:
    read: Mapping[str, Any] = _require(value, isinstance(value, Mapping))
    readers = _readers(kind)
    _require(value, read.keys() <= readers.keys())
    return kind(**{name: readers[name](each) for name, each in read.items()})


def _require(value: Any, is_right: bool) -> Any:
    if not is_right:
        raise ValueError(f"a {type(value).__name__} that does not fit")
    return value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    """Give the type of each field: class variables are hinted at too, and are no fields."""
    hints = type_hints(kind)
    return {name: hints[name] for name in _names(kind)}


@cache
def _readers(kind: Any) -> dict[str, _Reader]:
    return {name: _reader(hint) for name, hint in _hints(kind).items()}
