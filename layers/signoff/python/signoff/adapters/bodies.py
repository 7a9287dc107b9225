"""Bodies too large for a row: stored beside the table before the row, and read back with it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from signoff.core.errors import PermanentError
from signoff.core.items import LOST, Item, Put, Update, Write

LARGEST = 100_000
"""How many bytes of a body stand in its row."""

LARGEST_IN_COMPANY = 20_000
"""Likewise, where the bodies of one transaction come near the table's limit together."""

_COMPANY = 3_000_000

_BODY = "body"
_REF = "body_ref"


class LostBodyError(PermanentError):
    """A stored text is missing or was altered.

    Attributes:
        ref: Where it should be.
        why: What is wrong with it.
    """

    def __init__(self, ref: str, why: str) -> None:
        """Say where it should be and what is wrong with it."""
        super().__init__(f"A stored text cannot be used: {ref} {why}.")
        self.ref = ref
        self.why = why


class Blobs(Protocol):
    """Where large texts are kept."""

    def keep(self, text: str) -> str:
        """Store a text, and give its reference."""
        ...

    def fetch(self, ref: str) -> str:
        """Read a text back.

        Raises:
            LostBodyError: It is not there, or it is not what was written.
        """
        ...

    def keep_bytes(self, content: bytes) -> str:
        """Store bytes, and give their reference."""
        ...

    def fetch_bytes(self, ref: str) -> bytes:
        """Read bytes back.

        Raises:
            LostBodyError: They are not there, or they are not what was written.
        """
        ...


def moved_out(writes: Iterable[Write], blobs: Blobs) -> tuple[Write, ...]:
    """Store the bodies that are too large, and give the writes that name them instead."""
    writes = tuple(writes)
    total = sum(_size(write) for write in writes)
    largest = LARGEST if total <= _COMPANY else LARGEST_IN_COMPANY
    return tuple(_moved(write, largest, blobs) for write in writes)


def brought_back(item: Item, blobs: Blobs) -> Item:
    """Give a row with its body, wherever that lies; or with the reason why it has none any more."""
    ref = item.get(_REF)
    if ref is None:
        return item
    row = _without(item, _REF)
    try:
        return {**row, _BODY: blobs.fetch(str(ref))}
    except LostBodyError as error:
        return {**row, LOST: f"{error.ref} {error.why}"}


def _moved(write: Write, largest: int, blobs: Blobs) -> Write:
    is_large = _size(write) > largest
    if isinstance(write, Put) and is_large:
        kept = blobs.keep(_body(write.item))
        return replace(write, item={**_without(write.item, _BODY), _REF: kept})
    if isinstance(write, Update) and is_large:
        kept = blobs.keep(_body(write.put))
        put = {**_without(write.put, _BODY), _REF: kept}
        return replace(write, put=put, drop=(*write.drop, _BODY))
    if isinstance(write, Update) and _BODY in (*write.put, *write.drop):
        return replace(write, drop=(*write.drop, _REF))
    return write


def _size(write: Write) -> int:
    match write:
        case Put(item=columns) | Update(put=columns):
            return len(_body(columns).encode("utf-8", "surrogatepass"))
        case _:
            return 0


def _body(columns: Item) -> str:
    return str(columns.get(_BODY, ""))


def _without(columns: Item, name: str) -> Item:
    return {other: value for other, value in columns.items() if other != name}
