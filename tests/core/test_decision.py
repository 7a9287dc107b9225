import pytest

from signoff.core.decision import (
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
