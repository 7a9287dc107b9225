"""A tool call as people see it in a message that grows: its title, and how far it has come."""

import json

from signoff.agent.tool import Tool
from signoff.core.canonical import JsonObject
from signoff.core.journal import Call
from signoff.core.redaction import secrets_in, without
from signoff.core.titles import humanised
from signoff.ports.live import Task, TaskState
from signoff.usecases.growing import FAILED, LONGEST
from signoff.usecases.live import Live


def task_of(
    call: Call, tool: Tool, arguments: str, state: TaskState, *, has_failed: bool = False
) -> Task:
    """Show a call as it runs; what is hidden in it is in no title.

    Args:
        call: The call.
        tool: The tool, as it is now.
        arguments: What it runs with, as canonical JSON.
        state: How far it has come.
        has_failed: Whether the tool raised: the call is over all the same.
    """
    title = _title(tool, json.loads(arguments), {*tool.terms.redact, *call.redact})
    said = FAILED.format(title=title) if has_failed else title
    return Task(id=call.at.place, title=said[:LONGEST], state=state)


def show(
    live: Live,
    call: Call,
    tool: Tool,
    arguments: str,
    state: TaskState,
    *,
    has_failed: bool = False,
) -> None:
    """Show how far a call has come."""
    live.task(task_of(call, tool, arguments, state, has_failed=has_failed))


def _title(tool: Tool, arguments: JsonObject, redact: set[str]) -> str:
    title = tool.title(arguments)
    hidden = secrets_in((arguments,), tuple(redact))
    return title if without(hidden, title) == title else humanised(tool.name)
