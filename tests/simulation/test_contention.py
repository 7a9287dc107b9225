import pytest

from signoff.core.decision import RequirementState
from tests.simulation.contention import contended, expired_and_clicked


@pytest.mark.parametrize("seed", range(1, 21))
def test_of_fifty_who_click_at_once_one_decides_and_the_others_are_told_who(seed: int) -> None:
    came = contended(seed, clickers=50)

    assert came.violations == ()
    assert (came.decisions, came.told) == (1, 49)
    assert came.executions == came.is_approved


def test_an_event_that_arrives_fifty_times_begins_one_run() -> None:
    assert contended(1, clickers=2, deliveries=50).runs == 1


def test_of_an_expiry_and_a_click_in_the_same_moment_exactly_one_counts() -> None:
    ends = [expired_and_clicked(seed) for seed in range(1, 41)]

    assert {violations for _, violations in ends} == {()}
    assert {state for state, _ in ends} == {RequirementState.APPROVED, RequirementState.EXPIRED}
