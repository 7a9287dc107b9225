"""The proofs that a person can run: each ends with one line of `key=value` pairs.

python -m tests.simulation simulate --schedules 5000 --seed 1
python -m tests.simulation faults
python -m tests.simulation soak --schedules 1000000
python -m tests.simulation contention --clickers 50
python -m tests.simulation teeth
"""

import logging
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import monotonic

import click
from rich.console import Console
from rich.table import Table

from signoff.core.decision import RequirementState
from tests.simulation.contention import contended, expired_and_clicked
from tests.simulation.figures import Figures, pairs
from tests.simulation.parallel import bar, spread
from tests.simulation.schedules import played
from tests.simulation.single import of_scenario
from tests.simulation.soaking import Notebook
from tests.simulation.stories import SCENARIOS
from tests.simulation.teeth import KINDS, Bite, bitten, bugs, dropped

SHOWN = Console(stderr=True)
PIECE = 25
SOAK = Path("build/soak.json")
_MOST_SHOWN = 10


@click.group()
def main() -> None:
    """Prove that nothing is lost and nothing is done twice."""


@main.command()
@click.option("--schedules", default=5000, show_default=True, help="How many are played.")
@click.option("--seed", default=1, show_default=True, help="The first seed; each has its own.")
def simulate(schedules: int, seed: int) -> None:
    """Play random schedules; a single one is shown call by call."""
    if schedules == 1:
        _show(seed)
        return
    figures = Figures()
    progress, moved = bar("schedules", schedules)
    with progress:
        for some in spread(play_some, _pieces(seed, schedules)):
            figures.merge(some)
            moved(some.schedules)
    _close(figures)


@main.command()
@click.option("--schedules", default=1_000_000, show_default=True, help="How many in all.")
@click.option("--seed", default=10_000_000, show_default=True, help="The first seed.")
@click.option("--kept-in", default=SOAK, show_default=True, type=Path, help="Where it goes on.")
def soak(schedules: int, seed: int, kept_in: Path) -> None:
    """Play a great many; ended with Ctrl-C, it goes on from there the next time."""
    notebook = Notebook(path=kept_in, seed=seed)
    figures = notebook.read()
    progress, moved = bar("schedules", schedules)
    moved(figures.schedules)
    # What runs at one time ends in any order: only whole stretches are written down.
    stretch = PIECE * 40
    with progress:
        while figures.schedules < schedules and figures.is_clean:
            left = min(stretch, schedules - figures.schedules)
            for some in spread(play_some, _pieces(seed + figures.schedules, left)):
                figures.merge(some)
                moved(some.schedules)
            notebook.write(figures)
    _close(figures)


@main.command()
def faults() -> None:
    """Play every scenario with every single fault."""
    started = monotonic()
    counted: dict[str, int] = {}
    wrong: list[str] = []
    progress, moved = bar("scenarios", len(SCENARIOS))
    with progress:
        for name, count, lines in spread(play_scenario, list(SCENARIOS)):
            counted[name] = count
            wrong += lines
            moved(1)
    _table("scenario", "cases", sorted(counted.items()))
    _tell(wrong)
    took = f"{monotonic() - started:.0f}"
    click.echo(pairs(cases=sum(counted.values()), violations=len(wrong), seconds=took))
    sys.exit(bool(wrong))


@main.command()
@click.option("--clickers", default=50, show_default=True, help="How many click at once.")
@click.option("--rounds", default=20, show_default=True, help="In how many orders.")
def contention(clickers: int, rounds: int) -> None:
    """Have many people click at once, and the clock expire what somebody approves."""
    progress, moved = bar("rounds", 2 * rounds)
    played_rounds = []
    with progress:
        for seed in range(1, rounds + 1):
            played_rounds.append(contended(seed, clickers=clickers))
            moved(1)
        ends = []
        for seed in range(1, rounds + 1):
            ends.append(expired_and_clicked(seed))
            moved(1)
    approved = sum(each.is_approved for each in played_rounds)
    won = sum(state is RequirementState.APPROVED for state, _ in ends)
    wrong = [str(v) for each in played_rounds for v in each.violations]
    wrong += [str(violation) for _, found in ends for violation in found]
    wrong += [str(each) for each in played_rounds if each.executions != each.is_approved]
    _table(
        "in the rounds",
        "",
        [
            ("approve was first", approved),
            ("reject was first", rounds - approved),
            ("a click was faster than the expiry", won),
        ],
    )
    _tell(wrong)
    click.echo(
        pairs(
            decisions=max(each.decisions for each in played_rounds),
            executions=max(each.executions for each in played_rounds),
            told=min(each.told for each in played_rounds),
            runs=max(each.runs for each in played_rounds),
            rounds=rounds,
            violations=len(wrong),
        )
    )
    sys.exit(bool(wrong))


@main.command()
def teeth() -> None:
    """Make every seeded bug, drop every clause, and see that something catches it."""
    mistakes = [*bugs(), *dropped()]
    bites: list[Bite] = []
    progress, moved = bar("mistakes", len(mistakes))
    with progress:
        for bite in spread(bitten, mistakes):
            bites.append(bite)
            moved(1)
    found = {kind: [each for each in bites if each.mistake.kind == kind] for kind in KINDS}
    _show_bites(found["bug"])
    caught = {kind: sum(bool(each.caught_by) for each in found[kind]) for kind in KINDS}
    _tell([f"{each.mistake.name}: {each.said}" for each in bites if not each.caught_by])
    click.echo(
        pairs(
            bugs=len(found["bug"]),
            caught=caught["bug"],
            clauses=len(found["clause"]),
            killed=caught["clause"],
        )
    )
    sys.exit(not all(each.caught_by for each in bites))


def play_some(seeds: range) -> Figures:
    """Play the schedules of some seeds."""
    figures = Figures()
    for seed in seeds:
        figures.add(played(seed))
    return figures


def play_scenario(name: str) -> tuple[str, int, list[str]]:
    """Play all single faults of a scenario."""
    return name, *of_scenario(name)


def _pieces(seed: int, schedules: int) -> list[range]:
    last = seed + schedules
    return [range(first, min(first + PIECE, last)) for first in range(seed, last, PIECE)]


def _show(seed: int) -> None:
    logging.disable(logging.CRITICAL)
    result = played(seed, is_traced=True)
    for moment in result.trace:
        click.echo(str(moment), err=True)
    for violation in result.violations:
        SHOWN.print(f"[bold red]{violation}[/]", highlight=False)
    figures = Figures()
    figures.add(result)
    click.echo(figures.line())
    sys.exit(not figures.is_clean)


def _close(figures: Figures) -> None:
    rows = [
        ("messages written", figures.events),
        ("calls to the outside", figures.calls),
        ("of these went wrong", figures.faults),
        ("tools that did something", figures.deeds),
        ("messages set aside and sent again", figures.buried),
        *((name, figures.wrong[name]) for name in sorted(figures.wrong)),
    ]
    _table(f"in {figures.schedules:,} schedules", "", rows)
    for seed in sorted(figures.failing)[:_MOST_SHOWN]:
        lines = "; ".join(figures.failing[seed][:2])
        SHOWN.print(f"[bold red]seed {seed}[/] {lines}", highlight=False)
        SHOWN.print(f"  play it again: make simulate SCHEDULES=1 SEED={seed}", highlight=False)
    click.echo(figures.line())
    sys.exit(not figures.is_clean)


def _show_bites(bites: Sequence[Bite]) -> None:
    table = Table(box=None, pad_edge=False)
    for heading in ("bug", "caught by"):
        table.add_column(heading)
    for heading in ("runs", "seconds"):
        table.add_column(heading, justify="right")
    for bite in sorted(bites, key=lambda each: each.seconds):
        name = bite.mistake.name
        table.add_row(name, bite.caught_by or "nothing", str(bite.runs), f"{bite.seconds:.2f}")
    SHOWN.print(table)


def _table(first: str, second: str, rows: Iterable[tuple[str, int]]) -> None:
    table = Table(box=None, pad_edge=False)
    table.add_column(first)
    table.add_column(second, justify="right")
    for name, value in rows:
        table.add_row(name, f"{value:,}")
    SHOWN.print(table)


def _tell(wrong: Sequence[str]) -> None:
    for line in wrong[:_MOST_SHOWN]:
        SHOWN.print(f"[bold red]{line}[/]", highlight=False)


if __name__ == "__main__":
    main()
