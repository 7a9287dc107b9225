"""What an audit tells, beside the rows that it tells of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from signoff.core.audit import Fact
from signoff.core.items import Item
from signoff.core.keys import Position, ThreadKey

UNREADABLE = "it can't be read, or was altered"
"""What is found of a row that is no such row any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Testimony:
    """An audit and its rows.

    Attributes:
        thread: Whose they are.
        facts: Everything that its audit tells, in order.
        rows: Its runs: every row that begins with `R#`.
        now: The time, in milliseconds since 1970.
    """

    thread: ThreadKey
    facts: Sequence[Fact]
    rows: Sequence[Item]
    now: int

    def of(self, kind: str) -> Iterator[Item]:
        """Give the rows of a kind: `REQ`, `EXEC`."""
        return (row for row in self.rows if str(row["sk"]).split("#")[2:3] == [kind])

    def row(self, place: str, kind: str) -> str:
        """Name the row of a kind that belongs to a place, for whoever looks for it."""
        try:
            key = self.thread.requirement(Position.parse(place))
        except ValueError:
            return place
        return key.sk.replace("#REQ#", f"#{kind}#")
