"""What is done beside the work, in a thread of its own: one thing after the other."""

from collections.abc import Callable, Generator, Hashable
from contextlib import contextmanager
from threading import Lock, Thread
from typing import Final, TypeAlias

from signoff.core.failure import failure
from signoff.core.observations.upkeep import ErrandFailed

LONGEST_S: Final = 5.0
"""How long the end of an invocation waits for them: each takes as long as its own time-outs."""

SPARE_S: Final = 0.5
"""What is kept of a function's time to answer in."""

Errand: TypeAlias = Callable[[], None]


class Errands:
    """Runs errands one at a time, in their order, beside whoever sends them.

    The thread lives while there is something to do. Lambda stops a process between two
    invocations in the middle of whatever it does, so each of them waits for its own errands.
    """

    def __init__(self, tell: Callable[[ErrandFailed], None]) -> None:
        """Begin with none; what is not foreseen is told."""
        self._tell = tell
        self._lock = Lock()
        self._waiting: dict[Hashable, Errand] = {}
        self._thread: Thread | None = None
        self._is_out = False

    def send(self, errand: Errand, *, about: Hashable) -> None:
        """Have an errand run soon; one about the same that has not begun gives way to it."""
        with self._lock:
            if self._is_out:
                self._waiting[about] = errand
                return
            self._is_out = True
            self._thread = Thread(target=self._run, args=(errand,), daemon=True)
            self._thread.start()

    @contextmanager
    def settled(self, remaining_ms: Callable[[], int]) -> Generator[None, None, None]:
        """Have nothing under way when this is over, as long as there is time left."""
        try:
            yield
        finally:
            self.settle(within_s=min(LONGEST_S, remaining_ms() / 1000 - SPARE_S))

    def settle(self, *, within_s: float) -> None:
        """Wait until all of them are over; what has not begun by then never begins."""
        if self._thread is not None:
            self._thread.join(max(within_s, 0.0))
        with self._lock:
            self._waiting.clear()

    def _run(self, errand: Errand | None) -> None:
        while errand is not None:
            try:
                errand()
            except Exception as error:  # noqa: BLE001 - nobody is there to raise it to: it is told
                self._tell(ErrandFailed(failure=failure(error)))
            errand = self._next()

    def _next(self) -> Errand | None:
        with self._lock:
            about = next(iter(self._waiting), None)
            self._is_out = about is not None
            return self._waiting.pop(about) if about is not None else None
