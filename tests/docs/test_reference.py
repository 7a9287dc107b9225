import inspect
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
import pytest

import signoff
import signoff.testing
from cli.main import main as signoff_commands
from playground.events.commands import events, invoke
from playground.runner.dev import dev
from signoff import (
    Agent,
    CallContext,
    File,
    Format,
    Length,
    OpenAIResponses,
    Range,
    Rule,
    Tool,
    ToolDefinitionError,
    ToolResult,
    tool,
)
from tests.docs.pages import ROOT, first_column, rows, section
from tests.protocol.__main__ import main as model_check
from tests.simulation.moto_faults import main as moto_faults
from tests.stack.templates import functions, resources, written

PAGE: Path = ROOT / "docs/reference.md"
CALLED: dict[str, Callable[..., Any]] = {
    "Agent": Agent,
    "OpenAIResponses": OpenAIResponses,
    "Rule": Rule,
    "tool": tool,
    "ToolDefinitionError": ToolDefinitionError,
    "Range": Range,
    "Length": Length,
    "Format": Format,
    "CallContext": CallContext,
    "File": File,
    "ToolResult": ToolResult,
}
READ = {"Tool", "Toolkit"}
WITHOUT_PARAMETERS = {"UserFeedbackTools", "Email", "Url", "SlackUser", "SlackChannel"}
ENVIRONMENT = "## Environment of the functions"


def _default(value: Any) -> str:
    if value is inspect.Parameter.empty:
        return "required"
    if isinstance(value, timedelta):
        return f"{value.total_seconds() / 3600:.0f} hours"
    return f'`"{value}"`' if isinstance(value, str) else f"`{value!r}`"


def test_every_public_name_has_its_heading() -> None:
    told = {*CALLED, *READ, *WITHOUT_PARAMETERS}

    assert told == set(signoff.__all__)
    for name in told:
        assert section(PAGE, f"### `{name}`").strip()


@pytest.mark.parametrize("name", CALLED)
def test_every_parameter_is_told_with_its_default(name: str) -> None:
    parameters = inspect.signature(CALLED[name]).parameters.values()

    told = {cells[0].strip("`"): cells[1] for cells in rows(PAGE, f"### `{name}`")}

    assert told == {each.name: _default(each.default) for each in parameters}


def test_every_parameter_of_an_agent_as_a_tool_is_told_with_its_default() -> None:
    parameters = [*inspect.signature(Agent.as_tool).parameters.values()][1:]

    told = {cells[0].strip("`"): cells[1] for cells in rows(PAGE, "### `Agent.as_tool`")}

    assert told == {each.name: _default(each.default) for each in parameters}


def test_every_attribute_of_a_tool_is_told() -> None:
    assert first_column(PAGE, "### `Tool`") == [field.name for field in fields(Tool)]


def test_a_toolkit_has_one_member() -> None:
    assert first_column(PAGE, "### `Toolkit`") == ["tools"]


def test_feedback_tools_take_nothing() -> None:
    assert not inspect.signature(signoff.UserFeedbackTools).parameters


def test_every_double_is_told() -> None:
    assert set(first_column(PAGE, "## What tests import")) == set(signoff.testing.__all__)


def test_every_parameter_of_the_template_is_told_with_its_default() -> None:
    told = {cells[0].strip("`"): cells[1].strip("`") for cells in rows(PAGE, "### Parameters")}

    defaults = {
        name: ("empty" if one["Default"] == "" else str(one["Default"]))
        if "Default" in one
        else "required"
        for name, one in written()["Parameters"].items()
    }
    assert told == defaults


def test_every_allowed_value_of_the_template_that_is_told_is_allowed() -> None:
    concurrency = next(row for row in rows(PAGE, "### Parameters") if "WorkerConcurrency" in row[0])
    allowed = written()["Parameters"]["WorkerConcurrency"]["AllowedValues"]

    assert all(value in concurrency[2] for value in allowed)


def test_every_output_is_told() -> None:
    assert first_column(PAGE, "### Outputs") == list(written()["Outputs"])


def test_every_route_is_told_with_its_function() -> None:
    told = {cells[0].strip("`"): cells[1].strip("`") for cells in rows(PAGE, "## Routes")}

    assert set(told) == {
        route["RouteKey"] for route in resources("AWS::ApiGatewayV2::Route").values()
    }
    assert told == {
        "POST /slack/events": "slack_events",
        "POST /slack/interactions": "slack_interactions",
        "GET /slack/install": "slack_oauth",
        "GET /slack/oauth_redirect": "slack_oauth",
    }


def test_the_environment_of_every_function_is_told() -> None:
    common = written()["Globals"]["Function"]["Environment"]["Variables"]
    expected = {
        (variable, _folder(function)): "○" if _is_conditional(value) else "●"
        for function in functions().values()
        for variable, value in {**common, **function["Environment"]["Variables"]}.items()
    }

    header = ("slack_events", "slack_interactions", "turn_worker", "clock", "slack_oauth")
    told = {
        (cells[0].strip("`"), name): mark
        for cells in rows(PAGE, ENVIRONMENT)
        for name, mark in zip(header, cells[1:6], strict=True)
        if mark
    }

    assert told == expected


@pytest.mark.parametrize(
    "command", [dev, invoke, events, model_check, moto_faults], ids=lambda command: command.name
)
def test_every_option_of_a_command_is_told(command: click.Command) -> None:
    assert first_column(PAGE, f"### `{command.name}`") == _options(command)


def _commands(group: click.Group, *path: str) -> Iterator[tuple[str, click.Command]]:
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from _commands(command, *path, name)
        else:
            yield " ".join((*path, name)), command


def _options(command: click.Command) -> list[str | None]:
    return [
        each.opts[0] if isinstance(each, click.Option) else each.name for each in command.params
    ]


@pytest.mark.parametrize(("path", "command"), list(_commands(signoff_commands, "signoff")))
def test_every_option_of_the_command_line_is_told(path: str, command: click.Command) -> None:
    shared = first_column(PAGE, "### `signoff`")

    assert [*first_column(PAGE, f"### `{path}`"), *shared] == _options(command)


def _folder(function: dict[str, Any]) -> str:
    return str(function["CodeUri"]).strip("/").rsplit("/", 1)[-1]


def _is_conditional(value: Any) -> bool:
    return isinstance(value, dict) and "Fn::If" in value
