"""Taking a request back: whoever asked may, whoever may decide, and nobody else."""

import pytest

from signoff import tool
from signoff.core.canonical import JsonObject
from signoff.core.click import AlreadyDecided, Applied, NotAllowed
from signoff.core.decision import Approved, Cancelled, RequirementState
from signoff.core.execution import ExecutionState
from signoff.core.person import Bar
from signoff.core.switches import EveryTool, Switch
from signoff.testing import call, say
from signoff.testing.model import Line
from signoff.usecases.kill import KillPorts, kill_on
from tests.core.rows import BOB
from tests.usecases.tools import ALL, DONE
from tests.usecases.world import World

EMAIL = call("send_email", to="bob", subject="Hi")
QUESTION: JsonObject = {"question": "Which?", "header": "W", "options": [], "multi_select": False}
BACK = Cancelled(reason="wrong order")


@tool(requires_confirmation=True, approvers="U0BOB", allow_requester=False)
def close(account: str) -> str:
    """Close an account."""
    DONE.append(f"closed {account}")
    return "closed"


@pytest.mark.parametrize(
    "line",
    [
        EMAIL,
        call("refund", order="1", amount=None),
        call("roll_back", deployment="1"),
        call("ask_user", questions=[QUESTION]),
    ],
)
def test_every_kind_of_pause_can_be_taken_back_and_the_model_is_told_by_whom(line: Line) -> None:
    world = World(line, say("Fine."), tools=ALL)
    world.say("Do it")

    taken = world.decide(world.requirements[0], BACK, by="U0ANA")
    world.work()

    assert isinstance(taken, Applied)
    assert world.requirements[0].state is RequirementState.CANCELLED
    assert DONE == []
    assert world.outputs() == ["Not run: @ana cancelled the request: wrong order. Do not retry."]
    assert world.said == ("Fine.",)


@pytest.mark.parametrize("user", ["U0ANA", "U0BOB"])
def test_whoever_asked_and_whoever_may_decide_may_take_it_back(user: str) -> None:
    world = World(call("close", account="1"), tools=[close])
    world.say("Close it")

    assert isinstance(world.decide(world.requirements[0], BACK, by=user), Applied)


@pytest.mark.parametrize(("user", "why"), [("U0EVE", Bar.NOT_APPROVER), ("U0GUEST", Bar.OUTSIDER)])
def test_others_may_not(user: str, why: Bar) -> None:
    world = World(call("close", account="1"), tools=[close])
    world.say("Close it")

    refused = world.decide(world.requirements[0], BACK, by=user)

    assert refused == NotAllowed(why=why)
    assert isinstance(refused, NotAllowed)
    assert refused.wanted == "cancel"
    assert world.requirements[0].is_open


def test_a_click_after_it_says_who_took_it_back() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")
    asked = world.requirements[0]

    world.decide(asked, BACK, by="U0ANA")

    late = world.decide(asked, Approved(), by="U0BOB")
    assert isinstance(late, AlreadyDecided)
    assert late.state is RequirementState.CANCELLED


def test_a_question_about_an_unknown_outcome_can_be_taken_back_and_nothing_starts_again() -> None:
    world = World(EMAIL, say("Unknown."), tools=ALL)
    world.say("Mail Bob")
    world.decide(world.requirements[0], Approved())

    def die() -> None:
        DONE.then = None
        world.store.fail_next("commit", KeyboardInterrupt())

    DONE.then = die
    with pytest.raises(KeyboardInterrupt):
        world.work()
    world.turn()
    world.decide(world.requirements[1], BACK, by="U0ANA")
    world.work()

    assert DONE == ["sent Hi to bob"]
    (started,) = (row for row in world.rows if "#EXEC#" in str(row["sk"]))
    assert started["state"] == ExecutionState.ABORTED
    assert "@ana cancelled the question" in world.outputs()[0]


def test_a_request_can_be_taken_back_while_tools_are_switched_off() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")
    switch = Switch(scope=EveryTool(), by=BOB, at=0)
    kill_on(world.thread.team, switch, ports=KillPorts(store=world.store, clock=world.clock))

    assert isinstance(world.decide(world.requirements[0], BACK, by="U0ANA"), Applied)
