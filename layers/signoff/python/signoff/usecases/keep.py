"""A decision is to stand: what is written with it, and what both audits are told."""

from dataclasses import replace

from signoff.core.actions import Action
from signoff.core.approving import approved
from signoff.core.audit import Fact
from signoff.core.decision import Rejected, Verdict, state_after
from signoff.core.grants import (
    ApproveAndKeep,
    Grant,
    GrantKind,
    RejectForGood,
    approval,
    mark_of,
    refusal,
)
from signoff.core.keys import ThreadKey
from signoff.core.requirement import Requirement
from signoff.core.transitions import deciding, granting
from signoff.core.who import Who
from signoff.usecases.authorise import Admitted
from signoff.usecases.changes import Change


def keeping(
    thread: ThreadKey,
    asked: Requirement,
    wish: ApproveAndKeep | RejectForGood,
    *,
    by: Admitted,
    now: int,
) -> Change:
    """Say what a decision that stands changes: the request, and all later calls like it."""
    if isinstance(wish, ApproveAndKeep):
        grant = approval(thread, asked, wish, by=by.who, evidence=by.evidence, now=now)
        action: Action = "approved"
        # It is a vote like any other, and the only one that is needed.
        decided = approved(asked, by=by.who, at=now)
        writes = deciding.approved(thread, asked, decided, now=now)
    else:
        grant = refusal(thread, asked, by=by.who, evidence=by.evidence, now=now)
        action = "rejected"
        verdict = Verdict(decision=Rejected(reason=wish.reason), at=now, by=by.who)
        decided = replace(
            asked, state=state_after(verdict.decision), verdict=verdict, rev=asked.rev + 1
        )
        writes = deciding.decided(thread, asked, verdict)
    fact = Fact(
        action=action,
        at=now,
        by=by.who,
        about=(asked.at.place,),
        digests=(asked.digest,),
        note=f"{grant.kind} {grant.id} stands",
        evidence=by.evidence,
    )
    return Change(
        after=replace(decided, kept=mark_of(grant)),
        writes=granting.given(writes, asked, grant),
        facts=(fact,),
        beside=(told(_GIVEN[grant.kind], grant, by=by.who, evidence=by.evidence, now=now),),
    )


_GIVEN: dict[GrantKind, Action] = {
    GrantKind.APPROVAL: "granted",
    GrantKind.REFUSAL: "ruled_out",
}


def told(action: Action, grant: Grant, *, by: Who, evidence: str, now: int) -> Fact:
    """Tell an audit of a standing decision; what it covers stands as a digest alone."""
    where = "in its thread" if grant.in_thread else "in every thread"
    return Fact(
        action=action,
        at=now,
        by=by,
        about=(grant.came_from.pk, grant.at.place),
        digests=(grant.pins,),
        note=f"{grant.kind} {grant.id} of {grant.tool} {where}",
        evidence=evidence,
    )
