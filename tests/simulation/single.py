"""Every single fault: each call to the outside of each scenario, in each of four ways."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.simulation.faults import SINGLE, Fault, Faults
from tests.simulation.stories import SCENARIOS, played, wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A scenario, and the one call of it that goes wrong."""

    scenario: str
    at: int
    fault: Fault

    def __str__(self) -> str:
        """Name it."""
        return f"{self.scenario}, call {self.at}, {self.fault}"


def boundaries(scenario: str) -> int:
    """Count the calls to the outside of a scenario in which nothing goes wrong."""
    stage = played(SCENARIOS[scenario], Faults())
    stage.system.scheduler.drop_all()
    return stage.system.scheduler.calls


def cases(scenario: str, *, faults: tuple[Fault, ...] = SINGLE) -> Iterator[Case]:
    """Give all cases of a scenario."""
    for at in range(1, boundaries(scenario) + 1):
        for fault in faults:
            yield Case(scenario=scenario, at=at, fault=fault)


def problems(case: Case) -> list[str]:
    """Play a case, and list what did not hold."""
    scenario = SCENARIOS[case.scenario]
    stage = played(scenario, Faults(at=(case.at, case.fault)))
    return [f"{case}: {each}" for each in wrong(stage, scenario)]


def of_scenario(scenario: str, faults: tuple[Fault, ...] = SINGLE) -> tuple[int, list[str]]:
    """Play all cases of a scenario: how many there were, and what did not hold."""
    played_cases = list(cases(scenario, faults=faults))
    return len(played_cases), [line for case in played_cases for line in problems(case)]
