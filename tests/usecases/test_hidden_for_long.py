"""What a tool hides stays hidden, whatever becomes of its call."""

import json
from contextlib import suppress

import pytest

from signoff import tool
from signoff.adapters.slack import cards
from signoff.core.decision import Approved
from signoff.testing import call, say
from tests.simulation.faults import CrashError
from tests.usecases.tools import DONE
from tests.usecases.world import LEASE_MS, World

CANARY = "canary-7f3a-0123456789ab"


def drawn(world: World) -> str:
    """All cards as Slack has them, each time one was drawn."""
    return "".join(
        json.dumps([cards.draw(each.view).text, cards.draw(each.view).blocks])
        for each in world.chat.shown
    )


@pytest.mark.parametrize("before", range(125, 155))
def test_no_part_of_it_is_left_where_a_note_of_it_is_cut(before: int) -> None:
    @tool(requires_confirmation=True, redact=["key"])
    def use(key: str) -> str:
        """Use a key."""
        raise ValueError(f"{'x' * before}{key}")

    world = World(call("use", key=CANARY), say("It failed."), tools=[use])
    world.say("Use it")

    world.decide(world.requirements[0], Approved())
    world.work()

    note = world.requirements[0].outcome
    assert note is not None
    assert "canary" not in drawn(world)


def test_a_question_about_a_call_of_a_tool_that_is_gone_hides_it_still() -> None:
    @tool(redact=["key"])
    def use(key: str) -> str:
        """Use a key."""
        DONE.append("used")
        raise CrashError(key)

    world = World(call("use", key=CANARY), tools=[use])
    with suppress(CrashError):
        world.say("Use it")
    world.agent = World().agent
    world.clock.advance(ms=LEASE_MS)
    world.turn()

    (question,) = world.requirements
    assert question.ask.kind == "reconcile"
    assert "canary" not in drawn(world)
