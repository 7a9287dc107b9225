"""Rows in a dictionary, under the rules of the table they stand for."""

from collections.abc import Iterable, Iterator
from enum import Enum
from hashlib import sha256
from threading import RLock

from signoff.core.codec import UnreadableRowError
from signoff.core.items import Column, Item, Update, Write, applied, holds, require_sound
from signoff.core.keys import AUDITED, Key
from signoff.core.thread import DUE
from signoff.ports import LostContentError, RefusedError
from signoff.testing.faults import Faults


class InMemoryStore:
    """The `Store` port, without a table; threads may share it."""

    def __init__(self, *items: Item) -> None:
        """Begin with some rows."""
        self._rows: dict[Key, Item] = {_key(item): _plain(item) for item in items}
        self._contents: dict[str, bytes] = {}
        self._lock = RLock()
        self._faults = Faults()

    def read(self, *keys: Key) -> tuple[Item | None, ...]:
        """Read some rows, in the order asked."""
        with self._faults.around("read"), self._lock:
            return tuple(self._rows.get(key) for key in keys)

    def query(
        self, pk: str, first: str, last: str, *, newest: int | None = None
    ) -> tuple[Item, ...]:
        """Read a thread's rows between two sort keys, both included."""
        with self._faults.around("query"), self._lock:
            found = [key for key in sorted(self._rows) if key.pk == pk and first <= key.sk <= last]
            if newest is not None:
                found = found[::-1][:newest]
            return tuple(self._rows[key] for key in found)

    def change(self, update: Update) -> Item:
        """Change one row, and give it as it is afterwards."""
        with self._faults.around("change"), self._lock:
            self._write((update,))
            return self._rows[update.key]

    def commit(self, *writes: Write) -> None:
        """Write all, or nothing."""
        with self._faults.around("commit"), self._lock:
            self._write(writes)

    def keep(self, content: bytes) -> str:
        """Keep the content of a file under its digest."""
        with self._faults.around("keep"), self._lock:
            ref = sha256(content).hexdigest()
            self._contents[ref] = content
            return ref

    def kept(self, ref: str) -> bytes:
        """Read back what was kept."""
        with self._faults.around("kept"), self._lock:
            if ref not in self._contents:
                raise LostContentError(f"nothing is kept as {ref}")
            return self._contents[ref]

    def due(self, *, now: int, limit: int) -> tuple[Key, ...]:
        """Name the rows whose `due` has come, the longest overdue first."""
        with self._faults.around("due"), self._lock:
            waiting = [
                (due, key)
                for key, item in self._rows.items()
                if item.get("due_shard") == DUE and isinstance(due := item.get("due"), int)
            ]
            return tuple(key for due, key in sorted(waiting) if due <= now)[:limit]

    def pending(self, team: str, *, limit: int) -> tuple[Key, ...]:
        """Name the open requirements of a workspace, the first to expire first."""
        with self._faults.around("pending"), self._lock:
            waiting = [
                (exp, key)
                for key, item in self._rows.items()
                if item.get("open_team") == team and isinstance(exp := item.get("exp"), int)
            ]
            return tuple(key for _, key in sorted(waiting))[:limit]

    def decided(self, team: str, *, limit: int) -> tuple[Key, ...]:
        """Name the decided requirements of a workspace, the last decided first."""
        with self._faults.around("decided"), self._lock:
            settled = [
                (at, key)
                for key, item in self._rows.items()
                if item.get("decided_team") == team
                and isinstance(at := item.get("decided_at"), int)
            ]
            return tuple(key for _, key in sorted(settled, reverse=True))[:limit]

    def threads(self) -> Iterator[Item]:
        """Go through the own rows of all threads."""
        with self._faults.around("threads"), self._lock:
            found = [item for key, item in self._rows.items() if key.sk == "META"]
        yield from found

    def audits(self) -> Iterator[str]:
        """Go through the partitions that have an audit or ought to."""
        with self._faults.around("audits"), self._lock:
            found = [key.pk for key in self._rows if key.sk in AUDITED]
        yield from found

    @property
    def rows(self) -> tuple[Item, ...]:
        """Everything that is stored, by key."""
        with self._lock:
            return tuple(self._rows[key] for key in sorted(self._rows))

    def fail_next(self, method: str, error: BaseException, *, took_effect: bool = False) -> None:
        """Have the next call of a method raise; with `took_effect`, after it did its work."""
        self._faults.order(method, error, took_effect=took_effect)

    def _write(self, writes: Iterable[Write]) -> None:
        writes = tuple(writes)
        require_sound(writes)
        old = {write.key: self._rows.get(write.key) for write in writes}
        against = {
            write.key: old[write.key] for write in writes if not holds(write.when, old[write.key])
        }
        if against:
            raise RefusedError(against)
        try:
            after = {write.key: applied(write, old[write.key]) for write in writes}
        except TypeError as error:
            raise UnreadableRowError(str(error)) from error
        for key, item in after.items():
            if item is None:
                self._rows.pop(key, None)
            else:
                self._rows[key] = _plain(item)


def _key(item: Item) -> Key:
    return Key(str(item["pk"]), str(item["sk"]))


def _plain(item: Item) -> Item:
    return {name: _plain_column(value) for name, value in item.items()}


def _plain_column(value: Column) -> Column:
    """A table keeps no enumerations: what is read back is the text."""
    if isinstance(value, Enum):
        return str(value)
    if isinstance(value, tuple):
        return tuple(str(text) for text in value)
    return value
