"""An agent as a tool of another one: what the calling model is told, and what is refused."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NoReturn

from signoff.agent.declaration import Declaration, define
from signoff.agent.errors import ToolDefinitionError
from signoff.agent.tool import SubAgent, Tool

DEEPEST = 10
"""How many agents may stand below one another under the thread's own."""


def tool_of(agent: SubAgent, declared: Declaration) -> Tool:
    """Make a tool of an agent.

    Raises:
        ToolDefinitionError: The declaration contradicts itself.
    """
    return replace(define(_hand_over, declared), agent=agent)


def require_no_loop(own_id: str, tools: Iterable[Tool]) -> None:
    """Refuse an agent that stands below itself, and one that calls too deep.

    Raises:
        ToolDefinitionError: One of the tools leads there.
    """
    for tool in tools:
        below = _agents_below((tool,))
        if own_id in {each.id for each in below}:
            raise ToolDefinitionError(
                f"its agent, or one that this calls, has the id {own_id!r}, as the agent that "
                "it is given to",
                tool=tool.name,
                mend="An agent can't call itself; give each a name, or an id, of its own",
            )
        way = _longest_way(tool, {})
        if len(way) > DEEPEST:
            raise ToolDefinitionError(
                f"it leads {len(way)} agents deep: {', '.join(way)}",
                tool=tool.name,
                mend=f"At most {DEEPEST} may stand below one another",
            )


def names_below(tools: Iterable[Tool]) -> tuple[str, ...]:
    """Name tools and those of the agents among them: an agent's rules hold for all of these."""
    own = tuple(tools)
    inside = (tool for agent in _agents_below(own) for tool in tools_of(agent))
    return tuple(dict.fromkeys(tool.name for tool in (*own, *inside)))


def tools_of(agent: SubAgent | None) -> tuple[Tool, ...]:
    """Give the tools of an agent; none of none."""
    own: tuple[Tool, ...] = getattr(agent, "tools", ())
    return own


def _agents_below(tools: Iterable[Tool]) -> tuple[SubAgent, ...]:
    """Give every agent that tools lead to, each one once."""
    found: dict[int, SubAgent] = {}
    waiting = [tool.agent for tool in tools]
    while waiting:
        agent = waiting.pop()
        if agent is not None and id(agent) not in found:
            found[id(agent)] = agent
            waiting += [tool.agent for tool in tools_of(agent)]
    return tuple(found.values())


def _longest_way(tool: Tool, known: dict[int, tuple[str, ...]]) -> tuple[str, ...]:
    """Name the agents on the longest way down from a tool; each agent is looked at once."""
    if tool.agent is None:
        return ()
    if id(tool.agent) not in known:
        below = (_longest_way(each, known) for each in tools_of(tool.agent))
        known[id(tool.agent)] = (tool.agent.name, *max(below, key=len, default=()))
    return known[id(tool.agent)]


def _hand_over(input: str) -> NoReturn:  # noqa: A002 - the word that models know
    """Never called: its own conversation answers the call.

    Args:
        input: What to do, with all that must be known for it. Nothing else is passed on.
    """
    raise NotImplementedError(f"an agent answers this: {input[:20]!r}")
