"""As much of CloudWatch as an alarm needs: figures read off log lines, and periods over them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

Dimensions: TypeAlias = frozenset[tuple[str, str]]

MINUTE_MS = 60_000


class Metric(NamedTuple):
    """What tells one metric from all others."""

    namespace: str
    name: str
    dimensions: Dimensions


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A figure, at a time in milliseconds since 1970."""

    metric: Metric
    at: int
    value: float


def points_in(line: str) -> list[Point]:
    """Read the figures off one line, as the embedded metric format says."""
    told: Any = json.loads(line)
    aws = told.get("_aws")
    if aws is None:
        return []
    return [
        Point(
            metric=Metric(
                directive["Namespace"],
                metric["Name"],
                frozenset((name, told[name]) for name in names),
            ),
            at=aws["Timestamp"],
            value=told[metric["Name"]],
        )
        for directive in aws["CloudWatchMetrics"]
        for metric in directive["Metrics"]
        for names in directive["Dimensions"]
    ]


def metric_of(alarm: Mapping[str, Any]) -> Metric:
    """The metric that an alarm looks at."""
    named = frozenset((each["Name"], each["Value"]) for each in alarm["Dimensions"])
    return Metric(alarm["Namespace"], alarm["MetricName"], named)


def is_tripped(alarm: Mapping[str, Any], points: Iterable[Point], *, now: int) -> bool:
    """Judge an alarm by its own definition, over the whole periods that have passed by now."""
    period = alarm["Period"] * 1000
    looked_at = alarm["EvaluationPeriods"]
    end = now // period * period
    values = [(each.at, each.value) for each in points if each.metric == metric_of(alarm)]
    verdicts = [
        _is_bad(alarm, [value for at, value in values if begin <= at < begin + period])
        for begin in range(end - looked_at * period, end, period)
    ]
    return sum(verdicts) >= int(alarm.get("DatapointsToAlarm", looked_at))


def _is_bad(alarm: Mapping[str, Any], values: list[float]) -> bool:
    if not values:
        return bool({"breaching": True, "notBreaching": False}[alarm["TreatMissingData"]])
    figure = {"Sum": sum(values), "Maximum": max(values)}[alarm["Statistic"]]
    threshold = float(alarm["Threshold"])
    compared = {
        "GreaterThanThreshold": figure > threshold,
        "LessThanThreshold": figure < threshold,
    }
    return compared[alarm["ComparisonOperator"]]
