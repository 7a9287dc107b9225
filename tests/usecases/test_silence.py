"""Slack asks to be left alone: nothing else is sent meanwhile, and then one after the other."""

from collections import Counter
from typing import Any

import pytest

from signoff.core.decision import Approved, RequirementState
from signoff.core.effects import OutState
from signoff.core.keys import ThreadKey
from signoff.ports import TransientError, UnreachableError
from signoff.testing import ScriptedModel, Wake
from signoff.testing.model import say
from tests.usecases.test_outbox import DAY_S, DOWN, EMAIL, SECOND, THIRD, MoodyWorld, mailed
from tests.usecases.tools import DONE


class LimitedModel(ScriptedModel):
    """What it needs of Slack is limited."""

    def answer(self, *_: Any, **__: Any) -> Any:
        raise UnreachableError("limit", retry_after_s=120)


def test_where_slack_asks_to_be_left_alone_nothing_else_is_sent_to_it() -> None:
    world = MoodyWorld(EMAIL, say("Hello."), say("Hello."))
    world.chat.trouble = DOWN
    world.say("Mail Bob")
    for thread in (SECOND, THIRD):
        world.hear(world.message("Hi", thread=thread))
    world.chat.trouble, world.chat.asked = UnreachableError("limit", retry_after_s=90), 0
    world.clock.advance(seconds=60)

    assert world.sweep() == {"drawn": 1, "left_alone": 2}

    assert world.chat.asked == 1
    assert {out.due for out in world.outs} == {world.clock() + wait for wait in (150_000, 151_500)}
    world.chat.trouble = None
    world.pass_minutes(3)
    assert [out.state for out in world.outs] == [OutState.SENT] * 2


def test_what_has_expired_is_decided_while_slack_is_left_alone() -> None:
    world = MoodyWorld(EMAIL, say("Hello."))
    world.say("Mail Bob")
    world.clock.advance(seconds=DAY_S - 60)
    world.chat.trouble = UnreachableError("limit", retry_after_s=90)
    world.hear(world.message("Hi", thread=SECOND))
    world.clock.advance(seconds=120)
    world.chat.asked = 0

    assert world.sweep() == {"expired": 1, "left_alone": 1}

    assert world.requirements[0].state is RequirementState.EXPIRED
    assert world.chat.asked == 1


def test_a_row_that_is_always_cut_off_keeps_no_other_waiting() -> None:
    world = MoodyWorld(EMAIL, say("Hello."), say("Hello."))
    world.chat.trouble = DOWN
    world.say("Mail Bob")
    for thread in (SECOND, THIRD):
        world.hear(world.message("Hi", thread=thread))
    world.chat.trouble = None

    for _ in range(6):
        world.chat.fail_next("show", DOWN)
        world.pass_minutes(1)

    assert [out.state for out in world.outs] == [OutState.SENT] * 2


def test_what_waits_behind_a_short_limit_is_seen_to_within_the_minute_one_after_the_other() -> None:
    world = MoodyWorld(*[say("Hello.")] * 4)
    world.chat.trouble = UnreachableError("limit", retry_after_s=5)
    threads = [ThreadKey(team="T1", channel="C1", thread_ts=f"9.{n}") for n in range(4)]
    for thread in threads:
        world.hear(world.message("Hi", thread=thread))
    world.clock.advance(seconds=60)

    assert world.sweep() == {"sent": 1, "left_alone": 3}

    assert [place.delay_s for place in world.queue.places] == [5, 7, 8]
    world.chat.trouble, began = None, world.clock()
    for place in world.queue.places:
        world.clock.advance(ms=began + place.delay_s * 1000 - world.clock())
        assert world.see_to(place) == "sent"
        assert world.see_to(place) == "not_due"
    assert sum(out.state is OutState.SENT for out in world.outs) == 3


def test_a_place_that_the_queue_lost_is_seen_to_by_the_clock() -> None:
    world = MoodyWorld(*[say("Hello.")] * 2)
    world.chat.trouble = UnreachableError("limit", retry_after_s=5)
    for thread in (SECOND, THIRD):
        world.hear(world.message("Hi", thread=thread))
    world.clock.advance(seconds=60)
    world.sweep()

    world.chat.trouble = None
    world.pass_minutes(2)

    assert [out.state for out in world.outs] == [OutState.SENT] * 2


def test_what_goes_wrong_at_a_place_is_left_to_the_clock() -> None:
    world = MoodyWorld(*[say("Hello.")] * 2)
    world.chat.trouble = UnreachableError("limit", retry_after_s=5)
    for thread in (SECOND, THIRD):
        world.hear(world.message("Hi", thread=thread))
    world.clock.advance(seconds=60)
    world.sweep()
    (place,) = world.queue.places

    world.store.fail_next("read", TransientError("down"))

    assert world.see_to(place) == "left to the clock"
    assert all(out.due is not None for out in world.outs)


def test_threads_that_slack_limits_in_one_second_come_back_in_many() -> None:
    world = MoodyWorld(*[say("Hello.")] * 100)
    world.chat.trouble = UnreachableError("limit", retry_after_s=5)
    for n in range(100):
        world.hear(
            world.message("Hi", thread=ThreadKey(team="T1", channel="C1", thread_ts=f"9.{n}"))
        )

    seconds = Counter((out.due or 0) // 1000 for out in world.outs)

    assert min(seconds) >= (world.clock() + 5_000) // 1000
    assert max(seconds.values()) <= 12


def test_a_turn_that_slack_limits_is_taken_up_when_slack_allows_it() -> None:
    world = MoodyWorld(say("Hello."))
    world.model = LimitedModel()

    world.say("Hi")

    assert [wake.delay_s for wake in world.queue.waiting if isinstance(wake, Wake)] == [120]


@pytest.mark.parametrize("method", ["show", "say"])
def test_no_time_passes_in_an_invocation_that_is_asked_to_wait(method: str) -> None:
    world = mailed((method, UnreachableError("limit", retry_after_s=30)))
    began = world.clock()

    world.decide(world.requirements[0], Approved())
    world.work()
    world.sweep()

    assert world.clock() == began
    assert DONE == ["sent Hi to bob"]
