"""The search itself, on a protocol that is small enough to be seen through."""

from collections.abc import Sequence

import pytest

from tests.protocol.model import Action, Goal, Kind, State, Steps, always
from tests.protocol.search import explore

STEP, BACK, LEAP = range(3)


class Ladder:
    """Rungs 0 to 9: one up, one down; from the fifth, a leap that nobody comes back from."""

    name = "ladder"
    fields: Sequence[str] = ("rung",)
    actions: Sequence[Action] = (
        Action(words="climbs", kind=Kind.ROAD),
        Action(words="slips", kind=Kind.FAULT),
        Action(words="leaps", kind=Kind.PERSON),
    )

    def __init__(self, *, bad: int = 99, leaps: bool = False) -> None:
        self._bad = bad
        self._leaps = leaps
        self.goals: Sequence[Goal] = (
            Goal(
                name="the top",
                kinds=frozenset({Kind.ROAD}),
                is_reached=lambda state: state[0] == 9,
                holds_from=always,
            ),
        )

    def start(self) -> State:
        return bytes([0])

    def steps(self, state: State) -> Steps:
        rung = state[0]
        out: Steps = []
        if rung < 9:
            out.append((STEP, bytes([rung + 1])))
        if 0 < rung < 10:
            out.append((BACK, bytes([rung - 1])))
        if rung == 5 and self._leaps:
            out.append((LEAP, bytes([50])))
        return out

    def broken(self, state: State) -> str:
        return "a rung that is there" if state[0] == self._bad else ""


def test_every_state_and_every_step_is_counted_once() -> None:
    found = explore(Ladder())

    assert (found.states, found.transitions, found.depth) == (10, 18, 9)
    assert found.acted == (9, 9, 0)
    assert found.violation is None


@pytest.mark.parametrize("bad", [1, 4])
def test_a_broken_promise_is_told_with_a_shortest_way_there(bad: int) -> None:
    violation = explore(Ladder(bad=bad)).violation

    assert violation is not None
    assert violation.promise == "a rung that is there"
    assert [each.words for each in violation.trace] == ["climbs"] * bad
    assert violation.trace[-1].changed == (f"rung: {bad - 1} -> {bad}",)


def test_a_state_from_which_a_goal_is_out_of_reach_is_told() -> None:
    violation = explore(Ladder(leaps=True)).violation

    assert violation is not None
    assert violation.promise == "the top"
    assert violation.trace[-1].words == "[person] leaps"
    assert len(violation.trace) == 6


def test_who_waits_is_told_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []

    explore(Ladder(), progress=lambda known, seen: told.append((known, seen)))

    assert told == [(1, 0)]
