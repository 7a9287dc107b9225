"""What people do in Slack, played through the whole stack against the local Slack.

`make slack` plays all of it; `make slack TOPIC=streaming` a part.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from rich.console import Console
from rich.table import Table

from tests.at_home.scenario import Apart, Losses, Scenario
from tests.at_home.suite import TOPICS, Suite, suite
from tests.fuzz.report import bar

Line: TypeAlias = tuple[str, str]
"""A scenario's name, and why it is not as it must be; empty: it is."""


@dataclass(slots=True)
class Report:
    """What came of it so far."""

    losses: Losses = field(default_factory=Losses)
    played: dict[str, list[tuple[str, str]]] = field(
        default_factory=dict[str, list[tuple[str, str]]]
    )

    def add(self, topic: str, name: str, losses: Losses | str) -> None:
        """Take what came of one scenario: figures, or why it is not as it must be."""
        is_well = not losses
        self.played.setdefault(topic, []).append((name, "" if is_well else str(losses)))
        if isinstance(losses, Losses):
            self.losses += losses

    @property
    def failures(self) -> list[Line]:
        """What is not as it must be."""
        return [(name, why) for each in self.played.values() for name, why in each if why]

    def table(self) -> Table:
        """List what was played."""
        table = Table("topic", "scenario", "", title="At home in Slack")
        for topic, each in self.played.items():
            for place, (name, why) in enumerate(each):
                table.add_row(
                    "" if place else topic, name, "[red]no[/]" if why else "[green]yes[/]"
                )
        return table

    def closing_line(self) -> str:
        """Say it in `key=value`."""
        count = sum(map(len, self.played.values()))
        return f"scenarios={count} {self.losses} failed={len(self.failures)}"


def main() -> int:
    """Play, and say how it went."""
    topics = _topics()
    report, console = Report(), Console(stderr=True)
    with suite() as stands, bar(console) as progress:
        task = progress.add_task("at home in Slack", total=sum(map(len, topics.values())))
        for topic, scenario in _scenarios(topics):
            report.add(topic, scenario.name, _played(stands, scenario))
            progress.advance(task)
    out = Console(width=None if sys.stdout.isatty() else 120)
    out.print(report.table())
    for name, why in report.failures:
        out.print(f"{name}: {why}", markup=False)
    sys.stdout.write(report.closing_line() + "\n")
    return 1 if report.failures else 0


def _topics() -> dict[str, list[Scenario | Apart]]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--topic", choices=sorted(TOPICS), help="play this one only")
    only = parser.parse_args().topic
    return {name: list(each) for name, each in TOPICS.items() if only in {None, name}}


def _scenarios(
    topics: dict[str, list[Scenario | Apart]],
) -> Iterator[tuple[str, Scenario | Apart]]:
    for topic, scenarios in topics.items():
        for scenario in scenarios:
            yield topic, scenario


def _played(stands: Suite, scenario: Scenario | Apart) -> Losses | str:
    try:
        return stands.played(scenario)
    except AssertionError as error:
        return str(error) or "it is not as it must be"


if __name__ == "__main__":
    sys.exit(main())
