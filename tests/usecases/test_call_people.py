"""A request waits: a reminder once, more people after a while, and the end of its time."""

from datetime import timedelta

import pytest

from signoff import tool
from signoff.core.audit import AuditEntry
from signoff.core.click import Applied, NotAllowed
from signoff.core.codec import from_item
from signoff.core.decision import Approved, RequirementState
from signoff.core.effects import OutState
from signoff.core.nudge import NudgeKind
from signoff.core.observations.people import PeopleCalled
from signoff.core.voting import HandTo
from signoff.ports import UnreachableError
from signoff.testing import call, say
from signoff.usecases.call_people import call_people
from tests.usecases.tools import DONE
from tests.usecases.world import World

REMINDER, ESCALATION, HANDED = NudgeKind.REMINDER, NudgeKind.ESCALATION, NudgeKind.HANDED


@tool(
    requires_confirmation=True,
    approvers=["U0BOB", "U0ANA"],
    quorum=2,
    expires_in=timedelta(hours=1),
    remind_after=timedelta(minutes=10),
    escalate_to="U0EVE",
    escalate_after=timedelta(minutes=30),
)
def pay(amount: int) -> str:
    """Pay."""
    DONE.append(f"paid {amount}")
    return "paid"


@tool(requires_confirmation=True, expires_in=None, remind_after=timedelta(minutes=10))
def ask_for_ever(what: str) -> str:
    """Ask for as long as it takes."""
    return what


def asked() -> World:
    world = World(call("pay", amount=1), say("Well."), tools=[pay, ask_for_ever])
    world.say("Pay")
    return world


def after(world: World, minutes: int) -> None:
    """Let time pass minute by minute, with the clock looking each time."""
    for _ in range(minutes):
        world.clock.advance(minutes=1)
        world.sweep()


def called(world: World) -> list[NudgeKind]:
    return [each.nudge.why for each in world.chat.nudged]


def test_those_who_may_decide_are_reminded_once_at_their_time() -> None:
    world = asked()

    after(world, 9)
    assert called(world) == []
    after(world, 15)

    assert called(world) == [REMINDER]
    assert world.requirements[0].reminded_at is not None
    assert world.requirements[0].rev == 1


def test_after_the_escalation_more_people_may_decide_and_the_card_says_so() -> None:
    world = asked()
    early = world.decide(world.requirements[0], Approved(), by="U0EVE")

    after(world, 31)
    first = world.decide(world.requirements[0], Approved(), by="U0EVE")
    second = world.decide(world.requirements[0], Approved(), by="U0BOB")
    world.work()

    assert isinstance(early, NotAllowed)
    assert called(world) == [REMINDER, ESCALATION]
    assert (isinstance(first, Applied), isinstance(second, Applied)) == (True, True)
    assert DONE == ["paid 1"]


def test_an_escalation_is_a_new_revision_that_is_drawn() -> None:
    world = asked()
    before = world.requirements[0]

    after(world, 31)

    now = world.requirements[0]
    assert now.rev == before.rev + 1
    assert world.chat.standing(world.thread, now.at).rows[0].escalated_at == now.escalated_at
    assert isinstance(world.decide(before, Approved(), by="U0BOB"), Applied)


def test_a_request_that_nobody_decides_expires_at_its_time_and_the_model_is_told() -> None:
    world = asked()

    after(world, 61)
    world.work()

    assert called(world) == [REMINDER, ESCALATION]
    assert world.requirements[0].state is RequirementState.EXPIRED
    shown = world.chat.standing(world.thread, world.requirements[0].at).rows[0]
    assert shown.state is RequirementState.EXPIRED
    assert world.outputs() == ["Expired: nobody answered in time, so it was not run. Do not retry."]
    assert DONE == []


def test_a_late_clock_does_both_at_once() -> None:
    world = asked()

    world.clock.advance(minutes=40)
    world.sweep()

    assert called(world) == [REMINDER, ESCALATION]
    assert world.requirements[0].due == world.requirements[0].exp


def test_a_clock_that_comes_after_the_expiry_calls_nobody() -> None:
    world = asked()

    world.clock.advance(minutes=60)
    world.sweep()

    assert called(world) == []
    assert world.requirements[0].state is RequirementState.EXPIRED


def test_what_is_decided_is_not_reminded_of() -> None:
    world = asked()
    for user in ("U0BOB", "U0ANA"):
        world.decide(world.requirements[0], Approved(), by=user)

    after(world, 40)

    assert called(world) == []


@pytest.mark.parametrize("minutes", [5, 9])
def test_a_vote_and_a_handover_do_not_lose_the_reminder(minutes: int) -> None:
    world = asked()
    after(world, minutes)

    world.decide(world.requirements[0], Approved(), by="U0BOB")
    world.decide(world.requirements[0], HandTo(id="U0EVE"), by="U0ANA")
    after(world, 6)

    assert called(world) == [HANDED, REMINDER]


def test_of_two_clocks_at_once_one_reminds() -> None:
    world = asked()
    world.clock.advance(minutes=10)
    read = world.requirements[0]

    first = call_people(world.thread, read, store=world.store, now=world.clock())
    second = call_people(world.thread, read, store=world.store, now=world.clock())

    assert first is not None
    assert second is None


def test_a_reminder_that_slack_does_not_take_comes_later() -> None:
    world = asked()
    world.chat.fail_next("nudge", UnreachableError("down"))

    after(world, 10)
    assert called(world) == []
    after(world, 3)

    assert called(world) == [REMINDER]
    assert [out.state for out in world.view.outs] == [OutState.SENT]


def test_a_request_that_never_expires_is_reminded_of_and_then_left_alone() -> None:
    world = World(call("ask_for_ever", what="x"), tools=[ask_for_ever])
    world.say("Ask")

    after(world, 30)

    assert called(world) == [REMINDER]
    assert world.requirements[0].due is None


def test_the_audit_and_the_log_tell_who_was_called_and_when() -> None:
    world = asked()

    after(world, 31)

    rows = world.store.query(world.thread.pk, "AUD#", "AUD$")
    facts = [fact for row in rows for fact in from_item(AuditEntry, row).facts]
    told = [(fact.action, fact.note) for fact in facts]
    assert told[-2:] == [("reminded", ""), ("escalated", "to U0EVE")]
    assert [each.why for each in world.operator.of(PeopleCalled)] == ["reminder", "escalation"]
