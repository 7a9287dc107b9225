"""Agents that other agents call: how they end, by themselves or not."""

import pytest

from signoff import tool
from signoff.agent.toolkit import ToolLike
from signoff.core.decision import (
    Approved,
    Cancelled,
    Decision,
    ItHappened,
    Reconcile,
    RequirementState,
    Superseded,
)
from signoff.core.requirement import OutcomeState
from signoff.testing.model import Reply, call, calls, say, turned_down, unavailable
from signoff.usecases.ask_model import NOTHING_TOLD
from signoff.usecases.give_up import TRIES
from signoff.usecases.start_tool import CHANGED
from signoff.usecases.stop_run import Stopping
from signoff.usecases.take_turn import TRIED_TOO_OFTEN, TurnEnd
from tests.simulation.faults import CrashError
from tests.usecases.crew import EMAIL, SENT, an_agent, approve, cut_off, hand, restart, team
from tests.usecases.tools import DONE, look_up, send_email
from tests.usecases.world import STOPPED, World


def test_an_agent_that_says_nothing_is_said_to_have_said_nothing() -> None:
    world = World(hand("mailer"), Reply(), say("It said nothing."), tools=team())

    world.say("Mail Bob")

    assert world.outputs() == [NOTHING_TOLD]


def test_an_agent_that_never_comes_to_an_end_is_stopped_and_the_other_goes_on() -> None:
    clerk = an_agent("Clerk", look_up, max_steps=2)
    order = call("look_up", order="1")
    world = World(hand("clerk"), order, order, say("It took too long."), tools=[clerk.as_tool()])

    world.say("Look")

    told = "Not finished: Clerk was stopped after 2 steps without coming to an end."
    assert world.outputs() == [told]
    assert world.said == ("It took too long.",)


def test_steps_of_other_agents_do_not_count_as_steps_of_the_one_that_calls() -> None:
    order = call("look_up", order="1")
    clerk = an_agent("Clerk", look_up)
    boss = an_agent("Assistant", clerk.as_tool(), max_steps=2)
    world = World(hand("clerk"), order, order, order, say("Looked."), say("Done."))
    world.agent = boss

    world.say("Look")

    assert world.said == ("Done.",)


def test_a_model_that_refuses_an_agent_for_good_ends_that_agent_alone() -> None:
    world = World(hand("mailer"), turned_down("No such model."), say("It failed."), tools=team())

    world.say("Mail Bob")

    assert world.outputs() == ["Not finished: Mailer could not go on. No such model."]
    assert world.said == ("It failed.",)


def test_a_tool_that_raises_is_told_to_its_own_agent() -> None:
    explode_it = call("explode", what="it")
    world = World(hand("mailer"), explode_it, say("It broke."), say("Sorry."), tools=team())

    world.say("Try")

    assert "RuntimeError: it went off" in str(world.model.conversations[2])
    assert world.outputs() == ["It broke."]


def test_a_run_that_is_stopped_in_the_middle_leaves_nothing_open_at_any_depth() -> None:
    world = World(hand("researcher"), hand("mailer"), EMAIL, tools=team())
    world.say("Mail Bob")

    assert world.stop().stopping is Stopping.ASKED
    world.work()

    assert world.requirements[0].state is RequirementState.CANCELLED
    assert world.said == (STOPPED,)
    restart(world, say("Yes?"))
    world.say("Still there?")
    assert world.outputs() == ["This call was given up. Nothing is known of its outcome."]
    assert len(world.model.conversations) == 1


def test_a_run_that_is_given_up_at_depth_says_what_was_approved_and_did_not_run() -> None:
    both = calls(hand("researcher"), hand("mailer"))
    world = World(both, EMAIL, EMAIL, tools=team())
    world.say("Mail Bob twice")
    restart(world, *[unavailable()] * (TRIES + 1))
    world.decide(world.requirements[0], Approved())
    assert world.turn() is TurnEnd.DELAYED

    world.decide(world.requirements[1], Approved())
    for _ in range(TRIES):
        world.clock.advance(seconds=600)
        world.work()

    assert world.said == (TRIED_TOO_OFTEN.format(tries=TRIES),)
    outcomes = [each.outcome.state for each in world.requirements if each.outcome]
    assert outcomes == [OutcomeState.DONE, OutcomeState.NOT_RUN]
    assert DONE == [SENT]


@pytest.mark.parametrize("decision", [Cancelled(reason="read on"), Superseded(reason="read on")])
def test_agents_are_broken_off_when_what_they_asked_is_taken_back_while_a_message_waits(
    decision: Decision,
) -> None:
    world = World(hand("researcher"), hand("mailer"), EMAIL, tools=team())
    world.say("Mail Bob")
    world.say("Stop, read this first")

    restart(world, say("I have read it."))
    world.decide(world.requirements[0], decision)
    world.work()

    told = "Not finished: Researcher was broken off, because somebody wrote in the thread."
    assert world.outputs() == [told]
    assert "Stop, read this first" in str(world.model.conversations[0][-1])
    assert world.said == ("I have read it.",)


def test_an_agent_whose_request_is_taken_back_goes_on_where_no_message_waits() -> None:
    world = World(hand("mailer"), EMAIL, tools=team())
    world.say("Mail Bob")

    restart(world, say("It was cancelled."), say("Sorry."))
    world.decide(world.requirements[0], Cancelled(reason="not needed"))
    world.work()

    assert "not needed" in str(world.model.conversations[0][-1])
    assert world.outputs() == ["It was cancelled."]


def test_an_agent_that_was_let_begin_and_did_not_end_is_not_said_to_have_been_left_alone() -> None:
    world = World(hand("mailer"), tools=team(requires_confirmation=True))
    world.say("Mail")
    restart(world, EMAIL, tools=team(requires_confirmation=True))
    approve(world, world.requirements[0])

    world.stop()
    world.work()

    begun, inside = world.requirements
    assert begun.outcome is not None
    assert begun.outcome.state is OutcomeState.UNKNOWN
    assert inside.state is RequirementState.CANCELLED


def test_a_tool_that_changed_while_it_waited_at_depth_does_not_start() -> None:
    @tool(name="send_email", requires_confirmation=True)
    def other(to: str, subject: str, urgent: bool = False) -> str:
        """Send it, perhaps in a hurry."""
        raise AssertionError(f"{subject} to {to}, {urgent}")

    world = World(hand("clerk"), EMAIL, tools=[an_agent("Clerk", send_email).as_tool()])
    world.say("Mail Bob")
    changed: list[ToolLike] = [an_agent("Clerk", other).as_tool()]

    restart(world, say("It changed."), say("Sorry."), tools=changed)
    approve(world, world.requirements[0])

    assert CHANGED.format(tool="send_email") in str(world.model.conversations[0])
    assert DONE == []


def test_an_agent_that_is_gone_while_it_waited_starts_nothing_and_the_other_is_told() -> None:
    world = World(hand("clerk"), EMAIL, tools=[an_agent("Clerk", send_email).as_tool()])
    world.say("Mail Bob")

    restart(world, say("Sorry."), tools=[send_email])
    approve(world, world.requirements[0])

    assert world.outputs() == [
        "Not finished: the agent clerk was changed or removed while it worked on this."
    ]
    assert DONE == []


def test_a_start_at_depth_whose_end_nobody_saw_is_asked_about_with_its_path() -> None:
    lookup = call("look_up", order="8841")
    world = World(hand("researcher"), hand("mailer"), lookup, tools=team())
    DONE.then = lambda: cut_off(world)
    with pytest.raises(CrashError):
        world.say("Look")
    world.clock.advance(seconds=200)
    world.sweep()
    world.work()
    (asked,) = world.requirements
    assert isinstance(asked.ask, Reconcile)
    assert (asked.agent, asked.path) == ("mailer", ("Researcher", "Mailer"))

    restart(world, say("Looked."), say("Found."), say("Done."))
    world.decide(asked, ItHappened())
    world.work()

    assert DONE == ["looked up 8841"]
    assert world.said == ("Done.",)


def test_the_next_run_is_told_what_agents_answered_and_reads_none_of_their_steps() -> None:
    lookup = call("look_up", order="8841")
    world = World(
        hand("mailer"), lookup, say("Paid."), say("It is paid."), say("Yes."), tools=team()
    )
    world.say("Look")

    world.say("Sure?")

    assert world.outputs() == ["Paid."]
    assert "looked up" not in str(world.model.conversations[-1])


def test_long_work_of_other_agents_is_compacted_with_the_run() -> None:
    long = say("x" * 70_000)
    lines = (hand("researcher"), hand("mailer"), long, say("Short."), say("Done."), say("Yes."))
    world = World(*lines, tools=team())
    world.say("Look")

    world.say("Sure?")

    assert world.view.meta.base == 2
    assert world.outputs() == ["Short."]
