import pytest

from signoff.core.approving import approved
from signoff.core.audit import Fact, entry_after
from signoff.core.codec import from_item, to_item
from signoff.core.decision import Approved, Expired, RequirementState, Verdict
from signoff.core.gate import Confirmation
from signoff.core.items import Item, Update, applied, holds
from signoff.core.requirement import Requirement
from signoff.core.transitions import deciding
from signoff.core.transitions.deciding import audited, decided
from signoff.core.transitions.lease import GRACE_MS
from signoff.core.who import Who
from tests.core.rows import ANA, BOB, DAY_MS, FIRST, NOON, THREAD, a_requirement

ASKED = a_requirement()
ASKED_OF_TWO = a_requirement(Confirmation(quorum=2, editable=("subject",)))


def row(**changes: object) -> Item:
    return {**to_item(ASKED, THREAD.requirement(ASKED.at)), **changes}  # type: ignore[dict-item]


def updates(verdict: Verdict) -> tuple[Update, ...]:
    return decided(THREAD, ASKED, verdict)


def test_a_decision_closes_the_requirement_wakes_the_thread_and_wants_a_newer_card() -> None:
    settled, woken, redrawn = updates(Verdict(decision=Approved(), at=NOON, by=BOB))

    new = applied(settled, row(due=NOON, due_shard="due", open_team="T0LOCAL"))

    assert new is not None
    requirement = from_item(Requirement, new)
    assert (requirement.state, requirement.rev) == (RequirementState.APPROVED, 2)
    assert (requirement.due, requirement.open_team) == (None, None)
    assert (requirement.decided_team, requirement.decided_at) == ("T0LOCAL", NOON)
    assert woken.when == ()
    assert (woken.add, woken.put["due"]) == ({"wakes": 1}, NOON + GRACE_MS)
    assert redrawn.add == {"want": 1, "drawers": 1}


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "REJECTED"},
        {"rev": 2},
        {"digest": "0" * 64},
        {"exp": NOON},
    ],
)
def test_a_decision_counts_only_on_what_was_read_and_in_time(changes: dict[str, object]) -> None:
    settled, *_ = updates(Verdict(decision=Approved(), at=NOON, by=BOB))

    assert holds(settled.when, row())
    assert not holds(settled.when, row(**changes))


def counted(by: Who = BOB, changes: str = "") -> Requirement:
    return approved(ASKED_OF_TWO, by=by, at=NOON, changes=changes)


def test_a_vote_is_counted_and_shown_and_wakes_nobody() -> None:
    after = counted()
    vote, redrawn = deciding.approved(THREAD, ASKED_OF_TWO, after, now=NOON)

    new = applied(vote, to_item(ASKED_OF_TWO, vote.key))

    assert new is not None
    assert from_item(Requirement, new) == after
    assert isinstance(redrawn, Update)
    assert (redrawn.key, redrawn.add) == (THREAD.card(FIRST), {"want": 1, "drawers": 1})


def test_the_vote_that_decides_writes_what_a_decision_writes_and_all_votes() -> None:
    once = counted()
    after = approved(once, by=ANA, at=NOON)
    settled, woken, _ = deciding.approved(THREAD, once, after, now=NOON)

    new = applied(settled, to_item(once, settled.key))

    assert new is not None
    stored = from_item(Requirement, new)
    assert (stored.state, stored.rev, stored.verdict) == (after.state, after.rev, after.verdict)
    assert [vote.by for vote in stored.votes] == [BOB, ANA]
    assert woken.key == THREAD.meta()


def test_an_edit_writes_what_changed_and_the_digest_of_what_runs() -> None:
    after = counted(changes='{"subject":"Yo"}')
    vote, _ = deciding.approved(THREAD, ASKED_OF_TWO, after, now=NOON)

    new = applied(vote, to_item(ASKED_OF_TWO, vote.key))

    assert new is not None
    assert from_item(Requirement, new) == after
    assert after.digest != ASKED_OF_TWO.digest
    assert new["body"] == to_item(ASKED_OF_TWO, vote.key)["body"]


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "REJECTED"},
        {"rev": 2},
        {"digest": "0" * 64},
        {"exp": NOON},
    ],
)
def test_a_vote_counts_only_on_what_was_read_and_in_time(changes: dict[str, object]) -> None:
    vote, _ = deciding.approved(THREAD, ASKED_OF_TWO, counted(), now=NOON)
    item = to_item(ASKED_OF_TWO, vote.key)

    assert holds(vote.when, item)
    assert not holds(vote.when, {**item, **changes})  # type: ignore[dict-item]


def test_it_expires_not_a_moment_before_and_wakes_its_thread_at_once() -> None:
    early, *_ = updates(Verdict(decision=Expired(), at=NOON + DAY_MS - 1))
    settled, woken, _ = updates(Verdict(decision=Expired(), at=NOON + DAY_MS))

    assert not holds(early.when, row())
    assert holds(settled.when, row())
    assert woken.put["due"] == NOON + DAY_MS


def test_an_audit_entry_is_never_written_over() -> None:
    fact = Fact(action="asked", at=NOON, by=None, about=("1.1.0",), digests=("d",))

    put, head = audited(THREAD, entry_after(None, fact, chain=THREAD.pk))

    assert holds(put.when, None)
    assert not holds(put.when, put.item)
    assert head.key == THREAD.audit_head()
