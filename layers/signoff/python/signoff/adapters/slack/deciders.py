"""Who may decide, in words: on the card, in its text, and to somebody who may not."""

from collections.abc import Callable
from typing import TypeAlias, assert_never

from signoff.adapters.slack.escapes import mention, spoken
from signoff.core.policy import approvers_now, heirs
from signoff.core.requirement import Requirement
from signoff.core.terms import ChannelMembers, Circle, Group, Requester, User

_MEMBERS = "members of this workspace, no guests"
_MOST = 8
"""So many are named; of more, the rest are counted."""

_Named: TypeAlias = User | Circle
_Name: TypeAlias = Callable[[_Named], str]


def who_decides(requirement: Requirement, *, quorum: int | None = None) -> str:
    """Say in mrkdwn who may decide, how many of them must, and who may not."""
    return _rule(requirement, _live, quorum or requirement.quorum)


def who_decides_plainly(requirement: Requirement, *, quorum: int | None = None) -> str:
    """Say the same in plain text, in which no id stands."""
    return _rule(requirement, _plain, quorum or requirement.quorum)


def needed(requirement: Requirement) -> str:
    """Say in mrkdwn whom it takes, to somebody whom it does not take."""
    return f"{_count(requirement, _live, requirement.quorum)}{_handed(requirement, _live)}"


def needed_plainly(requirement: Requirement) -> str:
    """Say the same in plain text."""
    return f"{_count(requirement, _plain, requirement.quorum)}{_handed(requirement, _plain)}"


def _rule(requirement: Requirement, name: _Name, quorum: int) -> str:
    return f"{_count(requirement, name, quorum)}{_but(requirement)}{_handed(requirement, name)}"


def _but(requirement: Requirement) -> str:
    if requirement.terms.policy.allow_requester:
        return ""
    others = " or who else wrote in this run" if requirement.joined else ""
    return f", not the requester{others}"


def _count(requirement: Requirement, name: _Name, quorum: int) -> str:
    approvers = approvers_now(requirement)
    if not approvers:
        return f"{quorum} {_MEMBERS}" if quorum > 1 else _MEMBERS
    named = [
        name(_person(each, requirement) if isinstance(each, Requester) else each)
        for each in approvers[:_MOST]
    ]
    rest = len(approvers) - len(named)
    listed = " or ".join([*named, *([f"{rest} others"] if rest else [])])
    is_one = len(approvers) == 1 and isinstance(approvers[0], User | Requester)
    count = "" if is_one else f"{quorum} of "
    return f"{count}{listed}"


def _handed(requirement: Requirement, name: _Name) -> str:
    names = [name(each) for each in heirs(requirement)]
    return f"; handed to {', '.join(names)}" if names else ""


def _person(_: Requester, requirement: Requirement) -> User:
    return User(id=requirement.requester.id, name=requirement.requester.name)


def _live(approver: _Named) -> str:
    match approver:
        case User(id=user, name=name):
            return mention(user, name)
        case Group(id=group):
            return f"<!subteam^{group}>"
        case ChannelMembers(id=channel):
            return f"the members of <#{channel}>"
        case _:
            assert_never(approver)


def _plain(approver: _Named) -> str:
    match approver:
        case User(name=name):
            return spoken(name) if name else "a named person"
        case Group(name=name):
            return f"@{spoken(name)}" if name else "a user group"
        case ChannelMembers():
            return "the members of a channel"
        case _:
            assert_never(approver)
