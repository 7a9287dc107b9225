"""The form in which CloudWatch reads metrics off a log line: its embedded metric format."""

from collections.abc import Mapping, Sequence

from signoff.core.canonical import Json, JsonObject
from signoff.core.observations.observed import Measure

NAMESPACE = "Signoff"

STACK = "Stack"
"""The dimension that every metric has, so that two stacks of one account are told apart."""


def embedded(measures: Sequence[Measure], *, stack: str, at: int) -> JsonObject:
    """Write measures as the members that CloudWatch looks for in a line; none for none.

    `_aws` names the metrics and their dimensions, and the values stand beside it.
    """
    if not measures:
        return {}
    aws: JsonObject = {
        "Timestamp": at,
        "CloudWatchMetrics": [_directive(each) for each in measures],
    }
    values: Mapping[str, Json] = {each.name: each.value for each in measures}
    places: Mapping[str, Json] = dict(each.by for each in measures if each.by)
    return {STACK: stack, **places, **values, "_aws": aws}


def _directive(measure: Measure) -> JsonObject:
    dimensions = [STACK, measure.by[0]] if measure.by else [STACK]
    return {
        "Namespace": NAMESPACE,
        "Dimensions": [dimensions],
        "Metrics": [{"Name": measure.name, "Unit": measure.unit}],
    }
