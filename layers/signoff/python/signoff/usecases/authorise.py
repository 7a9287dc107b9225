"""May this person do this? Ask Slack who they are and where they belong, and judge; fail closed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import assert_never

from signoff.core.audit import Fact
from signoff.core.click import NotAllowed, Unverified
from signoff.core.decision import Who
from signoff.core.keys import ThreadKey
from signoff.core.person import Person
from signoff.core.policy import Allowed, Barred, Members, Ruling, Unknown, circles_of, ruling
from signoff.core.requirement import Requirement
from signoff.core.terms import Approver, ChannelMembers, Circle, Group, Requester, User
from signoff.ports import Chat, Clock, PermanentError, Store, TransientError
from signoff.usecases.auditing import commit_audited


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


def admitted(
    user: str,
    requirement: Requirement,
    *,
    thread: ThreadKey,
    chat: Chat,
    judge: Callable[..., Ruling] = ruling,
) -> Admitted | NotAllowed | Unverified:
    """Judge somebody who wants to act on a request; `judge` is the rule for the act.

    This is the one way in: buttons, forms, App Home and the command line all come through it.
    """
    try:
        person = chat.person(user)
    except (TransientError, PermanentError):
        return Unverified()
    members = members_of(circles_of(requirement), chat)
    said = judge(person, requirement, team=thread.team, members=members)
    match said:
        case Allowed(evidence=evidence):
            return Admitted(person=person, evidence=evidence)
        case Barred(why=bar):
            return NotAllowed(why=bar, asked=requirement, name=person.name)
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
    user: str,
    requirement: Requirement,
    why: NotAllowed | Unverified,
    *,
    thread: ThreadKey,
    store: Store,
    clock: Clock,
) -> None:
    """Tell the audit who wanted to decide and was not let."""
    note, name = "could not be verified", user
    if isinstance(why, NotAllowed):
        note, name = why.why.value, why.name or user
    refused = Fact(
        action="refused",
        at=clock(),
        by=Who(id=user, name=name),
        about=(requirement.at.place,),
        digests=(requirement.digest,),
        note=note,
    )
    commit_audited(store, thread, (refused,))


def _members(of: Circle, chat: Chat) -> frozenset[str] | None:
    try:
        return chat.members(of)
    except (TransientError, PermanentError):
        return None
