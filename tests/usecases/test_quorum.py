"""Several people have to approve one call: each counts once, and together they let it run once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from signoff import tool
from signoff.core.audit import AuditEntry, Fact, is_intact
from signoff.core.click import AlreadyDecided, AlreadyVoted, Applied, ClickOutcome, Stale
from signoff.core.codec import from_item
from signoff.core.decision import Approved, Rejected, RequirementState
from signoff.core.effects import Card
from signoff.core.items import Update
from signoff.core.observations.people import DecisionTaken, VoteCounted
from signoff.ports import RefusedError, TransientError, UnreachableError
from signoff.testing import member
from signoff.testing.model import call, calls, say
from tests.usecases.tools import ALL, DONE
from tests.usecases.world import World

CLOSE = call("close_account", account="8841")
CLOSED = "closed 8841"


def _asked() -> World:
    world = World(CLOSE, say("Closed."), tools=ALL)
    world.say("Close it")
    world.queue.taken()
    return world


def _facts(world: World) -> list[Fact]:
    rows = [row for row in world.store.rows if str(row["sk"]).startswith("AUD#")]
    entries = [from_item(AuditEntry, row) for row in rows]
    assert all(map(is_intact, entries))
    return [fact for entry in entries for fact in entry.facts]


def _voters(world: World) -> list[str]:
    return [vote.by.id for vote in world.requirements[0].votes]


def test_a_first_approval_is_a_vote_and_nothing_runs() -> None:
    world = _asked()

    outcome = world.decide(world.requirements[0], Approved())

    assert isinstance(outcome, Applied)
    assert outcome.requirement == world.requirements[0]
    assert (world.requirements[0].is_open, world.requirements[0].rev) == (True, 2)
    assert _voters(world) == ["U0BOB"]
    assert world.queue.waiting == ()
    assert not DONE


def test_a_vote_is_drawn_on_the_card_at_once() -> None:
    world = _asked()

    world.decide(world.requirements[0], Approved())

    view = world.chat.standing(world.thread, world.requirements[0].card)
    assert [vote.by.name for vote in view.rows[0].votes] == ["bob"]
    (card,) = (from_item(Card, row) for row in world.store.rows if "#CARD#" in str(row["sk"]))
    assert (card.have, card.drawers, card.due) == (card.want, 0, None)


def test_the_last_vote_decides_and_the_call_runs_once() -> None:
    world = _asked()

    world.decide(world.requirements[0], Approved())
    world.decide(world.requirements[0], Approved(), by="U0EVE")
    world.work()

    row = world.requirements[0]
    assert row.state is RequirementState.APPROVED
    assert _voters(world) == ["U0BOB", "U0EVE"]
    assert DONE == [CLOSED]
    assert world.outputs() == ["closed"]
    assert world.said == ("Closed.",)


def test_the_audit_tells_of_each_vote_and_names_all_who_approved() -> None:
    world = _asked()

    world.decide(world.requirements[0], Approved())
    world.decide(world.requirements[0], Approved(), by="U0EVE")

    told = [(fact.action, fact.by.id if fact.by else "", fact.note) for fact in _facts(world)]
    assert told[1:] == [
        ("voted", "U0BOB", "1 of 2"),
        ("approved", "U0EVE", "2 of 2: U0BOB, U0EVE"),
    ]


def test_the_same_person_counts_once_and_is_told_so() -> None:
    world = _asked()
    world.decide(world.requirements[0], Approved())
    before = world.store.rows

    outcome = world.decide(world.requirements[0], Approved())

    assert outcome == AlreadyVoted(votes=1, quorum=2)
    assert world.store.rows == before


def test_a_card_drawn_before_a_vote_still_counts_because_it_shows_the_same() -> None:
    world = _asked()
    first_drawing = world.requirements[0]
    world.decide(first_drawing, Approved())

    outcome = world.decide(first_drawing, Approved(), by="U0EVE")

    assert isinstance(outcome, Applied)
    assert world.requirements[0].state is RequirementState.APPROVED


@pytest.mark.parametrize("rev", [0, 3])
def test_a_revision_that_was_never_drawn_is_out_of_date(rev: int) -> None:
    world = _asked()
    world.decide(world.requirements[0], Approved())

    outcome = world.decide(replace(world.requirements[0], rev=rev), Approved(), by="U0EVE")

    assert outcome == Stale()
    assert _voters(world) == ["U0BOB"]


@pytest.mark.parametrize("by", ["U0BOB", "U0EVE"])
def test_the_first_rejection_decides_also_by_somebody_who_had_approved(by: str) -> None:
    world = _asked()
    world.decide(world.requirements[0], Approved())

    outcome = world.decide(world.requirements[0], Rejected(reason="Not yet."), by=by)
    world.work()

    assert isinstance(outcome, Applied)
    assert world.requirements[0].state is RequirementState.REJECTED
    assert not DONE


def test_whoever_comes_after_the_last_vote_is_told_who_decided() -> None:
    world = _asked()
    asked = world.requirements[0]
    world.decide(asked, Approved())
    world.decide(asked, Approved(), by="U0EVE")

    late = world.decide(asked, Approved(), by="U0ANA")

    assert isinstance(late, AlreadyDecided)
    assert late.verdict.by is not None
    assert late.verdict.by.id == "U0EVE"


def test_a_guest_has_no_vote() -> None:
    world = _asked()

    world.decide(world.requirements[0], Approved(), by="U0GUEST")

    assert _voters(world) == []
    assert [fact.action for fact in _facts(world)] == ["asked", "refused"]


def test_too_few_votes_in_time_are_none() -> None:
    world = _asked()
    world.decide(world.requirements[0], Approved())
    world.clock.advance(seconds=86_400)

    world.sweep()
    world.work()

    assert world.requirements[0].state is RequirementState.EXPIRED
    assert not DONE


def test_two_votes_at_once_are_both_counted() -> None:
    for _ in range(20):
        DONE.clear()
        world = _asked()
        asked = world.requirements[0]
        together = Barrier(2)

        def vote(person: str, world: World = world, together: Barrier = together) -> ClickOutcome:
            together.wait(10)
            return world.decide(world.requirements[0], Approved(), by=person)

        with ThreadPoolExecutor(2) as pool:
            outcomes = list(pool.map(vote, ["U0BOB", "U0EVE"]))
        world.work()

        assert [type(outcome) for outcome in outcomes] == [Applied, Applied]
        assert sorted(_voters(world)) == ["U0BOB", "U0EVE"]
        assert asked.digest == world.requirements[0].digest
        assert DONE == [CLOSED]


@pytest.mark.parametrize("quorum", [2, 7, 20])
def test_of_fifty_voters_at_once_as_many_count_as_are_needed_and_it_runs_once(quorum: int) -> None:
    @tool(requires_confirmation=True, quorum=quorum)
    def launch(rocket: str) -> str:
        """Launch."""
        DONE.append(rocket)
        return "up"

    world = World(call("launch", rocket="A"), say("Up."), tools=[launch])
    world.say("Go")
    asked, people = world.requirements[0], [f"U0P{number}" for number in range(50)]
    for person in people:
        world.chat.know(member(person))
    together = Barrier(50)

    def vote(person: str) -> ClickOutcome:
        together.wait(10)
        return world.decide(asked, Approved(), by=person)

    with ThreadPoolExecutor(50) as pool:
        outcomes = list(pool.map(vote, people))
    world.work()

    came = Counter(type(outcome) for outcome in outcomes)
    assert came == {Applied: quorum, AlreadyDecided: 50 - quorum}
    assert len(set(_voters(world))) == quorum
    actions = Counter(fact.action for fact in _facts(world))
    assert (actions["voted"], actions["approved"]) == (quorum - 1, 1)
    assert DONE == ["A"]


def test_rows_of_one_card_are_voted_on_one_by_one() -> None:
    both = calls(CLOSE, call("close_account", account="8842"))
    world = World(both, say("One of them."), tools=ALL)
    world.say("Close both")
    first, second = world.requirements

    world.decide(first, Approved())
    world.decide(second, Approved())
    world.decide(second, Approved(), by="U0EVE")
    world.work()

    assert DONE == ["closed 8842"]
    assert world.requirements[0].is_open


def test_a_vote_whose_confirmation_was_lost_is_counted_once() -> None:
    world = _asked()
    world.store.fail_next("commit", TransientError("slow"), took_effect=True)

    outcome = world.decide(world.requirements[0], Approved())

    assert isinstance(outcome, Applied)
    assert _voters(world) == ["U0BOB"]


def test_an_operator_is_told_of_a_vote_and_of_the_decision_that_it_came_to() -> None:
    world = _asked()

    world.decide(world.requirements[0], Approved())
    world.decide(world.requirements[0], Approved(), by="U0EVE")

    (vote,) = world.operator.of(VoteCounted)
    (taken,) = world.operator.of(DecisionTaken)
    assert (vote.by, vote.votes, vote.quorum) == ("U0BOB", 1, 2)
    assert (taken.by, taken.decision) == ("U0EVE", "approved")


def test_a_vote_that_slack_does_not_show_is_drawn_by_the_clock() -> None:
    world = _asked()
    world.chat.fail_next("show", UnreachableError("down"))

    world.decide(world.requirements[0], Approved())
    world.clock.advance(seconds=60)

    assert world.sweep() == {"drawn": 1}
    view = world.chat.standing(world.thread, world.requirements[0].card)
    assert len(view.rows[0].votes) == 1


def test_as_many_refusals_as_there_can_be_votes_are_read_again() -> None:
    world = _asked()
    key = world.thread.requirement(world.requirements[0].at)
    for _ in range(3):
        world.store.fail_next("commit", RefusedError({key: None}))

    assert isinstance(world.decide(world.requirements[0], Approved()), Applied)


def test_a_request_that_was_stored_before_there_were_votes_is_decided_by_one() -> None:
    world = World(call("send_email", to="bob", subject="Hi"), say("Sent."), tools=ALL)
    world.say("Mail Bob")
    key = world.thread.requirement(world.requirements[0].at)
    world.store.change(Update(key=key, drop=("votes",)))

    outcome = world.decide(world.requirements[0], Approved())

    assert isinstance(outcome, Applied)
    assert world.requirements[0].state is RequirementState.APPROVED
