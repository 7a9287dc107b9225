"""What may stand in `tools=[...]`."""

from collections.abc import Sequence
from typing import Any

import pytest

from signoff.agent.decorator import tool
from signoff.agent.errors import ToolDefinitionError
from signoff.agent.feedback import UserFeedbackTools
from signoff.agent.toolkit import collect
from signoff.core.gate import Confirmation, ExternalExecution


def restart(service: str) -> str:
    """Restart a service."""
    return service


@tool(requires_confirmation=True)
def send_email(to: str) -> str:
    """Send an email."""
    return to


class Files:
    """A toolkit as other makers write it: bound methods, and names of those to be gated."""

    def __init__(self, confirm: Sequence[str] = (), external: Sequence[str] | None = None) -> None:
        self.tools: list[Any] = [self.read, self.delete, send_email]
        self.requires_confirmation_tools = confirm
        self.external_execution_required_tools = external

    def read(self, path: str) -> str:
        """Read a file."""
        return path

    def delete(self, path: str) -> str:
        """Delete a file."""
        return path


class Lazy:
    def tools(self) -> list[Any]:
        return [restart]


def test_functions_tools_and_toolkits_make_one_list() -> None:
    tools = collect([restart, UserFeedbackTools(), Files()])

    assert [each.name for each in tools] == ["restart", "ask_user", "read", "delete", "send_email"]
    assert [each.gate for each in tools[2:4]] == [None, None]
    assert tools[4] is send_email


def test_a_toolkit_may_give_its_tools_by_a_method() -> None:
    lazy: Any = Lazy()

    assert [each.name for each in collect([lazy])] == ["restart"]


def test_what_a_toolkit_wants_gated_is_gated() -> None:
    tools = collect([Files(confirm=["delete"], external=["read"])])

    assert [each.gate for each in tools[:2]] == [ExternalExecution(), Confirmation()]


@pytest.mark.parametrize(
    ("option", "names", "offered"),
    [
        ("include_tools", ["read"], ["read"]),
        ("include_tools", [], []),
        ("include_tools", None, ["read", "delete", "send_email"]),
        ("exclude_tools", ["delete", "send_email"], ["read"]),
        ("exclude_tools", None, ["read", "delete", "send_email"]),
    ],
)
def test_a_toolkit_brings_no_more_than_it_was_told_to(
    option: str, names: list[str] | None, offered: list[str]
) -> None:
    files = Files(confirm=["delete"])
    setattr(files, option, names)

    assert [each.name for each in collect([files])] == offered


def test_a_gate_for_a_function_that_is_not_there_is_refused() -> None:
    with pytest.raises(ToolDefinitionError, match="Tool 'wipe': Files wants it gated"):
        collect([Files(confirm=["wipe"])])


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (
            [UserFeedbackTools],
            r"Tool 'UserFeedbackTools': it is a class. Write UserFeedbackTools\(\)",
        ),
        ([3], r"Tool '3': it is no tool. Give a function"),
        ([restart, restart], r"Tool 'restart': two tools have this name. Give one of them @tool"),
    ],
    ids=["a class", "no tool", "twice"],
)
def test_what_is_no_tool_is_refused(given: list[Any], reason: str) -> None:
    with pytest.raises(ToolDefinitionError, match=reason):
        collect(given)
