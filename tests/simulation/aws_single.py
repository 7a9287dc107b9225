"""Every single fault of every call to AWS: the scenarios on moto, through botocore's own events."""

import gc
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import NoReturn

from moto import mock_aws

from signoff.testing.model import call, say
from tests.simulation.amazon import Cloud
from tests.simulation.faults import Faults
from tests.simulation.invariants import Violation
from tests.simulation.scenes import SAID, Stage
from tests.simulation.stories import SCENARIOS, played, wrong
from tests.simulation.wire import SENDINGS, AwsFault, Wire, faults_of

STRETCH = 8

_LARGE = call("book", order="8" * 120_000)
AWS_SCENARIOS = {
    **SCENARIOS,
    # Too large for a row: its bodies lie in the bucket.
    "large": replace(SCENARIOS["idempotent"], lines=(_LARGE, say(SAID))),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AwsCase:
    """A scenario, and the one call to AWS of it that goes wrong.

    Attributes:
        scenario: Its name.
        at: Which call, counted from 1.
        operation: What is called.
        fault: How it goes wrong.
    """

    scenario: str
    at: int
    operation: str
    fault: AwsFault

    def __str__(self) -> str:
        """Name it."""
        return f"{self.scenario}, call {self.at} ({self.operation}), {self.fault}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Some calls of a scenario that follow each other."""

    scenario: str
    calls: range


@dataclass(slots=True, kw_only=True)
class Branches:
    """Copies of this process: at each call of a stretch one for each way in which it goes wrong.

    All that is before the call is played once for all of them.

    Attributes:
        stretch: The calls.
        told: What did not hold, by case, as the copies told.
        case: What goes wrong in this process; None: it is none of the copies.
    """

    stretch: Stretch
    told: dict[AwsCase, list[str]] = field(default_factory=dict[AwsCase, list[str]])
    case: AwsCase | None = None
    _mouth: int = -1

    def choose(self, number: int, operation: str) -> AwsFault | None:
        """Part into those in which a call goes wrong, and the one in which it does not."""
        if self.case is not None or number not in self.stretch.calls:
            return None
        for fault in faults_of(operation):
            case = AwsCase(
                scenario=self.stretch.scenario, at=number, operation=operation, fault=fault
            )
            self._part(case)
            if self.case is not None:
                return fault
        return None

    def tell(self, found: Sequence[str]) -> NoReturn:
        """Tell what did not hold, and be no more."""
        try:
            with os.fdopen(self._mouth, "w") as mouth:
                mouth.write("\n".join([*found, _END]))
        finally:
            os._exit(0)

    def _part(self, case: AwsCase) -> None:
        ear, mouth = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(ear)
            # Whoever lives for a second needs no collection, which would copy all that is shared.
            gc.disable()
            self.case, self._mouth = case, mouth
            return
        os.close(mouth)
        with os.fdopen(ear) as heard:
            lines = heard.read().splitlines()
        os.waitpid(child, 0)
        is_whole = lines[-1:] == [_END]
        self.told[case] = lines[:-1] if is_whole else [f"{case}: the process died"]


_END = "."


def operations(scenario: str, cloud: Cloud) -> tuple[str, ...]:
    """Give the calls to AWS of a scenario in which nothing goes wrong, in order."""
    cloud.wire.choose = lambda _number, _operation: None
    played(AWS_SCENARIOS[scenario], Faults(), furnish=cloud.furnish).system.scheduler.drop_all()
    return tuple(cloud.wire.operations)


def cases(scenario: str, called: Sequence[str]) -> list[AwsCase]:
    """Give all cases of a scenario that makes these calls."""
    return [
        AwsCase(scenario=scenario, at=at, operation=operation, fault=fault)
        for at, operation in enumerate(called, start=1)
        for fault in faults_of(operation)
    ]


def stretches(scenario: str, called: Sequence[str]) -> list[Stretch]:
    """Part the calls of a scenario into stretches."""
    last = len(called)
    return [
        Stretch(scenario=scenario, calls=range(first, min(first + STRETCH, last + 1)))
        for first in range(1, last + 1, STRETCH)
    ]


def problems(case: AwsCase, cloud: Cloud) -> list[str]:
    """Play a case from its beginning, and list what did not hold."""
    cloud.wire.choose = lambda number, _operation: case.fault if number == case.at else None
    stage = played(AWS_SCENARIOS[case.scenario], Faults(), furnish=cloud.furnish)
    return _found(case, stage, cloud)


def of_stretch(stretch: Stretch, cloud: Cloud) -> dict[AwsCase, list[str]]:
    """Play all cases of a stretch, each in a process of its own, and list what did not hold."""
    branches = Branches(stretch=stretch)
    cloud.wire.choose = branches.choose
    try:
        stage = played(AWS_SCENARIOS[stretch.scenario], Faults(), furnish=cloud.furnish)
        if branches.case is not None:
            branches.tell(_found(branches.case, stage, cloud))
    except BaseException as error:
        if branches.case is None:
            raise
        # A copy must not go on where its original goes on as well.
        branches.tell([f"{branches.case}: {error!r}"])
    stage.system.scheduler.drop_all()
    return branches.told


def _found(case: AwsCase, stage: Stage, cloud: Cloud) -> list[str]:
    found = wrong(stage, AWS_SCENARIOS[case.scenario])
    if cloud.wire.sendings != SENDINGS.get(case.fault, 0) or not stage.system.faults.struck:
        found.append(Violation(name="missed", what=f"it was sent {cloud.wire.sendings} times"))
    if not cloud.is_mirrored(stage.system.table.rows):
        found.append(Violation(name="unseen", what="moto has other rows than were looked at"))
    return [f"{case}: {each}" for each in found]


def own_operations(scenario: str) -> tuple[str, tuple[str, ...]]:
    """Give a scenario with its calls, as they are on this process's own moto."""
    return scenario, operations(scenario, own_cloud())


def own_stretch(stretch: Stretch) -> dict[AwsCase, list[str]]:
    """Play a stretch on this process's own moto."""
    return of_stretch(stretch, own_cloud())


@cache
def own_cloud() -> Cloud:
    """Give this process's own moto, which lasts as long as the process."""
    mock_aws().start()
    cloud = Cloud(Wire())
    # What is there by now lives as long as the process: no copy of it needs to look at it again.
    gc.collect()
    gc.freeze()
    return cloud
