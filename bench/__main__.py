"""Measures how fast Signoff is: `make bench`, `make bench QUICK=1`, `make bench-peers`."""

import argparse
import sys
from collections.abc import Mapping
from datetime import UTC, datetime

from rich.console import Console

from bench.artifact import built
from bench.limits import broken, limits
from bench.measure.peers import beside
from bench.progress import bar
from bench.report import PAGE, QUICK, Report
from bench.run import Measured, measured, steps

RUNS, QUICK_RUNS = 15, 1


def main() -> int:
    """Measure, tell, keep; fail when a count is not as agreed, or a turn grows too much."""
    given = _arguments()
    runs = QUICK_RUNS if given.quick else given.runs
    is_whole, has_peers = not given.quick, given.peers
    with bar(steps=steps(runs=runs, is_whole=is_whole, has_peers=has_peers)) as shown:
        found = measured(runs=runs, bar=shown, is_whole=is_whole, has_peers=has_peers)
    report = _report(found, runs)
    if given.json:
        sys.stdout.write(report.as_json() + "\n")
    else:
        Console().print(report.table())
    # One round is no measurement: it is kept, but no page shows it.
    report.keep(QUICK if given.quick else report.day.isoformat())
    if is_whole:
        report.show_on(PAGE)
    lines, status = ending(report, limits())
    sys.stdout.write("\n".join(lines) + "\n")
    return status


def ending(report: Report, agreed: Mapping[str, float]) -> tuple[list[str], int]:
    """Give the last lines, and the status to end with: 1 if a count, or a growth, is too much."""
    wrong = [*broken(report.counts, agreed), *report.too_steep()]
    return [*(f"FAILED: {line}" for line in wrong), report.closing_line()], 1 if wrong else 0


def _report(found: Measured, runs: int) -> Report:
    return Report(
        values=found.values,
        counts=found.counts,
        peers=beside(found.samples),
        versions=found.peers,
        runs=runs,
        python=built().version,
        day=datetime.now(tz=UTC).date(),
        samples=found.samples.plain(),
        beside=found.beside,
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help="rounds of each measurement")
    parser.add_argument("--quick", action="store_true", help="one round; only counts can fail")
    parser.add_argument("--peers", action="store_true", help="measure slack_bolt and agno, too")
    parser.add_argument("--json", action="store_true", help="tell everything as JSON")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
