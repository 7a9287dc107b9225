"""A message while something is open: it waits where people see it, and can be read at once."""

from signoff import tool
from signoff.core.click import AlreadyDecided, Applied, ClickOutcome, Gone, NotAllowed
from signoff.core.decision import Approved, RequirementState
from signoff.core.items import Update
from signoff.core.person import Bar
from signoff.core.requirement import Requirement
from signoff.core.switches import EveryTool, Switch
from signoff.ports import UnreachableError
from signoff.testing import call, calls, say
from signoff.usecases.kill import KillPorts, kill_on
from signoff.usecases.read_now import read_now
from signoff.usecases.take_turn import TurnEnd
from tests.core.rows import BOB
from tests.usecases.tools import ALL, DONE
from tests.usecases.world import World

EMAIL = call("send_email", to="bob", subject="Hi")
OTHER = call("send_email", to="eve", subject="Yo")
CANCELLED = "Not run: @ana cancelled the request: a new message is read first. Do not retry."


@tool(requires_confirmation=True, approvers="U0BOB")
def close(account: str) -> str:
    """Close an account."""
    DONE.append(f"closed {account}")
    return "closed"


def now(world: World, requirement: Requirement, *, by: str = "U0ANA") -> ClickOutcome:
    return read_now(world.click(requirement, by=by), ports=world.decision_ports)


def kinds(world: World) -> list[str]:
    return [str(item["type"]) for item in world.model.conversations[-1]]


def test_it_is_marked_and_its_author_told_once_and_the_mark_goes_when_it_is_read() -> None:
    world = World(EMAIL, say("Sent, and yes."), tools=ALL)
    world.say("Mail Bob")

    message = world.message("Are you there?")
    world.hear(message)
    world.turn()
    (held,) = world.chat.held
    assert world.chat.released == []
    world.decide(world.requirements[0], Approved())
    world.work()

    assert (held.ts, held.user, held.count) == (message.inbound.ts, "U0ANA", 1)
    assert (held.is_first, held.is_decision) == (True, False)
    assert world.chat.released == [(world.thread, message.inbound.ts)]
    assert world.said == ("Sent, and yes.",)


def test_two_messages_of_one_person_are_both_marked_and_told_of_once() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")
    world.chat.fail_next("hold", UnreachableError("down"))

    world.say("One")
    world.say("Two")

    assert [each.is_first for each in world.chat.held] == [True]
    assert len([row for row in world.rows if "told" in row]) == 2


def test_words_that_would_decide_decide_nothing_and_are_heard_like_any_others() -> None:
    world = World(EMAIL, say("Not mailed."), tools=ALL)
    world.say("Mail Bob")

    world.say("LGTM, approve!")
    world.say("approve")
    assert [each.is_decision for each in world.chat.held] == [True, True]
    assert world.requirements[0].is_open
    assert now(world, world.requirements[0]) is not None
    world.work()

    assert DONE == []
    assert world.said == ("Not mailed.",)


def test_read_now_cancels_what_is_open_and_every_call_has_one_output() -> None:
    world = World(calls(EMAIL, OTHER), say("As you say."), tools=ALL)
    world.say("Mail both")
    world.say("No, wait")
    assert world.chat.held[0].count == 2

    outcome = now(world, world.requirements[0])
    world.work()

    assert isinstance(outcome, Applied)
    assert [each.state for each in world.requirements] == [RequirementState.CANCELLED] * 2
    assert world.outputs() == [CANCELLED] * 2
    outputs = ["function_call_output"] * 2
    assert kinds(world) == ["message", "function_call", "function_call", *outputs, "message"]
    assert world.said == ("As you say.",)
    assert DONE == []


def test_of_two_requests_one_decided_only_the_open_one_is_cancelled() -> None:
    world = World(calls(EMAIL, OTHER), say("Half."), tools=ALL)
    world.say("Mail both")
    first, second = world.requirements
    world.decide(first, Approved())

    outcome = now(world, first)
    world.work()

    assert isinstance(outcome, Applied)
    assert DONE == ["sent Hi to bob"]
    assert world.outputs() == ["sent", CANCELLED]
    assert world.requirements[1].at == second.at


def test_somebody_who_may_take_back_only_some_of_them_cancels_none() -> None:
    world = World(calls(EMAIL, call("close", account="1")), tools=[*ALL, close])
    world.say("Both")

    refused = now(world, world.requirements[0], by="U0EVE")

    assert refused == NotAllowed(why=Bar.NOT_APPROVER)
    assert isinstance(refused, NotAllowed)
    assert (refused.wanted, refused.asked) == ("cancel", world.requirements[1])
    assert all(each.is_open for each in world.requirements)


def test_guests_cancel_nothing() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")

    assert now(world, world.requirements[0], by="U0GUEST") == NotAllowed(why=Bar.OUTSIDER)


def test_what_was_decided_meanwhile_is_said_and_stays_decided() -> None:
    world = World(EMAIL, say("Sent."), tools=ALL)
    world.say("Mail Bob")
    asked = world.requirements[0]
    world.decide(asked, Approved())

    late = now(world, asked)
    world.work()

    assert isinstance(late, AlreadyDecided)
    assert DONE == ["sent Hi to bob"]


def test_a_request_that_never_was_is_gone() -> None:
    world = World()

    other = World(EMAIL, tools=ALL)
    other.say("Mail Bob")

    assert now(world, other.requirements[0]) == Gone()


def test_it_can_be_read_now_while_tools_are_switched_off() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")
    switch = Switch(scope=EveryTool(), by=BOB, at=0)
    kill_on(world.thread.team, switch, ports=KillPorts(store=world.store, clock=world.clock))

    assert isinstance(now(world, world.requirements[0]), Applied)


def test_a_message_that_was_read_while_slack_marked_it_loses_the_mark() -> None:
    world = World(EMAIL, say("Sent."), tools=ALL)
    world.say("Mail Bob")
    hold = world.chat.hold

    def slowly(held: object) -> None:
        hold(held)  # type: ignore[arg-type]
        world.decide(world.requirements[0], Approved())
        world.work()

    world.chat.hold = slowly  # type: ignore[method-assign]
    world.say("And?")

    (ts,) = {each.ts for each in world.chat.held}
    assert set(world.chat.released) == {(world.thread, ts)}


def test_a_waiting_message_that_cannot_be_read_does_not_keep_the_thread_awake() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")
    message = world.message("Are you there?")
    world.hear(message)
    key = world.thread.inbound(message.inbound.ts)
    world.store.change(Update(key=key, put={"body": "{}"}))

    assert world.turn() is TurnEnd.HELD

    (row,) = world.store.read(world.thread.meta())
    assert row is not None
    assert "due" not in row
    assert len(world.chat.held) == 1
