"""How the fuzzing went: a bar while it goes, a table for people, one line for machines."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

BROKEN = ("status_5xx", "aws_before_signature", "unsafe")
_SHOWN_FAILURES = 10
_ENDPOINTS = ("events", "interactions")


@dataclass(slots=True)
class Report:
    """What was told so far.

    Attributes:
        figures: By target, how often what came of it.
        failures: The cases that broke a promise.
    """

    figures: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    failures: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def add(self, told: dict[str, Any]) -> int:
        """Take what a process told, and say how many cases it was about."""
        if "failed" in told:
            self.failures.append(told)
            return 0
        self.figures[told["target"]].update(told["done"])
        return int(told["done"].get("cases", 0))

    def total(self, figure: str) -> int:
        """Sum a figure up over all targets."""
        return sum(each[figure] for each in self.figures.values())

    @property
    def is_clean(self) -> bool:
        """Whether no promise was broken."""
        return not self.failures and not any(map(self.total, BROKEN))

    def closing_line(self, *, seconds: float) -> str:
        """Write all figures in one line."""
        tried = [self.figures[name]["cases"] for name in _ENDPOINTS if name in self.figures]
        cases = sum(each["cases"] for each in self.figures.values())
        return (
            f"requests={sum(tried)} status_5xx={self.total('status_5xx')}"
            f" aws_before_signature={self.total('aws_before_signature')}"
            f" endpoints={sum(map(bool, tried))}"
            f" stored_items={self.total('stored_items')} unsafe={self.total('unsafe')}"
            f" rate={cases / max(seconds, 0.001):.0f}"
        )

    def table(self) -> Table:
        """List what was tried, and what became of it."""
        table = Table("target", "tried", "became", title="Hostile input")
        for target, figures in self.figures.items():
            by_shape: dict[str, list[str]] = defaultdict(list)
            for name, times in sorted(figures.items()):
                shape, arrow, became = name.partition(" -> ")
                if arrow:
                    by_shape[shape].append(f"{became}: {times:,}")
            for shape, ends in by_shape.items():
                table.add_row(target, shape, ", ".join(ends))
            table.add_section()
        return table

    def say_failures(self, console: Console, *, seed: int) -> None:
        """Print what failed, each with the command that does it again."""
        for failure in self.failures[:_SHOWN_FAILURES]:
            console.print(f"[red]{failure['failed']}[/]", failure["why"], highlight=False)
            for name in ("cause", "input"):
                if failure.get(name):
                    console.print(f"  {name}: {failure[name]}", markup=False, highlight=False)
            console.print(f"  again: make fuzz SEED={seed} ONLY={failure['failed']}", markup=False)
        if len(self.failures) > _SHOWN_FAILURES:
            console.print(f"… and {len(self.failures) - _SHOWN_FAILURES} more")


def bar(console: Console) -> Progress:
    """Make the bar that shows how far it is and how long it will take; only on a terminal."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
    )
