"""Every scenario with every single call taking longer than any lease."""

import pytest

from tests.simulation.faults import STALLS
from tests.simulation.single import of_scenario
from tests.simulation.stories import SCENARIOS


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_who_stalls_past_the_lease_does_no_harm(name: str) -> None:
    cases, lines = of_scenario(name, STALLS)

    assert cases > 20
    assert not lines, "\n".join(lines[:20])
