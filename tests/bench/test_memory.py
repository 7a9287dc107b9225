from dataclasses import replace

import pytest

from bench import artifact
from bench.lab import CLOCK, EVENTS, INTERACTIONS, WORKER
from bench.measure.memory import SIZES, WHOLE_MB, WITHIN_MS, Need, stretched
from bench.stack import memory
from bench.tables import sizes

ACK = Need(
    function=EVENTS,
    init_cpu_ms=93.5,
    first_cpu_ms=0.9,
    warm_cpu_ms=0.5,
    rss_mib=22.0,
    given_mb=128,
    waits_ms=5,
)


def test_half_the_memory_takes_twice_as_long_and_more_than_a_whole_processor_no_less() -> None:
    assert stretched(10, WHOLE_MB / 2) == 20
    assert stretched(10, WHOLE_MB) == stretched(10, 10_240) == 10


def test_the_smallest_size_is_chosen_at_which_it_computes_in_time() -> None:
    slower = replace(ACK, first_cpu_ms=5.0)

    assert (ACK.chosen, slower.chosen) == (128, 512)
    assert stretched(slower.first_cpu_ms, 512) <= WITHIN_MS[EVENTS]
    assert stretched(slower.first_cpu_ms, 256) > WITHIN_MS[EVENTS]


def test_no_size_is_chosen_that_a_function_fills() -> None:
    larger = replace(ACK, rss_mib=90.0)

    assert (larger.chosen, larger.fits(128)) == (256, False)


def test_what_is_never_in_time_is_given_the_most() -> None:
    assert replace(ACK, first_cpu_ms=900.0).chosen == SIZES[-1]


def test_a_million_invocations_cost_their_requests_and_their_seconds() -> None:
    computing_s, waiting_s = 0.0005 * WHOLE_MB / 128, 0.005

    dollars = ACK.dollars(128)

    assert dollars == pytest.approx(0.20 + (computing_s + waiting_s) / 8 * 13.3334)


def test_the_default_stands_out_and_what_has_no_room_has_no_figure() -> None:
    table = sizes([replace(ACK, rss_mib=90.0, given_mb=256)])

    row = next(line for line in table.splitlines() if line.startswith("| `slack_events`"))
    assert "| no room | **6, 3 ms; $0.23** | 3, 2 ms; " in row
    assert row.endswith("| 256 MB |")


@pytest.mark.parametrize(
    ("function", "mb"), [(EVENTS, 128), (INTERACTIONS, 512), (WORKER, 512), (CLOCK, 256)]
)
def test_each_function_has_what_was_chosen_by_what_it_needs(function: str, mb: int) -> None:
    assert memory(artifact.function(function)) == mb
