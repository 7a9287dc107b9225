"""Clicks at the same time, from the wrong place, or while something outside does not work."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from signoff.core.audit import AuditEntry, is_intact
from signoff.core.click import (
    AlreadyDecided,
    Applied,
    Click,
    ClickOutcome,
    Decide,
    FieldProblem,
    Gone,
    Invalid,
    NotRecorded,
    OpenForm,
)
from signoff.core.codec import from_item
from signoff.core.decision import Approved, Decision, Rejected, RequirementState
from signoff.core.effects import Card
from signoff.core.items import Update
from signoff.core.requirement import Requirement
from signoff.ports import (
    CardView,
    PermanentError,
    RefusedError,
    TransientError,
    UnreachableError,
)
from signoff.testing import member
from signoff.testing.model import call, calls, say
from signoff.usecases.decision_ports import DecisionPorts
from signoff.usecases.open_form import open_form
from signoff.usecases.record_decision import DRAWN_WITHIN_MS, record_decision
from tests.usecases.tools import ALL, DONE
from tests.usecases.world import World

EMAIL = call("send_email", to="bob@example.com", subject="Hi")
SENT = "sent Hi to bob@example.com"
CLICKERS = 50


def _asked() -> World:
    world = World(EMAIL, say("Sent."), tools=ALL)
    world.say("Mail Bob")
    return world


def _decide(world: World, click: Click, decision: Decision | None = None) -> ClickOutcome:
    ports = DecisionPorts(store=world.store, queue=world.queue, chat=world.chat, clock=world.clock)
    taken = decision or Approved()
    return record_decision(Decide(click=click, reading=lambda _: taken), ports=ports)


def _card(world: World) -> Card:
    (row,) = (row for row in world.store.rows if "#CARD#" in str(row["sk"]))
    return from_item(Card, row)


def _audit(world: World) -> list[AuditEntry]:
    rows = [row for row in world.store.rows if str(row["sk"]).startswith("AUD#")]
    return [from_item(AuditEntry, row) for row in rows]


def test_of_fifty_clicks_at_once_one_counts_and_the_others_learn_which() -> None:
    world = _asked()
    asked = world.requirements[0]
    people = [f"U0P{number}" for number in range(CLICKERS)]
    for person in people:
        world.chat.know(member(person))
    together = Barrier(CLICKERS)

    def click(person: str) -> ClickOutcome:
        together.wait(10)
        decision = Approved() if int(person[3:]) % 2 else Rejected()
        return world.decide(asked, decision, by=person)

    with ThreadPoolExecutor(CLICKERS) as pool:
        outcomes = list(pool.map(click, people))
    world.work()

    (winner,) = [who for who, came in zip(people, outcomes, strict=True) if type(came) is Applied]
    told = {
        came.verdict.by.id
        for came in outcomes
        if isinstance(came, AlreadyDecided) and came.verdict.by
    }
    assert told == {winner}
    assert sum(isinstance(came, AlreadyDecided) for came in outcomes) == CLICKERS - 1
    assert [SENT] * (int(winner[3:]) % 2) == DONE
    assert all(map(is_intact, _audit(world)))
    assert world.said == ("Sent.",)


def test_two_people_deciding_two_rows_at_once_lose_none() -> None:
    five = calls(*(call("send_email", to="bob", subject=str(n)) for n in range(5)))
    world = World(five, say("Done."), tools=ALL)
    world.say("Five mails")
    together = Barrier(5)

    def click(number: int) -> ClickOutcome:
        together.wait(10)
        return world.decide(world.requirements[number], Approved())

    with ThreadPoolExecutor(5) as pool:
        outcomes = list(pool.map(click, range(5)))
    world.work()

    assert [type(outcome) for outcome in outcomes] == [Applied] * 5
    assert sorted(DONE) == [f"sent {n} to bob" for n in range(5)]
    shown = world.chat.standing(world.thread, world.requirements[0].card)
    assert {row.state for row in shown.rows} == {RequirementState.APPROVED}
    assert [entry.number for entry in _audit(world)] == [*range(1, len(_audit(world)) + 1)]


def test_a_click_on_a_message_that_nobody_knew_of_binds_it() -> None:
    world = _asked()
    click = replace(
        world.click(world.requirements[0]), channel="C0OPS", message_ts="1700000000.777777"
    )

    assert isinstance(_decide(world, click), Applied)

    assert _card(world).ts == ("1700000000.000001", "1700000000.777777")
    assert world.chat.shown[-1].ts == _card(world).ts
    assert world.chat.shown[-1].view.rows[0].state is RequirementState.APPROVED


def test_a_card_whose_posting_was_cut_off_is_not_posted_again_by_its_click() -> None:
    world = World(EMAIL, tools=ALL)
    lost = UnreachableError("slow", is_ambiguous=True)
    world.chat.fail_next("show", lost, took_effect=True)
    world.say("Mail Bob")
    assert _card(world).ts == ()
    stands = world.chat.shown[0].ts[0]
    click = replace(world.click(world.requirements[0]), channel="C0OPS", message_ts=stands)

    assert isinstance(_decide(world, click), Applied)

    assert {drawn.ts for drawn in world.chat.shown} == {(stands,)}
    assert _card(world).ts == (stands,)


def test_a_click_on_a_known_message_binds_nothing_twice() -> None:
    world = _asked()
    known = _card(world).ts
    click = replace(world.click(world.requirements[0]), channel="C0OPS", message_ts=known[0])

    _decide(world, click)

    assert _card(world).ts == known


def test_a_late_click_on_a_second_copy_of_the_card_takes_its_buttons_off() -> None:
    world = _asked()
    world.decide(world.requirements[0], Approved())
    world.work()
    drawn = len(world.chat.shown)
    late = world.click(replace(world.requirements[0], rev=1), by="U0EVE")
    copy = replace(late, channel="C0OPS", message_ts="1700000000.777777")

    assert isinstance(_decide(world, copy), AlreadyDecided)
    assert isinstance(_decide(world, copy), AlreadyDecided)

    assert len(world.chat.shown) == drawn + 1
    assert world.chat.shown[-1].ts == ("1700000000.000001", "1700000000.777777")
    assert (_card(world).have, _card(world).drawers) == (_card(world).want, 0)


def test_a_late_click_takes_buttons_off_that_a_late_drawing_brought_back() -> None:
    world = _asked()
    old = _card(world)
    world.decide(world.requirements[0], Approved())
    world.work()
    world.chat.show(CardView(thread=world.thread, card=old, rows=world.requirements))
    drawn = len(world.chat.shown)
    late = world.click(replace(world.requirements[0], rev=1), by="U0EVE")
    click = replace(late, channel="C0OPS", message_ts=old.ts[0])

    assert isinstance(_decide(world, click), AlreadyDecided)
    assert len(world.chat.shown) == drawn
    world.clock.advance(seconds=30)
    assert isinstance(_decide(world, click), AlreadyDecided)

    assert len(world.chat.shown) == drawn + 1
    assert (_card(world).have, _card(world).drawers) == (_card(world).want, 0)


def test_a_copy_that_cannot_be_settled_now_still_gets_its_answer() -> None:
    world = _asked()
    world.decide(world.requirements[0], Approved())
    late = world.click(replace(world.requirements[0], rev=1), by="U0EVE")
    copy = replace(late, channel="C0OPS", message_ts="1700000000.777777")
    world.store.fail_next("change", TransientError("busy"))

    assert isinstance(_decide(world, copy), AlreadyDecided)


@pytest.mark.parametrize("user", ["U0BOB", "U0GUEST"])
def test_a_value_that_was_carried_into_another_channel_finds_nothing(user: str) -> None:
    world = _asked()
    before = _audit(world)
    click = replace(world.click(world.requirements[0], by=user), channel="C0GENERAL")

    assert isinstance(_decide(world, click), Gone)

    assert world.requirements[0].is_open
    assert _audit(world) == before


def test_nothing_of_one_workspace_is_decided_from_another() -> None:
    world = _asked()

    assert isinstance(_decide(world, world.click(world.requirements[0], team="T0EVIL")), Gone)

    assert world.requirements[0].is_open
    assert world.queue.sent == ()


@pytest.mark.parametrize("error", [TransientError("busy"), PermanentError("broken")])
def test_what_fails_after_the_decision_fails_neither_click_nor_run(error: Exception) -> None:
    for method in ("show", "change"):
        world = _asked()
        port = world.chat if method == "show" else world.store
        port.fail_next(method, error)
        DONE.clear()

        assert isinstance(world.decide(world.requirements[0], Approved()), Applied)
        world.work()

        assert DONE == [SENT]
        assert world.said == ("Sent.",)


def test_a_decision_that_others_keep_overtaking_is_not_recorded() -> None:
    world = _asked()
    key = world.thread.requirement(world.requirements[0].at)
    for _ in range(3):
        world.store.fail_next("commit", RefusedError({key: None}))

    assert isinstance(world.decide(world.requirements[0], Approved()), NotRecorded)
    assert world.requirements[0].is_open


def test_an_audit_that_others_keep_extending_is_not_waited_for_forever() -> None:
    world = _asked()
    key = world.thread.audit(2)
    for _ in range(10):
        world.store.fail_next("commit", RefusedError({key: None}))

    assert isinstance(world.decide(world.requirements[0], Approved()), NotRecorded)
    assert world.requirements[0].is_open


def test_a_review_is_in_the_audit_before_it_is_open() -> None:
    world = _asked()
    click = world.click(world.requirements[0], by="U0EVE")
    form = OpenForm(click=click, form="review", trigger="1.2")

    assert open_form(form, store=world.store, chat=world.chat, clock=world.clock) is None
    page = replace(form, view="V1", page=2)
    assert open_form(page, store=world.store, chat=world.chat, clock=world.clock) is None

    looked = [fact for entry in _audit(world) for fact in entry.facts if fact.action == "reviewed"]
    assert [fact.by.id for fact in looked if fact.by] == ["U0EVE"]
    assert len(world.chat.opened) == 2


def test_a_review_that_cannot_be_noted_does_not_open() -> None:
    world = _asked()
    form = OpenForm(click=world.click(world.requirements[0]), form="review", trigger="1.2")
    world.store.fail_next("commit", TransientError("busy"))

    refusal = open_form(form, store=world.store, chat=world.chat, clock=world.clock)

    assert isinstance(refusal, NotRecorded)
    assert world.chat.opened == []


def test_a_row_that_another_version_wrote_is_said_without_its_words() -> None:
    world = _asked()
    asked = world.requirements[0]
    form = OpenForm(click=world.click(asked), form="reject", trigger="1.2")
    row = world.thread.requirement(asked.at)
    world.store.change(Update(key=row, put={"v": 99, "body": "the very words"}))

    outcome = _decide(world, world.click(asked))
    refusal = open_form(form, store=world.store, chat=world.chat, clock=world.clock)

    for each in (outcome, refusal):
        assert isinstance(each, NotRecorded)
        assert each.why == "a stored row cannot be read by this version"


def test_what_is_filled_in_wrongly_is_said_and_nothing_is_decided() -> None:
    world = _asked()
    wrong = Invalid(problems=(FieldProblem(field="why", message="Reason is missing"),))

    assert world.decide(world.requirements[0], lambda _: wrong) is wrong
    assert world.requirements[0].is_open


def test_a_wake_that_is_not_sent_is_left_to_the_clock() -> None:
    world = _asked()
    world.queue.fail_next("wake", TransientError("busy"))

    assert isinstance(world.decide(world.requirements[0], Approved()), Applied)
    world.clock.advance(seconds=60)
    world.sweep()
    world.work()

    assert DONE == [SENT]


def test_a_form_about_nothing_does_not_open() -> None:
    world = _asked()
    nowhere = world.click(world.requirements[0], team="T0EVIL")
    form = OpenForm(click=nowhere, form="reject", trigger="1.2")

    assert open_form(form, store=world.store, chat=world.chat, clock=world.clock) == Gone()


def test_a_click_that_took_long_leaves_its_card_to_the_worker() -> None:
    world = _asked()
    drawn = len(world.chat.shown)

    def slowly(_: Requirement) -> Approved:
        world.clock.advance(ms=DRAWN_WITHIN_MS)
        return Approved()

    assert isinstance(world.decide(world.requirements[0], slowly), Applied)

    assert len(world.chat.shown) == drawn
    assert len(world.queue.waiting) == 1
    world.work()
    assert len(world.chat.shown) > drawn
