"""What many runs came to: counted by invariant, and added up over processes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from tests.simulation.invariants import Violation
from tests.simulation.schedules import Result

PROMISED = {
    "lost": {"lost"},
    "double": {"double", "decided twice", "consumed twice", "ended twice"},
    "unapproved": {
        *("unapproved", "intent", "late", "stopped", "killed", "trespass"),
        *("revoked", "forbidden", "handed on"),
    },
    "wedged": {"wedged", "dropped", "unsaid", "silent"},
    "reordered": {"reordered"},
}
"""The figures of the closing line, and the invariants that each of them counts."""


@dataclass(slots=True, kw_only=True)
class Figures:
    """What was played, and what did not hold."""

    schedules: int = 0
    faults: int = 0
    calls: int = 0
    deeds: int = 0
    events: int = 0
    buried: int = 0
    wrong: Counter[str] = field(default_factory=Counter[str])
    failing: dict[int, list[str]] = field(default_factory=dict[int, list[str]])

    def add(self, result: Result) -> None:
        """Count a run."""
        self.schedules += 1
        self.faults += result.faults
        self.calls += result.calls
        self.deeds += result.deeds
        self.events += result.events
        self.buried += result.buried
        self.wrong.update(violation.name for violation in result.violations)
        if result.violations:
            self.failing[result.seed] = [str(violation) for violation in result.violations]

    def merge(self, other: Self) -> None:
        """Count what another process played."""
        self.schedules += other.schedules
        self.faults += other.faults
        self.calls += other.calls
        self.deeds += other.deeds
        self.events += other.events
        self.buried += other.buried
        self.wrong.update(other.wrong)
        self.failing.update(other.failing)

    @property
    def is_clean(self) -> bool:
        """Whether every invariant held in every run."""
        return not self.wrong

    def line(self) -> str:
        """Write the closing line."""
        counted = {name: self._count(names) for name, names in PROMISED.items()}
        counted["other"] = sum(self.wrong.values()) - sum(counted.values())
        return pairs(schedules=self.schedules, faults=self.faults, **counted)

    def _count(self, names: Iterable[str]) -> int:
        return sum(self.wrong[name] for name in names)


def pairs(**figures: object) -> str:
    """Write figures as `key=value`, for machines."""
    return " ".join(f"{name}={value}" for name, value in figures.items())


def in_words(violations: Iterable[Violation]) -> str:
    """Write violations, one in a line."""
    return "\n".join(map(str, violations))
