"""What a turn costs as its thread grows, and as others wait for people in the same workspace."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.artifact import function
from bench.deeds import delivery, mention
from bench.lab import WORKER, Lab, accepted, wrapped
from bench.measure.filling import Grown, small_talk
from bench.process import Process
from bench.samples import Samples
from bench.stack import variables
from bench.world.ledger import Asked
from bench.world.model import TALK
from playground.plain import Json

SIZES = (10, 100, 1000)
"""How many messages people have written in the thread."""

PENDING = 100
_WINDOW = 16
"""So many sizes in a row are averaged: a turn reads more until the next compaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A turn of a thread of one size.

    Attributes:
        messages: How many messages it has.
        pending: How many requests wait for people elsewhere in the workspace.
        ms: How long it took, the median.
        round_trips: How often the table was asked.
        read: How many bytes of rows were read.
        wrote: How many bytes of rows were written.
        body: How many bytes of its history were read from the bucket.
    """

    messages: int
    pending: int
    ms: float
    round_trips: int
    read: int
    wrote: int
    body: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A workspace with one thread that has grown.

    Attributes:
        messages: How many messages it has.
        pending: How many requests wait elsewhere.
        thread_ts: The thread.
        told: The rows and bodies.
    """

    messages: int
    pending: int
    thread_ts: str
    told: Json


def stages(lab: Lab, sizes: Sequence[int] = SIZES) -> list[Stage]:
    """Let a thread grow, and look in at each size; then let others wait for people."""
    given = variables(function(WORKER), lab.outside.url)
    grown = Grown(bucket=given["SIGNOFF_BUCKET"])
    thread_ts = grown.hears(small_talk(1))
    found: list[Stage] = []
    for number in range(2, max(sizes) + 1):
        grown.hears(small_talk(number), thread_ts=thread_ts)
        if number in sizes:
            found.append(_stage(grown, thread_ts, number, 0))
    return [*found, _among_others(sizes[0], given["SIGNOFF_BUCKET"])]


def points(lab: Lab, stages_: Sequence[Stage], samples: Samples, *, rounds: int) -> list[Point]:
    """Take the same next turn at each size, in turns, in one warm worker."""
    asked: dict[tuple[int, int], list[Asked]] = {}
    with Process(lab.recipe(WORKER)) as worker:
        for number in range(rounds + 1):
            for stage in stages_:
                lab.outside.load(stage.told)
                lab.outside.taken()
                body = str(mention(text=f"{TALK} so", thread_ts=stage.thread_ts)["body"])
                ms = accepted(worker.invoke(WORKER, delivery(wrapped(body)))).ms
                asked[_name(stage)] = lab.outside.taken()
                if number:
                    # The first round warms up.
                    samples.add(_key(stage), ms)
    lab.outside.clear()
    return [_point(stage, asked[_name(stage)], samples) for stage in stages_]


def slope(found: Sequence[Point]) -> float:
    """Give the slope of time over size, both as logarithms, by least squares."""
    alone = [each for each in found if not each.pending]
    xs = [math.log(each.messages) for each in alone]
    ys = [math.log(each.ms) for each in alone]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    over = sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True))
    return over / sum((a - x) ** 2 for a in xs)


def read_per_turn(sizes: Sequence[int]) -> Mapping[int, float]:
    """Count the bytes of rows that a turn reads around each size; nothing here jitters."""
    grown = Grown()
    thread_ts = grown.hears(small_talk(1))
    reads = [0]
    for number in range(2, max(sizes) + _WINDOW + 1):
        before = grown.table_read
        grown.hears(small_talk(number), thread_ts=thread_ts)
        reads.append(grown.table_read - before)
    return {size: sum(reads[size : size + _WINDOW]) / _WINDOW for size in sizes}


def _stage(grown: Grown, thread_ts: str, messages: int, pending: int) -> Stage:
    return Stage(messages=messages, pending=pending, thread_ts=thread_ts, told=grown.told())


def _among_others(messages: int, bucket: str) -> Stage:
    grown = Grown(bucket=bucket)
    for _ in range(PENDING):
        grown.hears("email bob")
    thread_ts = grown.hears(small_talk(1))
    for number in range(2, messages + 1):
        grown.hears(small_talk(number), thread_ts=thread_ts)
    return _stage(grown, thread_ts, messages, PENDING)


def _name(stage: Stage) -> tuple[int, int]:
    return stage.messages, stage.pending


def _key(stage: Stage) -> str:
    beside = f"_beside_{stage.pending}" if stage.pending else ""
    return f"turn_at_{stage.messages}{beside}_ms"


def _point(stage: Stage, asked: Sequence[Asked], samples: Samples) -> Point:
    rows = [each for each in asked if each.service == "dynamodb"]
    bodies = [each for each in asked if each.service == "s3"]
    return Point(
        messages=stage.messages,
        pending=stage.pending,
        ms=samples.median(_key(stage)) or 0.0,
        round_trips=len(rows),
        read=sum(each.read for each in rows),
        wrote=sum(each.wrote for each in rows),
        body=sum(each.read for each in bodies),
    )
