"""Mistakes that are really made are caught: each by the invariant that is named for it."""

import pytest

from tests.simulation.bugs import BUGS
from tests.simulation.teeth import Mistake, bitten, bugs, dropped

ENOUGH_RUNS = 400
"""So many runs take less than two seconds on an idle machine."""


@pytest.mark.parametrize("mistake", bugs(), ids=lambda each: each.name.replace(" ", "_"))
def test_every_seeded_bug_is_caught_by_its_invariant(mistake: Mistake) -> None:
    bug = next(bug for bug in BUGS if bug.name == mistake.name)

    bite = bitten(mistake)

    assert bite.caught_by in bug.caught_by, bite.said
    assert bite.runs < ENOUGH_RUNS


def test_there_are_at_least_thirty_bugs() -> None:
    assert len({bug.name for bug in BUGS}) == len(BUGS) >= 30


@pytest.mark.parametrize("mistake", dropped(), ids=lambda each: each.which)
def test_no_clause_can_be_dropped(mistake: Mistake) -> None:
    bite = bitten(mistake)

    assert bite.caught_by, f"{mistake.name}: {bite.said}"


def test_the_code_as_it_is_has_nothing_to_catch() -> None:
    bite = bitten(Mistake(kind="none", which="", name="nothing"))

    assert (bite.caught_by, bite.runs) == ("", ENOUGH_RUNS)
