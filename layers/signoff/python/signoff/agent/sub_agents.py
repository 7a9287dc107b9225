"""An agent as a tool of another one: what the calling model is told, and what is refused."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NoReturn

from signoff.agent.declaration import Declaration, define
from signoff.agent.errors import ToolDefinitionError
from signoff.agent.tool import SubAgent, Tool

DEEPEST = 5
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
        for below in _paths_below(tool):
            ids = [each.id for each in below]
            if own_id in ids:
                raise ToolDefinitionError(
                    f"its agent, or one that this calls, has the id {own_id!r}, as the agent that "
                    "it is given to",
                    tool=tool.name,
                    mend="An agent can't call itself; give each a name, or an id, of its own",
                )
            if len(ids) > DEEPEST:
                raise ToolDefinitionError(
                    f"it leads {len(ids)} agents deep: {', '.join(each.name for each in below)}",
                    tool=tool.name,
                    mend=f"At most {DEEPEST} may stand below one another",
                )


def names_below(tools: Iterable[Tool]) -> tuple[str, ...]:
    """Name tools and those of the agents among them: an agent's rules hold for all of these."""
    names: dict[str, None] = {}
    for tool in tools:
        own: Iterable[Tool] = getattr(tool.agent, "tools", ())
        names |= dict.fromkeys((tool.name, *names_below(own)))
    return tuple(names)


def _paths_below(tool: Tool) -> Iterator[tuple[SubAgent, ...]]:
    """Give each way down from a tool, as the agents on it."""
    if tool.agent is None:
        return
    yield (tool.agent,)
    own: Iterable[Tool] = getattr(tool.agent, "tools", ())
    for each in own:
        for below in _paths_below(each):
            yield (tool.agent, *below)


def _hand_over(input: str) -> NoReturn:  # noqa: A002 - the word that models know
    """Never called: its own conversation answers the call.

    Args:
        input: What to do, with all that must be known for it. Nothing else is passed on.
    """
    raise NotImplementedError(f"an agent answers this: {input[:20]!r}")
