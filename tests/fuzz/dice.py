"""Chance that can be repeated: every case has dice of its own, made of seed, target and number."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """The dice of one case."""

    def __init__(self, seed: int, target: str, number: int) -> None:
        self._random = Random(f"{seed}.{target}.{number}")  # noqa: S311 - to be repeated, not kept secret

    def fork(self) -> "Dice":
        """Dice that will fall as these do from here on."""
        other = Dice(0, "", 0)
        other._random.setstate(self._random.getstate())
        return other

    def below(self, end: int) -> int:
        """A number from 0 on."""
        return int(self._random.random() * end)

    def once_in(self, times: int) -> bool:
        """Whether it is this time."""
        return self._random.random() * times < 1

    def one_of(self, choices: Sequence[T]) -> T:
        """One of several."""
        return choices[self.below(len(choices))]

    def key_of(self, choices: Mapping[T, object]) -> T:
        """One key of a mapping."""
        return self.one_of(tuple(choices))

    def octets(self, length: int) -> bytes:
        """Any bytes."""
        return self._random.randbytes(length)

    def shuffled(self, choices: Sequence[T]) -> list[T]:
        """All of them, in any order."""
        mixed = list(choices)
        self._random.shuffle(mixed)
        return mixed
