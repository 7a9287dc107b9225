"""May this person do this? Ask Slack who they are and where they belong, and judge; fail closed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self, assert_never

from signoff.core.audit import Fact
from signoff.core.click import Click, NotAllowed, SwitchedOff, Unverified
from signoff.core.keys import ThreadKey
from signoff.core.person import Person
from signoff.core.policy import (
    Allowed,
    Barred,
    Members,
    Ruling,
    Unknown,
    circles_of,
    may_take_back,
    ruling,
    told_of,
)
from signoff.core.requirement import Requirement
from signoff.core.terms import Approver, ChannelMembers, Circle, Group, Requester, User
from signoff.core.who import Who
from signoff.ports import Chat, Clock, PermanentError, Store, TransientError
from signoff.usecases.auditing import HeadSeen, commit_audited

OFF_NOTE = "switched off"
ASKING_MS = 1_200
"""No other membership is asked for so long after a click: a listing takes 1.8 s at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """Somebody who may.

    Attributes:
        person: Who, as Slack knows them now.
        evidence: Why they may, for the audit.
    """

    person: Person
    evidence: str

    @property
    def who(self) -> Who:
        """Give them as they stand in verdicts and in the audit."""
        return Who(id=self.person.id, name=self.person.name)

    def by_way_of(self, through: str) -> Self:
        """Give them with how they came in; nothing: by Slack."""
        return replace(self, evidence=f"{self.evidence}; {through}") if through else self


def admitted(
    user: str,
    requirement: Requirement,
    *,
    thread: ThreadKey,
    chat: Chat,
    clock: Clock,
    judge: Callable[..., Ruling] = ruling,
) -> Admitted | NotAllowed | Unverified:
    """Judge somebody who wants to act on a request; `judge` is the rule for the act.

    This is the one way in: buttons, forms, App Home and the command line all come through it.
    Slack is asked no more than the judgement needs, and nothing once the time for it is over.
    """
    until = clock() + ASKING_MS
    try:
        person = chat.person(user)
    except (TransientError, PermanentError):
        return Unverified()
    said = _said(
        lambda members: judge(person, requirement, team=thread.team, members=members),
        circles_of(requirement),
        ask=lambda circle: _members(circle, chat) if clock() < until else None,
    )
    match said:
        case Allowed(evidence=evidence):
            return Admitted(person=person, evidence=evidence)
        case Barred(why=bar):
            return NotAllowed(
                why=bar,
                asked=requirement,
                name=person.name,
                wanted="cancel" if judge is may_take_back else "decide",
            )
        case Unknown(of=circle):
            return Unverified(of=circle)
        case _:
            assert_never(said)


def members_of(circles: tuple[Circle, ...], chat: Chat) -> Members:
    """Ask Slack who is in each circle; what it does not say now is None."""
    return {each: _members(each, chat) for each in circles}


def named(approver: Approver, *, chat: Chat) -> Approver:
    """Give an approver with the name that people know them by; without, where Slack won't say."""
    try:
        match approver:
            case User(id=user):
                return replace(approver, name=chat.person(user).name)
            case Group(id=group):
                return replace(approver, name=chat.group_name(group))
            case Requester() | ChannelMembers():
                return approver
            case _:
                assert_never(approver)
    except (TransientError, PermanentError):
        return approver


def note_refused(
    click: Click,
    requirement: Requirement,
    why: NotAllowed | Unverified | SwitchedOff,
    *,
    thread: ThreadKey,
    store: Store,
    clock: Clock,
    seen: HeadSeen | None = None,
) -> None:
    """Tell the audit who wanted to decide and was not let, and how they came if not by Slack."""
    match why:
        case NotAllowed(why=bar, name=known):
            note, name = bar.value, known
        case Unverified(of=of):
            note, name = "could not be verified" + (f": {told_of(of)}" if of else ""), ""
        case SwitchedOff(name=known):
            note, name = OFF_NOTE, known
        case _:
            assert_never(why)
    refused = Fact(
        action="refused",
        at=clock(),
        by=Who(id=click.user, name=name or click.user),
        about=(requirement.at.place,),
        digests=(requirement.digest,),
        note="; ".join(filter(None, [note, click.through])),
    )
    commit_audited(store, thread, (refused,), seen=seen)


def _said(
    judge: Callable[[Members], Ruling],
    circles: tuple[Circle, ...],
    *,
    ask: Callable[[Circle], frozenset[str] | None],
) -> Ruling:
    """Judge with what is known, and ask for one membership more until that is enough."""
    members: dict[Circle, frozenset[str] | None] = {}
    for circle in circles:
        said = judge(members)
        if not isinstance(said, Unknown):
            return said
        members[circle] = ask(circle)
    return judge(members)


def _members(of: Circle, chat: Chat) -> frozenset[str] | None:
    try:
        return chat.members(of)
    except (TransientError, PermanentError):
        return None
