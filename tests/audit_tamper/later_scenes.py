"""More audits to tamper with: what happens while a request waits, and what stands after it."""

from dataclasses import replace
from datetime import timedelta

from signoff import tool
from signoff.agent.agent import Agent
from signoff.core.canonical import Json
from signoff.core.decision import Approved, Cancelled
from signoff.core.grants import ApproveAndKeep, RejectForGood
from signoff.core.items import Item
from signoff.core.switches import EveryTool, Switch
from signoff.core.voting import HandTo
from signoff.testing.model import Reply, call, say
from signoff.usecases.grants import revoke_grant
from signoff.usecases.kill import KillPorts, kill_off, kill_on
from tests.core.rows import BOB, THREAD
from tests.usecases.tools import ALL, DONE
from tests.usecases.world import World

HOUR_S = 3_600


@tool(
    requires_confirmation=True,
    remind_after=timedelta(hours=1),
    approvers=["U0BOB"],
    escalate_to="U0EVE",
    escalate_after=timedelta(hours=2),
)
def urge(what: str) -> str:
    """Do what nobody decides for long."""
    DONE.append(f"urged {what}")
    return "urged"


@tool(requires_confirmation=True, sticky=["to"], sticky_for=timedelta(hours=8))
def mail(to: str, subject: str) -> str:
    """Send an e-mail."""
    DONE.append(f"{subject} to {to}")
    return "sent"


TOOLS = [*ALL, urge, mail]


def world_of(number: int, *lines: Reply, **rules: Json) -> World:
    """Begin a run in a thread of its own."""
    world = World(*lines, tools=TOOLS)
    if rules:
        world.agent = Agent(model=world.agent.model, tools=TOOLS, **rules)  # type: ignore[arg-type]
    world.thread = replace(THREAD, thread_ts=f"17950968{number:02d}.000100")
    world.say("Go")
    return world


def handed(number: int) -> tuple[Item, ...]:
    """Somebody hands a request on, and whoever has it approves."""
    world = world_of(number, call("send_email", to="bob", subject="Hi"), say("Sent."))
    world.decide(world.requirements[0], HandTo(id="U0EVE"))
    world.decide(world.requirements[0], Approved(), by="U0EVE")
    world.work()
    return world.rows


def taken_back(number: int) -> tuple[Item, ...]:
    """Whoever asked takes it back."""
    world = world_of(number, call("send_email", to="bob", subject="Hi"), say("As you like."))
    world.decide(world.requirements[0], Cancelled(reason="wrong order"), by="U0ANA")
    world.work()
    return world.rows


def escalated(number: int) -> tuple[Item, ...]:
    """Nobody decides for so long that others are called."""
    world = world_of(number, call("urge", what="it"), say("Urged."))
    for _ in range(3):
        world.clock.advance(seconds=HOUR_S)
        world.sweep()
    world.decide(world.requirements[0], Approved(), by="U0EVE")
    world.work()
    return world.rows


def denied(number: int) -> tuple[Item, ...]:
    """A rule refuses a call before anybody is asked."""
    lines = (call("send_email", to="bob", subject="Hi"), say("I may not."))
    return world_of(number, *lines, deny=["send_*"]).rows


def workspace(number: int) -> World:
    """What stands is given, used, taken back and ruled out; a switch is thrown and released."""
    lines = [(call("mail", to="bob", subject="Hi"), say(f"So be it, {n}.")) for n in range(4)]
    world = world_of(number, *(line for pair in lines for line in pair))
    asked = world.requirements[0]
    world.decide(asked, ApproveAndKeep(in_thread=True, lasts_ms=HOUR_S * 1000))
    world.work()
    world.say("Once more")
    revoke_grant(world.click(world.requirements[0]), ports=world.decision_ports)
    world.say("And again")
    world.decide(world.requirements[1], RejectForGood(reason="enough"))
    world.work()
    world.say("Please")
    ports = KillPorts(store=world.store, clock=world.clock)
    kill_on(THREAD.team, Switch(scope=EveryTool(), by=BOB, at=0, note="drill"), ports=ports)
    kill_off(THREAD.team, Switch(scope=EveryTool(), by=BOB, at=0), ports=ports)
    return world
