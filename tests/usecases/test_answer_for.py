"""A person answers in the tool's place: it does not run, and the model reads their words."""

import pytest

from signoff.core.audit import AuditEntry
from signoff.core.click import AlreadyDecided, NotAllowed, PastExpiry
from signoff.core.codec import from_item
from signoff.core.decision import AnsweredFor, Approved, RequirementState
from signoff.testing.model import Line, call, say
from tests.usecases.tools import ALL, DONE
from tests.usecases.tools import nothing_done_yet as _nothing_done_yet
from tests.usecases.world import STOPPED, World

nothing_done_yet = _nothing_done_yet
ANSWER = AnsweredFor(output="It went out by hand this morning.")
ASKS = {
    "confirmation": call("send_email", to="bob@example.com", subject="Hi"),
    "quorum": call("close_account", account="8841"),
    "form": call("refund", order="8841", amount=None),
}


def world(asked: Line) -> World:
    """Have something asked."""
    found = World(asked, say("Good."), tools=ALL)
    found.say("Go")
    found.queue.taken()
    return found


@pytest.mark.parametrize("kind", ASKS)
def test_the_model_reads_what_the_person_wrote_and_nothing_runs(kind: str) -> None:
    here = world(ASKS[kind])

    here.decide(here.requirements[0], ANSWER)
    here.work()

    (output,) = here.outputs()
    assert output == f"Not run: @bob answered in its place:\n{ANSWER.output}"
    assert DONE == []
    assert here.said == ("Good.",)


@pytest.mark.parametrize("kind", ASKS)
def test_it_is_settled_by_it_and_the_audit_says_so(kind: str) -> None:
    here = world(ASKS[kind])

    here.decide(here.requirements[0], ANSWER)

    (asked,) = here.requirements
    assert asked.state is RequirementState.ANSWERED
    entries = [from_item(AuditEntry, row) for row in here.rows if str(row["sk"]).startswith("AUD#")]
    facts = [fact for entry in entries for fact in entry.facts if fact.action == "answered_for"]
    assert [(fact.by.id, fact.evidence) for fact in facts if fact.by] == [
        ("U0BOB", "member of the workspace")
    ]


def test_the_rule_of_the_request_holds_for_it() -> None:
    here = world(ASKS["confirmation"])

    outcome = here.decide(here.requirements[0], ANSWER, by="U0GUEST")

    assert isinstance(outcome, NotAllowed)
    assert here.requirements[0].is_open


def test_whoever_comes_after_an_approval_changes_nothing() -> None:
    here = world(ASKS["confirmation"])

    here.decide(here.requirements[0], Approved(), by="U0EVE")
    outcome = here.decide(here.requirements[0], ANSWER)
    here.work()

    assert isinstance(outcome, AlreadyDecided)
    assert DONE == ["sent Hi to bob@example.com"]


def test_it_comes_too_late_once_the_request_expired() -> None:
    here = world(ASKS["confirmation"])
    here.clock.advance(seconds=86_400)

    outcome = here.decide(here.requirements[0], ANSWER)

    assert isinstance(outcome, PastExpiry)
    assert here.requirements[0].is_open


def test_a_run_that_is_stopped_after_it_ends_all_the_same() -> None:
    here = world(ASKS["confirmation"])

    here.decide(here.requirements[0], ANSWER)
    here.stop()
    here.work()

    assert DONE == []
    assert here.said == (STOPPED,)


def test_a_worker_that_dies_after_it_gives_the_answer_once() -> None:
    here = world(ASKS["confirmation"])
    here.decide(here.requirements[0], ANSWER)
    here.store.fail_next("commit", KeyboardInterrupt())

    with pytest.raises(KeyboardInterrupt):
        here.work()
    here.clock.advance(seconds=300)
    here.turn()

    assert here.outputs() == [f"Not run: @bob answered in its place:\n{ANSWER.output}"]
