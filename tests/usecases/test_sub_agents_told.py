"""Agents that other agents call: what is on record of them, and told."""

from signoff.core.execution import ExecutionState
from signoff.core.keys import Position
from signoff.core.observations.runs import ModelAnswered, OutcomeNoted
from signoff.core.requirement import OutcomeState
from signoff.testing.model import call, say
from signoff.usecases.show_run import show_run
from tests.usecases.crew import (
    EMAIL,
    approve,
    hand,
    restart,
    team,
)
from tests.usecases.world import World


def test_an_agent_is_never_called_as_a_function_and_its_start_is_on_record() -> None:
    world = World(hand("mailer"), EMAIL, tools=team())
    world.say("Mail Bob")
    restart(world, say("Mailed."), say("Done."))
    approve(world, world.requirements[0])

    start = world.view.execution_at(Position(run=1, step=1, index=0))

    assert start is not None
    assert start.state is ExecutionState.SUCCEEDED


def test_the_operator_is_told_whose_model_answered_and_how_each_call_ended() -> None:
    lookup = call("look_up", order="8841")
    world = World(hand("mailer"), lookup, say("Paid."), say("It is paid."), tools=team())

    world.say("Look")

    spoke = [each.agent for each in world.operator.of(ModelAnswered)]
    assert spoke == ["assistant", "mailer", "mailer", "assistant"]
    ended = [(each.tool, each.outcome) for each in world.operator.of(OutcomeNoted)]
    assert ended == [("look_up", OutcomeState.DONE), ("mailer", OutcomeState.DONE)]


def test_a_timeline_tells_who_worked_for_whom() -> None:
    world = World(hand("mailer"), EMAIL, tools=team())
    world.say("Mail Bob")
    restart(world, say("Mailed."), say("Done."))
    approve(world, world.requirements[0])

    shown = show_run(world.thread, run=None, store=world.store)

    assert shown is not None
    within = [each.details.get("within") for each in shown.moments if each.what == "model_spoke"]
    assert within == [None, "1.1.0", "1.1.0", None]
    called = [each.details.get("agent") for each in shown.moments if each.what == "called"]
    assert called == ["mailer", None]
