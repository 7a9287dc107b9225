"""What was asked of the world: by whom, over which connection, when, and how much of it."""

from dataclasses import asdict, dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request.

    Attributes:
        service: Which part of the world answered it.
        what: The operation or method.
        who: The function that asked, where its address says so.
        connection: The number of the TCP connection.
        began: When it had arrived, on the clock that all processes share.
        ended: When the answer was sent.
        read: How many bytes of rows or bodies were read for it.
        wrote: How many of them were written for it.
    """

    service: str
    what: str
    who: str
    connection: int
    began: float
    ended: float
    read: int = 0
    wrote: int = 0


@dataclass(slots=True)
class Ledger:
    """All requests since somebody last began anew."""

    asked: list[Asked] = field(default_factory=list[Asked])

    def note(self, asked: Asked) -> None:
        """Keep a request."""
        self.asked.append(asked)

    def taken(self) -> list[Json]:
        """Give what was asked, and begin anew."""
        found, self.asked = [asdict(each) for each in self.asked], []
        return found
