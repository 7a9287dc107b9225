"""Where rows are kept."""

from collections.abc import Iterator
from typing import Protocol

from signoff.core.errors import PermanentError
from signoff.core.items import Item, Update, Write
from signoff.core.keys import Key


class RefusedError(Exception):
    """A condition of a write did not hold, so nothing was written.

    Attributes:
        old: The rows whose conditions failed, as they were (None: there was no such row).
    """

    def __init__(self, old: dict[Key, Item | None]) -> None:
        """Keep the rows that spoke against it."""
        super().__init__(f"refused by {', '.join(key.sk for key in old)}")
        self.old = old


class LostContentError(PermanentError):
    """The content of a file is missing, or is not what was kept."""


class Store(Protocol):
    """Rows, by thread; every read is of what is there now.

    A row whose body is missing or was altered is read without it, and with a column `lost`.
    """

    def read(self, *keys: Key) -> tuple[Item | None, ...]:
        """Read some rows in one round trip, in the order asked."""
        ...

    def query(
        self, pk: str, first: str, last: str, *, newest: int | None = None
    ) -> tuple[Item, ...]:
        """Read a thread's rows whose sort keys lie between two, both included.

        With `newest`, only so many, from the last one backwards.
        """
        ...

    def change(self, update: Update) -> Item:
        """Change one row, and give it as it is afterwards.

        Raises:
            RefusedError: Its condition did not hold.
        """
        ...

    def commit(self, *writes: Write) -> None:
        """Write all, or nothing; at most 100 rows, each of them once.

        Raises:
            RefusedError: Some condition did not hold.
        """
        ...

    def keep(self, content: bytes) -> str:
        """Keep the content of a file, and give the reference under which it is found again."""
        ...

    def kept(self, ref: str) -> bytes:
        """Read back what was kept.

        Raises:
            LostContentError: It is not there, or it is not what was kept.
        """
        ...

    def due(self, *, now: int, limit: int) -> tuple[Key, ...]:
        """Name the rows whose `due` has come, the longest overdue first.

        They come from an index that lags: read the row before acting on it.
        """
        ...

    def pending(self, team: str, *, limit: int) -> tuple[Key, ...]:
        """Name the open requirements of a workspace, the first to expire first.

        They come from an index that lags, too.
        """
        ...

    def decided(self, team: str, *, limit: int) -> tuple[Key, ...]:
        """Name the decided requirements of a workspace, the last decided first.

        They come from a third index that lags; what was decided before there was one is not in it.
        """
        ...

    def threads(self) -> Iterator[Item]:
        """Go through the own rows of all threads, in no order.

        This reads the whole table: an operator may wait for it, a function must not.
        """
        ...

    def audits(self) -> Iterator[str]:
        """Go through the partitions that have an audit or ought to, in no order.

        They are found by an own row, by a head or by a first entry, each of them perhaps more
        than once. This reads the whole table, too.
        """
        ...
