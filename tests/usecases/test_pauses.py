import json
from dataclasses import replace

import pytest

from signoff.core.audit import AuditEntry, is_intact
from signoff.core.canonical import Json
from signoff.core.click import (
    AlreadyDecided,
    Applied,
    Gone,
    NotAllowed,
    PastExpiry,
    Stale,
    Unverified,
)
from signoff.core.codec import from_item
from signoff.core.decision import (
    Answered,
    Approved,
    CouldNotRun,
    Decision,
    Executed,
    ItHappened,
    Rejected,
    RequirementState,
    RunAgain,
    Stopped,
    Verdict,
)
from signoff.core.items import Put
from signoff.core.person import Person
from signoff.core.requirement import OutcomeState
from signoff.core.switches import EveryTool, switch_key
from signoff.core.thread import ThreadState
from signoff.ports import UnreachableError
from signoff.testing.model import call, calls, say
from signoff.usecases.take_turn import TurnEnd
from tests.usecases.tools import ALL, DONE
from tests.usecases.world import World

EMAIL = call("send_email", to="bob@example.com", subject="Hi")
SENT = "sent Hi to bob@example.com"


def test_a_gated_call_waits_and_runs_once_approved() -> None:
    world = World(EMAIL, say("Sent."), tools=ALL)

    world.say("Mail Bob")
    assert not DONE
    assert world.view.meta.state is ThreadState.WAITING
    world.decide(world.requirements[0], Approved())
    world.work()

    assert DONE == [SENT]
    assert world.said == ("Sent.",)
    assert world.requirements[0].outcome is not None
    assert world.requirements[0].outcome.state is OutcomeState.DONE


def test_the_buttons_are_gone_before_the_click_is_answered_while_the_queue_stands_still() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")

    world.decide(world.requirements[0], Approved())

    row = world.chat.standing(world.thread, world.requirements[0].card).rows[0]
    assert row.state is RequirementState.APPROVED
    assert DONE == []


def test_the_buttons_are_gone_before_the_tool_starts_even_if_slack_failed_at_the_click() -> None:
    world = World(EMAIL, say("Sent."), tools=ALL)
    world.say("Mail Bob")
    world.chat.fail_next("show", UnreachableError("down"))

    world.decide(world.requirements[0], Approved())
    before = len(world.chat.shown)
    world.work()

    first = world.chat.shown[before].view.rows[0]
    assert (first.state, first.outcome) == (RequirementState.APPROVED, None)


def test_from_card_to_click_nothing_runs_for_24_hours() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")
    world.queue.taken()
    sent, shown = len(world.queue.sent), len(world.chat.shown)

    for _ in range(24 * 60 - 1):
        world.clock.advance(seconds=60)
        assert world.sweep() == {}

    assert len(world.queue.sent) == sent
    assert len(world.chat.shown) == shown
    assert len(world.model.conversations) == 1


def test_each_call_is_decided_by_itself_and_runs_as_soon_as_it_is_approved() -> None:
    two = calls(EMAIL, call("send_email", to="eve@example.com", subject="Yo"))
    world = World(two, say("Both settled."), tools=ALL)
    world.say("Mail both")
    first, second = world.requirements

    world.decide(first, Approved())
    world.work()
    assert DONE == [SENT]
    assert len(world.model.conversations) == 1
    world.decide(second, Rejected())
    world.work()

    assert world.outputs() == ["sent", "Rejected by @bob, not run. Do not retry unless asked to."]
    assert world.said == ("Both settled.",)


def test_approving_a_row_leaves_its_undecided_sibling_open() -> None:
    two = calls(EMAIL, call("send_email", to="eve@example.com", subject="Yo"))
    world = World(two, tools=ALL)
    world.say("Mail both")

    world.decide(world.requirements[0], Approved())
    world.work()

    assert [each.state for each in world.requirements] == [
        RequirementState.APPROVED,
        RequirementState.PENDING,
    ]


def test_calls_that_need_nobody_run_while_the_others_wait() -> None:
    mixed = calls(EMAIL, call("look_up", order="8841"))
    world = World(mixed, say("Done."), tools=ALL)

    world.say("Mail and look up")

    assert DONE == ["looked up 8841"]
    assert world.view.meta.state is ThreadState.WAITING
    world.decide(world.requirements[0], Approved())
    world.work()
    assert world.outputs() == ["sent", "8841 is paid"]


def test_a_run_pauses_again_and_again() -> None:
    world = World(EMAIL, EMAIL, EMAIL, say("Thrice."), tools=ALL)
    world.say("Mail Bob three times")

    for index in range(3):
        world.decide(world.requirements[index], Approved())
        world.work()

    assert DONE == [SENT] * 3
    assert {each.at.run for each in world.requirements} == {1}


def test_what_a_person_fills_in_arrives_typed_in_the_tool() -> None:
    world = World(call("refund", order="8841", amount=None), say("Refunded."), tools=ALL)
    world.say("Refund 8841")

    world.decide(world.requirements[0], Answered(values='{"amount":120}'))
    world.work()

    assert DONE == ["refunded 120 for 8841"]
    assert world.outputs() == ["refunded 120"]


def test_what_was_filled_in_is_checked_once_more_on_this_side_of_the_pause() -> None:
    world = World(call("refund", order="8841", amount=None), say("No."), tools=ALL)
    world.say("Refund 8841")

    world.decide(world.requirements[0], Answered(values='{"amount":"a lot"}'))
    world.work()

    assert DONE == []
    assert "do not fit after all" in world.outputs()[0]


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        (Executed(result="rolled back"), "rolled back"),
        (CouldNotRun(reason="no access"), "could not run it: no access"),
    ],
)
def test_what_a_person_ran_outside_is_fed_back(decision: Decision, told: str) -> None:
    world = World(call("roll_back", deployment="api"), say("Noted."), tools=ALL)
    world.say("Roll back")

    world.decide(world.requirements[0], decision)
    world.work()

    assert told in world.outputs()[0]


def test_answers_to_questions_are_the_calls_output() -> None:
    question: dict[str, Json] = {
        "question": "Which region?",
        "header": "Region",
        "options": [{"label": "eu", "description": "near"}],
        "multi_select": False,
    }
    world = World(call("ask_user", questions=[question]), say("Thanks."), tools=ALL)
    world.say("Set it up")
    answers = json.dumps([{"question": "Which region?", "answer": "eu"}])

    world.decide(world.requirements[0], Answered(values=answers))
    world.work()

    assert "Answered by @bob" in world.outputs()[0]
    assert '"answer": "eu"' in world.outputs()[0]


def test_a_predicate_decides_once_and_is_stored() -> None:
    small, large = call("pay", amount=50), call("pay", amount=500)
    world = World(small, large, say("Paid."), tools=ALL)

    world.say("Pay")
    assert DONE == ["paid 50"]
    world.decide(world.requirements[0], Rejected())
    world.work()

    assert DONE == ["paid 50"]


def test_a_second_click_changes_nothing_and_learns_who_won() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")
    asked = world.requirements[0]

    world.decide(asked, Approved(), by="U0BOB")
    outcome = world.decide(asked, Rejected(), by="U0EVE")

    assert isinstance(outcome, AlreadyDecided)
    assert outcome.verdict.by is not None
    assert outcome.verdict.by.name == "bob"
    assert world.requirements[0].state is RequirementState.APPROVED


def test_a_second_click_sends_a_lost_wake_again() -> None:
    world = World(EMAIL, say("Sent."), tools=ALL)
    world.say("Mail Bob")
    asked = world.requirements[0]
    world.decide(asked, Approved())
    world.queue.taken()

    world.decide(asked, Approved())
    world.work()

    assert DONE == [SENT]


def test_a_lost_wake_is_mended_by_the_clock() -> None:
    world = World(EMAIL, say("Sent."), tools=ALL)
    world.say("Mail Bob")
    world.decide(world.requirements[0], Approved())
    world.queue.taken()

    world.clock.advance(seconds=60)
    world.sweep()
    world.work()

    assert DONE == [SENT]


@pytest.mark.parametrize("user", ["U0GUEST", "U0OUT"])
def test_guests_and_strangers_are_refused_and_the_attempt_is_audited(user: str) -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")

    outcome = world.decide(world.requirements[0], Approved(), by=user)

    assert isinstance(outcome, NotAllowed)
    assert world.requirements[0].is_open
    assert actions(world)[-1] == "refused"


def test_a_person_that_cannot_be_looked_up_is_refused_for_now() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")
    world.chat.fail_next("person", UnreachableError("down"))

    assert isinstance(world.decide(world.requirements[0], Approved()), Unverified)
    assert isinstance(world.decide(world.requirements[0], Approved()), Applied)


def test_a_deactivated_person_is_refused() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")
    world.chat.know(Person(id="U0BOB", name="bob", team=world.thread.team, is_deleted=True))

    assert isinstance(world.decide(world.requirements[0], Approved()), NotAllowed)


def test_a_click_after_the_expiry_is_refused_although_the_clock_is_down() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")
    world.clock.advance(seconds=86_400)

    assert isinstance(world.decide(world.requirements[0], Approved()), PastExpiry)


def test_a_click_on_another_version_of_the_request_is_stale() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")
    asked = world.requirements[0]

    assert isinstance(world.decide(replace(asked, digest="0" * 64), Approved()), Stale)
    assert isinstance(world.decide(replace(asked, rev=7), Approved()), Stale)


def test_a_request_that_does_not_exist_is_gone() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")

    elsewhere = replace(world.requirements[0].at, run=9)
    nowhere = replace(world.requirements[0], at=elsewhere)

    assert isinstance(world.decide(nowhere, Approved()), Gone)


def test_an_answer_to_another_question_is_gone() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")

    assert isinstance(world.decide(world.requirements[0], Executed(result="x")), Gone)


def test_the_audit_is_gapless_and_chained() -> None:
    world = World(EMAIL, say("Sent."), tools=ALL)
    world.say("Mail Bob")
    world.decide(world.requirements[0], Approved(), by="U0GUEST")
    world.decide(world.requirements[0], Approved())
    world.work()

    entries = _audit(world)
    assert [entry.number for entry in entries] == [1, 2, 3, 4]
    assert all(map(is_intact, entries))
    assert [after.previous for after in entries[1:]] == [entry.hash for entry in entries[:-1]]
    assert actions(world) == ["asked", "refused", "approved", "started", "succeeded"]


def test_a_message_while_waiting_is_kept_and_heard_after_the_outputs() -> None:
    world = World(EMAIL, say("Sent, and yes."), tools=ALL)
    world.say("Mail Bob")

    world.say("Are you there?")
    assert [each.user for each in world.chat.held] == ["U0ANA"]
    assert len(world.model.conversations) == 1
    world.decide(world.requirements[0], Approved())
    world.work()

    kinds = [item["type"] for item in world.model.conversations[-1]]
    assert kinds == ["message", "function_call", "function_call_output", "message"]
    assert world.said == ("Sent, and yes.",)


def test_a_switched_off_workspace_starts_nothing() -> None:
    world = World(EMAIL, say("Off."), tools=ALL)
    world.say("Mail Bob")
    world.decide(world.requirements[0], Approved())
    key = switch_key(world.thread.team, EveryTool())
    world.store.commit(Put(key=key, item={"pk": key.pk, "sk": key.sk}))

    world.work()

    assert DONE == []
    assert "switched off" in world.outputs()[0]


def test_a_tool_that_was_removed_while_paused_does_not_start() -> None:
    world = World(EMAIL, say("Gone."), tools=ALL)
    world.say("Mail Bob")
    world.agent = World(tools=[]).agent

    world.decide(world.requirements[0], Approved())
    world.work()

    assert DONE == []
    assert "changed or removed" in world.outputs()[0]
    outcome = world.requirements[0].outcome
    assert outcome is not None
    assert outcome.state is OutcomeState.NOT_RUN


def test_an_idempotent_tool_starts_again_with_the_same_key() -> None:
    world = World(call("book", order="1"), say("Booked."), tools=ALL)
    _die_after_the_tool(world)
    with pytest.raises(KeyboardInterrupt):
        world.say("Book")

    world.turn()

    assert len(DONE) == 2
    assert DONE[0] == DONE[1]
    assert world.said == ("Booked.",)


def test_a_tool_that_is_to_fail_is_reported_unknown() -> None:
    world = World(call("wipe", table="orders"), say("Unknown."), tools=ALL)
    world.say("Wipe")
    world.decide(world.requirements[0], Approved())
    _die_after_the_tool(world)
    with pytest.raises(KeyboardInterrupt):
        world.work()

    world.turn()

    assert DONE == ["wiped orders"]
    assert "outcome is unknown" in world.outputs()[0]


@pytest.mark.parametrize(
    ("decision", "times", "told"),
    [
        (ItHappened(), 1, "it did happen"),
        (Stopped(), 1, "not to run it again"),
        (RunAgain(), 2, "sent"),
    ],
)
def test_an_unknown_outcome_is_asked_of_a_person(decision: Decision, times: int, told: str) -> None:
    world = World(EMAIL, say("Settled."), tools=ALL)
    world.say("Mail Bob")
    world.decide(world.requirements[0], Approved())
    _die_after_the_tool(world)
    with pytest.raises(KeyboardInterrupt):
        world.work()

    assert world.turn() is TurnEnd.WAITING
    question = world.requirements[1]
    assert (question.at.again, question.is_open) == (1, True)
    world.decide(question, decision)
    world.work()

    assert len(DONE) == times
    assert told in world.outputs()[0]
    assert world.said == ("Settled.",)


def test_a_question_about_an_outcome_that_nobody_answers_never_starts_it_again() -> None:
    world = World(EMAIL, say("Unknown."), tools=ALL)
    world.say("Mail Bob")
    world.decide(world.requirements[0], Approved())
    _die_after_the_tool(world)
    with pytest.raises(KeyboardInterrupt):
        world.work()
    world.turn()

    world.clock.advance(seconds=86_400)
    world.sweep()
    world.work()

    assert DONE == [SENT]
    assert world.said == ("Unknown.",)


def _die_after_the_tool(world: World) -> None:
    """Let the worker die after the tool ran and before its result is stored."""

    def die() -> None:
        DONE.then = None
        world.store.fail_next("commit", KeyboardInterrupt())

    DONE.then = die


def _audit(world: World) -> list[AuditEntry]:
    rows = sorted((str(row["sk"]), row) for row in world.rows if str(row["sk"]).startswith("AUD#"))
    return [from_item(AuditEntry, row) for _, row in rows]


def actions(world: World) -> list[str]:
    return [fact.action for entry in _audit(world) for fact in entry.facts]


def test_a_verdict_names_nobody_when_the_clock_decided() -> None:
    world = World(EMAIL, say("Late."), tools=ALL)
    world.say("Mail Bob")
    world.clock.advance(seconds=86_400)
    world.sweep()

    verdict = world.requirements[0].verdict
    assert isinstance(verdict, Verdict)
    assert verdict.by is None
