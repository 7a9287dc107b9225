"""Who may decide, row by row: what the words of the rule say, and what the product does.

`make policy` looks at every rule with every person and a thousand sequences of clicks;
`make policy SEQUENCES=20000 SEED=7` at more of them.
"""

import argparse
import sys

from rich.console import Console
from rich.table import Table

from tests.policy.rows import rows
from tests.policy.table import Report, compared

_SHOWN = 5


def main() -> int:
    """Compare, and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sequences", type=int, default=1_000, help="sequences of clicks")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    report = compared(rows(seed=given.seed, sequences=given.sequences))
    out = Console(width=None if sys.stdout.isatty() else 120)
    out.print(_table("Rows of the truth table", "about", report.rows))
    out.print(_table("Clicks", "answer", report.answers))
    out.print(_table("Tools", "what becomes of them", report.starts))
    _say_mismatches(report, out)
    total = sum(report.rows.values())
    sys.stdout.write(f"rows={total} mismatches={len(report.mismatches)}\n")
    return 1 if report.mismatches else 0


def _table(title: str, what: str, counted: dict[str, int]) -> Table:
    table = Table(what, "number", title=title, title_justify="left")
    for name, number in sorted(counted.items()):
        table.add_row(name, f"{number:,}")
    return table


def _say_mismatches(report: Report, out: Console) -> None:
    for each in report.mismatches[:_SHOWN]:
        out.print(str(each.row), markup=False)
        out.print(f"  foretold: {each.foretold}", markup=False)
        out.print(f"  played:   {each.played}", markup=False)


if __name__ == "__main__":
    sys.exit(main())
