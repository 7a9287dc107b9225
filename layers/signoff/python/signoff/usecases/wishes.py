"""What a person wants of a requirement, as the change that it makes and what the audit is told."""

import json
from collections.abc import Callable
from dataclasses import replace

from signoff.core.actions import Action, action_of
from signoff.core.approving import ApproveWith, approved, changes_in
from signoff.core.audit import Fact
from signoff.core.canonical import canonical
from signoff.core.click import Invalid, Wish
from signoff.core.decision import (
    Answered,
    Approved,
    ApprovedEdited,
    Cancelled,
    Decision,
    RunAgain,
    Verdict,
    fits,
    state_after,
)
from signoff.core.gate import Confirmation, UserInput
from signoff.core.grants import ApproveAndKeep, RejectForGood, is_within, may_be_kept
from signoff.core.items import Check
from signoff.core.keys import ThreadKey
from signoff.core.policy import Ruling, may_take_back, ruling
from signoff.core.requirement import Requirement
from signoff.core.switches import Reach
from signoff.core.transitions import deciding
from signoff.core.transitions.switching import none_over
from signoff.core.voting import HandTo
from signoff.usecases.authorise import Admitted
from signoff.usecases.changes import Change
from signoff.usecases.hand_over import handover
from signoff.usecases.keep import keeping


def fitting(asked: Requirement, wish: Wish) -> Wish | None:
    """Give a wish as it can be granted; None: it is no answer to what was asked.

    Nobody wishes `ApprovedEdited`: that is what an approval becomes once something was changed.
    """
    if isinstance(wish, HandTo):
        return wish
    if isinstance(wish, ApproveAndKeep):
        return wish if may_be_kept(asked) and is_within(asked, wish) else None
    if isinstance(wish, RejectForGood):
        return wish if isinstance(asked.ask, Confirmation) else None
    if not isinstance(wish, ApproveWith):
        is_wish = fits(asked.ask, wish) and not isinstance(wish, ApprovedEdited)
        return wish if is_wish else None
    changes = changes_in(asked, json.loads(wish.values))
    if isinstance(changes, tuple) or not fits(asked.ask, Approved()):
        return None
    return ApproveWith(values=canonical(changes)) if changes else Approved()


def lets_run(asked: Requirement, wish: Wish) -> bool:
    """Tell whether a tool would start on this word, be it with others' words."""
    is_filled = isinstance(asked.ask, UserInput) and isinstance(wish, Answered)
    return is_filled or isinstance(wish, Approved | ApproveWith | ApproveAndKeep | RunAgain)


def unless_switched_off(team: str, asked: Requirement, wish: Wish) -> tuple[Check, ...]:
    """Require of what lets a tool run that no switch stands over it."""
    if not lets_run(asked, wish):
        return ()
    return none_over(team, Reach(agents=(*asked.callers, asked.agent), tool=asked.tool))


def rule_for(wish: Wish | Invalid) -> Callable[..., Ruling]:
    """Say by which rule somebody is judged who wants this: more people may take a request back."""
    return may_take_back if isinstance(wish, Cancelled) else ruling


def change_of(
    thread: ThreadKey, asked: Requirement, wish: Wish, *, by: Admitted, now: int
) -> Change:
    """Say what a fitting wish changes."""
    if isinstance(wish, HandTo):
        return handover(thread, asked, wish, by=by, now=now)
    if isinstance(wish, Approved | ApproveWith):
        return _approval(thread, asked, wish, by=by, now=now)
    if isinstance(wish, ApproveAndKeep | RejectForGood):
        return keeping(thread, asked, wish, by=by, now=now)
    verdict = Verdict(decision=wish, at=now, by=by.who)
    return Change(
        after=_closed(asked, wish, verdict),
        writes=deciding.decided(thread, asked, verdict),
        facts=(_fact(action_of(wish), asked, by, now),),
    )


def _closed(asked: Requirement, decision: Decision, verdict: Verdict) -> Requirement:
    return replace(asked, state=state_after(decision), verdict=verdict, rev=asked.rev + 1)


def _approval(
    thread: ThreadKey, asked: Requirement, wish: Approved | ApproveWith, *, by: Admitted, now: int
) -> Change:
    changes = wish.values if isinstance(wish, ApproveWith) else ""
    after = approved(asked, by=by.who, at=now, changes=changes)
    edited = (_edited(asked, after, changes, by, now),) if changes else ()
    count = "" if after.quorum == 1 else f"{len(after.votes)} of {after.quorum}"
    counted: Action = "voted"
    if after.verdict is not None:
        counted = "approved"
        count += f": {', '.join(vote.by.id for vote in after.votes)}" if count else ""
    return Change(
        after=after,
        writes=deciding.approved(thread, asked, after, now=now),
        facts=(*edited, _fact(counted, after, by, now, note=count)),
    )


def _edited(asked: Requirement, after: Requirement, changes: str, by: Admitted, now: int) -> Fact:
    """Tell which arguments were changed and what was asked before and after; never their values."""
    return Fact(
        action="edited",
        at=now,
        by=by.who,
        evidence=by.evidence,
        about=(asked.at.place, after.at.place),
        digests=(asked.digest, after.digest),
        note=", ".join(json.loads(changes)),
    )


def _fact(action: Action, about: Requirement, by: Admitted, now: int, *, note: str = "") -> Fact:
    return Fact(
        action=action,
        at=now,
        by=by.who,
        evidence=by.evidence,
        about=(about.at.place,),
        digests=(about.digest,),
        note=note,
    )
