"""What is counted, written down and told: the closing lines are read by machines."""

from pathlib import Path

from click.testing import CliRunner

from tests.simulation.__main__ import main
from tests.simulation.figures import Figures
from tests.simulation.invariants import Violation
from tests.simulation.schedules import Result
from tests.simulation.soaking import Notebook


def a_result(seed: int, *names: str) -> Result:
    violations = tuple(Violation(name=name, what="seen") for name in names)
    return Result(seed=seed, violations=violations, faults=2, calls=90, deeds=1, events=3)


def test_the_closing_line_counts_each_invariant_under_its_promise() -> None:
    figures = Figures()
    figures.add(a_result(1))
    figures.add(a_result(2, "intent", "decided twice", "cards"))

    assert figures.line() == (
        "schedules=2 faults=4 lost=0 double=1 unapproved=1 wedged=0 reordered=0 other=1"
    )
    assert not figures.is_clean


def test_a_soak_goes_on_where_it_was_left(tmp_path: Path) -> None:
    kept_in = tmp_path / "soak.json"
    figures = Figures()
    figures.add(a_result(7, "lost"))
    Notebook(path=kept_in, seed=7).write(figures)

    assert Notebook(path=kept_in, seed=7).read() == figures
    assert Notebook(path=kept_in, seed=8).read() == Figures()


def test_a_soak_that_was_ended_plays_only_what_is_left(tmp_path: Path) -> None:
    kept_in = tmp_path / "soak.json"
    begun = ["soak", "--schedules", "30", "--kept-in", str(kept_in)]

    first = CliRunner().invoke(main, begun)
    second = CliRunner().invoke(main, begun)

    assert first.exit_code == second.exit_code == 0
    assert first.stdout == second.stdout
    assert "schedules=30" in first.stdout


def test_a_single_schedule_is_shown_call_by_call() -> None:
    shown = CliRunner().invoke(main, ["simulate", "--schedules", "1", "--seed", "5"])

    assert "commit SEEN#" in shown.stderr
    assert shown.stdout.startswith("schedules=1 ")
