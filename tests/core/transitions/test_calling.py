import pytest

from signoff.core.codec import column, to_item
from signoff.core.decision import Approved, Rejected, RequirementState, Verdict
from signoff.core.execution import Execution, ExecutionState
from signoff.core.items import Check, Item, Update, holds
from signoff.core.requirement import Outcome, OutcomeState, Requirement
from signoff.core.switches import Reach
from signoff.core.thread import Meta, Stop
from signoff.core.transitions import calling
from tests.core.rows import BOB, FIRST, NOON, THREAD, a_requirement

START = Execution(at=FIRST, attempt=1, idempotency_key="k", started_at=NOON, fence=3)
REACH = Reach(agents=("ops",), tool="send_email")
RUNNING = Outcome(state=OutcomeState.RUNNING, at=NOON)
YES = Verdict(decision=Approved(), at=NOON, by=BOB)
LET = a_requirement(state=RequirementState.APPROVED, verdict=YES, rev=2)


def meta(**changes: object) -> Item:
    return {**to_item(Meta(fence=3), THREAD.meta()), **changes}  # type: ignore[dict-item]


def row(requirement: Requirement, **changes: object) -> Item:
    item = to_item(requirement, THREAD.requirement(requirement.at))
    return {**item, **changes}  # type: ignore[dict-item]


def started() -> dict[str, Item | None]:
    return {"EXEC": None, "META": meta(), "KILL": None, "REQ": row(LET)}


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("EXEC", to_item(START, THREAD.execution(FIRST, 1))),
        ("META", meta(fence=4)),
        ("META", meta(stop=column(Stop(run=1, upto="", by="bob")))),
        ("KILL", {"pk": "KILL#T0LOCAL", "sk": "KILL"}),
        ("REQ", row(LET, state="PENDING")),
        ("REQ", row(LET, state="REJECTED")),
        ("REQ", row(LET, digest="0" * 64)),
        ("REQ", row(LET, consumed_by="R#000001#EXEC")),
    ],
)
def test_a_gated_tool_starts_only_once_under_the_lease_with_a_standing_approval(
    kind: str, found: Item
) -> None:
    writes = calling.started(THREAD, START, LET, running=RUNNING, reach=REACH)

    def may_start(rows: dict[str, Item | None]) -> bool:
        kinds = ("EXEC", "META", "KILL", "REQ")
        return all(
            holds(write.when, rows[next(kind for kind in kinds if kind in write.key.sk)])
            for write in writes
        )

    assert may_start(started())
    assert not may_start({**started(), kind: found})


def test_a_rejected_call_can_not_even_be_written_down_as_started() -> None:
    no = Verdict(decision=Rejected(), at=NOON, by=BOB)
    rejected = a_requirement(state=RequirementState.REJECTED, verdict=no, rev=2)

    with pytest.raises(ValueError, match="lets nothing run"):
        calling.started(THREAD, START, rejected, running=RUNNING, reach=REACH)


def test_an_ungated_tool_starts_under_the_lease_alone() -> None:
    writes = calling.started(THREAD, START, None, running=RUNNING, reach=REACH)

    assert [type(write) for write in writes[1:]] == [Check] * 4


@pytest.mark.parametrize("changes", [{"state": "SUCCEEDED"}, {"fence": 4}])
def test_a_start_is_ended_and_taken_over_only_by_whoever_has_it(changes: dict[str, object]) -> None:
    item = to_item(START, THREAD.execution(FIRST, 1))
    ended = calling.ended(THREAD, START, ExecutionState.SUCCEEDED, was=ExecutionState.STARTED)
    again, *_ = calling.restarted(THREAD, START, fence=4, reach=REACH)
    assert isinstance(again, Update)

    for each in (ended, again):
        assert holds(each.when, item)
        assert not holds(each.when, {**item, **changes})  # type: ignore[dict-item]


def test_what_became_of_a_call_is_noted_on_the_very_request() -> None:
    noted = calling.outcome(THREAD, LET, RUNNING)

    assert holds(noted.when, row(LET))
    assert not holds(noted.when, row(LET, digest="0" * 64))
