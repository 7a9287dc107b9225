"""The project's own template, as typed values."""

from pathlib import Path
from typing import Any

import pytest

from playground.runner.cloudformation import Resolver, TemplateError, load
from playground.runner.stack import QueueSource, Stack, made_up, read_stack

ROOT = Path(__file__).parents[3]
GIVEN = {
    "SlackSigningSecret": "s",
    "SlackBotToken": "b",
    "OpenAIApiKey": "o",
    "SlackApiUrl": "http://127.0.0.1:3000/api/",
    "AwsEndpointUrl": "http://127.0.0.1:3003",
}


def read(template: dict[str, Any], **parameters: str) -> Stack:
    def attribute(name: str, wanted: str | None) -> str:
        return made_up(template["Resources"][name]["Type"], name, wanted)

    resolver = Resolver(template, parameters={**GIVEN, **parameters}, attribute=attribute)
    return read_stack(resolver, root=ROOT)


@pytest.fixture
def template() -> dict[str, Any]:
    return load(ROOT / "template.yaml")


@pytest.fixture
def stack(template: dict[str, Any]) -> Stack:
    return read(template)


def test_every_function_has_its_code_and_layers(stack: Stack) -> None:
    found = {spec.name: spec for spec in stack.functions.values()}

    assert sorted(found) == ["clock", "slack_events", "slack_interactions", "turn_worker"]
    for name, spec in found.items():
        assert spec.code == ROOT / "functions" / name
        assert (spec.code / f"{name}.py").is_file()
        assert ROOT / "layers" / "signoff" in spec.layers
        assert spec.handler == f"{name}.lambda_handler"
        assert spec.timeout >= 10


def test_a_function_gets_the_globals_variables_and_its_own(stack: Stack) -> None:
    environment = stack.function("turn_worker").environment

    assert environment["SIGNOFF_TABLE"] == "Table"
    assert environment["AWS_ENDPOINT_URL"] == "http://127.0.0.1:3003"
    assert environment["SLACK_API_URL"] == "http://127.0.0.1:3000/api/"
    assert "OPENAI_BASE_URL" not in environment
    assert "MODEL_KEY_ARN" not in stack.function("slack_interactions").environment


def test_both_doors_lead_to_their_function(stack: Stack) -> None:
    doors = {(each.method, each.path): stack.functions[each.function].name for each in stack.routes}

    assert doors == {
        ("POST", "/slack/events"): "slack_events",
        ("POST", "/slack/interactions"): "slack_interactions",
    }


def test_the_queue_calls_the_worker(stack: Stack) -> None:
    assert stack.sources == (
        QueueSource(
            function="TurnWorker",
            queue_arn="TurnQueue.Arn",
            batch_size=1,
            reports_failures=True,
            concurrency=10,
        ),
    )


def test_the_clock_is_called_each_minute(stack: Stack) -> None:
    (schedule,) = stack.schedules

    assert (schedule.function, schedule.seconds) == ("Clock", 60.0)


def test_reserved_concurrency_is_read(template: dict[str, Any]) -> None:
    reserved = read(template, ReservedConcurrency="3").function("slack_events")

    assert reserved.concurrency == 3
    assert read(template).function("slack_events").concurrency is None


def test_an_unknown_function_is_named(stack: Stack) -> None:
    with pytest.raises(TemplateError, match="no function nobody"):
        stack.function("nobody")


@pytest.mark.parametrize(
    ("resource", "key", "value", "complaint"),
    [
        ("Clock", "CodeUri", None, "the function Clock has no CodeUri"),
        ("SignoffLayer", "ContentUri", None, "the layer SignoffLayer has no ContentUri"),
        ("EventsRoute", "Target", "integrations/Gone", "the route EventsRoute leads to no func"),
        (
            "Clock",
            "Events",
            {"E": {"Type": "Schedule", "Properties": {"Schedule": "cron(0 0 * * ? *)"}}},
            "the schedule of Clock is no rate",
        ),
    ],
)
def test_what_cannot_run_here_is_named(
    template: dict[str, Any], resource: str, key: str, value: Any, complaint: str
) -> None:
    properties = template["Resources"][resource]["Properties"]
    properties[key] = value
    if value is None:
        del properties[key]

    with pytest.raises(TemplateError, match=complaint):
        read(template)
