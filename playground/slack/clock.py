"""Which time it is, and how to wait: really, or as a test says."""

import asyncio
import threading
import time
from dataclasses import dataclass, field
from typing import Protocol


class Clock(Protocol):
    """Time as the local Slack sees it."""

    def now(self) -> float:
        """Tell the seconds since the epoch."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait that long."""
        ...


class SystemClock:
    """The time of this machine."""

    def now(self) -> float:
        """Tell the seconds since the epoch."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Wait that long."""
        await asyncio.sleep(seconds)


@dataclass(slots=True, kw_only=True)
class _Sleeper:
    due: float
    loop: asyncio.AbstractEventLoop
    awake: asyncio.Future[None]


@dataclass(slots=True)
class ManualClock:
    """A clock that a test moves; whoever sleeps wakes when its time has come."""

    _now: float = 1_795_435_200.0
    _sleepers: list[_Sleeper] = field(default_factory=list[_Sleeper])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> float:
        """Tell the seconds since the epoch."""
        return self._now

    async def sleep(self, seconds: float) -> None:
        """Wait until the test has moved the clock that far."""
        if seconds <= 0:
            return
        loop = asyncio.get_running_loop()
        sleeper = _Sleeper(due=self._now + seconds, loop=loop, awake=loop.create_future())
        with self._lock:
            self._sleepers.append(sleeper)
        await sleeper.awake

    def advance(self, seconds: float) -> None:
        """Move the clock, from any thread, and wake those whose time has come."""
        with self._lock:
            self._now += seconds
            due = [sleeper for sleeper in self._sleepers if sleeper.due <= self._now]
            self._sleepers = [sleeper for sleeper in self._sleepers if sleeper.due > self._now]
        for sleeper in due:
            sleeper.loop.call_soon_threadsafe(_wake, sleeper.awake)


def _wake(awake: asyncio.Future[None]) -> None:
    if not awake.done():
        awake.set_result(None)
