"""The command that plays every scenario on moto, with every single fault of every call to AWS.

python -m tests.simulation.moto_faults
python -m tests.simulation.moto_faults --scenario approve --call 7
"""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from time import monotonic

import click
from rich.console import Console
from rich.table import Table

from tests.simulation.aws_single import (
    AWS_SCENARIOS,
    AwsCase,
    Stretch,
    cases,
    own_operations,
    own_stretch,
    stretches,
)
from tests.simulation.figures import pairs
from tests.simulation.parallel import bar, spread
from tests.simulation.wire import AwsFault

SHOWN = Console(stderr=True)
_MOST_SHOWN = 10


@dataclass(slots=True, kw_only=True)
class Tally:
    """What came of the cases.

    Attributes:
        calls: How many calls to AWS a scenario makes when nothing goes wrong.
        cases: How many cases were played, by scenario and fault.
        wrong: How many did not end well, by scenario.
        lines: What did not hold, with the command that plays it again.
    """

    calls: dict[str, int]
    cases: Counter[tuple[str, AwsFault]] = field(default_factory=Counter[tuple[str, AwsFault]])
    wrong: Counter[str] = field(default_factory=Counter[str])
    lines: list[str] = field(default_factory=list[str])

    def add(self, case: AwsCase, found: Sequence[str]) -> None:
        """Count a case."""
        self.cases[case.scenario, case.fault] += 1
        self.wrong[case.scenario] += bool(found)
        again = f'make test-moto-faults SCENARIO="{case.scenario}" CALL={case.at}'
        self.lines += [f"{line}\n  play it again: {again}" for line in found]

    def table(self) -> Table:
        """Draw it, a scenario in a line."""
        table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
        table.add_column("scenario", no_wrap=True)
        for name in ("calls", *AwsFault, "wrong"):
            table.add_column(name, justify="right")
        for name, calls in sorted(self.calls.items()):
            counted = [self.cases[name, fault] for fault in AwsFault]
            table.add_row(name, *map(str, (calls, *counted, self.wrong[name])))
        return table


@click.command("test-moto-faults")
@click.option("--scenario", default="", help="Only this one, by its name.")
@click.option("--call", default=0, help="Only what goes wrong with this call of it.")
def main(scenario: str, call: int) -> None:
    """Play every scenario on moto, with every single fault of every call to AWS."""
    if scenario and scenario not in AWS_SCENARIOS:
        raise click.BadParameter(f"the scenarios are {', '.join(AWS_SCENARIOS)}")
    started = monotonic()
    called = dict(spread(own_operations, [scenario] if scenario else list(AWS_SCENARIOS)))
    tally = Tally(calls={name: len(operations) for name, operations in called.items()})
    wanted = [each for name in called for each in _pieces(name, called[name], call)]
    progress, moved = bar("cases", _count(called, wanted))
    with progress:
        for told in spread(own_stretch, wanted):
            for case, found in told.items():
                tally.add(case, found)
                moved(1)
    SHOWN.print(tally.table())
    for line in tally.lines[:_MOST_SHOWN]:
        SHOWN.print(f"[bold red]{line}[/]", highlight=False)
    figures = {"cases": tally.cases.total(), "violations": len(tally.lines)}
    took = f"{monotonic() - started:.0f}"
    click.echo(pairs(**figures, scenarios=len(called), seconds=took))
    sys.exit(bool(tally.lines) or not tally.cases)


def _pieces(name: str, operations: Sequence[str], call: int) -> list[Stretch]:
    if call:
        return [Stretch(scenario=name, calls=range(call, call + 1))]
    return stretches(name, operations)


def _count(called: dict[str, tuple[str, ...]], wanted: Iterable[Stretch]) -> int:
    return sum(
        case.at in stretch.calls
        for stretch in wanted
        for case in cases(stretch.scenario, called[stretch.scenario])
    )


if __name__ == "__main__":
    main()
