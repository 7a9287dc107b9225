"""Hostile input: requests and stored rows that nobody meant, held against what was promised.

`make fuzz REQUESTS=100000 SEED=7` tries many; `make fuzz SEED=7 ONLY=interactions:1204` tries one
of them again.
"""

import argparse
import os
import sys
from collections.abc import Mapping
from time import monotonic

from rich.console import Console

from tests.fuzz.crew import told
from tests.fuzz.report import Report, bar

TARGETS = ("events", "interactions", "stored")
_MOST_PROCESSES = 2


def main() -> int:
    """Fuzz, and say how it went."""
    given = _arguments()
    shares = _only(given.only) if given.only else _shares(given)
    report, console = Report(), Console(stderr=True)
    began = monotonic()
    with bar(console) as progress:
        cases = sum(len(numbers) for share in shares for numbers in share.values())
        task = progress.add_task("fuzzing", total=cases)
        for line in told(shares, seed=given.seed):
            progress.advance(task, report.add(line))
    out = Console(width=None if sys.stdout.isatty() else 120)
    out.print(report.table())
    report.say_failures(out, seed=given.seed)
    sys.stdout.write(report.closing_line(seconds=monotonic() - began) + "\n")
    return 0 if report.is_clean else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=1_000_000, help="for each endpoint")
    parser.add_argument("--items", type=int, default=100_000, help="threads with altered rows")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=min(os.cpu_count() or 1, _MOST_PROCESSES))
    parser.add_argument("--only", help="one case, as TARGET:NUMBER")
    return parser.parse_args()


def _only(case: str) -> tuple[Mapping[str, range], ...]:
    name, _, number = case.partition(":")
    if name not in TARGETS or not number.isdigit():
        raise SystemExit(f"--only {case}: let it be one of {', '.join(TARGETS)}, a colon, a number")
    return ({name: range(int(number), int(number) + 1)},)


def _shares(given: argparse.Namespace) -> tuple[Mapping[str, range], ...]:
    ends = {"events": given.requests, "interactions": given.requests, "stored": given.items}
    return tuple(
        {name: range(first, end, given.processes) for name, end in ends.items()}
        for first in range(given.processes)
    )


if __name__ == "__main__":
    sys.exit(main())
