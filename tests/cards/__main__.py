"""What is seen is what runs: made-up arguments, drawn as cards and read back from them.

`make cards SETS=100000` draws many; `make cards SEED=7 ONLY=1204` draws one of them again.
"""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from rich.console import Console
from rich.table import Table

from tests.cards.cases import case
from tests.cards.proof import COUNTED, Found, Tried, broken
from tests.fuzz.report import bar

_MOST_PROCESSES: Final = 2
_SHARE: Final = 100
_SHOWN: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of some cards: what was looked at, and what did not hold, by number."""

    cards: int
    tried: Tried
    found: Sequence[tuple[int, Found]]


@dataclass(slots=True)
class Report:
    """What was told so far."""

    cards: int = 0
    tried: Tried = field(default_factory=Tried)
    found: list[tuple[int, Found]] = field(default_factory=list[tuple[int, Found]])

    def add(self, told: Told) -> int:
        """Take what was told, and say of how many cards."""
        self.cards += told.cards
        self.tried.update(told.tried)
        self.found += told.found
        return told.cards

    def table(self) -> Table:
        """List what was looked at."""
        table = Table("looked at", "times", title="Cards, drawn and read back")
        for name, times in sorted(self.tried.items()):
            table.add_row(name, f"{times:,}")
        return table

    def say_failures(self, out: Console, *, seed: int) -> None:
        """Print what did not hold, each with the command that draws it again."""
        for number, (kind, why) in self.found[:_SHOWN]:
            out.print(f"{number}: {kind}: {why}", markup=False, highlight=False)
            out.print(f"  again: make cards SEED={seed} ONLY={number}", markup=False)
        if len(self.found) > _SHOWN:
            out.print(f"… and {len(self.found) - _SHOWN} more")

    def closing_line(self) -> str:
        """Write all figures in one line."""
        counted = Counter(kind for _, (kind, _) in self.found)
        figures = " ".join(f"{kind}={counted[kind]}" for kind in COUNTED)
        return f"sets={self.cards} {figures}"


def main() -> int:
    """Draw cards, and say how it went."""
    given = _arguments()
    numbers = range(given.sets) if given.only is None else range(given.only, given.only + 1)
    report = Report()
    with bar(Console(stderr=True)) as progress:
        task = progress.add_task("drawing", total=len(numbers))
        for told in _all_told(numbers, seed=given.seed, processes=given.processes):
            progress.advance(task, report.add(told))
    out = Console(width=None if sys.stdout.isatty() else 120)
    out.print(report.table())
    report.say_failures(out, seed=given.seed)
    sys.stdout.write(report.closing_line() + "\n")
    return 1 if report.found else 0


def look(numbers: Sequence[int], *, seed: int) -> Told:
    """Look at the cards of some numbers."""
    tried, found = Tried(), list[tuple[int, Found]]()
    for number in numbers:
        found += [(number, each) for each in broken(case(seed, number), tried)]
    return Told(cards=len(numbers), tried=tried, found=found)


def _all_told(numbers: range, *, seed: int, processes: int) -> Iterator[Told]:
    shares = [numbers[first : first + _SHARE] for first in range(0, len(numbers), _SHARE)]
    if processes == 1 or len(shares) == 1:
        yield from map(partial(look, seed=seed), shares)
        return
    with ProcessPoolExecutor(processes) as crew:
        yield from crew.map(partial(look, seed=seed), shares)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=100_000, help="how many cards")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="the number of the one card to draw again")
    parser.add_argument("--processes", type=int, default=min(os.cpu_count() or 1, _MOST_PROCESSES))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
