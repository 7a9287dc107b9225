"""Kill switches: where one stands, no tool within its scope starts."""

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias, assert_never

from signoff.core.keys import Key
from signoff.core.who import Who


@dataclass(frozen=True, slots=True, kw_only=True)
class EveryTool:
    """All tools of the workspace."""

    kind: Literal["all"] = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class OneAgent:
    """All tools that one agent calls, itself or through the agents it calls.

    Attributes:
        id: The agent.
    """

    id: str
    kind: Literal["agent"] = "agent"


@dataclass(frozen=True, slots=True, kw_only=True)
class OneTool:
    """One tool, whichever agent calls it.

    Attributes:
        name: The tool.
    """

    name: str
    kind: Literal["tool"] = "tool"


Scope: TypeAlias = EveryTool | OneAgent | OneTool
"""What a switch stops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """A switch that is thrown.

    Attributes:
        scope: What it stops.
        by: Who threw it.
        at: When, in milliseconds since 1970.
        note: Why, in their words.
    """

    scope: Scope
    by: Who
    at: int
    note: str = ""

    columns: ClassVar[tuple[str, ...]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What is about to run, as far as switches ask.

    Attributes:
        agents: The agents it runs for.
        tool: Its tool.
    """

    agents: tuple[str, ...]
    tool: str


def switch_key(team: str, scope: Scope) -> Key:
    """Where the switch of a scope stands; the row is there = nothing in its scope starts."""
    return Key(f"KILL#{team}", _place(scope))


def first_and_last(team: str) -> tuple[Key, Key]:
    """Between which keys all switches of a workspace stand."""
    return Key(f"KILL#{team}", "KILL"), Key(f"KILL#{team}", "KILL$")


def switches_over(team: str, reach: Reach) -> tuple[Key, ...]:
    """List every switch that would stop this."""
    scopes: tuple[Scope, ...] = (
        EveryTool(),
        OneTool(name=reach.tool),
        *(OneAgent(id=each) for each in dict.fromkeys(reach.agents) if each),
    )
    return tuple(switch_key(team, each) for each in scopes)


def scope_at(key: Key) -> Scope:
    """Read what a switch stops from where it stands."""
    _, _, rest = key.sk.partition("#")
    kind, _, named = rest.partition("#")
    if kind == "AGENT":
        return OneAgent(id=named)
    return OneTool(name=named) if kind == "TOOL" else EveryTool()


def _place(scope: Scope) -> str:
    match scope:
        case EveryTool():
            return "KILL"
        case OneAgent(id=agent):
            return f"KILL#AGENT#{agent}"
        case OneTool(name=tool):
            return f"KILL#TOOL#{tool}"
        case _:
            assert_never(scope)
