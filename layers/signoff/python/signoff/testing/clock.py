"""Time and names that a test decides."""

from itertools import count
from threading import Lock


class ManualClock:
    """A `Clock` that stands still until it is moved."""

    def __init__(self, start: int = 1_700_000_000_000) -> None:
        """Begin at a time, in milliseconds since 1970."""
        self._now = start

    def __call__(self) -> int:
        """Give the time, in milliseconds since 1970."""
        return self._now

    def advance(self, *, ms: int = 0, seconds: int = 0) -> int:
        """Move on, and give the new time."""
        self._now += ms + 1000 * seconds
        return self._now


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
