"""Agents that call one another, to test with, and how to go on in a new process."""

from typing import Any

from signoff.agent.agent import Agent
from signoff.agent.model import OpenAIResponses
from signoff.agent.toolkit import ToolLike
from signoff.core.decision import (
    Approved,
)
from signoff.core.requirement import Requirement
from signoff.testing import ScriptedModel
from signoff.testing.model import Line, Reply, call
from tests.simulation.faults import CrashError
from tests.usecases.tools import DONE, explode, look_up, refund, send_email
from tests.usecases.world import World

MODEL = OpenAIResponses(id="gpt-5.4")
EMAIL = call("send_email", to="bob", subject="Hi")
SENT = "sent Hi to bob"
NO = "Rejected by @bob, not run. Do not retry unless asked to."


def an_agent(name: str, *tools: ToolLike, max_steps: int = 25) -> Agent:
    return Agent(name=name, model=MODEL, tools=[*tools], max_steps=max_steps)


def team(**options: Any) -> list[ToolLike]:
    """Declare all agents anew, as a process that has just started does.

    A clerk calls a researcher, who calls a mailer; the thread's own agent can call each of them.
    """
    mailer = an_agent("Mailer", send_email, look_up, refund, explode)
    researcher = an_agent("Researcher", mailer.as_tool(), look_up, send_email)
    clerk = an_agent("Clerk", researcher.as_tool())
    tools = (clerk.as_tool(**options), researcher.as_tool(**options), mailer.as_tool(**options))
    return [*tools, send_email, look_up]


def hand(agent: str, text: str = "Do it") -> Reply:
    return call(agent, input=text)


def restart(world: World, *lines: Line, tools: list[ToolLike] | None = None) -> None:
    """Go on in a new process: nothing is left but the rows, the queue and what Slack shows."""
    assert world.model.remaining == 0
    world.model = ScriptedModel(*lines)
    world.agent = World(tools=team() if tools is None else tools).agent


def cut_off(world: World) -> None:
    """Kill the worker when a tool has just done its work: the lease is still held."""
    DONE.then = None
    world.store.fail_next("change", CrashError())
    raise CrashError


def approve(world: World, requirement: Requirement) -> None:
    world.decide(requirement, Approved())
    world.work()
