"""A store of a test's own, in a table that it shares with others."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from time import monotonic, sleep

from signoff.core.items import Delete, Item, Update, Write
from signoff.core.keys import Key
from signoff.core.thread import DUE
from signoff.ports import RefusedError, Store

INDEX_LAGS_S = 20.0
"""How long an index of a real table may take to follow, at most."""

_LOOKS = 1_000


class Apart:
    """The `Store` port, in which every partition has a name that only this test knows.

    An index of a table lags: what is due is asked for until it agrees with the rows themselves.
    """

    def __init__(self, store: Store, name: str, *, pause: Callable[[float], None] = sleep) -> None:
        self._store = store
        self._name = name
        self._pause = pause
        self._used: set[str] = set()

    def read(self, *keys: Key) -> tuple[Item | None, ...]:
        found = self._store.read(*(self._there(key) for key in keys))
        return tuple(self._back(item) if item is not None else None for item in found)

    def query(
        self, pk: str, first: str, last: str, *, newest: int | None = None
    ) -> tuple[Item, ...]:
        found = self._store.query(self._partition(pk), first, last, newest=newest)
        return tuple(self._back(item) for item in found)

    def change(self, update: Update) -> Item:
        try:
            return self._back(self._store.change(replace(update, key=self._there(update.key))))
        except RefusedError as refused:
            raise self._refused(refused) from refused

    def commit(self, *writes: Write) -> None:
        try:
            self._store.commit(*(replace(each, key=self._there(each.key)) for each in writes))
        except RefusedError as refused:
            raise self._refused(refused) from refused

    def keep(self, content: bytes) -> str:
        return self._store.keep(content)

    def kept(self, ref: str) -> bytes:
        return self._store.kept(ref)

    def due(self, *, now: int, limit: int) -> tuple[Key, ...]:
        wanted, until = self._due_rows(now), monotonic() + INDEX_LAGS_S
        while set(found := self._indexed(now)) != wanted and monotonic() < until:
            self._pause(0.5)
        return found[:limit]

    def pending(self, team: str, *, limit: int) -> tuple[Key, ...]:
        wanted, until = self._pending_rows(team), monotonic() + INDEX_LAGS_S
        while set(found := self._open(team)) != wanted and monotonic() < until:
            self._pause(0.5)
        return found[:limit]

    def decided(self, team: str, *, limit: int) -> tuple[Key, ...]:
        wanted, until = self._decided_rows(team), monotonic() + INDEX_LAGS_S
        while set(found := self._settled(team)) != wanted and monotonic() < until:
            self._pause(0.5)
        return found[:limit]

    def threads(self) -> Iterator[Item]:
        return (self._back(item) for item in self._store.threads() if item["pk"] in self._used)

    def audits(self) -> Iterator[str]:
        here = (pk for pk in self._store.audits() if pk in self._used)
        return (str(self._back({"pk": pk, "sk": "META"})["pk"]) for pk in here)

    def clear(self) -> None:
        """Leave nothing in the table."""
        for pk in sorted(self._used):
            for item in self._store.query(pk, " ", "\U0010ffff"):
                self._store.commit(Delete(key=Key(pk, str(item["sk"]))))

    def _indexed(self, now: int) -> tuple[Key, ...]:
        found = self._store.due(now=now, limit=_LOOKS)
        return tuple(self._ours(key) for key in found if key.pk in self._used)

    def _due_rows(self, now: int) -> Collection[Key]:
        return {
            self._ours(Key(str(row["pk"]), str(row["sk"])))
            for row in self._rows()
            if row.get("due_shard") == DUE and isinstance(due := row.get("due"), int) and due <= now
        }

    def _open(self, team: str) -> tuple[Key, ...]:
        found = self._store.pending(team, limit=_LOOKS)
        return tuple(self._ours(key) for key in found if key.pk in self._used)

    def _pending_rows(self, team: str) -> Collection[Key]:
        return {
            self._ours(Key(str(row["pk"]), str(row["sk"])))
            for row in self._rows()
            if row.get("open_team") == team and "exp" in row
        }

    def _settled(self, team: str) -> tuple[Key, ...]:
        found = self._store.decided(team, limit=_LOOKS)
        return tuple(self._ours(key) for key in found if key.pk in self._used)

    def _decided_rows(self, team: str) -> Collection[Key]:
        return {
            self._ours(Key(str(row["pk"]), str(row["sk"])))
            for row in self._rows()
            if row.get("decided_team") == team and "decided_at" in row
        }

    def _rows(self) -> Iterator[Item]:
        return (item for pk in self._used for item in self._store.query(pk, " ", "\U0010ffff"))

    def _partition(self, pk: str) -> str:
        self._used.add(f"{self._name}/{pk}")
        return f"{self._name}/{pk}"

    def _there(self, key: Key) -> Key:
        return Key(self._partition(key.pk), key.sk)

    def _ours(self, key: Key) -> Key:
        return Key(key.pk.removeprefix(f"{self._name}/"), key.sk)

    def _back(self, item: Item) -> Item:
        return {**item, "pk": str(item["pk"]).removeprefix(f"{self._name}/")}

    def _refused(self, refused: RefusedError) -> RefusedError:
        return RefusedError(
            {
                self._ours(key): self._back(item) if item is not None else None
                for key, item in refused.old.items()
            }
        )
