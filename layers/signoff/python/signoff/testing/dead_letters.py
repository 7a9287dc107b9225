"""A dead-letter queue that a test fills."""

from threading import Lock

from signoff.ports import DeadLetter
from signoff.testing.faults import Faults

_MOST = 10


class InMemoryDeadLetters:
    """The `DeadLetters` port, without a queue.

    No time passes by itself: what was taken and not put back comes back when a test says so.
    """

    def __init__(self, *letters: DeadLetter) -> None:
        """Begin with some letters."""
        self._lying = {letter.id: letter for letter in letters}
        self._taken: set[str] = set()
        self._sent: list[DeadLetter] = []
        self._lock = Lock()
        self._faults = Faults()

    def take(self, *, is_patient: bool) -> tuple[DeadLetter, ...]:
        """Take a look at up to ten letters that nobody else looks at."""
        with self._faults.around("take"), self._lock:
            del is_patient
            seen = [one for name, one in self._lying.items() if name not in self._taken][:_MOST]
            self._taken |= {letter.id for letter in seen}
            return tuple(seen)

    def put_back(self, *letters: DeadLetter) -> None:
        """Have letters that were taken be back at once."""
        with self._faults.around("put_back"), self._lock:
            self._taken -= {letter.id for letter in letters}

    def send_again(self, letter: DeadLetter) -> None:
        """Keep a letter as sent once more."""
        with self._faults.around("send_again"), self._lock:
            self._sent.append(letter)

    def remove(self, letter: DeadLetter) -> None:
        """Take a letter away."""
        with self._faults.around("remove"), self._lock:
            self._lying.pop(letter.id, None)

    def bury(self, letter: DeadLetter) -> None:
        """Have a letter arrive."""
        with self._lock:
            self._lying[letter.id] = letter

    def come_back(self) -> None:
        """Let the minute pass after which taken letters are back."""
        with self._lock:
            self._taken.clear()

    @property
    def lying(self) -> tuple[DeadLetter, ...]:
        """What lies there, taken or not."""
        return tuple(self._lying.values())

    @property
    def visible(self) -> tuple[DeadLetter, ...]:
        """What the next look can find."""
        return tuple(one for name, one in self._lying.items() if name not in self._taken)

    @property
    def sent_again(self) -> tuple[DeadLetter, ...]:
        """What was sent into the turn queue once more, in order."""
        return tuple(self._sent)

    def fail_next(self, method: str, error: BaseException, *, took_effect: bool = False) -> None:
        """Have the next call of a method raise; with `took_effect`, after it did its work."""
        self._faults.order(method, error, took_effect=took_effect)
