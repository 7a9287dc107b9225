"""A queue that keeps what was sent, for a test to look at and to deliver."""

from dataclasses import dataclass
from threading import Lock
from typing import TypeAlias

from signoff.core.home_place import HomePlace
from signoff.core.keys import Key, ThreadKey
from signoff.testing.faults import Faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Wake:
    """Somebody asked for a look at a thread."""

    thread: ThreadKey
    delay_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RetriedEvent:
    """An event was sent back for another look."""

    body: str
    team: str
    delay_s: int
    is_retried: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeWish:
    """Somebody is to be shown their inbox."""

    team: str
    user: str
    place: HomePlace
    delay_s: int = 0
    tries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPlace:
    """A row is to be seen to when its place has come."""

    key: Key
    due: int
    delay_s: int


QueueMessage: TypeAlias = Wake | RetriedEvent


class InMemoryQueue:
    """The `Queue` port, without a queue.

    Nothing is delivered by itself: a test takes what waits and acts on it.

    Attributes:
        homes: Every wish to show an inbox; they are not among what waits.
        places: Every row that is to be seen to at a time; they are not among what waits.
    """

    def __init__(self) -> None:
        """Begin empty."""
        self.homes: list[HomeWish] = []
        self.places: list[RowPlace] = []
        self._sent: list[QueueMessage] = []
        self._waiting: list[QueueMessage] = []
        self._lock = Lock()
        self._faults = Faults()

    def wake(self, thread: ThreadKey, *, delay_s: int = 0) -> None:
        """Keep a wake."""
        with self._faults.around("wake"):
            self._keep(Wake(thread=thread, delay_s=delay_s))

    def retry_event(self, body: str, *, team: str, delay_s: int, is_retried: bool = True) -> None:
        """Keep an event."""
        with self._faults.around("retry_event"):
            self._keep(RetriedEvent(body=body, team=team, delay_s=delay_s, is_retried=is_retried))

    def show_home(
        self, team: str, user: str, place: HomePlace, *, delay_s: int = 0, tries: int = 0
    ) -> None:
        """Keep a wish to show an inbox."""
        with self._faults.around("show_home"), self._lock:
            self.homes.append(
                HomeWish(team=team, user=user, place=place, delay_s=delay_s, tries=tries)
            )

    def see_to(self, key: Key, *, due: int, delay_s: int) -> None:
        """Keep a row's place."""
        with self._faults.around("see_to"), self._lock:
            self.places.append(RowPlace(key=key, due=due, delay_s=delay_s))

    @property
    def sent(self) -> tuple[QueueMessage, ...]:
        """Everything that was ever sent."""
        return tuple(self._sent)

    @property
    def waiting(self) -> tuple[QueueMessage, ...]:
        """What was sent and not taken."""
        return tuple(self._waiting)

    def taken(self) -> tuple[QueueMessage, ...]:
        """Take out all that waits, whatever its delay, in the order it was sent."""
        with self._lock:
            taken, self._waiting = tuple(self._waiting), []
            return taken

    def fail_next(self, method: str, error: BaseException, *, took_effect: bool = False) -> None:
        """Have the next call of a method raise; with `took_effect`, after it did its work."""
        self._faults.order(method, error, took_effect=took_effect)

    def _keep(self, message: QueueMessage) -> None:
        with self._lock:
            self._sent.append(message)
            self._waiting.append(message)
