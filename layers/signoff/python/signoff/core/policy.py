"""May this person decide? One pure answer, for every surface, with the evidence for it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from signoff.core.person import Bar, Person, bar_to_decide
from signoff.core.requirement import Requirement
from signoff.core.terms import Approver, ChannelMembers, Circle, Group, Policy, Requester, User


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """This person may decide.

    Attributes:
        evidence: Why, in a few words for the audit: `in group S0614TZR7`.
    """

    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Barred:
    """This person may not decide."""

    why: Bar


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """It rests on a membership that could not be read: so they may not, now.

    Attributes:
        of: What could not be read.
    """

    of: Circle


Ruling: TypeAlias = Allowed | Barred | Unknown

Members: TypeAlias = Mapping[Circle, frozenset[str] | None]
"""Who is in each circle, by Slack id; None, or not there: that could not be read."""


def approvers_now(requirement: Requirement) -> tuple[Approver, ...]:
    """List who may decide as things stand: with those it was escalated to; empty: every member."""
    policy = requirement.terms.policy
    if not policy.approvers or requirement.escalated_at is None:
        return policy.approvers
    return tuple(dict.fromkeys((*policy.approvers, *policy.escalate_to)))


def circles_of(requirement: Requirement) -> tuple[Circle, ...]:
    """List what Slack must be asked about before anybody can be judged."""
    return tuple(
        each for each in approvers_now(requirement) if isinstance(each, Group | ChannelMembers)
    )


def ruling(person: Person, requirement: Requirement, *, team: str, members: Members) -> Ruling:
    """Hold a person against the rule of a request.

    Whoever handed their right on has it no more, and whoever it was handed to has it, with the
    bars that hold for everybody. One membership that is there is enough; what could not be read
    counts only where nothing else lets them.
    """
    bar = bar_to_decide(person, team=team) or _bar_here(person, requirement)
    if bar is not None:
        return Barred(why=bar)
    given_by = _given_by(person, requirement)
    if given_by:
        return Allowed(evidence=f"handed over by {given_by}")
    approvers = approvers_now(requirement)
    if not approvers:
        return Allowed(evidence="member of the workspace")
    for each in approvers:
        if _is(person, each, requirement, members):
            return Allowed(evidence=_evidence(each))
    unread = [each for each in circles_of(requirement) if members.get(each) is None]
    return Unknown(of=unread[0]) if unread else Barred(why=Bar.NOT_APPROVER)


def may_take_back(
    person: Person, requirement: Requirement, *, team: str, members: Members
) -> Ruling:
    """Hold a person who wants to cancel a request: whoever asked may, and whoever may decide.

    Nothing runs by it, so to have written into the run keeps nobody from it.
    """
    bar = bar_to_decide(person, team=team)
    if bar is None and person.id == requirement.requester.id:
        return Allowed(evidence="asked for it")
    return ruling(person, replace(requirement, joined=()), team=team, members=members)


def bar_to_receive(person: Person, requirement: Requirement, *, team: str) -> Bar | None:
    """Hold a person against the bars for whom a request is handed to.

    Whoever handed it on may have it back.

    Returns:
        Why they may not have it; None: they may.
    """
    bar = bar_to_decide(person, team=team) or _bar_here(person, requirement)
    return None if bar is Bar.HANDED_ON else bar


def heirs(requirement: Requirement) -> tuple[User, ...]:
    """List to whom the right was handed, and not handed on since."""
    given: dict[str, User] = {}
    for each in requirement.handed:
        given.pop(each.by.id, None)
        given[each.to.id] = User(id=each.to.id, name=each.to.name)
    return tuple(given.values())


def is_restricted(policy: Policy) -> bool:
    """Tell whether a rule says more than that members of the workspace decide."""
    return bool(policy.approvers) or not policy.allow_requester


def is_the_requesters(policy: Policy) -> bool:
    """Tell whether nobody but whoever asked may ever decide."""
    everybody = (*policy.approvers, *policy.escalate_to)
    return bool(policy.approvers) and all(isinstance(each, Requester) for each in everybody)


def _bar_here(person: Person, requirement: Requirement) -> Bar | None:
    # Whoever wrote into the run had a say in what is asked: they asked for it, too.
    asked_for_it = {requirement.requester.id, *requirement.joined}
    if person.id in asked_for_it and not requirement.terms.policy.allow_requester:
        return Bar.REQUESTER
    return Bar.HANDED_ON if _given_by(person, requirement) == "" else None


def _given_by(person: Person, requirement: Requirement) -> str | None:
    """Say who gave somebody their right; empty: they gave it away; None: neither."""
    given: str | None = None
    for each in requirement.handed:
        if each.to.id == person.id:
            given = each.by.id
        elif each.by.id == person.id:
            given = ""
    return given


def _is(person: Person, approver: Approver, requirement: Requirement, members: Members) -> bool:
    match approver:
        case Requester():
            return person.id == requirement.requester.id
        case User(id=user):
            return person.id == user
        case Group() | ChannelMembers():
            return person.id in (members.get(approver) or ())
        case _:
            assert_never(approver)


def _evidence(approver: Approver) -> str:
    match approver:
        case Requester():
            return "opened the run"
        case User():
            return "named as approver"
        case Group() | ChannelMembers():
            return f"in {told_of(approver)}"
        case _:
            assert_never(approver)


def told_of(circle: Circle) -> str:
    """Name a circle for the audit, by its id: names change."""
    match circle:
        case Group(id=group):
            return f"group {group}"
        case ChannelMembers(id=channel):
            return f"channel {channel}"
        case _:
            assert_never(circle)
