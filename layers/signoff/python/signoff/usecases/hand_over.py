"""Somebody gives their right to decide to somebody else: whom it may go to, and what follows."""

from dataclasses import replace
from typing import assert_never

from signoff.core.approving import has_voted
from signoff.core.audit import Fact
from signoff.core.click import FieldProblem, Invalid, Unverified
from signoff.core.items import Write
from signoff.core.keys import ThreadKey
from signoff.core.nudge import Nudge, NudgeKind
from signoff.core.person import Bar, Person
from signoff.core.policy import Allowed, Barred, Unknown, bar_to_receive, circles_of, ruling
from signoff.core.requirement import Requirement
from signoff.core.transitions import asking, deciding
from signoff.core.voting import Handover, HandTo
from signoff.core.who import Who
from signoff.ports import Chat, PermanentError, TransientError
from signoff.usecases.authorise import Admitted, members_of
from signoff.usecases.changes import Change

WHOM = "who"
"""The form's field for the person."""

MOST_HANDED = 40
"""So often a request is handed on: each time stays in its row, which must have room to end."""

_BARS = {
    Bar.OUTSIDER: "Guests and people from other organisations can't decide here",
    Bar.BOT: "Apps can't decide here",
    Bar.DEACTIVATED: "This account is deactivated",
    Bar.REQUESTER: "Whoever asked for it can't decide it",
}
_SELF = "That is you: choose somebody else"
_VOTED = "They have approved it already: choose somebody else"
_MAY_ALREADY = "They can decide it already, and more people than one must: choose somebody else"
_TOO_OFTEN = "It was handed on too often: decide it, or cancel it"
_UNKNOWN = "Slack knows nobody of that name here"


def heir(
    wish: HandTo, asked: Requirement, *, by: Admitted, thread: ThreadKey, chat: Chat
) -> HandTo | Invalid | Unverified:
    """Give a wish to hand over with the name of whom it goes to, if it may go there."""
    if wish.id == by.person.id:
        return _refused(_SELF)
    if len(asked.handed) >= MOST_HANDED:
        return _refused(_TOO_OFTEN)
    try:
        person = chat.person(wish.id)
    except TransientError:
        return Unverified()
    except PermanentError:
        return _refused(_UNKNOWN)
    problem = _unfit(person, asked, thread, chat)
    return problem or HandTo(id=person.id, name=person.name)


def handover(
    thread: ThreadKey, asked: Requirement, wish: HandTo, *, by: Admitted, now: int
) -> Change:
    """Say what handing over changes: the right moves, and whoever has it now is called."""
    to = Who(id=wish.id, name=wish.name)
    after = replace(
        asked, rev=asked.rev + 1, handed=(*asked.handed, Handover(by=by.who, to=to, at=now))
    )
    nudge = Nudge(at=asked.at, why=NudgeKind.HANDED, to=to.id)
    out = asking.new_nudge(nudge, rev=after.rev, now=now)
    fact = Fact(
        action="handed",
        at=now,
        by=by.who,
        about=(asked.at.place,),
        digests=(asked.digest,),
        note=f"to {to.id}",
        evidence=by.evidence,
    )
    moved = deciding.handed(thread, asked, after, now=now)
    writes: tuple[Write, ...] = (*moved, asking.said(thread, out))
    return Change(after=after, writes=writes, facts=(fact,), out=out)


def _unfit(
    person: Person, asked: Requirement, thread: ThreadKey, chat: Chat
) -> Invalid | Unverified | None:
    bar = bar_to_receive(person, asked, team=thread.team)
    if bar is not None:
        return _refused(_BARS.get(bar, _UNKNOWN))
    if has_voted(asked, person.id):
        return _refused(_VOTED)
    if asked.quorum > 1 and asked.terms.policy.approvers:
        # One who has two rights can use one of them: there might be too few left to decide.
        return _one_too_many(person, asked, thread, chat)
    return None


def _one_too_many(
    person: Person, asked: Requirement, thread: ThreadKey, chat: Chat
) -> Invalid | Unverified | None:
    members = members_of(circles_of(asked), chat)
    said = ruling(person, asked, team=thread.team, members=members)
    match said:
        case Allowed():
            return _refused(_MAY_ALREADY)
        case Unknown(of=circle):
            return Unverified(of=circle)
        case Barred():
            return None
        case _:
            assert_never(said)


def _refused(why: str) -> Invalid:
    return Invalid(problems=(FieldProblem(field=WHOM, message=why),))
