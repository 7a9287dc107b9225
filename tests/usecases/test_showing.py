from contextlib import suppress

from signoff.core.decision import Approved
from signoff.core.presence import Activity
from signoff.ports import UndeliverableError, UnreachableError
from signoff.testing import Seen, call, calls, say, turned_down, unavailable
from signoff.usecases.give_up import TRIES
from signoff.usecases.introduce import MOST_ASKED
from tests.core.rows import THREAD
from tests.usecases.tools import ALL
from tests.usecases.tools import nothing_done_yet as _nothing_done_yet
from tests.usecases.world import World

nothing_done_yet = _nothing_done_yet
EMAIL = call("send_email", to="bob", subject="Hi")
PROCESSING, SUSPENDED = Activity.PROCESSING, Activity.SUSPENDED
ACTIVE, CLOSED = Activity.ACTIVE, Activity.CLOSED


def _seen(world: World) -> tuple[Activity, ...]:
    return world.presence.activities(world.thread)


def test_an_answer_is_seen_coming_and_come() -> None:
    world = World(say("Hello."))

    world.say("Hi")

    assert _seen(world) == (PROCESSING, ACTIVE)


def test_while_a_person_is_asked_the_thread_is_suspended() -> None:
    world = World(EMAIL, say("Sent."), tools=ALL)

    world.say("Write to Bob")
    asked = _seen(world)
    world.decide(world.requirements[0], Approved())
    world.work()

    assert asked == (PROCESSING, SUSPENDED)
    assert _seen(world) == (PROCESSING, SUSPENDED, PROCESSING, ACTIVE)


def test_what_is_done_in_one_turn_is_said_once() -> None:
    world = World(
        call("look_up", order="1"), call("look_up", order="2"), say("Both paid."), tools=ALL
    )

    world.say("Look them up")

    assert _seen(world) == (PROCESSING, ACTIVE)


def test_a_turn_that_finds_nothing_to_do_shows_nothing() -> None:
    world = World(say("Hello."))
    world.say("Hi")
    before = _seen(world)

    world.turn()

    assert _seen(world) == before


def test_one_of_two_answers_does_not_end_the_wait() -> None:
    both = calls(EMAIL, call("send_email", to="eve", subject="Yo"))
    world = World(both, say("Sent."), tools=ALL)
    world.say("Write to both")

    world.decide(world.requirements[0], Approved())
    world.work()

    assert _seen(world)[-2:] == (PROCESSING, SUSPENDED)


def test_a_run_that_is_stopped_closes() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Write to Bob")

    world.stop()
    world.work()

    assert _seen(world) == (PROCESSING, SUSPENDED, CLOSED)


def test_a_run_that_is_given_up_closes_and_the_next_one_does_not() -> None:
    world = World(turned_down("too large"), say("Here."))

    world.say("Read all of this")
    given_up = _seen(world)
    world.say("And now?")

    assert given_up == (PROCESSING, CLOSED)
    assert _seen(world)[2:] == (PROCESSING, ACTIVE)


def test_a_thread_takes_its_first_words_as_its_title_and_keeps_them() -> None:
    world = World(say("One."), say("Two."))

    world.say("Refund order 8841,\n  <@U0BOB> says")
    world.say("And order 8842")

    titles = [each.title for each in world.presence.seen]
    assert titles == ["Refund order 8841, @bob says", "", "", ""]


def test_a_name_that_slack_does_not_tell_is_left_out() -> None:
    for error in (UnreachableError("slow"), UndeliverableError("user_not_found")):
        world = World(say("One."))
        world.chat.fail_next("person", error)

        world.say("Ask <@U0BOB> now")

        assert world.presence.seen[0] == Seen(thread=THREAD, activity=PROCESSING, title="Ask now")


def test_a_slack_that_does_not_answer_is_asked_for_no_second_name() -> None:
    world = World(say("One."))
    world.chat.fail_next("person", UnreachableError("slow"))

    world.say("Ask <@U0BOB> and <@U0EVE> now")

    assert world.presence.seen[0] == Seen(thread=THREAD, activity=PROCESSING, title="Ask and now")


def test_no_more_names_are_asked_for_than_a_model_is_told() -> None:
    world = World(say("One."))

    world.say("<@U0BOB> " * (MOST_ASKED + 1))

    assert world.presence.seen[0].title.count("bob") == MOST_ASKED


def test_while_a_model_is_down_the_thread_still_works() -> None:
    world = World(unavailable("busy"), say("Here."))

    world.say("Hi")
    waiting = _seen(world)
    world.work()

    assert waiting == (PROCESSING,)
    assert _seen(world)[-1] is ACTIVE


def test_a_thread_that_is_let_lie_is_closed() -> None:
    world = World(say("Hello."))
    world.say("Hi")

    for _ in range(TRIES + 1):
        world.store.fail_next("query", ValueError("contradiction"))
        with suppress(ValueError):
            world.say("More")

    assert _seen(world)[-1] is CLOSED
