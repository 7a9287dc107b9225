"""What every observation has: how loud it is, and what of it is measured."""

from dataclasses import Field
from typing import Any, ClassVar, Literal, NamedTuple, TypeAlias

Level: TypeAlias = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]
Unit: TypeAlias = Literal["Count", "Milliseconds"]


class Measure(NamedTuple):
    """One value of one metric.

    Attributes:
        name: The metric.
        value: The value.
        unit: Its unit.
        by: What else it is told apart by: the dimension, and this one's place in it.
    """

    name: str
    value: int = 1
    unit: Unit = "Count"
    by: tuple[str, str] | None = None


class Observed:
    """One thing that happened.

    What is measured stands with what is observed, and not in one table of all: a function that
    tells three things loads three.

    Attributes:
        level: How loud it is told.
    """

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    level: ClassVar[Level] = "INFO"

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What it adds to the metrics."""
        return ()


def count(name: str, value: int = 1) -> Measure:
    """Measure that something happened, so many times."""
    return Measure(name, value)


def time(name: str, ms: int) -> Measure:
    """Measure how long something took."""
    return Measure(name, ms, "Milliseconds")


def silent(_: Observed) -> None:
    """Tell nobody: for tests of something else; the functions tell."""
