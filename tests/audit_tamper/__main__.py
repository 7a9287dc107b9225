"""Tamper with real audits in every way that touches one row, and see what is noticed."""

import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tests.audit_tamper.mutations import key_of, mutations
from tests.audit_tamper.scenes import scenes
from tests.audit_tamper.tampering import Tally, tampered


def main() -> int:
    """Try everything, and say how much of it was noticed."""
    rows = {key_of(row): row for row in scenes()}
    planned = list(mutations(rows))
    tally = Tally()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, TimeRemainingColumn(), console=console) as progress:
        task = progress.add_task("tampering", total=len(planned))
        for tally in tampered(rows, planned):
            progress.update(task, completed=tally.mutations)
        progress.update(task, total=tally.mutations)
    for name in tally.missed:
        console.print(f"unnoticed: {name}", markup=False)
    sys.stdout.write(f"{tally.closing_line}\n")
    return 1 if tally.missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
