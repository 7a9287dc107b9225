"""Agents that other agents call: rules and switches above them hold for them, too."""

import pytest

from signoff.agent.agent import Agent
from signoff.agent.rules import Rule
from signoff.core.approving import ApproveWith
from signoff.core.click import SwitchedOff
from signoff.core.decision import Approved
from signoff.core.grants import RejectForGood
from signoff.core.items import Put
from signoff.core.outputs import FORBIDDEN, OFF
from signoff.core.switches import EveryTool, OneAgent, OneTool, Scope, switch_key
from signoff.testing.model import call, calls, say
from tests.usecases.crew import EMAIL, MODEL, an_agent, approve, hand, restart, team
from tests.usecases.tools import DONE, announce, look_up, send_email
from tests.usecases.world import World


def throw(world: World, scope: Scope) -> None:
    key = switch_key(world.thread.team, scope)
    world.store.commit(Put(key=key, item={"pk": key.pk, "sk": key.sk}))


def test_what_the_threads_own_agent_denies_runs_in_no_other() -> None:
    world = World(hand("researcher"), hand("mailer"), EMAIL, say("No."), say("No."), say("No."))
    world.agent = Agent(model=MODEL, tools=team(), deny=["send_*"])

    world.say("Mail Bob")

    assert FORBIDDEN in str(world.model.conversations[3])
    assert world.requirements == ()
    assert DONE == []


def test_what_an_agent_on_the_way_asks_about_is_asked_below_it() -> None:
    mailer = an_agent("Mailer", look_up)
    clerk = Agent(name="Clerk", model=MODEL, tools=[mailer.as_tool()], ask=["look_up"])
    world = World(hand("clerk"), hand("mailer"), call("look_up", order="8841"))
    world.agent = an_agent("Assistant", clerk.as_tool(), look_up)

    world.say("Look")

    (asked,) = world.requirements
    assert (asked.tool, asked.path) == ("look_up", ("Clerk", "Mailer"))
    assert DONE == []


def test_rules_of_an_agent_do_not_hold_for_the_one_that_calls_it() -> None:
    clerk = Agent(name="Clerk", model=MODEL, tools=[look_up], deny=["look_up"])
    world = World(call("look_up", order="8841"), say("Paid."))
    world.agent = an_agent("Assistant", clerk.as_tool(), look_up)

    world.say("Look")

    assert DONE == ["looked up 8841"]


def test_a_call_of_an_agent_can_be_denied_or_asked_about_by_its_name() -> None:
    world = World(hand("mailer"), say("No."), hand("researcher"))
    world.agent = Agent(model=MODEL, tools=team(), deny=["mailer"], ask=["researcher"])

    world.say("Mail Bob")
    assert world.outputs() == [FORBIDDEN]
    world.say("Research, then")

    assert [each.tool for each in world.requirements] == ["researcher"]
    assert world.model.speakers == ("assistant",) * 3


def test_an_edit_at_depth_into_what_is_denied_above_does_not_run() -> None:
    mailer = an_agent("Mailer", announce)
    rule = Rule(tool="announce", when=lambda arguments: "secret" in arguments["body"])
    world = World(hand("mailer"), call("announce", channel="ops", subject="Hi", body="x"))
    world.agent = Agent(model=MODEL, tools=[mailer.as_tool()], deny=[rule])
    world.say("Tell ops")

    world.model.script(say("I may not."), say("No."))
    world.decide(world.requirements[0], ApproveWith(values='{"body":"a secret"}'))
    world.work()

    assert FORBIDDEN in str(world.model.conversations[2])
    assert DONE == []


@pytest.mark.parametrize(
    "scope",
    [
        EveryTool(),
        OneTool(name="send_email"),
        OneAgent(id="assistant"),
        OneAgent(id="researcher"),
        OneAgent(id="mailer"),
    ],
)
def test_a_switch_over_any_agent_on_the_way_stops_a_tool_that_was_approved(scope: Scope) -> None:
    world = World(hand("researcher"), hand("mailer"), EMAIL, tools=team())
    world.say("Mail Bob")
    world.decide(world.requirements[0], Approved())

    throw(world, scope)
    restart(world, say("Off."), say("Off."), say("Off."))
    world.work()

    assert OFF in str(world.model.conversations[0])
    assert DONE == []


@pytest.mark.parametrize("agent", ["assistant", "researcher", "mailer"])
def test_an_approval_under_a_switch_over_any_agent_on_the_way_is_refused_at_once(
    agent: str,
) -> None:
    world = World(hand("researcher"), hand("mailer"), EMAIL, tools=team())
    world.say("Mail Bob")

    throw(world, OneAgent(id=agent))

    assert world.requirements[0].callers == ("assistant", "researcher")
    assert world.decide(world.requirements[0], Approved()) == SwitchedOff()


@pytest.mark.parametrize("scope", [OneTool(name="mailer"), OneAgent(id="mailer"), EveryTool()])
def test_a_switch_over_an_agent_lets_no_call_of_it_begin(scope: Scope) -> None:
    world = World(hand("mailer"), say("Off."), tools=team())
    throw(world, scope)

    world.say("Mail Bob")

    assert world.outputs() == [OFF]
    assert world.model.speakers == ("assistant", "assistant")


@pytest.mark.parametrize("scope", [OneAgent(id="clerk"), OneTool(name="researcher")])
def test_a_switch_beside_the_way_stops_nothing(scope: Scope) -> None:
    world = World(hand("mailer"), EMAIL, tools=team())
    world.say("Mail Bob")

    throw(world, scope)
    restart(world, say("Mailed."), say("Done."))
    approve(world, world.requirements[0])

    assert DONE == ["sent Hi to bob"]


def test_what_is_refused_for_good_while_another_agent_works_is_not_asked_by_that_one() -> None:
    lookup, both = call("look_up", order="8841"), calls(hand("mailer"), hand("mailer"))
    world = World(
        both, EMAIL, lookup, EMAIL, say("Then not."), say("No."), say("No."), tools=team()
    )

    def refuse() -> None:
        world.decide(world.requirements[0], RejectForGood())

    DONE.then = refuse

    world.say("Mail and look up")

    assert [each.tool for each in world.requirements] == ["send_email"]
    assert DONE == ["looked up 8841"]


def test_a_rule_may_name_a_tool_that_only_another_agent_has() -> None:
    mailer = an_agent("Mailer", send_email)

    boss = Agent(model=MODEL, tools=[mailer.as_tool()], deny=["send_email"])

    assert boss.rules.deny == (Rule(tool="send_email"),)
    with pytest.raises(ValueError, match=r"'fly' is no tool of it. The tools: mailer, send_email"):
        Agent(model=MODEL, tools=[mailer.as_tool()], deny=["fly"])
