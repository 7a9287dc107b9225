"""The protocols, searched state by state: the closing line says what was found.

python -m tests.protocol                              a few million states
python -m tests.protocol --deep                       some more of them, for some minutes
python -m tests.protocol --only "thread: a stop"      one configuration
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from time import monotonic

import click
from rich.console import Console
from rich.table import Table

from tests.protocol.configurations import (
    DEEP,
    GREAT,
    MORE,
    SEEDED,
    SMALL,
    AnyBounds,
    Seeded,
    model_of,
)
from tests.protocol.search import Explored, Violation, explore
from tests.simulation.figures import pairs
from tests.simulation.parallel import bar, spread

SHOWN = Console(stderr=True)
NAMED = {bounds.name: bounds for bounds in (GREAT, *MORE, *SMALL, *DEEP)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """One configuration, and what was found in it."""

    bounds: AnyBounds
    found: Explored
    seconds: float


@click.command(name="model-check")
@click.option("--deep", is_flag=True, help="Search the large configurations too.")
@click.option("--only", type=click.Choice(list(NAMED)), help="Search one configuration.")
def main(deep: bool, only: str | None) -> None:
    """Search every state of every protocol, and find the bugs that are put in."""
    started = monotonic()
    usual = (GREAT, *MORE, *SMALL)
    searched = _searched((NAMED[only],) if only else (*usual, *DEEP) if deep else usual)
    caught = _caught()
    _table(searched)
    wrong = [each for each in searched if each.found.violation]
    for each in wrong:
        _tell(each.bounds.name, each.found.violation)
    _tell_missed(caught)
    bugs_found = sum(is_found for _, is_found in caught)
    click.echo(
        pairs(
            states=sum(each.found.states for each in searched),
            errors=len(wrong),
            transitions=sum(each.found.transitions for each in searched),
            depth=max(each.found.depth for each in searched),
            largest=max(each.found.states for each in searched),
            bugs=len(caught),
            bugs_found=bugs_found,
            seconds=f"{monotonic() - started:.0f}",
        )
    )
    sys.exit(bool(wrong) or bugs_found < len(caught))


def search(bounds: AnyBounds) -> Searched:
    """Search one configuration."""
    started = monotonic()
    found = explore(model_of(bounds))
    return Searched(bounds=bounds, found=found, seconds=monotonic() - started)


def catch(seeded: Seeded) -> tuple[Seeded, bool]:
    """Search for one bug that was put in."""
    violation = explore(model_of(seeded.bounds, seeded.bug)).violation
    return seeded, violation is not None and violation.promise == seeded.promise


def _searched(configurations: Sequence[AnyBounds]) -> list[Searched]:
    searched: list[Searched] = []
    progress, moved = bar("protocols", len(configurations))
    with progress:
        for each in spread(search, configurations):
            searched.append(each)
            progress.print(f"{each.bounds.name}: {each.found.states:,} states")
            moved(1)
    return sorted(searched, key=lambda each: each.bounds.name)


def _caught() -> list[tuple[Seeded, bool]]:
    caught: list[tuple[Seeded, bool]] = []
    progress, moved = bar("bugs put in", len(SEEDED))
    with progress:
        for each in spread(catch, SEEDED):
            caught.append(each)
            moved(1)
    return caught


def _table(searched: Iterable[Searched]) -> None:
    table = Table("protocol", "states", "transitions", "depth", "seconds", "broken")
    for each in searched:
        found = each.found
        table.add_row(
            each.bounds.name,
            f"{found.states:,}",
            f"{found.transitions:,}",
            str(found.depth),
            f"{each.seconds:.1f}",
            found.violation.promise if found.violation else "none",
        )
    SHOWN.print(table)


def _tell(name: str, violation: Violation | None) -> None:
    """Print what has to happen, action by action."""
    if violation is None:
        return
    SHOWN.print(f"[bold red]{name}: {violation.promise}[/]", highlight=False)
    for number, each in enumerate(violation.trace, start=1):
        SHOWN.print(f"{number:4} {each.words}", markup=False, highlight=False)
        for change in each.changed:
            SHOWN.print(f"       {change}", markup=False, highlight=False)


def _tell_missed(caught: Iterable[tuple[Seeded, bool]]) -> None:
    for seeded, is_found in caught:
        if not is_found:
            SHOWN.print(f"[bold red]not found: {seeded.bug}[/]", highlight=False)


if __name__ == "__main__":
    main()
