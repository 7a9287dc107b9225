"""One click decides all rows of a card: each under its own rule, in a write of its own."""

import pytest

from signoff import tool
from signoff.adapters.slack import together as drawn_together
from signoff.adapters.slack.decisions import reading
from signoff.core.address import Address
from signoff.core.audit import AuditEntry, Fact, is_intact
from signoff.core.click import (
    AlreadyDecided,
    Click,
    Gone,
    NotAllowed,
    NotRecorded,
    PastExpiry,
    Stale,
)
from signoff.core.codec import from_item
from signoff.core.decision import Approved, Rejected, RequirementState
from signoff.core.gate import Confirmation
from signoff.core.person import Bar
from signoff.core.requirement import Requirement
from signoff.core.together import DecideTogether, Tally, shown_together
from signoff.ports import TransientError
from signoff.testing.model import Reply, call, calls, say
from signoff.usecases.record_together import record_together
from tests.usecases.tools import ALL, DONE
from tests.usecases.tools import nothing_done_yet as _nothing_done_yet
from tests.usecases.world import World

nothing_done_yet = _nothing_done_yet


@tool(requires_confirmation=True, risk="high")
def drop(table: str) -> str:
    """Drop a table."""
    DONE.append(f"dropped {table}")
    return "dropped"


def emails(count: int) -> Reply:
    """Call the same tool several times."""
    return calls(*(call("send_email", to=f"p{n}", subject=str(n)) for n in range(count)))


def asked(count: int = 3) -> World:
    """Have several confirmations asked."""
    here = World(emails(count), say("All done."), tools=ALL)
    here.say("Go")
    here.queue.taken()
    return here


def decide(
    here: World,
    rows: tuple[Requirement, ...],
    *,
    verb: str = "approve",
    by: str = "U0BOB",
    team: str = "T0LOCAL",
    channel: str = "",
) -> Tally:
    """Click on the button below some rows, as they were shown."""
    address = Address(
        channel=here.thread.channel,
        thread_ts=here.thread.thread_ts,
        at=rows[0].at,
        rev=len(rows),
        shown=shown_together(rows),
    )
    click = Click(team=team, user=by, address=address, channel=channel)
    wish = DecideTogether(click=click, reading=reading(verb, {}), is_yes=verb == "approve")
    return record_together(wish, ports=here.decision_ports)


def facts(here: World) -> list[Fact]:
    """Read the audit, which is whole."""
    rows = [row for row in here.rows if str(row["sk"]).startswith("AUD#")]
    entries = [from_item(AuditEntry, row) for row in rows]
    assert all(is_intact(entry) for entry in entries)
    return [fact for entry in entries for fact in entry.facts]


def test_all_are_approved_each_in_its_own_entry_and_run() -> None:
    here = asked()

    tally = decide(here, here.requirements)
    here.work()

    assert tally == Tally(is_yes=True, done=3, refused=())
    approved = [fact for fact in facts(here) if fact.action == "approved"]
    assert [fact.about for fact in approved] == [(row.at.place,) for row in here.requirements]
    assert DONE == ["sent 0 to p0", "sent 1 to p1", "sent 2 to p2"]
    assert here.said == ("All done.",)


def test_all_are_rejected_and_nothing_runs() -> None:
    here = asked()

    tally = decide(here, here.requirements, verb="reject")
    here.work()

    assert tally == Tally(is_yes=False, done=3, refused=())
    assert {row.state for row in here.requirements} == {RequirementState.REJECTED}
    assert DONE == []


def test_the_card_is_drawn_and_the_thread_woken_once() -> None:
    here = asked()
    drawn = len(here.chat.shown)

    decide(here, here.requirements)

    assert len(here.chat.shown) == drawn + 1
    assert len(here.queue.waiting) == 1


def test_once_drawn_the_card_is_nobody_elses_to_draw() -> None:
    here = asked()

    decide(here, here.requirements)

    (card,) = here.view.cards
    assert (card.drawers, card.have == card.want, card.due) == (0, True, None)


@pytest.mark.parametrize("count", [2, 5, 30])
def test_thirty_confirmations_are_all_decided_card_by_card(count: int) -> None:
    here = asked(count)
    rows = here.requirements
    cards = [rows[first : first + 5] for first in range(0, count, 5)]

    tallies = [decide(here, card) for card in cards]
    here.work()

    assert [tally.done for tally in tallies] == [len(card) for card in cards]
    assert len(DONE) == count
    assert here.said == ("All done.",)


def test_thirty_confirmations_are_all_decided_one_by_one() -> None:
    here = asked(30)

    for row in here.requirements:
        here.decide(row, Approved())
    here.work()

    assert len(DONE) == 30


def test_one_that_is_decided_meanwhile_makes_the_click_stale_for_the_others() -> None:
    here = asked()
    before = here.requirements
    here.decide(before[1], Rejected(), by="U0EVE")

    tally = decide(here, before)

    assert tally.done == 0
    kinds = [type(why) for _, why in tally.refused]
    assert kinds == [Stale, AlreadyDecided, Stale]
    assert [row.is_open for row in here.requirements] == [True, False, True]


def test_a_second_click_on_all_is_told_who_was_first() -> None:
    here = asked()
    before = here.requirements
    decide(here, before, by="U0EVE")

    tally = decide(here, before)

    assert tally.done == 0
    assert drawn_together.told(tally).startswith("Already approved by <@U0EVE> at ")


def test_the_rule_is_held_against_each_row() -> None:
    here = asked()

    tally = decide(here, here.requirements, by="U0GUEST")

    assert tally.refused == tuple((number, NotAllowed(why=Bar.OUTSIDER)) for number in (1, 2, 3))
    assert all(row.is_open for row in here.requirements)
    assert len([fact for fact in facts(here) if fact.action == "refused"]) == 3


def test_what_has_expired_is_not_decided() -> None:
    here = asked()
    here.clock.advance(seconds=86_400)

    tally = decide(here, here.requirements)

    assert {type(why) for _, why in tally.refused} == {PastExpiry}
    assert all(row.is_open for row in here.requirements)


@pytest.mark.parametrize("where", ["T0OTHER", "C0OTHER"])
def test_a_value_that_was_carried_elsewhere_decides_nothing(where: str) -> None:
    here = asked()

    is_team = where.startswith("T")
    tally = (
        decide(here, here.requirements, team=where)
        if is_team
        else decide(here, here.requirements, channel=where)
    )

    assert {type(why) for _, why in tally.refused} == {Gone}
    assert all(row.is_open for row in here.requirements)


def test_a_forged_click_decides_no_row_of_high_risk_and_none_that_two_decide() -> None:
    made = calls(
        call("drop", table="a"), call("drop", table="b"), call("close_account", account="1")
    )
    here = World(made, say("All done."), tools=[*ALL, drop])
    here.say("Go")
    rows = here.requirements

    tally = decide(here, rows[:2])

    assert tally.done == 0
    assert all(row.is_open and isinstance(row.ask, Confirmation) for row in here.requirements)


def test_a_row_that_no_card_shows_in_full_is_not_decided_with_the_others() -> None:
    made = calls(
        call("send_email", to="a", subject="a"), call("send_email", to="b", subject="b" * 2_000)
    )
    here = World(made, say("All done."), tools=ALL)
    here.say("Go")

    tally = decide(here, here.requirements)

    assert (tally.done, [number for number, _ in tally.refused]) == (1, [2])
    assert "2: Not sent: Review all of it before you decide" in drawn_together.told(tally)


def test_who_dies_on_the_way_leaves_the_others_open_and_nothing_wedged() -> None:
    here = asked()
    before = here.requirements
    commit, count = here.store.commit, iter(range(9))

    def dying(*writes: object) -> None:
        if next(count) == 1:
            raise KeyboardInterrupt
        commit(*writes)  # type: ignore[arg-type]

    here.store.commit = dying  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        decide(here, before)
    here.store.commit = commit  # type: ignore[method-assign]
    again = decide(here, before)
    left = here.requirements[1:]
    rest = [here.decide(row, Approved()) for row in left]
    here.work()

    assert [type(why) for _, why in again.refused] == [AlreadyDecided, Stale, Stale]
    assert [type(each).__name__ for each in rest] == ["Applied", "Applied"]
    assert sorted(DONE) == ["sent 0 to p0", "sent 1 to p1", "sent 2 to p2"]


def test_what_fails_on_our_side_fails_for_the_rest_and_is_said() -> None:
    here = asked()
    for _ in range(2):
        here.store.fail_next("commit", TransientError("the table is busy"))

    tally = decide(here, here.requirements)

    assert tally.done == 0
    assert {type(why) for _, why in tally.refused} == {NotRecorded}
    assert drawn_together.told(tally) == (
        "That failed on our side and nothing was recorded. Please click again."
    )


def test_nothing_is_recorded_while_the_table_cannot_be_read() -> None:
    here = asked()
    rows = here.requirements
    here.store.fail_next("read", TransientError("the table is busy"))

    tally = decide(here, rows)

    assert tally == Tally(is_yes=True, done=0, refused=((0, NotRecorded()),))


def test_a_card_that_is_not_there_is_gone() -> None:
    here, other = asked(), asked()
    here.store = World(say("Hi"), tools=ALL).store

    tally = decide(here, other.requirements)

    assert tally == Tally(is_yes=True, done=0, refused=((0, Gone()),))
