import json
from xml.etree import ElementTree as ET

import pytest

from bench.chart import chart
from bench.measure.filling import Grown, small_talk
from bench.measure.growth import Point, read_per_turn, slope
from signoff.core.conversation import items


def a_point(messages: int, ms: float, *, pending: int = 0) -> Point:
    return Point(
        messages=messages,
        pending=pending,
        ms=ms,
        round_trips=7,
        read=20_480,
        wrote=2_048,
        body=0 if messages < 1000 else 512_000,
    )


def test_a_turn_of_a_long_thread_reads_no_more_rows_than_one_of_a_short_thread() -> None:
    read = read_per_turn((100, 300))

    assert read[300] <= 2 * read[100]


def test_a_turn_asks_the_table_as_often_whatever_its_thread() -> None:
    grown = Grown()
    thread_ts = grown.hears(small_talk(1))
    asked: list[int] = []
    for number in range(2, 61):
        before = grown.table_asked
        grown.hears(small_talk(number), thread_ts=thread_ts)
        asked.append(grown.table_asked - before)

    # Once there is a history, the runs that it holds are passed over: one read more, for good.
    assert max(asked) <= asked[0] + 1


def test_a_turn_reads_as_much_whoever_else_waits() -> None:
    alone, beside = Grown(), Grown()
    for _ in range(20):
        beside.hears("email bob")

    read = [_read_of_second_turn(each) for each in (alone, beside)]

    assert read[0] == pytest.approx(read[1], rel=0.01)


def test_the_model_still_sees_the_whole_thread() -> None:
    grown = Grown()
    thread_ts = grown.hears(small_talk(1))
    for number in range(2, 61):
        grown.hears(small_talk(number), thread_ts=thread_ts)

    view = grown.thread(thread_ts)

    assert view.history
    heard = [each for each in map(json.loads, items(view)) if each["role"] == "user"]
    assert len(heard) == 60
    assert small_talk(1) in heard[0]["content"][0]["text"]


def test_a_slope_is_one_where_time_grows_as_the_thread_does() -> None:
    found = [a_point(10, 1.0), a_point(100, 10.0), a_point(1000, 100.0)]

    steep = slope([*found, a_point(10, 999.0, pending=100)])

    assert steep == pytest.approx(1.0)


def test_the_picture_is_an_image_that_can_be_heard() -> None:
    alone = [a_point(10, 20.0), a_point(100, 22.0), a_point(1000, 60.0)]

    drawn = chart([*alone, a_point(10, 21.0, pending=100)])

    root = ET.fromstring(drawn)  # noqa: S314 - it is our own
    assert root.tag.endswith("svg")
    assert "60 at 1,000" in root.attrib["aria-label"]
    assert drawn.count("while 100 requests wait beside it: 21 ms, 7 round trips") == 2
    assert "prefers-color-scheme: dark" in drawn


def _read_of_second_turn(grown: Grown) -> int:
    thread_ts = grown.hears(small_talk(1))
    before = grown.table_read
    grown.hears(small_talk(2), thread_ts=thread_ts)
    return grown.table_read - before
