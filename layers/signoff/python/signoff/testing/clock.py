"""Time and names that a test decides."""

from collections.abc import Callable
from itertools import count
from threading import Lock


class ManualClock:
    """A `Clock` that stands still until it is moved."""

    def __init__(self, start: int = 1_700_000_000_000) -> None:
        """Begin at a time, in milliseconds since 1970."""
        self._now = start
        self._road: Callable[[int], None] | None = None

    def __call__(self) -> int:
        """Give the time, in milliseconds since 1970."""
        return self._now

    def advance(
        self, *, ms: int = 0, seconds: int = 0, minutes: int = 0, hours: int = 0, days: int = 0
    ) -> int:
        """Move on, and give the new time; what is due on the way happens at its time."""
        minutes += 60 * (hours + 24 * days)
        target = self._now + ms + 1000 * (seconds + 60 * minutes)
        if self._road is not None:
            self._road(target)
        self._now = target
        return self._now

    def stop_at(self, moment: int) -> None:
        """Stand at a moment, on the way to a later one."""
        self._now = max(self._now, moment)

    def lead(self, road: Callable[[int], None]) -> None:
        """Have somebody see to all that is due before the clock is moved to a time."""
        self._road = road


class CountingIds:
    """A `NewId` that gives `id-1`, `id-2`, and so on."""

    def __init__(self, prefix: str = "id") -> None:
        """Begin at 1."""
        self._prefix = prefix
        self._numbers = count(1)
        self._lock = Lock()

    def __call__(self) -> str:
        """Give a name that was not given before."""
        with self._lock:
            return f"{self._prefix}-{next(self._numbers)}"
