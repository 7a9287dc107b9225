"""A hunt for what is wrong: the quickest runs first, until an invariant does not hold."""

from collections.abc import Callable, Iterator
from itertools import islice
from random import Random
from time import monotonic

from tests.simulation.contention import contended, expired_and_clicked
from tests.simulation.faults import SINGLE, TO_THE_MINUTE, Fault, Faults
from tests.simulation.invariants import Violation
from tests.simulation.poisoned import LONGEST_FUSE, mended
from tests.simulation.schedules import played as scheduled
from tests.simulation.single import boundaries
from tests.simulation.stories import SCENARIOS, played, wrong

_CROWDED = 4
_ROUNDS = 40
_AT_A_TIME = 40
_AT_ONCE = ("race", "both at once", "stop at once", "messages")
# Between the model's answer and its step, and between that and the start.
_STANDS = (
    (7, Fault.STALL_AFTER),
    (8, Fault.STALL_BEFORE),
    (8, Fault.STALL_AFTER),
    (9, Fault.STALL_BEFORE),
)
_STOPS = (
    "stop at once",
    "kill at once",
    "stop again",
    "taken over",
    "revoked at once",
    "a tool killed at once",
    "an agent killed at once",
)
_TRIED = ("reply", "stop in doubt", "idempotent", "expiry", "mixed")


def caught(
    *names: str, first: str = "stories", most: int = 400
) -> tuple[Violation | None, int, float]:
    """Hunt for an invariant, one of some or any, that does not hold.

    Returns:
        What was found, after how many runs, and after how many seconds.
    """
    started, runs = monotonic(), 0
    for found in _in_turn(first):
        runs += 1
        hits = [each for each in found if not names or each.name in names]
        took = monotonic() - started
        if hits or runs >= most:
            return (hits[0] if hits else None), runs, took
    return None, runs, monotonic() - started


def _in_turn(first: str) -> Iterator[list[Violation]]:
    """Give the runs of all kinds, some of each at a time; one kind, or scenario, is first."""
    left = {name: runs() for name, runs in KINDS.items()}
    yield from _single(first) if first in SCENARIOS else islice(left[first], 3 * _AT_A_TIME)
    while left:
        for name in tuple(left):
            some = list(islice(left[name], _AT_A_TIME))
            yield from some
            if not some:
                del left[name]


def _stories() -> Iterator[list[Violation]]:
    for scenario in SCENARIOS.values():
        yield wrong(played(scenario, Faults()), scenario)


def _orders() -> Iterator[list[Violation]]:
    """The scenarios again, with all that happens at one time in another order."""
    for seed in range(1, _ROUNDS):
        for name in _AT_ONCE:
            told = SCENARIOS[name]
            rng = Random(seed)  # noqa: S311 - it is to come again
            yield wrong(played(told, Faults(), rng=rng), told)


def _crowds() -> Iterator[list[Violation]]:
    for seed in range(1, _ROUNDS):
        yield list(contended(seed, clickers=_CROWDED, deliveries=2).violations)
        yield list(expired_and_clicked(seed)[1])


def _schedules() -> Iterator[list[Violation]]:
    for seed in range(1, 10_000):
        yield list(scheduled(seed).violations)


def _poisoned() -> Iterator[list[Violation]]:
    """One message after the other kills its workers, and is sent again."""
    for fuse in range(LONGEST_FUSE + 1):
        for cut_off_after in range(6):
            yield mended(fuse, cut_off_after=cut_off_after)


def _single(*names: str) -> Iterator[list[Violation]]:
    """One call after the other goes wrong, in some scenarios side by side."""
    most = {name: boundaries(name) for name in names}
    for at in range(1, max(most.values()) + 1):
        for name in names:
            told = SCENARIOS[name]
            for fault in SINGLE if at <= most[name] else ():
                yield wrong(played(told, Faults(at=(at, fault))), told)


def _stalls() -> Iterator[list[Violation]]:
    """One call after the other stalls until somebody else is at work."""
    told = SCENARIOS["idempotent"]
    for seed in range(1, 100):
        for at, fault in _STANDS:
            rng = Random(seed)  # noqa: S311 - likewise
            faults = Faults(at=(at, fault), stall_ms=TO_THE_MINUTE)
            yield wrong(played(told, faults, rng=rng), told)


def _stops() -> Iterator[list[Violation]]:
    """While it is approved a run is stopped, switched off, or taken out of a worker's hands."""
    for moment in range(1, 40):
        for name in _STOPS:
            told = SCENARIOS[name]
            yield wrong(played(told, Faults(), moment=moment), told)


KINDS: dict[str, Callable[[], Iterator[list[Violation]]]] = {
    "stories": _stories,
    "orders": _orders,
    "crowds": _crowds,
    "schedules": _schedules,
    "crashes": lambda: _single(*_TRIED),
    "stalls": _stalls,
    "stops": _stops,
    "poisoned": _poisoned,
}
"""All kinds of runs, the quickest first."""
