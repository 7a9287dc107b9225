from signoff.core.decision import Approved
from signoff.testing import call, say
from signoff.usecases.show_run import show_run
from tests.usecases.tools import ALL
from tests.usecases.world import World

EMAIL = call("send_email", to="bob", subject="Hi")


def test_the_last_run_is_shown_unless_another_is_named() -> None:
    world = World(say("One."), say("Two."))
    world.say("First")
    world.say("Second")

    last = show_run(world.thread, run=None, store=world.store)
    first = show_run(world.thread, run=1, store=world.store)

    assert last is not None
    assert first is not None
    assert (last.run, last.last, first.run) == (2, 2, 1)
    assert [moment.words.get("text") for moment in first.moments if moment.what == "heard"] == [
        "First"
    ]


def test_a_thread_or_a_run_that_is_not_there_is_none() -> None:
    world = World(say("One."))

    assert show_run(world.thread, run=None, store=world.store) is None
    world.say("First")
    assert show_run(world.thread, run=7, store=world.store) is None


def test_what_was_said_in_a_run_that_is_compacted_is_shown_all_the_same() -> None:
    world = World(say("x" * 70_000), say("Two."), say("Three."))
    for text in ("1", "2", "3"):
        world.say(text)

    shown = show_run(world.thread, run=1, store=world.store)

    assert shown is not None
    assert {moment.what for moment in shown.moments} == {"heard", "model_spoke", "reply"}


def test_an_approved_run_tells_who_approved_it() -> None:
    world = World(EMAIL, say("Sent."), tools=ALL)
    world.say("Mail Bob")
    world.decide(world.requirements[0], Approved())
    world.work()

    shown = show_run(world.thread, run=None, store=world.store)

    assert shown is not None
    (approved,) = (moment for moment in shown.moments if moment.what == "approved")
    assert approved.by is not None
    assert approved.by.id == "U0BOB"
