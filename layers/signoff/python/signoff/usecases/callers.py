"""Whose call it is: which agent made it, by which way it was reached, and which tool it means."""

from collections.abc import Sequence

from signoff.agent.agent import Agent, agent_at
from signoff.agent.rules import Rules
from signoff.agent.tool import Tool
from signoff.core.frames import calls_into, frame_of
from signoff.core.journal import Call
from signoff.core.keys import Position
from signoff.core.snapshot import Snapshot


def agent_within(view: Snapshot, within: Position | None, *, agent: Agent) -> Agent | None:
    """Find the agent of a conversation; None: the way to it was changed or removed since."""
    return agent_at(agent, calls_into(view, within))


def caller_of(view: Snapshot, call: Call, *, agent: Agent) -> Agent | None:
    """Find the agent that made a call."""
    return agent_within(view, frame_of(view, call.at), agent=agent)


def tool_of(view: Snapshot, call: Call, *, agent: Agent) -> Tool | None:
    """Find the tool that a call means: among those of the agent that made it."""
    caller = caller_of(view, call, agent=agent)
    return caller.tool(call.tool) if caller else None


def rules_within(view: Snapshot, within: Position | None, *, agent: Agent) -> tuple[Rules, ...]:
    """Give the rules that hold in a conversation: of the thread's own agent, and so on down."""
    leading = calls_into(view, within)
    found = (agent_at(agent, leading[:n]) for n in range(len(leading) + 1))
    return tuple(each.rules for each in found if each)


def rules_over(view: Snapshot, call: Call, *, agent: Agent) -> tuple[Rules, ...]:
    """Give the rules that hold for a call."""
    return rules_within(view, frame_of(view, call.at), agent=agent)


def ids_within(view: Snapshot, within: Position | None, *, agent: Agent) -> tuple[str, ...]:
    """Give the ids of the agents down to a conversation's, also of those that are gone."""
    return (agent.id, *(each.agent for each in calls_into(view, within)))


def path_to(view: Snapshot, within: Position | None, *, agent: Agent) -> tuple[str, ...]:
    """Name the agents from below the thread's own down to that of a conversation."""
    leading = calls_into(view, within)
    return tuple(_name(agent, leading[: n + 1]) for n in range(len(leading)))


def _name(agent: Agent, leading: Sequence[Call]) -> str:
    found = agent_at(agent, leading)
    return found.name if found else leading[-1].agent
