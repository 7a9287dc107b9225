"""Edits and deletions: of what nobody has read they are taken, of the rest they change nothing."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from signoff.agent.agent import Agent
from signoff.core.canonical import JsonObject
from signoff.core.decision import Approved
from signoff.core.hearing import Message
from signoff.ports.model import NOBODY, Answer, Listener
from signoff.testing import RetriedEvent, ScriptedModel, call, say
from signoff.usecases.hear_event import Heard
from signoff.usecases.take_turn import TurnEnd
from tests.usecases.test_introduce import told
from tests.usecases.tools import ALL, DONE
from tests.usecases.tools import nothing_done_yet as _nothing_done_yet
from tests.usecases.world import World

EMAIL = call("send_email", to="bob", subject="Hi")
nothing_done_yet = _nothing_done_yet


def waiting_world() -> World:
    """A thread in which a request is open, so that messages wait."""
    world = World(EMAIL, say("Read."), tools=ALL)
    world.say("Mail Bob")
    return world


def now_says(message: Message, text: str, *, at: int = 1, user: str = "U0ANA") -> Message:
    inbound = replace(message.inbound, text=text, edited=at, user=user)
    return replace(message, inbound=inbound)


def go_on(world: World) -> list[str]:
    """Decide, and give what the model was told then."""
    world.decide(world.requirements[0], Approved())
    world.work()
    return told(world)


def test_a_waiting_message_is_read_as_its_author_changed_it() -> None:
    world = waiting_world()
    message = world.message("to eve", opens=False)
    world.hear(message)

    assert world.edit(now_says(message, "to bob")) is Heard.CHANGED

    assert go_on(world) == ["⟦ana⟧ Mail Bob", "⟦ana⟧ to bob"]
    assert len(world.chat.held) == 1


def test_the_last_edit_counts_whatever_the_order_of_arrival() -> None:
    world = waiting_world()
    message = world.message("one", opens=False)
    world.hear(message)

    became = [
        world.edit(now_says(message, text, at=at))
        for text, at in (("three", 3), ("two", 2), ("three", 3), ("four", 4))
    ]

    assert became == [Heard.CHANGED, Heard.KNOWN, Heard.KNOWN, Heard.CHANGED]
    assert go_on(world)[-1] == "⟦ana⟧ four"


def test_an_edit_of_a_message_that_was_read_changes_nothing() -> None:
    world = World(say("Hello."), say("Again."))
    message = world.message("Hi")
    world.hear(message)

    assert world.edit(now_says(message, "Bye")) is Heard.TOO_LATE

    world.say("More")
    assert told(world) == ["⟦ana⟧ Hi", "⟦ana⟧ More"]


def test_nobody_changes_what_somebody_else_wrote() -> None:
    world = waiting_world()
    message = world.message("to eve", opens=False)
    world.hear(message)

    assert world.edit(now_says(message, "to bob", user="U0EVE")) is Heard.DROPPED

    assert go_on(world)[-1] == "⟦ana⟧ to eve"


def test_an_edit_that_overtakes_its_message_is_heard_in_its_place() -> None:
    world = World(say("Hello."))
    message = world.message("Hi")

    world.edit(now_says(message, "Hello"))
    world.hear(message)

    assert told(world) == ["⟦ana⟧ Hello"]
    assert world.said == ("Hello.",)


def test_an_edit_of_a_reply_that_overtakes_it_is_heard_too() -> None:
    world = World(say("One."), say("Two."))
    world.say("Hi")
    reply = world.message("and thsi", opens=False)

    world.edit(now_says(reply, "and this"))
    world.hear(reply)

    assert told(world)[-1] == "⟦ana⟧ and this"
    assert world.said == ("One.", "Two.")


def test_an_edit_of_what_was_said_before_the_agent_was_called_is_dropped() -> None:
    world = World(say("Here."))
    before = world.message("Lunhc?", ts="1795096800.000001", opens=False)
    world.say("Help us")

    assert world.edit(now_says(before, "Lunch?")) is Heard.SENT_BACK
    (again,) = world.queue.taken()
    assert isinstance(again, RetriedEvent)
    assert world.edit(now_says(before, "Lunch?"), is_retried=True) is Heard.DROPPED
    assert world.said == ("Here.",)


def test_an_edit_that_calls_the_agent_is_heard_though_its_message_never_was() -> None:
    world = World(say("Here."))

    world.edit(world.message("Help us", edited=1))

    assert world.said == ("Here.",)


def test_an_edit_while_the_model_reads_leaves_what_it_read() -> None:
    world = World()
    message = world.message("to eve")

    class Reading(ScriptedModel):
        def answer(
            self, agent: Agent, conversation: Sequence[JsonObject], listener: Listener = NOBODY
        ) -> Answer:
            world.edit(now_says(message, "to bob"))
            return super().answer(agent, conversation, listener)

    world.model = Reading(say("To eve."), say("Again."))
    world.hear(message)
    world.say("And?")

    assert told(world) == ["⟦ana⟧ to eve", "⟦ana⟧ And?"]
    assert world.said == ("To eve.", "Again.")


def test_a_waiting_message_that_is_deleted_is_never_read() -> None:
    world = waiting_world()
    message, kept = world.message("never mind", opens=False), world.message("this", opens=False)
    world.hear(message)
    world.hear(kept)

    assert world.delete(message.inbound.ts) is Heard.TAKEN_BACK

    assert go_on(world) == ["⟦ana⟧ Mail Bob", "⟦ana⟧ this"]
    assert (world.thread, message.inbound.ts) in world.chat.released


def test_a_message_that_is_deleted_before_its_turn_starts_nothing() -> None:
    world = World(say("Hello."), say("Never said."))
    world.say("Hi")
    message = world.message("And?")
    world.store.fail_next("change", KeyboardInterrupt())
    try:
        world.hear(message)
    except KeyboardInterrupt:
        world.delete(message.inbound.ts, opens=True)

    assert world.turn() is TurnEnd.IDLE
    assert world.hear(message) is Heard.TAKEN
    assert (world.said, len(world.model.conversations)) == (("Hello.",), 1)


def test_a_message_that_is_deleted_between_claim_and_model_starts_nothing() -> None:
    world = waiting_world()
    message = world.message("And", opens=False)

    class Speaking(ScriptedModel):
        def answer(
            self, agent: Agent, conversation: Sequence[JsonObject], listener: Listener = NOBODY
        ) -> Answer:
            world.hear(message)
            world.delete(message.inbound.ts)
            return super().answer(agent, conversation, listener)

    world.model = Speaking(say("Sent."))
    world.decide(world.requirements[0], Approved())
    world.work()

    assert world.said == ("Sent.",)
    assert len(world.model.conversations) == 1


def test_a_waiting_message_that_is_edited_while_a_tool_runs_is_heard_as_edited() -> None:
    world = waiting_world()
    message = world.message("one", opens=False)
    world.hear(message)

    def edit() -> None:
        world.edit(now_says(message, "two", at=2))

    DONE.then = edit

    assert go_on(world)[-1] == "⟦ana⟧ two"


def test_a_deletion_that_overtakes_its_message_keeps_it_from_being_heard() -> None:
    world = World(say("Hello."))
    message = world.message("Hi")

    assert world.delete(message.inbound.ts, opens=True) is Heard.TAKEN_BACK
    world.hear(message)

    assert (world.said, world.model.conversations) == ((), ())


def test_a_reply_below_a_deleted_call_does_not_go_round_for_ever() -> None:
    world = World()
    world.delete("1795096800.000001", opens=True)
    reply = world.message("Hm", opens=False)

    assert world.hear(reply) is Heard.SENT_BACK
    assert world.hear(reply, is_retried=True) is Heard.DROPPED


def test_a_deletion_of_what_was_read_or_never_said_to_us_changes_nothing() -> None:
    world = World(say("Hello."))
    message = world.message("Hi")
    world.hear(message)

    assert world.delete(message.inbound.ts) is Heard.TOO_LATE
    assert world.delete("1795096700.000001") is Heard.DROPPED
    assert told(world) == ["⟦ana⟧ Hi"]


def test_an_edit_that_somebody_was_faster_than_is_tried_again() -> None:
    world = waiting_world()
    message = world.message("one", opens=False)
    world.hear(message)
    store: Any = world.store
    change, faster = store.change, [now_says(message, "two", at=2)]

    def slow(update: Any) -> Any:
        while faster:
            world.edit(faster.pop())
        return change(update)

    store.change = slow
    became = world.edit(now_says(message, "three", at=3))

    assert became is Heard.CHANGED
    assert go_on(world)[-1] == "⟦ana⟧ three"
