from datetime import timedelta

import pytest

from signoff import tool
from signoff.core.decision import Approved, Rejected, RequirementState
from signoff.core.thread import ThreadState
from signoff.core.transitions import lease
from signoff.core.transitions.lease import woken
from signoff.ports import TransientError
from signoff.testing.model import (
    Reply,
    ScriptedCall,
    call,
    calls,
    cut,
    refused,
    say,
    turned_down,
    unavailable,
)
from signoff.usecases.give_up import TRIES
from signoff.usecases.take_turn import TOO_MANY_STEPS, TRIED_TOO_OFTEN, TurnEnd
from tests.usecases.tools import ALL, DONE
from tests.usecases.world import LEASE_MS, World

EMAIL = call("send_email", to="bob@example.com", subject="Hi")


def test_a_message_gets_an_answer() -> None:
    world = World(say("Hello."))

    world.say("Hi there")

    assert world.said == ("Hello.",)
    assert world.view.meta.state is ThreadState.IDLE


def test_a_conversation_goes_on_in_its_thread() -> None:
    world = World(say("Hello."), say("As I said: hello."))

    world.say("Hi")
    world.say("What did you say?")

    told = [item["role"] for item in world.model.conversations[1]]
    assert told == ["user", "assistant", "user"]


def test_a_tool_that_needs_nobody_runs_without_waiting() -> None:
    world = World(call("look_up", order="8841"), say("It is paid."), tools=ALL)

    world.say("Is 8841 paid?")

    assert DONE == ["looked up 8841"]
    assert world.outputs() == ["8841 is paid"]
    assert world.said == ("It is paid.",)


def test_an_unknown_tool_is_told_to_the_model() -> None:
    world = World(call("fly"), say("I can't fly."), tools=ALL)

    world.say("Fly!")

    assert "There is no tool fly" in world.outputs()[0]
    assert world.requirements == ()


@pytest.mark.parametrize("arguments", ["{", "[]", '{"to": 5, "subject": "x"}', '{"to": "x"}'])
def test_malformed_arguments_go_back_to_the_model_and_disturb_nobody(arguments: str) -> None:
    malformed = calls(ScriptedCall(name="send_email", arguments=arguments))
    world = World(malformed, say("I could not."), tools=ALL)

    world.say("Mail Bob")

    assert "Not run" in world.outputs()[0]
    assert world.requirements == ()
    assert world.chat.shown == []


def test_a_refusal_is_said_in_the_thread() -> None:
    world = World(refused("I won't help with that."))

    world.say("Do harm")

    assert world.said == ("I won't help with that.",)


def test_of_an_answer_whose_calls_are_not_made_only_the_words_go_back() -> None:
    asked = (ScriptedCall(name="send_email", arguments="{}"),)
    world = World(Reply(refusal="I won't.", calls=asked), say("Something else."), tools=ALL)

    world.say("Do harm")
    world.say("And now?")

    _, said, _ = world.model.conversations[-1]
    assert said == {
        "type": "message",
        "role": "assistant",
        "content": [{"type": "output_text", "text": "I won't."}],
    }


def test_an_incomplete_answer_is_said_with_the_reason() -> None:
    world = World(cut("The first half", why="it was too long"))

    world.say("Tell me all")

    assert world.said[0].startswith("The first half")
    assert "it was too long" in world.said[0]


def test_an_empty_answer_is_still_a_sentence() -> None:
    world = World(say(""))

    world.say("Hm?")

    assert world.said == ("I have no answer to that.",)


def test_a_model_that_is_down_is_asked_again_later() -> None:
    world = World(unavailable(), say("Back again."))

    world.say("Hi")
    assert not world.chat.said
    world.clock.advance(seconds=5)
    world.work()

    assert world.said == ("Back again.",)


def test_a_model_that_stays_down_ends_in_a_plain_sentence() -> None:
    world = World(*[unavailable()] * TRIES)

    world.say("Hi")
    for _ in range(TRIES):
        world.clock.advance(seconds=300)
        world.work()

    assert world.said == (TRIED_TOO_OFTEN.format(tries=TRIES),)
    assert world.view.meta.state is ThreadState.IDLE


def test_a_request_that_the_model_never_takes_ends_in_a_plain_sentence() -> None:
    world = World(turned_down("The model refused the key."), say("Now it works."))

    world.say("Hi")
    world.say("Again")

    assert world.said == ("The model refused the key.", "Now it works.")


def test_a_tool_that_raises_is_an_answer_too() -> None:
    world = World(call("explode", what="it"), say("It blew up."), tools=ALL)

    world.say("Light it")

    assert world.outputs() == ["The tool failed: RuntimeError: it went off"]


def test_too_many_steps_end_the_run() -> None:
    world = World(*[call("look_up", order="1")] * 100, tools=ALL)

    world.say("Loop")

    steps = world.agent.max_steps
    assert world.said == (TOO_MANY_STEPS.format(steps=steps),)
    assert len(DONE) == steps


def test_a_long_turn_is_handed_on_and_asks_nothing_twice() -> None:
    @tool
    def think(hard: str) -> str:
        """Take a minute."""
        world.clock.advance(seconds=60)
        return hard

    world = World(*[call("think", hard="1")] * 5, say("Done."), tools=[think])

    world.say("Think")
    first = len(world.model.conversations)
    world.work()

    assert first == 2
    assert len(world.model.conversations) == 6
    assert world.said == ("Done.",)


def test_a_busy_thread_is_left_to_the_worker_that_has_it() -> None:
    world = World(say("Once."))
    world.store.commit(woken(world.thread, due=0))
    world.store.change(lease.claim(world.thread, now=world.clock(), lease_ms=LEASE_MS))

    assert world.turn() is TurnEnd.BUSY


def test_a_wake_without_a_reason_parks_again() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")

    for _ in range(TRIES * 3):
        assert world.turn() is TurnEnd.WAITING

    assert len(world.model.conversations) == 1
    assert world.requirements[0].is_open


def test_an_unforeseen_error_gives_the_lease_back_and_is_raised() -> None:
    world = World(say("Hello."), say("Said."))
    world.say("Hi")
    world.store.fail_next("query", ValueError("broken"))

    with pytest.raises(ValueError, match="broken"):
        world.say("And?")
    world.turn()

    assert world.said == ("Hello.", "Said.")


def test_a_message_that_arrives_in_mid_turn_is_heard_by_the_next_model_call() -> None:
    @tool
    def listen(to: str) -> str:
        """Somebody writes meanwhile."""
        world.say("And this too")
        return to

    world = World(call("listen", to="x"), say("Both."), tools=[listen])

    world.say("First this")

    kinds = [item["type"] for item in world.model.conversations[1]]
    assert kinds == ["message", "function_call", "function_call_output", "message"]
    assert world.said == ("Both.",)


def test_a_worker_that_lost_its_lease_writes_nothing() -> None:
    @tool
    def stall(for_long: str) -> str:
        """Stall past the lease while another worker claims the thread."""
        world.clock.advance(ms=LEASE_MS + 1)
        world.store.change(lease.claim(world.thread, now=world.clock(), lease_ms=LEASE_MS))
        return for_long

    world = World(call("stall", for_long="x"), tools=[stall])
    message = world.message("Go")

    world.hear(message)

    assert world.view.outputs == {}
    assert world.view.meta.fence == 2


def test_a_stop_ends_the_run_before_the_next_start() -> None:
    world = World(EMAIL, say("fresh"), tools=ALL)
    world.say("Mail Bob")
    world.decide(world.requirements[0], Approved())
    world.stop()

    world.work()

    assert DONE == []
    assert world.said == ("Stopped by bob.",)
    assert world.view.meta.stop is None


def test_a_long_journal_is_compacted_and_still_known_to_the_model() -> None:
    long = "x" * 70_000
    world = World(say(long), say("Two."), say("Three."))

    for text in ("1", "2", "3"):
        world.say(text)

    assert world.view.meta.base == 2
    assert len(world.model.conversations[2]) == 5


def test_a_pause_that_nobody_answers_in_time_expires() -> None:
    @tool(requires_confirmation=True, expires_in=timedelta(hours=1))
    def act(x: str) -> str:
        """Act."""
        DONE.append(x)
        return x

    world = World(call("act", x="1"), say("Too late."), tools=[act])
    world.say("Act")
    world.clock.advance(seconds=3600)

    world.sweep()
    world.work()

    assert world.requirements[0].state is RequirementState.EXPIRED
    assert DONE == []
    assert "Expired" in world.outputs()[0]
    assert world.said == ("Too late.",)


def test_a_store_that_is_busy_leaves_the_turn_to_a_later_wake() -> None:
    world = World(say("Hello."))
    world.store.fail_next("query", TransientError("busy"))

    world.say("Hi")
    world.clock.advance(seconds=5)
    world.work()

    assert world.said == ("Hello.",)


def test_a_rejection_reaches_the_model_with_its_reason() -> None:
    world = World(EMAIL, say("I left it."), tools=ALL)
    world.say("Mail Bob")

    world.decide(world.requirements[0], Rejected(reason="wrong Bob"))
    world.work()

    assert world.outputs() == [
        "Rejected by @bob, not run: wrong Bob. Do not retry unless asked to."
    ]
    assert DONE == []
