import pytest

from signoff.core.effects import OutState
from signoff.ports import UndeliverableError, UnreachableError
from signoff.testing.model import say
from tests.usecases.world import World


def test_a_reply_is_sent_once_and_noted() -> None:
    world = World(say("Hello."))

    world.say("Hi")

    assert [out.state for out in world.view.outs] == [OutState.SENT]
    assert world.sweep() == {}


def test_a_reply_that_slack_would_not_take_is_sent_by_the_clock() -> None:
    world = World(say("Hello."))
    world.chat.fail_next("say", UnreachableError("down"))
    world.say("Hi")

    world.clock.advance(seconds=60)
    assert world.sweep() == {"sent": 1}

    assert world.said == ("Hello.",)


def test_a_reply_whose_confirmation_was_lost_is_not_said_twice() -> None:
    world = World(say("Hello."))
    world.chat.fail_next("say", KeyboardInterrupt(), took_effect=True)
    with pytest.raises(KeyboardInterrupt):
        world.say("Hi")

    world.clock.advance(seconds=31)
    world.sweep()

    assert world.said == ("Hello.",)
    assert [out.state for out in world.view.outs] == [OutState.SENT]


def test_a_reply_to_nowhere_stops_no_run() -> None:
    world = World(say("Hello."), say("Again."))
    world.chat.fail_next("say", UndeliverableError("is_archived"))

    world.say("Hi")
    world.say("Hi again")

    assert [out.state for out in world.view.outs] == [OutState.TOLD, OutState.SENT]
    assert world.sweep() == {}
