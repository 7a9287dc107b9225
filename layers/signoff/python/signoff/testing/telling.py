"""An operator who remembers everything."""

from typing import TypeVar

from signoff.core.observation import Observation

T = TypeVar("T")


class RecordingTell:
    """The `Tell` port, without a log.

    Attributes:
        told: Everything that was told, in order.
    """

    def __init__(self) -> None:
        """Know nothing yet."""
        self.told: list[Observation] = []

    def __call__(self, observation: Observation) -> None:
        """Remember it."""
        self.told.append(observation)

    def of(self, kind: type[T]) -> list[T]:
        """Give what was told of one kind."""
        return [each for each in self.told if isinstance(each, kind)]
