"""Random schedules: 5,000 in every run of the tests; `make soak` plays a million."""

import logging
from collections.abc import Iterator

import pytest

from tests.simulation.__main__ import play_some
from tests.simulation.schedules import played

A_PART = 500


@pytest.fixture(autouse=True)
def without_tracebacks() -> Iterator[None]:
    """Tools raise by the thousand here, and log it."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def _play(first: int) -> None:
    figures = play_some(range(first, first + A_PART))

    assert figures.failing == {}
    assert figures.schedules == A_PART
    assert figures.faults > A_PART
    assert figures.deeds > A_PART
    assert figures.buried > A_PART // 10


class TestOneHalf:
    @pytest.mark.parametrize("first", range(1, 2501, A_PART))
    def test_in_no_schedule_anything_is_lost_doubled_or_wedged(self, first: int) -> None:
        _play(first)


class TestTheOtherHalf:
    @pytest.mark.parametrize("first", range(2501, 5001, A_PART))
    def test_in_no_schedule_anything_is_lost_doubled_or_wedged(self, first: int) -> None:
        _play(first)


def test_a_seed_plays_the_same_schedule_again() -> None:
    once, again = (played(17, is_traced=True) for _ in range(2))

    assert once == again
    assert len(once.trace) > 50


def test_another_seed_plays_another_schedule() -> None:
    assert played(17, is_traced=True).trace != played(18, is_traced=True).trace
