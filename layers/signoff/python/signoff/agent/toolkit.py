"""What may stand in `tools=[...]`: tools, plain functions, and objects that bring several."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, TypeAlias, cast

from signoff.agent.declaration import Declaration, define
from signoff.agent.errors import ToolDefinitionError
from signoff.agent.tool import Tool


class Toolkit(Protocol):
    """An object that brings several tools or functions in its attribute `tools`."""

    @property
    def tools(self) -> Iterable[Any]:
        """The tools."""
        ...


ToolLike: TypeAlias = Tool | Toolkit | Callable[..., object]


def collect(given: Iterable[ToolLike]) -> tuple[Tool, ...]:
    """Make one list of tools of all that was given.

    Raises:
        ToolDefinitionError: One of them is no tool, or two have one name.
    """
    tools = tuple(tool for each in given for tool in _tools_of(each))
    names = [tool.name for tool in tools]
    for name in names:
        if names.count(name) > 1:
            raise ToolDefinitionError(
                "two tools have this name", tool=name, mend='Give one of them @tool(name="...")'
            )
    return tools


def _tools_of(given: Any) -> Iterator[Tool]:
    if isinstance(given, type):
        raise ToolDefinitionError(
            "it is a class", tool=given.__name__, mend=f"Write {given.__name__}()"
        )
    if hasattr(given, "as_tool"):
        raise ToolDefinitionError(
            "it is an agent", tool=str(getattr(given, "name", given)), mend="Write .as_tool()"
        )
    if isinstance(given, Tool) or not hasattr(given, "tools"):
        yield _tool_of(given, Declaration())
    else:
        yield from _tools_in(given)


def _tools_in(kit: Any) -> Iterator[Tool]:
    brought: Any = kit.tools
    tools = cast("Iterable[Any]", brought() if callable(brought) else brought)
    confirmed = _named(kit, "requires_confirmation_tools")
    external = _named(kit, "external_execution_required_tools")
    gated = confirmed | external
    for each in tools:
        name = each.name if isinstance(each, Tool) else str(getattr(each, "__name__", ""))
        if not _is_offered(kit, name):
            gated -= {name}
            continue
        declared = Declaration(
            requires_confirmation=name in confirmed, external_execution=name in external
        )
        yield _tool_of(each, declared)
        gated -= {name}
    for name in sorted(gated):
        raise ToolDefinitionError(
            f"{type(kit).__name__} wants it gated, but brings no such function",
            tool=name,
            mend="Correct the name, or gate it with @tool(requires_confirmation=True)",
        )


def _is_offered(kit: Any, name: str) -> bool:
    """Keep to what the toolkit was told to bring, as toolkits of other makers are told it."""
    only = getattr(kit, "include_tools", None)
    return (only is None or name in only) and name not in _named(kit, "exclude_tools")


def _named(kit: Any, attribute: str) -> frozenset[str]:
    """Read the names of functions that a toolkit singles out, as toolkits of other makers do."""
    return frozenset(getattr(kit, attribute, None) or ())


def _tool_of(given: Any, declared: Declaration) -> Tool:
    if isinstance(given, Tool):
        return given
    if callable(given):
        return define(given, declared)
    raise ToolDefinitionError(
        "it is no tool", tool=repr(given), mend="Give a function, a @tool or a toolkit"
    )
