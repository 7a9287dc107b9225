"""Agents that other agents call: what pauses in them pauses in the thread, and goes on there."""

import json

import pytest

from signoff import tool
from signoff.agent.sub_agents import DEEPEST
from signoff.agent.toolkit import ToolLike
from signoff.core.approving import ApproveWith
from signoff.core.decision import (
    Answered,
    Rejected,
)
from signoff.core.requirement import OutcomeState
from signoff.core.thread import ThreadState
from signoff.testing.model import call, calls, say
from tests.usecases.crew import (
    EMAIL,
    NO,
    SENT,
    an_agent,
    approve,
    hand,
    restart,
    team,
)
from tests.usecases.tools import DONE, look_up, send_email
from tests.usecases.world import World


@pytest.mark.parametrize(
    ("way", "path"),
    [
        (("mailer",), ("Mailer",)),
        (("researcher", "mailer"), ("Researcher", "Mailer")),
        (("clerk", "researcher", "mailer"), ("Clerk", "Researcher", "Mailer")),
    ],
)
def test_a_pause_of_any_depth_is_asked_in_the_thread_and_goes_on_there_after_a_cold_start(
    way: tuple[str, ...], path: tuple[str, ...]
) -> None:
    world = World(*map(hand, way), EMAIL, tools=team())
    world.say("Mail Bob")
    (asked,) = world.requirements
    assert (asked.agent, asked.path, asked.requester.id) == ("mailer", path, "U0ANA")
    assert asked.is_open
    assert world.view.meta.state is ThreadState.WAITING
    assert world.chat.standing(world.thread, asked.card).rows == (asked,)

    words = [say(f"{agent} is done.") for agent in reversed(way)]
    restart(world, *words, say("All is done."))
    approve(world, asked)

    assert DONE == [SENT]
    assert world.model.speakers == (*reversed(way), "assistant")
    told = [json.dumps(each[-1]) for each in world.model.conversations]
    assert '"sent"' in told[0]
    for each, before in zip(told[1:], reversed(way), strict=True):
        assert f'"output": "{before} is done."' in each
    assert world.said == ("All is done.",)


def test_a_pause_as_deep_as_agents_may_stand_goes_on_there_too() -> None:
    def chain() -> list[ToolLike]:
        lowest = an_agent("Agent 1", send_email)
        for number in range(2, DEEPEST + 1):
            lowest = an_agent(f"Agent {number}", lowest.as_tool())
        return [lowest.as_tool()]

    ways = [hand(f"agent_{number}") for number in range(DEEPEST, 0, -1)]
    world = World(*ways, EMAIL, tools=chain())
    world.say("Mail Bob")
    (asked,) = world.requirements
    assert asked.path == tuple(f"Agent {number}" for number in range(DEEPEST, 0, -1))

    words = [say(f"{number} is done.") for number in range(1, DEEPEST + 1)]
    restart(world, *words, say("All is done."), tools=chain())
    approve(world, asked)

    assert DONE == [SENT]
    assert world.outputs() == [f"{DEEPEST} is done."]
    assert world.said == ("All is done.",)


def test_an_agent_that_is_called_sees_its_input_alone() -> None:
    world = World(hand("mailer", "Mail Bob about 8841"), say("Done."), say("Fine."), tools=team())

    world.say("A secret of the thread")

    own, inside, after = world.model.conversations
    assert "A secret of the thread" in str(own)
    assert [item["content"] for item in inside] == [
        [{"type": "input_text", "text": "Mail Bob about 8841"}]
    ]
    assert [item["type"] for item in after] == ["message", "function_call", "function_call_output"]


def test_one_agent_goes_on_while_another_waits() -> None:
    both = calls(hand("mailer"), hand("researcher"))
    lookup = call("look_up", order="8841")
    world = World(both, EMAIL, lookup, say("It is paid."), tools=team())

    world.say("Mail and look up")

    assert DONE == ["looked up 8841"]
    assert world.model.speakers == ("assistant", "mailer", "researcher", "researcher")
    assert world.view.meta.state is ThreadState.WAITING
    restart(world, say("Mailed."), say("Both are done."))
    approve(world, world.requirements[0])
    assert world.outputs() == ["Mailed.", "It is paid."]
    assert world.said == ("Both are done.",)


def test_one_agent_called_twice_at_once_has_two_conversations() -> None:
    both = calls(hand("mailer", "Mail Bob"), hand("mailer", "Mail Eve"))
    second = call("send_email", to="eve", subject="Yo")
    world = World(both, EMAIL, second, tools=team())
    world.say("Mail both")
    bob, eve = world.requirements
    assert (bob.at.step, eve.at.step, bob.card == eve.card) == (2, 3, False)

    restart(world, say("Eve has it."))
    approve(world, eve)
    assert "Mail Eve" in str(world.model.conversations[0])
    assert "Mail Bob" not in str(world.model.conversations[0])
    restart(world, say("Bob has it."), say("Done."))
    approve(world, bob)

    assert world.outputs() == ["Bob has it.", "Eve has it."]
    assert DONE == ["sent Yo to eve", SENT]


def test_one_agent_in_two_places_at_once_is_kept_apart() -> None:
    both = calls(hand("mailer", "Mail Bob"), hand("researcher"))
    deeper = hand("mailer", "Mail Eve")
    world = World(both, EMAIL, deeper, call("send_email", to="eve", subject="Yo"), tools=team())
    world.say("Mail both")
    bob, eve = world.requirements
    assert (bob.path, eve.path) == (("Mailer",), ("Researcher", "Mailer"))

    restart(world, say("Eve has it."), say("Researched."))
    approve(world, eve)
    restart(world, say("Bob has it."), say("Done."))
    approve(world, bob)

    assert world.outputs() == ["Bob has it.", "Researched."]


def test_a_rejection_is_told_to_the_agent_that_asked_and_to_no_other() -> None:
    world = World(hand("researcher"), hand("mailer"), EMAIL, tools=team())
    world.say("Mail Bob")

    restart(world, say("I was not let."), say("It could not."), say("Sorry."))
    world.decide(world.requirements[0], Rejected())
    world.work()

    mailer, researcher, own = world.model.conversations
    assert NO in str(mailer)
    assert NO not in str(researcher)
    assert NO not in str(own)
    assert DONE == []


def test_an_expiry_at_depth_is_told_to_the_agent_that_asked() -> None:
    world = World(hand("mailer"), EMAIL, tools=team())
    world.say("Mail Bob")
    restart(world, say("Nobody answered."), say("Sorry."))

    world.clock.advance(seconds=86_460)
    world.sweep()
    world.clock.advance(seconds=60)
    world.sweep()
    world.work()

    assert "Expired" in str(world.model.conversations[0])
    assert world.said == ("Sorry.",)


def test_a_form_at_depth_runs_with_what_was_filled_in() -> None:
    world = World(hand("mailer"), call("refund", order="8841", amount=None), tools=team())
    world.say("Refund it")

    restart(world, say("Refunded."), say("Done."))
    from_form = '{"amount":120}'
    world.decide(world.requirements[0], Answered(values=from_form))
    world.work()

    assert DONE == ["refunded 120 for 8841"]


def test_an_agent_asks_again_and_again_and_is_asked_again_later() -> None:
    world = World(hand("mailer"), EMAIL, tools=team())
    world.say("Mail Bob")

    restart(world, EMAIL)
    approve(world, world.requirements[0])
    restart(world, say("Twice."), hand("mailer", "Once more"), EMAIL)
    approve(world, world.requirements[1])
    restart(world, say("Thrice."), say("All are sent."))
    approve(world, world.requirements[2])

    assert DONE == [SENT] * 3
    assert "Twice." not in str(world.model.conversations[0])
    assert world.outputs() == ["Twice.", "Thrice."]


def test_a_tool_that_an_agent_does_not_have_is_refused_with_its_own_tools() -> None:
    clerk = an_agent("Clerk", look_up)
    world = World(
        hand("clerk"), EMAIL, say("I can't."), say("It can't."), tools=[clerk.as_tool(), send_email]
    )

    world.say("Mail Bob")

    assert "There is no tool send_email. The tools are: look_up." in str(
        world.model.conversations[2]
    )
    assert world.requirements == ()


def test_tools_of_one_name_in_two_agents_are_told_apart() -> None:
    @tool(name="send_email", requires_confirmation=True)
    def other(to: str, subject: str, urgent: bool = True) -> str:
        """Send it the other way."""
        DONE.append(f"the other way to {to}, {subject}, {urgent}")
        return "done"

    clerk = an_agent("Clerk", other)
    tools: list[ToolLike] = [clerk.as_tool(), send_email]
    world = World(calls(hand("clerk"), EMAIL), EMAIL, tools=tools)
    world.say("Mail Bob")
    own, inside = world.requirements
    assert (own.path, inside.path) == ((), ("Clerk",))
    assert own.tool_version != inside.tool_version

    restart(world, say("Clerk did."), say("Done."), tools=tools)
    approve(world, own)
    approve(world, inside)

    assert DONE == [SENT, "the other way to bob, Hi, True"]


def test_a_message_waits_while_another_agent_does_and_is_heard_by_the_threads_own() -> None:
    world = World(hand("mailer"), EMAIL, tools=team())
    world.say("Mail Bob")

    world.say("And be quick")
    assert [each.user for each in world.chat.held] == ["U0ANA"]
    restart(world, say("Mailed."), say("Quickly done."))
    approve(world, world.requirements[0])

    inside, own = world.model.conversations
    assert "And be quick" not in str(inside)
    assert "And be quick" in str(own[-1])
    assert world.said == ("Quickly done.",)


def test_a_call_of_an_agent_waits_where_that_was_asked_for() -> None:
    gated = {"requires_confirmation": True, "editable": ["input"], "summary": "Ask: {input}"}
    world = World(hand("mailer", "Mail all"), tools=team(**gated))
    world.say("Mail")
    (asked,) = world.requirements
    assert (asked.title, asked.agent, asked.path) == ("Ask: Mail all", "assistant", ())

    restart(world, say("Mailed Bob."), say("Done."), tools=team(**gated))
    world.decide(asked, ApproveWith(values='{"input":"Mail Bob alone"}'))
    world.work()

    assert "Mail Bob alone" in str(world.model.conversations[0])
    (output,) = world.outputs()
    assert output.startswith("Before it ran, @bob changed: input.")
    assert output.endswith("Mailed Bob.")
    outcome = world.requirements[0].outcome
    assert outcome is not None
    assert outcome.state is OutcomeState.DONE


def test_an_agent_that_nobody_lets_begin_does_not_begin() -> None:
    world = World(hand("mailer"), tools=team(requires_confirmation=True))
    world.say("Mail")

    restart(world, say("No, then."), tools=team(requires_confirmation=True))
    world.decide(world.requirements[0], Rejected())
    world.work()

    assert world.model.speakers == ("assistant",)
    assert world.outputs() == [NO]
