"""Every click in every state: what its person is told, or what it does.

`make clicks` plays the whole table and ends with `cells=… unanswered=0 wrong=0`.
"""

import sys

from rich.console import Console
from rich.table import Table

from tests.clicks.cells import Report, cells, looked_at

_SHOWN = 12


def main() -> int:
    """Play the table, and say how it went."""
    report = looked_at(cells())
    out = Console(width=None if sys.stdout.isatty() else 140)
    out.print(_table(report))
    for name, found in (("unanswered", report.unanswered), ("wrong", report.wrong)):
        for cell, seen in found[:_SHOWN]:
            out.print(f"{name}: {cell}\n  must: {cell.must}\n  seen: {seen}", markup=False)
    total = sum(report.cells.values())
    closing = f"cells={total} unanswered={len(report.unanswered)} wrong={len(report.wrong)}"
    sys.stdout.write(f"{closing}\n")
    return 1 if report.unanswered or report.wrong else 0


def _table(report: Report) -> Table:
    table = Table("state", "clicks", "what is said, for one", title="Clicks, in every state")
    for name, number in report.cells.items():
        said = report.said.get(name, "nothing: it does what it does")
        table.add_row(name, str(number), said)
    return table


if __name__ == "__main__":
    sys.exit(main())
