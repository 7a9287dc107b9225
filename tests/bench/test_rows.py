from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bench.__main__ import ending
from bench.limits import broken, limits
from bench.measure.peers import beside
from bench.report import Report, placed
from bench.rows import ROWS, Kind, rows
from bench.samples import Samples

AGREED = {"slack_calls": 5.0, "bytecode_share": 100.0}


def a_report(**values: float) -> Report:
    return Report(
        values=values,
        counts={"slack_calls": 4, "modules_clock": 9},
        peers={},
        runs=15,
        python="3.13.0",
        day=date(2026, 11, 26),
        samples={},
    )


def test_a_figure_is_the_median_of_its_values() -> None:
    samples = Samples()

    samples.add("ms", 9.0, 1.0, 2.0)

    assert samples.median("ms") == 2.0


def test_a_ratio_is_one_median_over_another() -> None:
    samples = Samples()
    samples.add("ours", 10.0, 30.0, 20.0)
    samples.add("floor", 5.0)

    ratio = samples.ratio("ours", "floor")

    assert ratio == 4.0


def test_what_was_not_measured_has_no_figure() -> None:
    samples = Samples()
    samples.add("ours", 10.0)

    assert samples.median("theirs") is None
    assert samples.ratio("ours", "theirs") is None


@pytest.mark.parametrize(
    ("name", "count"), [("slack_calls", 6.0), ("bytecode_share", 99.9)], ids=str
)
def test_a_count_that_is_not_as_agreed_is_named(name: str, count: float) -> None:
    counts = {**AGREED, name: count}

    lines = broken(counts, AGREED)

    assert len(lines) == 1
    assert lines[0].startswith(f"{name} is {count:g}: at ")


def test_a_count_at_its_limit_is_fine() -> None:
    assert broken(AGREED, AGREED) == []


def test_a_count_that_was_not_counted_is_not_as_agreed() -> None:
    lines = broken({"slack_calls": 4.0}, AGREED)

    assert lines == ["bytecode_share was not counted; bench/limits.json names it"]


def test_a_count_above_its_limit_ends_it_with_1_and_a_figure_that_jitters_does_not() -> None:
    fine = ending(a_report(cold_events_x_floor=99.0), {"slack_calls": 4})
    wrong = ending(a_report(cold_events_x_floor=1.0), {"slack_calls": 3})

    assert fine == (["cold_events_x_floor=99.00 modules_clock=9 slack_calls=4"], 0)
    assert wrong[1] == 1
    assert wrong[0][0].startswith("FAILED: slack_calls is 4: at most 3 is allowed")


@pytest.mark.parametrize(
    ("figure", "good", "bad"), [("growth_slope", 1.1, 1.2), ("growth_read_ratio", 2.0, 2.1)]
)
def test_a_turn_that_grows_too_much_with_its_thread_ends_it_with_1(
    figure: str, good: float, bad: float
) -> None:
    lines, status = ending(a_report(**{figure: bad}), {})

    assert status == 1
    assert lines[0].startswith(f"FAILED: {figure} is {bad:.2f}: at most ")
    assert ending(a_report(**{figure: good}), {})[1] == 0


def test_the_limits_are_those_that_are_counted() -> None:
    agreed = limits()

    assert {"slack_calls", "dynamodb_round_trips", "modules_slack_events"} <= agreed.keys()
    assert agreed["bytecode_share"] == 100


def test_the_closing_line_names_every_figure_once() -> None:
    report = a_report(cold_events_x_floor=1.5678, slack_calls=4)

    line = report.closing_line()

    assert line == "cold_events_x_floor=1.57 slack_calls=4 modules_clock=9"


def test_the_table_marks_what_is_more_than_it_may_be() -> None:
    report = a_report(cold_events_x_floor=2.3, warm_events_x_floor=1.1)

    lines = report.markdown().splitlines()

    cold, warm = (
        next(each for each in lines if word in each) for word in ("| cold `slack_e", "| warm")
    )
    assert "| **2.30** | 2.20 | 1.60 | Bolt 6.0" in cold
    assert "| 1.10 | 2.50 |" in warm


def test_without_agno_beside_it_a_start_is_told_in_milliseconds() -> None:
    alone, beside = rows({}), rows({"worker_start_to_card_x_agno": 0.2})

    assert "worker_start_to_card_ms" in {row.key for row in alone}
    assert "worker_start_to_card_x_agno" in {row.key for row in beside}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_what_would_be_splendid_is_good_enough(row: object) -> None:
    (found,) = (each for each in ROWS if each == row)

    assert found.stretch is None or found.is_met(found.stretch)
    assert found.is_met(found.bound)
    assert not found.is_met(found.bound * (2 if found.kind is Kind.AT_MOST else 0.5))


def test_what_was_measured_of_others_stands_before_what_was_published() -> None:
    report = replace(
        a_report(cold_events_x_floor=1.7),
        peers={"cold_events_x_floor": {"bolt": 5.91}},
        versions={"slack_bolt": "1.30.0"},
    )

    written = report.markdown()

    assert "| 1.60 | bolt 5.91 |" in written
    assert "| (Agno 13) |" in written
    assert "slack_bolt 1.30.0 in the same rounds" in written


def test_a_row_of_others_that_was_not_measured_is_left_out() -> None:
    samples = Samples()
    samples.add("bolt_cold_ms", 600.0)
    samples.add("cold_floor_ms", 100.0)

    found = beside(samples)

    assert found == {"cold_events_x_floor": {"bolt": 6.0}}


def test_a_table_is_put_between_its_marks_and_nothing_else_changes(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "before\n<!-- measured: begin -->\nas it was\n<!-- measured: end -->\nafter\n", "utf-8"
    )

    a_report(slack_calls=4).show_on(page)

    text = page.read_text("utf-8")
    assert text.startswith("before\n<!-- measured: begin -->\n\n| figure | ours |")
    assert text.endswith("<!-- measured: end -->\nafter\n")
    assert "as it was" not in text


def test_what_each_function_needs_has_a_place_of_its_own() -> None:
    other = "<!-- measured: begin -->\n<!-- measured: end -->\n"
    page = f"{other}so <!-- memory: begin -->old<!-- memory: end -->."

    text = placed(page, "memory", "new")

    assert text == f"{other}so <!-- memory: begin -->\n\nnew\n<!-- memory: end -->."


def test_a_page_without_marks_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("no place", "utf-8")

    with pytest.raises(ValueError, match="there is no place"):
        a_report().show_on(page)
