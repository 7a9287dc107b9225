"""What is to be looked at, and what was given up on."""

from typing import Protocol

from signoff.core.dead_letter import DeadLetter
from signoff.core.home_place import HomePlace
from signoff.core.keys import Key, ThreadKey

LONGEST_DELAY_S = 900
"""For so long a queue holds a message back at most."""


class Queue(Protocol):
    """Says: look at this thread."""

    def wake(self, thread: ThreadKey, *, delay_s: int = 0) -> None:
        """Have a worker look at a thread, at the earliest after a delay."""
        ...

    def retry_event(self, body: str, *, team: str, delay_s: int, is_retried: bool = True) -> None:
        """Have a worker look at an event once more; not `is_retried`: as if for the first time."""
        ...

    def show_home(
        self, team: str, user: str, place: HomePlace, *, delay_s: int = 0, tries: int = 0
    ) -> None:
        """Have a worker show somebody their inbox, for the first time or after some tries."""
        ...

    def see_to(self, key: Key, *, due: int, delay_s: int) -> None:
        """Have a worker see to one row after a delay, if its time is still this one by then."""
        ...


class DeadLetters(Protocol):
    """What the turn queue gave up on; it lies there until somebody sends it again."""

    def take(self, *, is_patient: bool) -> tuple[DeadLetter, ...]:
        """Take a look at some that nobody else looks at now; after a minute they are back.

        With `is_patient`, no letter at all means that there is none; otherwise it may be one
        that was not found at once.
        """
        ...

    def put_back(self, *letters: DeadLetter) -> None:
        """Have letters that were taken be back at once."""
        ...

    def send_again(self, letter: DeadLetter) -> None:
        """Send a letter into the turn queue once more, as it was; it stays here, too."""
        ...

    def remove(self, letter: DeadLetter) -> None:
        """Take a letter away for good."""
        ...
