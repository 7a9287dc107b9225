"""The table: the in-memory double, where every call may be overtaken, fail, or come too late."""

from collections.abc import Callable, Iterator
from random import Random
from typing import TypeVar

from signoff.core.items import Item, Update, Write
from signoff.core.keys import Key
from signoff.testing import InMemoryStore
from tests.simulation.faults import Kind
from tests.simulation.scheduler import Scheduler

T = TypeVar("T")

Watch = Callable[[Write, Item | None, Item | None, tuple[Write, ...]], None]
"""Looks at a row that was just written: the write, before, after, and all that it came with."""


class Table:
    """The `Store` port, through the scheduler; every write is looked at by those who watch."""

    def __init__(self, scheduler: Scheduler, *, lag: Random | None = None) -> None:
        """Begin empty; with `lag`, the index of due rows now and then misses some."""
        self.rows = InMemoryStore()
        self.watches: list[Watch] = []
        self.writes = 0
        self._scheduler = scheduler
        self._lag = lag

    def read(self, *keys: Key) -> tuple[Item | None, ...]:
        """Read some rows."""
        named = " ".join(key.sk for key in keys)
        return self._call(f"read {named}", lambda: self.rows.read(*keys))

    def query(
        self, pk: str, first: str, last: str, *, newest: int | None = None
    ) -> tuple[Item, ...]:
        """Read a range of rows."""
        name = f"query {first}..{last}" + (f" newest {newest}" if newest else "")

        def query() -> tuple[Item, ...]:
            actor = self._scheduler.actor
            if actor is not None and first == "IN#":
                actor.inbox_read_at = self.writes
            return self.rows.query(pk, first, last, newest=newest)

        return self._call(name, query)

    def change(self, update: Update) -> Item:
        """Change a row."""

        def change() -> Item:
            (old,) = self.rows.read(update.key)
            new = self.rows.change(update)
            self._watched((update,), {update.key: old})
            return new

        return self._call(f"change {update.key.sk}", change)

    def commit(self, *writes: Write) -> None:
        """Write all, or nothing."""

        def commit() -> None:
            keys = [write.key for write in writes]
            old = dict(zip(keys, self.rows.read(*keys), strict=True))
            self.rows.commit(*writes)
            self._watched(writes, old)

        self._call("commit " + " ".join(write.key.sk for write in writes), commit)

    def keep(self, content: bytes) -> str:
        """Keep the content of a file."""
        return self._call("keep", lambda: self.rows.keep(content))

    def kept(self, ref: str) -> bytes:
        """Read back what was kept."""
        return self._call("kept", lambda: self.rows.kept(ref))

    def due(self, *, now: int, limit: int) -> tuple[Key, ...]:
        """Name the rows that are due, as far as the index knows."""
        found = self._call("due", lambda: self.rows.due(now=now, limit=limit))
        lag = self._lag
        return found if lag is None else tuple(key for key in found if lag.random() < 0.9)

    def pending(self, team: str, *, limit: int) -> tuple[Key, ...]:
        """Name the open requirements of a team."""
        return self._call("pending", lambda: self.rows.pending(team, limit=limit))

    def decided(self, team: str, *, limit: int) -> tuple[Key, ...]:
        """Name the decided requirements of a team."""
        return self._call("decided", lambda: self.rows.decided(team, limit=limit))

    def threads(self) -> Iterator[Item]:
        """Go through the own rows of all threads."""
        return self._call("threads", self.rows.threads)

    def audits(self) -> Iterator[str]:
        """Go through the partitions that have an audit or ought to."""
        return self._call("audits", self.rows.audits)

    def _watched(self, writes: tuple[Write, ...], old: dict[Key, Item | None]) -> None:
        for write in writes:
            self.writes += 1
            (new,) = self.rows.read(write.key)
            for watch in self.watches:
                watch(write, old[write.key], new, writes)

    def _call(self, name: str, does: Callable[[], T]) -> T:
        return self._scheduler.call(Kind.STORE, name, does)
