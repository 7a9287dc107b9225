"""`signoff kill`: no tool starts any more, in one scope or in all; and back again."""

from collections.abc import Callable
from typing import Any, TypeAlias

import click

from cli import answers
from cli.desk import Desk
from cli.errors import FOUND_WRONG, out_of_reach
from cli.options import StackCommand, stack_options
from signoff.core.switches import EveryTool, OneAgent, OneTool, Scope, Switch
from signoff.usecases.kill import KillPorts, in_words, kill_list, kill_off, kill_on

_Command: TypeAlias = Callable[..., Any]


def _scoped(function: _Command) -> _Command:
    """Let a command be told what a switch stops, and why."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


_OPTIONS: tuple[Callable[[_Command], _Command], ...] = (
    click.option("--tool", metavar="NAME", help="Only this tool, whichever agent calls it."),
    click.option("--agent", metavar="ID", help="Only this agent's tools."),
    click.option("--note", default="", metavar="TEXT", help="Why; it stands in the audit."),
    click.option(
        "--team", metavar="T…", help="The workspace; otherwise as the stack or Slack says."
    ),
)


@click.group()
def kill() -> None:
    """Switches that keep tools from starting."""


@kill.command("on", cls=StackCommand)
@_scoped
@stack_options
def on(
    *,
    tool: str | None,
    agent: str | None,
    note: str,
    team: str | None,
    desk: Desk,
    as_json: bool,
) -> None:
    """Throw a switch: once this returns, no tool starts. All tools, unless you say which."""
    ours, switch = desk.team(team), _switch(tool, agent, note, desk)
    with out_of_reach():
        before = kill_on(ours, switch, ports=KillPorts(store=desk.store, clock=desk.clock))
    scope = in_words(switch.scope)
    if as_json:
        answers.as_json(_answer(switch.scope, "on_before" if before else "on"))
    elif before is None:
        answers.line(f"Off: {scope}. No tool of that starts any more; what runs is not torn out.")
    else:
        answers.line(f"Off before, by {before.by.name}: {scope}.")


@kill.command("off", cls=StackCommand)
@_scoped
@stack_options
def off(
    *,
    tool: str | None,
    agent: str | None,
    note: str,
    team: str | None,
    desk: Desk,
    as_json: bool,
) -> None:
    """Release a switch again."""
    ours, switch = desk.team(team), _switch(tool, agent, note, desk)
    with out_of_reach():
        before = kill_off(ours, switch, ports=KillPorts(store=desk.store, clock=desk.clock))
        left = kill_list(ours, store=desk.store)
    scope = in_words(switch.scope)
    if as_json:
        answers.as_json(_answer(switch.scope, "off" if before else "off_before"))
    elif before is None:
        answers.line(f"No such switch is thrown: {scope}.")
    else:
        others = f" Still off: {', '.join(in_words(each.scope) for each in left)}." if left else ""
        answers.line(f"Released: {scope}.{others}")
    if before is None:
        raise SystemExit(FOUND_WRONG)


@kill.command("list", cls=StackCommand)
@click.option("--team", metavar="T…", help="The workspace; otherwise as the stack or Slack says.")
@stack_options
def list_(
    *,
    team: str | None,
    desk: Desk,
    as_json: bool,
) -> None:
    """List the switches that are thrown."""
    ours = desk.team(team)
    with answers.aside().status("Reading"), out_of_reach():
        switches = kill_list(ours, store=desk.store)
    if as_json:
        answers.as_json({"switches": [_as_json(each) for each in switches]})
    elif switches:
        rows = [
            (
                in_words(each.scope),
                each.by.name,
                answers.clock_time(each.at or None),
                each.note or answers.NOTHING,
            )
            for each in switches
        ]
        answers.table(("off", "by", "since", "note"), rows)
    else:
        answers.line("No switch is thrown.")


def _switch(tool: str | None, agent: str | None, note: str, desk: Desk) -> Switch:
    if tool is not None and agent is not None:
        raise click.UsageError("--tool and --agent are two switches: say one.")
    if "" in {tool, agent}:
        raise click.UsageError("It has no name: which tool, or which agent?")
    scope: Scope = EveryTool()
    if tool is not None:
        scope = OneTool(name=tool)
    if agent is not None:
        scope = OneAgent(id=agent)
    return Switch(scope=scope, by=desk.operator(), at=0, note=note)


def _answer(scope: Scope, result: str) -> dict[str, object]:
    return {**_named(scope), "result": result}


def _as_json(switch: Switch) -> dict[str, object]:
    return {
        **_named(switch.scope),
        "by": {"id": switch.by.id, "name": switch.by.name},
        "at": answers.iso(switch.at or None),
        "note": switch.note,
    }


def _named(scope: Scope) -> dict[str, object]:
    tool = scope.name if isinstance(scope, OneTool) else None
    agent = scope.id if isinstance(scope, OneAgent) else None
    return {"scope": scope.kind, "tool": tool, "agent": agent}
