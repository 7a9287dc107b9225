from dataclasses import replace

import pytest

from signoff.core.canonical import canonical
from signoff.core.codec import UnreadableRowError
from signoff.core.decision import (
    Answered,
    Approved,
    Decision,
    Rejected,
    RequirementState,
    Verdict,
    state_after,
)
from signoff.core.gate import UserInput
from signoff.core.journal import AskFirst, Call, Plan, RunNow
from signoff.core.keys import Position, ThreadKey
from signoff.core.requirement import Requirement
from signoff.core.standing import (
    binding,
    require_as_asked,
    require_standing,
    standing_verdict,
)
from signoff.core.voting import Edit
from tests.core.rows import BOB, FIRST, NOON, THREAD, a_requirement

SECOND = replace(FIRST, index=1)
ELSEWHERE = replace(THREAD, channel="C0OTHER")


def _decided(asked: Requirement, decision: Decision, thread: ThreadKey = THREAD) -> Requirement:
    verdict = Verdict(decision=decision, at=NOON, by=BOB)
    bound = binding(thread, asked, verdict)
    return replace(asked, state=state_after(decision), verdict=verdict, bound=bound, rev=2)


def _call(asked: Requirement, *, at: Position = FIRST, plan: Plan | None = None) -> Call:
    return Call(
        at=at,
        call_id="call_1",
        tool=asked.tool,
        tool_version=asked.tool_version,
        arguments=asked.arguments,
        plan=plan or AskFirst(),
    )


ASKED = a_requirement()
APPROVED = _decided(ASKED, Approved())
FORM = a_requirement(UserInput(fields=("to",)))
FILLED = _decided(FORM, Answered(values='{"to":"ana@example.com"}'))


@pytest.mark.parametrize("decided", [APPROVED, FILLED, _decided(ASKED, Rejected())])
def test_what_was_decided_stands(decided: Requirement) -> None:
    verdict = standing_verdict(THREAD, _call(decided), decided)

    assert verdict == decided.verdict


def test_a_question_about_an_outcome_stands_for_the_call_it_asks_about() -> None:
    again = replace(FIRST, again=1)
    asked = a_requirement(at=again)

    require_standing(THREAD, _call(asked), _decided(asked, Approved()))


@pytest.mark.parametrize(
    "altered",
    [
        ASKED,
        replace(APPROVED, arguments=canonical({"to": "eve@example.com", "subject": "Hi"})),
        replace(APPROVED, digest="0" * 64),
        replace(APPROVED, at=SECOND),
        replace(APPROVED, tool="wipe"),
        replace(APPROVED, tool_version="v2"),
        replace(APPROVED, state=RequirementState.REJECTED),
        replace(APPROVED, verdict=None),
        replace(APPROVED, bound=None),
        replace(APPROVED, bound="0" * 32),
        replace(_decided(ASKED, Rejected()), verdict=APPROVED.verdict),
        replace(FILLED, verdict=Verdict(decision=Answered(values="{}"), at=NOON, by=BOB)),
        _decided(ASKED, Answered(values="{}")),
        _decided(ASKED, Approved(), ELSEWHERE),
    ],
)
def test_what_was_altered_since_lets_nothing_start(altered: Requirement) -> None:
    with pytest.raises(UnreadableRowError):
        require_standing(THREAD, _call(ASKED), altered)


def test_another_calls_approval_lets_nothing_start() -> None:
    with pytest.raises(UnreadableRowError):
        require_standing(THREAD, _call(ASKED, at=SECOND), APPROVED)


def test_a_call_whose_request_is_gone_does_not_start() -> None:
    with pytest.raises(UnreadableRowError, match="is gone"):
        require_standing(THREAD, _call(ASKED), None)


def test_a_call_that_waits_for_nobody_needs_no_request() -> None:
    require_standing(THREAD, _call(ASKED, plan=RunNow()), None)


def test_other_arguments_than_were_digested_are_not_shown() -> None:
    with pytest.raises(UnreadableRowError):
        require_as_asked(replace(ASKED, arguments="{}"))


@pytest.mark.parametrize("values", ["{", "7"])
def test_a_change_of_the_arguments_that_is_none_is_not_shown(values: str) -> None:
    edited = Edit(values=values, by=(BOB,), at=NOON, rev=2)

    with pytest.raises(UnreadableRowError, match="no JSON"):
        require_as_asked(replace(ASKED, edited=edited))
