"""Other apps: heard five times in a row, never asked whether something may run."""

import pytest

from signoff import tool
from signoff.core.decision import Approved
from signoff.core.items import Update
from signoff.core.requirement import Requirement
from signoff.testing import ScriptedModel, call, say
from signoff.usecases.hear_app import ENOUGH
from signoff.usecases.hear_event import Heard
from tests.usecases.test_introduce import told
from tests.usecases.tools import ALL
from tests.usecases.world import World

BOT = "U0DEPLOY"


@tool(requires_confirmation=True, approvers="requester")
def deploy(version: str) -> str:
    """Deploy a version."""
    return f"deployed {version}"


def hears(world: World, text: str = "ping", *, opens: bool = False) -> Heard:
    return world.hear(world.message(text, opens=opens, user=BOT, is_bot=True))


def endless() -> World:
    return World(*(say(f"pong {number}") for number in range(20)))


def test_after_five_messages_of_apps_the_thread_says_once_why_it_stops() -> None:
    world = endless()
    world.say("Hi")

    became = [hears(world) for _ in range(9)]

    assert became == [Heard.TAKEN] * 5 + [Heard.ENOUGH] * 4
    assert len(world.model.conversations) == 6
    assert world.said.count(ENOUGH) == 1


def test_a_persons_message_lets_them_go_on() -> None:
    world = endless()
    world.say("Hi")
    for _ in range(7):
        hears(world)

    world.say("Go on")
    became = [hears(world) for _ in range(6)]

    assert became == [Heard.TAKEN] * 5 + [Heard.ENOUGH]
    assert world.said.count(ENOUGH) == 2


def test_a_thread_that_an_app_opens_has_the_same_budget() -> None:
    world = endless()

    became = [hears(world, opens=True)] + [hears(world) for _ in range(6)]

    assert became == [Heard.TAKEN] * 5 + [Heard.ENOUGH] * 2


def test_one_message_of_an_app_that_arrives_twice_counts_once() -> None:
    world = endless()
    world.say("Hi")
    message = world.message("ping", opens=False, user=BOT, is_bot=True)

    for _ in range(8):
        world.hear(message)

    assert hears(world) is Heard.TAKEN


def test_the_message_that_was_too_much_is_not_heard_later() -> None:
    world = endless()
    world.say("Hi")
    for _ in range(5):
        hears(world)
    late = world.message("too much", opens=False, user=BOT, is_bot=True)
    world.hear(late)
    world.say("Go on")

    assert world.hear(late) is Heard.TAKEN
    assert not any("too much" in text for text in told(world))


def test_an_app_in_a_thread_without_the_agent_is_looked_at_once_more_and_dropped() -> None:
    world = World()
    message = world.message("ping", opens=False, user=BOT, is_bot=True)

    assert world.hear(message) is Heard.SENT_BACK
    assert world.hear(message, is_retried=True) is Heard.DROPPED
    assert world.rows == ()


def test_a_thread_from_before_there_was_a_count_begins_to_count() -> None:
    world = endless()
    world.say("Hi")
    world.store.change(Update(key=world.thread.meta(), drop=("hops",)))

    assert [hears(world) for _ in range(6)] == [Heard.TAKEN] * 5 + [Heard.ENOUGH]


def test_a_waiting_message_of_an_app_is_marked_and_the_app_is_told_nothing() -> None:
    world = World(call("send_email", to="b", subject="s"), tools=ALL)
    world.say("Mail Bob")

    hears(world)

    assert [each.is_first for each in world.chat.held] == [False]


def test_the_model_is_told_that_an_app_wrote() -> None:
    world = World(say("One."), say("Two."))
    world.say("Hi")

    hears(world, "Deployed.")

    assert told(world)[-1] == "⟦someone · an app⟧ Deployed."


def asked(world: World) -> Requirement:
    (requirement,) = world.requirements
    return requirement


def test_on_an_apps_word_the_last_person_is_the_requester() -> None:
    world = World(say("Hello."), call("deploy", version="1"), tools=[deploy])
    world.hear(world.message("Hi", user="U0BOB"))

    hears(world, "Deploy it")

    assert asked(world).requester.id == "U0BOB"
    assert asked(world).joined == ()


def test_what_only_whoever_asks_may_approve_is_not_asked_where_no_person_did() -> None:
    world = World(call("deploy", version="1"), say("I may not."), tools=[deploy])

    hears(world, "Deploy it", opens=True)

    assert world.requirements == ()
    assert world.outputs()[0].startswith("Not run: only whoever asks for it may approve it")
    assert world.said[0].startswith("Not run: `deploy`. Only whoever asks for it may approve it")
    assert world.said[1] == "I may not."


def test_what_anybody_may_approve_is_asked_in_nobodys_name() -> None:
    world = World(call("send_email", to="b", subject="s"), say("Sent."), tools=ALL)
    hears(world, "Mail b", opens=True)

    requirement = asked(world)
    world.decide(requirement, Approved(), by="U0BOB")
    world.work()

    assert (requirement.requester.id, requirement.requester.name) == ("", "another app")
    assert world.said == ("Sent.",)


@pytest.mark.parametrize("text", ["x" * 70_000, "short"])
def test_the_last_person_is_known_after_the_thread_was_compacted(text: str) -> None:
    world = World(tools=[deploy])
    world.model = ScriptedModel(say(text), call("deploy", version="1"))
    world.hear(world.message("Hi", user="U0BOB"))

    hears(world, "Deploy it")

    assert asked(world).requester.id == "U0BOB"
    assert asked(world).requester.name == "bob"
