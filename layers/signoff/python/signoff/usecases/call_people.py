"""Nobody has decided for so long: those who may are reminded, and more people are let decide."""

from dataclasses import dataclass

from signoff.core.audit import Fact
from signoff.core.effects import Out
from signoff.core.items import Write
from signoff.core.keys import ThreadKey
from signoff.core.nudge import Nudge, NudgeKind
from signoff.core.policy import told_of
from signoff.core.requirement import Requirement
from signoff.core.terms import Approver, ChannelMembers, Group, Requester, User
from signoff.core.transitions import asking, deciding
from signoff.core.waiting import Overdue, overdue
from signoff.ports import RefusedError, Store
from signoff.usecases.auditing import commit_audited


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """Who is called is stored.

    Attributes:
        asked: The request as it is now.
        outs: The messages that are to be sent.
        is_redrawn: Whether its card says something new.
    """

    asked: Requirement
    outs: tuple[Out, ...]
    is_redrawn: bool


def call_people(thread: ThreadKey, asked: Requirement, *, store: Store, now: int) -> Called | None:
    """Store what is overdue of an open request, with the messages that call people to it.

    Returns:
        None: somebody decided, voted or called meanwhile; what is left stays due.
    """
    found = overdue(asked, now=now)
    outs = tuple(_out(asked, why, found.after, now) for why in found.calls)
    writes: tuple[Write, ...] = (
        *deciding.called(thread, asked, found.after, now=now),
        *(asking.said(thread, out) for out in outs),
    )
    try:
        _commit(store, thread, _facts(found, now), writes)
    except RefusedError:
        return None
    is_redrawn = NudgeKind.ESCALATION in found.calls
    return Called(asked=found.after, outs=outs, is_redrawn=is_redrawn)


def _commit(
    store: Store, thread: ThreadKey, facts: tuple[Fact, ...], writes: tuple[Write, ...]
) -> None:
    if facts:
        commit_audited(store, thread, facts, *writes)
    else:
        store.commit(*writes)


def _out(asked: Requirement, why: NudgeKind, after: Requirement, now: int) -> Out:
    return asking.new_nudge(Nudge(at=asked.at, why=why), rev=after.rev, now=now)


def _facts(found: Overdue, now: int) -> tuple[Fact, ...]:
    return tuple(_fact(found.after, why, now) for why in found.calls)


def _fact(asked: Requirement, why: NudgeKind, now: int) -> Fact:
    is_more = why is NudgeKind.ESCALATION
    policy = asked.terms.policy
    note = ", ".join(f"to {_told(each)}" for each in policy.escalate_to) if is_more else ""
    return Fact(
        action="escalated" if is_more else "reminded",
        at=now,
        by=None,
        about=(asked.at.place,),
        digests=(asked.digest,),
        note=note,
    )


def _told(approver: Approver) -> str:
    match approver:
        case Requester():
            return "the requester"
        case User(id=user):
            return user
        case Group() | ChannelMembers():
            return told_of(approver)
