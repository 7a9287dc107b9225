"""An operator has mended what was wrong: send dead letters into the turn queue once more."""

from collections.abc import Callable, Collection, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from signoff.core.transitions import lease
from signoff.ports import DeadLetter, DeadLetters, Store, TransientError


@dataclass(frozen=True, slots=True, kw_only=True)
class RedrivePorts:
    """What sending dead letters again needs."""

    dead_letters: DeadLetters
    store: Store


@dataclass(slots=True)
class _Look:
    """One look through the whole queue: each letter once, the untouched ones put back."""

    dead_letters: DeadLetters
    left: dict[str, DeadLetter] = field(default_factory=dict[str, DeadLetter])
    done: set[str] = field(default_factory=set[str])

    def letters(self) -> Iterator[DeadLetter]:
        while new := [
            each for each in self.dead_letters.take(is_patient=True) if self._is_new(each)
        ]:
            self.left.update({letter.id: letter for letter in new})
            yield from new

    def settle(self, letter: DeadLetter) -> None:
        self.done.add(self.left.pop(letter.id).id)

    def _is_new(self, letter: DeadLetter) -> bool:
        return letter.id not in self.left and letter.id not in self.done


def every_letter(dead_letters: DeadLetters) -> tuple[DeadLetter, ...]:
    """Look at all that lies there, the oldest first, and leave it there."""
    with _looking(dead_letters) as look:
        found = list(look.letters())
    return tuple(sorted(found, key=lambda letter: (letter.sent_at, letter.id)))


def redrive(
    ports: RedrivePorts,
    *,
    wanted: Collection[str] | None,
    tell: Callable[[DeadLetter], None],
) -> tuple[DeadLetter, ...]:
    """Send letters again, all of them or those of some ids, and take them away.

    It may be cut off anywhere and begun again: a letter that was sent and still lies there is
    sent twice, and a thread hears a message once and looks at itself as often as it is woken.

    Args:
        ports: The outside.
        wanted: The ids; None: all that lies there.
        tell: Is told of each letter once it was sent and taken away.

    Returns:
        What was sent.
    """
    sent: list[DeadLetter] = []
    with _looking(ports.dead_letters) as look:
        for letter in look.letters():
            if wanted is not None and letter.id not in wanted:
                continue
            _send(letter, ports)
            look.settle(letter)
            sent.append(letter)
            tell(letter)
            if wanted is not None and look.done >= set(wanted):
                break
    return tuple(sent)


@contextmanager
def _looking(dead_letters: DeadLetters) -> Generator[_Look, None, None]:
    look = _Look(dead_letters)
    try:
        yield look
    finally:
        with suppress(TransientError):
            # They are back after a minute anyway.
            dead_letters.put_back(*look.left.values())


def _send(letter: DeadLetter, ports: RedrivePorts) -> None:
    thread = letter.thread
    (meta,) = ports.store.read(thread.meta()) if thread else (None,)
    if thread and meta:
        # Its tries are used up: without this the next worker gives the run up at once.
        ports.store.change(lease.begun_anew(thread))
    ports.dead_letters.send_again(letter)
    ports.dead_letters.remove(letter)
