"""Every scenario as it should go, and with every single call to the outside going wrong."""

import pytest

from tests.simulation.faults import SINGLE, Faults
from tests.simulation.figures import in_words
from tests.simulation.single import of_scenario
from tests.simulation.stories import SCENARIOS, played, wrong

EVERY_SCENARIO = pytest.mark.parametrize("name", sorted(SCENARIOS))


@EVERY_SCENARIO
def test_without_faults_a_scenario_ends_well_and_needs_no_repair(name: str) -> None:
    stage = played(SCENARIOS[name], Faults())

    assert in_words(wrong(stage, SCENARIOS[name])) == ""


@EVERY_SCENARIO
def test_whatever_goes_wrong_once_nothing_is_lost_or_done_twice(name: str) -> None:
    cases, lines = of_scenario(name, SINGLE)

    assert cases > 40
    assert not lines, "\n".join(lines[:20])
