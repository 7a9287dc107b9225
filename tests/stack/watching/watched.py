"""A world whose operator reads the log, and the template's alarms and dashboard over it."""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from playground.runner.cloudformation import Resolver, load
from playground.runner.stack import made_up
from signoff.adapters.telling import Teller
from signoff.agent.toolkit import ToolLike
from signoff.settings import TellingSettings
from signoff.testing.model import Line
from tests.stack.templates import TEMPLATE
from tests.stack.watching.cloudwatch import Metric, Point, is_tripped, metric_of, points_in
from tests.usecases.world import World

STACK = "signoff"
PARAMETERS = {"SlackSigningSecret": "s", "SlackBotToken": "t", "OpenAIApiKey": "k"}


@cache
def _resolved(topic: str) -> dict[str, Any]:
    template = load(TEMPLATE)

    def attribute(logical_id: str, name: str | None) -> str:
        return made_up(template["Resources"][logical_id]["Type"], logical_id, name)

    resolver = Resolver(
        template, parameters={**PARAMETERS, "AlarmTopicArn": topic}, attribute=attribute
    )
    return {
        name: resolver.resolve(resource["Properties"])
        for name, resource in template["Resources"].items()
        if resource["Type"].startswith("AWS::CloudWatch::")
    }


def alarms(*, topic: str = "") -> dict[str, Any]:
    """The alarms as they stand in the template, by their logical id."""
    return {name: each for name, each in _resolved(topic).items() if name != "Dashboard"}


def shown() -> set[Metric]:
    """Every metric that the dashboard draws."""
    body = json.loads(_resolved("")["Dashboard"]["DashboardBody"])
    drawn = [row for widget in body["widgets"] for row in widget["properties"]["metrics"]]
    return {_metric([each for each in row if isinstance(each, str)]) for row in drawn}


def _metric(row: Sequence[str]) -> Metric:
    namespace, name, *pairs = row
    return Metric(namespace, name, frozenset(zip(pairs[::2], pairs[1::2], strict=True)))


def alarmed_about() -> set[Metric]:
    """Every metric that an alarm looks at."""
    return {metric_of(each) for each in alarms().values()}


class WatchedWorld(World):
    """Everything around one thread, as its log shows it.

    Attributes:
        lines: What was written to the log.
    """

    def __init__(self, *lines: Line, tools: Sequence[ToolLike] = ()) -> None:
        super().__init__(*lines, tools=tools)
        self.lines: list[str] = []
        settings = TellingSettings(stack=STACK, level="DEBUG")
        self.tell = Teller("a_function", settings, self.clock, self.lines.append)

    @property
    def points(self) -> list[Point]:
        """The figures on the log."""
        return [point for line in self.lines for point in points_in(line)]

    def is_tripped(self, alarm: str) -> bool:
        """Ask an alarm once the time that it looks at is over."""
        definition = alarms()[alarm]
        later = self.clock() + definition["Period"] * 1000
        return is_tripped(definition, self.points, now=later)
