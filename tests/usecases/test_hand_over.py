"""Handing a request to somebody else: the right moves, and whoever has it is called."""

from random import Random

import pytest

from signoff import tool
from signoff.core.approving import ApproveWith
from signoff.core.audit import AuditEntry
from signoff.core.canonical import JsonObject
from signoff.core.click import (
    AlreadyVoted,
    Applied,
    ClickOutcome,
    Invalid,
    NotAllowed,
    SwitchedOff,
    Unverified,
    Wish,
)
from signoff.core.codec import from_item
from signoff.core.decision import Answered, Approved, Executed, Rejected
from signoff.core.effects import OutState
from signoff.core.nudge import Nudge, NudgeKind
from signoff.core.person import Bar, Person
from signoff.core.requirement import Requirement
from signoff.core.switches import EveryTool, Switch
from signoff.core.voting import HandTo
from signoff.ports import TransientError, UndeliverableError, UnreachableError
from signoff.testing import call, member, say
from signoff.usecases.hand_over import MOST_HANDED
from signoff.usecases.kill import KillPorts, kill_on
from tests.core.rows import BOB
from tests.usecases.tools import ALL, DONE
from tests.usecases.world import World

EMAIL = call("send_email", to="bob", subject="Hi")
QUESTION: JsonObject = {"question": "Which?", "header": "W", "options": [], "multi_select": False}
EVE = HandTo(id="U0EVE")


@tool(requires_confirmation=True, approvers=["U0BOB", "U0ANA"], quorum=2)
def pay(amount: int) -> str:
    """Pay."""
    DONE.append(f"paid {amount}")
    return "paid"


@tool(requires_confirmation=True, approvers="U0BOB", allow_requester=False)
def close(account: str) -> str:
    """Close an account."""
    DONE.append(f"closed {account}")
    return "closed"


def asked(world: World, text: str = "Do it") -> Requirement:
    world.say(text)
    return world.requirements[-1]


def hand(world: World, to: str, *, by: str = "U0BOB") -> ClickOutcome:
    return world.decide(world.requirements[-1], HandTo(id=to), by=by)


def why(outcome: ClickOutcome) -> str:
    assert isinstance(outcome, Invalid)
    return outcome.problems[0].message


def test_whoever_has_it_decides_and_whoever_gave_it_does_not() -> None:
    world = World(call("close", account="1"), say("Closed."), tools=[close])
    asked(world)

    handed = hand(world, "U0EVE")
    giver = world.decide(world.requirements[0], Approved(), by="U0BOB")
    heir = world.decide(world.requirements[0], Approved(), by="U0EVE")
    world.work()

    assert isinstance(handed, Applied)
    assert giver == NotAllowed(why=Bar.HANDED_ON)
    assert isinstance(heir, Applied)
    assert DONE == ["closed 1"]


def test_a_card_that_was_drawn_before_still_counts() -> None:
    world = World(EMAIL, tools=ALL)
    before = asked(world)

    hand(world, "U0EVE")

    assert world.requirements[0].rev == before.rev + 1
    assert isinstance(world.decide(before, Approved(), by="U0EVE"), Applied)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (EMAIL, Approved()),
        (call("refund", order="1", amount=None), Answered(values='{"amount":1}')),
        (call("roll_back", deployment="1"), Executed(result="done")),
        (call("ask_user", questions=[QUESTION]), Rejected()),
    ],
)
def test_every_kind_of_pause_can_be_handed_over(line: object, answer: object) -> None:
    world = World(line, tools=ALL)  # type: ignore[arg-type]
    asked(world)

    assert isinstance(hand(world, "U0EVE"), Applied)
    assert isinstance(world.decide(world.requirements[0], Rejected(), by="U0BOB"), NotAllowed)
    assert isinstance(world.decide(world.requirements[0], answer, by="U0EVE"), Applied)  # type: ignore[arg-type]


def test_it_can_be_handed_on_and_given_back() -> None:
    world = World(call("close", account="1"), tools=[close])
    asked(world)

    hand(world, "U0EVE", by="U0BOB")
    hand(world, "U0BOB", by="U0EVE")

    assert isinstance(world.decide(world.requirements[0], Approved(), by="U0EVE"), NotAllowed)
    assert isinstance(world.decide(world.requirements[0], Approved(), by="U0BOB"), Applied)


def test_it_goes_around_in_circles_for_a_while_and_can_then_still_be_decided() -> None:
    world = World(call("close", account="1"), say("Closed."), tools=[close])
    asked(world)

    people = ("U0BOB", "U0EVE")
    outcomes = [hand(world, people[n % 2 - 1], by=people[n % 2]) for n in range(MOST_HANDED + 1)]

    assert why(outcomes.pop()) == "It was handed on too often: decide it, or cancel it"
    assert all(isinstance(each, Applied) for each in outcomes)
    assert isinstance(world.decide(world.requirements[0], Approved(), by="U0BOB"), Applied)


@tool(
    requires_confirmation=True,
    approvers=["U0BOB", "U0EVE", "U0ANA"],
    quorum=3,
    editable=["amount"],
)
def wire(amount: int) -> str:
    """Wire money."""
    DONE.append(f"wired {amount}")
    return "wired"


@pytest.mark.parametrize("seed", range(8))
def test_two_rights_never_make_three_whoever_they_are_handed_to(seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - the same deeds in every run
    world = World(call("wire", amount=1), tools=[wire])
    crowd = ["U0BOB", "U0EVE", "U0DAN", "U0FAY"]
    for each in crowd[2:]:
        world.chat.know(member(each, each))
    asked(world)

    for _ in range(120):
        who, to = dice.choice(crowd), dice.choice(crowd)
        edit = ApproveWith(values=f'{{"amount":{dice.randint(1, 3)}}}')
        wishes: list[Wish] = [Approved(), edit, HandTo(id=to)]
        world.decide(world.requirements[0], dice.choice(wishes), by=who)

    (row,) = world.requirements
    assert row.is_open
    assert len(row.votes) <= 2
    assert DONE == []


def test_only_who_may_decide_may_hand_on() -> None:
    world = World(call("close", account="1"), tools=[close])
    asked(world)

    refused = hand(world, "U0ANA", by="U0EVE")

    assert refused == NotAllowed(why=Bar.NOT_APPROVER)
    assert world.requirements[0].handed == ()


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("U0BOB", "That is you"),
        ("U0GUEST", "Guests and people from other"),
        ("U0OUT", "Guests and people from other"),
        ("U0BOT", "Apps can't decide here"),
        ("U0GONE", "deactivated"),
        ("U0ANA", "Whoever asked for it"),
        ("U0NONE", "nobody of that name"),
    ],
)
def test_whom_it_may_not_go_to_is_said_and_nothing_is_changed(to: str, said: str) -> None:
    world = World(call("close", account="1"), tools=[close])
    world.chat.know(Person(id="U0BOT", name="bot", team=world.thread.team, is_bot=True))
    world.chat.know(Person(id="U0GONE", name="gone", team=world.thread.team, is_deleted=True))
    asked(world)

    assert said in why(hand(world, to))
    assert world.requirements[0].handed == ()


def test_somebody_who_cannot_be_asked_about_gets_nothing() -> None:
    world = World(EMAIL, tools=ALL)
    asked(world)
    world.chat.know(member("U0BOB", "bob"))
    world.decide(world.requirements[0], EVE)
    world.chat.fail_next("person", UnreachableError("down"))

    assert hand(world, "U0ANA", by="U0EVE") == Unverified()


def test_whoever_has_voted_keeps_to_it_and_is_given_no_second_right() -> None:
    world = World(call("pay", amount=1), tools=[pay])
    asked(world)
    world.decide(world.requirements[0], Approved(), by="U0BOB")

    voter = hand(world, "U0EVE", by="U0BOB")
    other = hand(world, "U0BOB", by="U0ANA")

    assert voter == AlreadyVoted(votes=1, quorum=2)
    assert "approved it already" in why(other)


def test_where_several_must_approve_nobody_gets_two_rights() -> None:
    world = World(call("pay", amount=1), say("Paid."), tools=[pay])
    asked(world)

    doubled = hand(world, "U0ANA", by="U0BOB")
    moved = hand(world, "U0EVE", by="U0BOB")
    for user in ("U0ANA", "U0EVE"):
        world.decide(world.requirements[0], Approved(), by=user)
    world.work()

    assert "can decide it already" in why(doubled)
    assert isinstance(moved, Applied)
    assert DONE == ["paid 1"]


def test_the_one_who_gets_it_is_called_in_the_thread_and_the_card_says_so() -> None:
    world = World(EMAIL, tools=ALL)
    first = asked(world)

    hand(world, "U0EVE")

    (nudged,) = world.chat.nudged
    assert nudged.nudge == Nudge(at=first.at, why=NudgeKind.HANDED, to="U0EVE")
    assert [out.state for out in world.view.outs] == [OutState.SENT]
    shown = world.chat.standing(world.thread, first.at).rows[0]
    assert [(each.by.id, each.to.id) for each in shown.handed] == [("U0BOB", "U0EVE")]


def test_a_message_that_slack_did_not_take_at_once_comes_with_the_clock() -> None:
    world = World(EMAIL, tools=ALL)
    asked(world)
    world.chat.fail_next("nudge", UnreachableError("down"))

    hand(world, "U0EVE")
    assert world.chat.nudged == []
    world.clock.advance(minutes=2)
    world.sweep()

    assert len(world.chat.nudged) == 1


def test_a_message_about_what_was_decided_meanwhile_is_not_sent() -> None:
    world = World(EMAIL, tools=ALL)
    asked(world)
    world.chat.fail_next("nudge", UnreachableError("down"))
    hand(world, "U0EVE")

    world.decide(world.requirements[0], Rejected(), by="U0EVE")
    world.clock.advance(minutes=2)
    world.sweep()

    assert world.chat.nudged == []
    assert [out.state for out in world.view.outs] == [OutState.MOOT]


def test_a_thread_that_takes_no_message_is_not_tried_for_days() -> None:
    world = World(EMAIL, tools=ALL)
    asked(world)
    world.chat.fail_next("nudge", UndeliverableError("archived"))

    hand(world, "U0EVE")

    assert [(out.state, out.due) for out in world.view.outs] == [(OutState.FAILED, None)]
    assert world.chat.forwarded == []


def test_the_audit_says_who_handed_it_to_whom_and_why_they_might() -> None:
    world = World(call("close", account="1"), tools=[close])
    asked(world)

    hand(world, "U0EVE")

    rows = world.store.query(world.thread.pk, "AUD#", "AUD$")
    fact = from_item(AuditEntry, rows[-1]).facts[0]
    assert (fact.action, fact.by, fact.note, fact.evidence) == (
        "handed",
        BOB,
        "to U0EVE",
        "named as approver",
    )


def test_a_handover_whose_confirmation_was_lost_is_known_to_count() -> None:
    world = World(EMAIL, tools=ALL)
    asked(world)
    world.store.fail_next("commit", TransientError("no answer"), took_effect=True)

    assert isinstance(hand(world, "U0EVE"), Applied)
    assert len(world.requirements[0].handed) == 1


def test_it_can_be_handed_over_while_tools_are_switched_off() -> None:
    world = World(EMAIL, tools=ALL)
    asked(world)
    switch = Switch(scope=EveryTool(), by=BOB, at=0)
    kill_on(world.thread.team, switch, ports=KillPorts(store=world.store, clock=world.clock))

    assert isinstance(hand(world, "U0EVE"), Applied)
    assert world.decide(world.requirements[0], Approved(), by="U0EVE") == SwitchedOff()
