"""The truth table: every row as the oracle foretells it, and as the product plays it."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from tests.policy.oracle import foretold
from tests.policy.playing import played
from tests.policy.row import Row, Told

Judge: TypeAlias = Callable[[Row], Told]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """A row of which the product made something else."""

    row: Row
    foretold: Told
    played: Told


@dataclass(slots=True)
class Report:
    """What was looked at.

    Attributes:
        rows: How many rows, by what they are about.
        answers: How often each answer to a click was foretold.
        starts: What became of the tools.
        mismatches: What did not agree.
    """

    rows: Counter[str] = field(default_factory=Counter[str])
    answers: Counter[str] = field(default_factory=Counter[str])
    starts: Counter[str] = field(default_factory=Counter[str])
    mismatches: list[Mismatch] = field(default_factory=list[Mismatch])


def compared(rows: Iterable[Row], *, oracle: Judge = foretold, product: Judge = played) -> Report:
    """Hold what is played against what is foretold, row by row."""
    report = Report()
    for row in rows:
        must, does = oracle(row), product(row)
        report.rows[row.about] += 1
        report.answers.update(must.answers)
        report.starts[must.start] += 1
        if must != does:
            report.mismatches.append(Mismatch(row=row, foretold=must, played=does))
    return report
