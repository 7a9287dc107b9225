"""Others write in a thread while its run is open: what comes of it is theirs as well."""

from signoff import tool
from signoff.agent.agent import Agent
from signoff.agent.model import OpenAIResponses
from signoff.agent.rules import Rule
from signoff.core.click import Applied, NotAllowed
from signoff.core.decision import Approved
from signoff.core.grants import ApproveAndKeep
from signoff.core.person import Bar
from signoff.testing import call, say
from signoff.usecases.read_now import read_now
from tests.usecases.tools import DONE
from tests.usecases.world import World


@tool(requires_confirmation=True, approvers=["U0BOB", "U0EVE", "not_requester"], sticky=True)
def pay(to: str) -> str:
    """Pay somebody."""
    DONE.append(f"paid {to}")
    return "paid"


@tool
def drop(table: str) -> str:
    """Drop a table."""
    DONE.append(f"dropped {table}")
    return "dropped"


FIRST, SECOND = call("pay", to="ana"), call("pay", to="bob")


def interrupted(world: World, text: str, *, by: str = "U0BOB") -> None:
    """Ana asks, somebody else writes into it, and has that read first."""
    world.say("Pay Ana")
    world.hear(world.message(text, user=by))
    read_now(world.click(world.requirements[0], by=by), ports=world.decision_ports)
    world.work()


def test_who_writes_into_a_run_can_not_approve_what_its_requester_may_not() -> None:
    world = World(FIRST, SECOND, say("Paid."), tools=[pay])
    interrupted(world, "Pay Bob instead")

    refused = world.decide(world.requirements[1], Approved(), by="U0BOB")
    other = world.decide(world.requirements[1], Approved(), by="U0EVE")
    world.work()

    assert isinstance(refused, NotAllowed)
    assert refused.why is Bar.REQUESTER
    assert isinstance(other, Applied)
    assert DONE == ["paid bob"]


def test_what_was_asked_before_they_wrote_is_theirs_to_decide() -> None:
    world = World(FIRST, say("Paid."), tools=[pay])
    world.say("Pay Ana")
    world.hear(world.message("I have a look at this", user="U0BOB"))

    done = world.decide(world.requirements[0], Approved(), by="U0BOB")
    world.work()

    assert isinstance(done, Applied)
    assert DONE == ["paid ana"]


def test_their_own_standing_approval_does_not_answer_what_they_wrote() -> None:
    world = World(SECOND, SECOND, tools=[pay])
    world.say("Pay Bob")
    keep = ApproveAndKeep(in_thread=True, lasts_ms=3_600_000)
    world.hear(world.message("And once more", user="U0BOB"))

    world.decide(world.requirements[0], keep, by="U0BOB")
    world.work()

    assert DONE == ["paid bob"]
    assert world.requirements[1].is_open


def test_nothing_runs_that_a_rule_forbids_to_anybody_who_wrote_into_the_run() -> None:
    world = World(FIRST, call("drop", table="users"), say("No."), tools=[pay, drop])
    world.agent = Agent(
        name="Assistant",
        model=OpenAIResponses(id="gpt-5.4"),
        tools=[pay, drop],
        deny=[Rule(tool="drop", users=("U0EVE",))],
    )
    interrupted(world, "Drop the users", by="U0EVE")

    assert DONE == []
    assert "forbids it" in world.outputs()[-1]


def test_what_is_allowed_to_some_is_asked_when_others_wrote_into_the_run() -> None:
    world = World(FIRST, call("drop", table="users"), tools=[pay, drop])
    world.agent = Agent(
        name="Assistant",
        model=OpenAIResponses(id="gpt-5.4"),
        tools=[pay, drop],
        allow=["pay", Rule(tool="drop", users=("U0ANA",))],
    )
    interrupted(world, "Drop the users", by="U0EVE")

    assert DONE == []
    assert [each.tool for each in world.requirements] == ["pay", "drop"]
