import json

import pytest

from signoff.adapters.slack.limits import FIELDS_IN_FORM, INPUT_TEXT
from signoff.core.decision import (
    LARGEST,
    Answered,
    Approved,
    ApprovedEdited,
    Ask,
    Cancelled,
    CouldNotRun,
    Decision,
    Executed,
    Expired,
    ItHappened,
    Reconcile,
    Rejected,
    RequirementState,
    RunAgain,
    Stopped,
    Superseded,
    fits,
    is_too_large,
    state_after,
)
from signoff.core.gate import Confirmation, ExternalExecution, UserFeedback, UserInput

RECONCILE = Reconcile(attempt=1, started_at=0)
INPUT = UserInput(fields=("env",))
DECISIONS: dict[Decision, RequirementState] = {
    Approved(): RequirementState.APPROVED,
    ApprovedEdited(): RequirementState.APPROVED,
    Rejected(): RequirementState.REJECTED,
    Answered(values="{}"): RequirementState.ANSWERED,
    Executed(result=""): RequirementState.ANSWERED,
    CouldNotRun(reason=""): RequirementState.ANSWERED,
    ItHappened(): RequirementState.ANSWERED,
    RunAgain(): RequirementState.ANSWERED,
    Stopped(): RequirementState.ANSWERED,
    Expired(): RequirementState.EXPIRED,
    Cancelled(reason=""): RequirementState.CANCELLED,
    Superseded(reason=""): RequirementState.SUPERSEDED,
}
ANSWERS: list[tuple[Ask, set[type]]] = [
    (Confirmation(), {Approved, ApprovedEdited, Rejected}),
    (INPUT, {Answered, Rejected}),
    (UserFeedback(), {Answered, Rejected}),
    (ExternalExecution(), {Executed, CouldNotRun}),
    (RECONCILE, {ItHappened, RunAgain, Stopped}),
]


@pytest.mark.parametrize(("ask", "answers"), ANSWERS)
@pytest.mark.parametrize("decision", DECISIONS)
def test_each_question_takes_only_its_own_answers(
    ask: Ask, answers: set[type], decision: Decision
) -> None:
    by_anybody = {Expired, Cancelled, Superseded}

    assert fits(ask, decision) is (type(decision) in answers | by_anybody)


@pytest.mark.parametrize(("decision", "state"), DECISIONS.items())
def test_each_decision_leaves_one_state(decision: Decision, state: RequirementState) -> None:
    assert state_after(decision) is state


def test_the_largest_form_that_slack_takes_fits_into_a_row() -> None:
    fields = {f"field_{number}": "x" * INPUT_TEXT for number in range(FIELDS_IN_FORM)}

    assert not is_too_large(Answered(values=json.dumps(fields)))


def test_what_grows_beyond_a_row_in_its_spelling_is_too_large() -> None:
    assert not is_too_large(Executed(result='"' * (LARGEST // 2 - 1)))
    assert is_too_large(Executed(result='"' * (LARGEST // 2)))
    assert is_too_large(Rejected(reason="\ud83d" * (LARGEST // 6)))
    assert not is_too_large(Approved())
