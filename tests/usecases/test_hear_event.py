from collections.abc import Sequence
from dataclasses import replace

from signoff.agent.agent import Agent
from signoff.core.canonical import JsonObject
from signoff.core.decision import Approved
from signoff.core.inbound import Inbound
from signoff.ports.model import NOBODY, Answer, Listener
from signoff.testing import RetriedEvent, ScriptedModel
from signoff.testing.model import call, say
from signoff.usecases.hear_event import OVERTAKEN_S, Heard
from tests.usecases.tools import ALL
from tests.usecases.world import World

LATER = "1795096800.999999"


def test_one_gesture_that_arrives_many_times_is_one_turn() -> None:
    world = World(say("Hello."))
    message = world.message("Hi")

    for _ in range(50):
        world.hear(message)

    assert world.said == ("Hello.",)
    assert len(world.model.conversations) == 1


def test_a_mention_and_its_twin_are_one_turn() -> None:
    world = World(say("Hello."))
    mention = world.message("Hi", ts="1795096800.000100")
    twin = world.message("<@U0BOT> Hi", ts="1795096800.000100", opens=False)

    world.hear(mention)
    world.hear(twin)

    assert world.said == ("Hello.",)


def test_a_reply_that_overtakes_its_mention_is_looked_at_once_more() -> None:
    world = World(say("Both."))
    reply = world.message("And this", ts="1795096800.000200", opens=False)

    assert world.hear(reply) is Heard.SENT_BACK
    (again,) = world.queue.taken()
    assert isinstance(again, RetriedEvent)
    assert again.delay_s == OVERTAKEN_S
    world.hear(world.message("First", ts="1795096800.000100"))

    assert len(world.model.conversations) == 1


def test_a_reply_in_a_thread_that_the_agent_is_not_in_is_dropped() -> None:
    world = World()
    reply = world.message("Not for you", opens=False)

    assert world.hear(reply, is_retried=True) is Heard.DROPPED
    assert world.store.rows == ()


def test_what_people_said_before_they_called_the_agent_is_not_for_it() -> None:
    world = World(say("Here I am."))
    reply = world.message("Lunch?", ts="1795096800.000100", opens=False)
    world.hear(reply)

    world.hear(world.message("Help us", ts="1795096800.000200"))

    assert world.hear(reply, is_retried=True) is Heard.DROPPED
    assert world.said == ("Here I am.",)


def test_a_reply_that_overtook_its_mention_is_heard_when_it_comes_again() -> None:
    world = World(say("First."), say("Second."))
    reply = world.message("And this", ts="1795096800.000200", opens=False)
    world.hear(reply)
    world.hear(world.message("Look", ts="1795096800.000100"))

    for _ in range(2):
        world.hear(reply, is_retried=True)

    assert world.said == ("First.", "Second.")


def test_a_reply_in_an_engaged_thread_is_heard() -> None:
    world = World(say("One."), say("Two."))
    world.say("First")

    world.hear(world.message("Second", opens=False))

    assert world.said == ("One.", "Two.")


def test_messages_are_heard_in_slacks_order_whatever_the_order_of_arrival() -> None:
    world = World(call("send_email", to="b", subject="s"), say("All read."), tools=ALL)
    world.say("Mail Bob")
    late, early = (
        world.message("second", ts="1795096999.2"),
        world.message("first", ts="1795096900.1"),
    )

    world.hear(late)
    world.hear(early)
    world.decide(world.requirements[0], Approved())
    world.work()

    told = [str(item["content"]) for item in world.model.conversations[1][-2:]]
    assert "first" in told[0]
    assert "second" in told[1]


def test_a_message_that_came_while_the_model_thought_is_told_to_wait_too() -> None:
    world = World(tools=ALL)
    meanwhile = replace(
        world.message("And this"), inbound=Inbound(ts=LATER, user="U0EVE", text="x")
    )

    class Thinking(ScriptedModel):
        def answer(
            self, agent: Agent, conversation: Sequence[JsonObject], listener: Listener = NOBODY
        ) -> Answer:
            world.hear(meanwhile)
            return super().answer(agent, conversation, listener)

    world.model = Thinking(call("send_email", to="b", subject="s"))

    world.say("Mail Bob")

    assert [(each.user, each.ts) for each in world.chat.held] == [("U0EVE", LATER)]


def test_a_message_whose_worker_died_before_the_turn_is_heard_at_the_next_delivery() -> None:
    world = World(say("Hello."))
    message = world.message("Hi")
    world.store.fail_next("change", KeyboardInterrupt())
    try:
        world.hear(message)
    except KeyboardInterrupt:
        world.hear(message)

    assert world.said == ("Hello.",)
