"""Who may decide, as `@tool(approvers=…)` was told: read from words, contradictions refused."""

import re
from collections.abc import Sequence
from typing import TypeAlias, cast

from signoff.agent.spot import Spot
from signoff.core.terms import Approver, ChannelMembers, Group, Policy, Requester, User

Named: TypeAlias = str | Sequence[str]
"""One approver, or several: `requester`, `channel`, or the Slack id of a person, group, channel."""

_NOT_REQUESTER = "not_requester"
_IDS: tuple[tuple[re.Pattern[str], type[User] | type[Group] | type[ChannelMembers]], ...] = (
    (re.compile(r"[UW][A-Z0-9]{2,20}", re.ASCII), User),
    (re.compile(r"S[A-Z0-9]{2,20}", re.ASCII), Group),
    (re.compile(r"[CG][A-Z0-9]{2,20}", re.ASCII), ChannelMembers),
)
_MEND = (
    'Write "requester", "not_requester", "channel", or the id of a person (U…), of a user group '
    "(S…) or of a channel (C…)"
)


def policy_of(
    *, approvers: object, allow_requester: object, escalate_to: object, spot: Spot
) -> Policy:
    """Read who may decide, as it was written in `@tool`.

    Raises:
        ToolDefinitionError: It names nobody, or contradicts itself.
    """
    words = _words("approvers", approvers, spot)
    allow = _flag("allow_requester", allow_requester, spot) and _NOT_REQUESTER not in words
    named = tuple(_approver(each, spot) for each in words if each != _NOT_REQUESTER)
    more = _escalated(escalate_to, named, spot)
    if Requester() in (*named, *more) and not allow:
        raise spot.refusal("its requester both may and may not decide", "Take one of the two away")
    return Policy(approvers=named, allow_requester=allow, escalate_to=more)


def _escalated(wish: object, approvers: tuple[Approver, ...], spot: Spot) -> tuple[Approver, ...]:
    later = _words("escalate_to", wish, spot)
    if _NOT_REQUESTER in later:
        raise spot.refusal(
            "escalate_to lets more people decide, and not_requester is nobody",
            'Write "not_requester" in approvers=',
        )
    escalate_to = tuple(_approver(each, spot) for each in later)
    if escalate_to and not approvers:
        raise spot.refusal(
            "it has escalate_to=, but every member may decide already", "Name approvers="
        )
    if escalate_to and set(escalate_to) <= set(approvers):
        raise spot.refusal(
            "escalate_to names nobody who may not decide already", "Name somebody else"
        )
    return escalate_to


def _flag(option: str, wish: object, spot: Spot) -> bool:
    """Read a yes or no; a text that says no would count as a yes."""
    if not isinstance(wish, bool):
        raise spot.refusal(f"{option}={wish!r} is no yes or no", "Write True or False")
    return wish


def _words(option: str, named: object, spot: Spot) -> tuple[str, ...]:
    if named is None:
        return ()
    if not isinstance(named, str | list | tuple):
        raise spot.refusal(f"{option}={named!r} is no list of names", _MEND)
    words = cast("Sequence[object]", (named,) if isinstance(named, str) else named)
    if not words:
        raise spot.refusal(f"{option} is an empty list: nobody could decide", _MEND)
    return tuple(dict.fromkeys(_word(each, spot) for each in words))


def _word(word: object, spot: Spot) -> str:
    if not isinstance(word, str):
        raise spot.refusal(f"{word!r} is nobody who could decide", _MEND)
    return word


def _approver(word: str, spot: Spot) -> Approver:
    if word == "requester":
        return Requester()
    if word == "channel":
        return ChannelMembers()
    for shape, kind in _IDS:
        if shape.fullmatch(word):
            return kind(id=word)
    raise spot.refusal(f"{word!r} is nobody who could decide", _MEND)


def check_quorum(policy: Policy, quorum: int, spot: Spot) -> None:
    """Refuse a number of approvals that the named people can't give.

    Raises:
        ToolDefinitionError: They are too few.
    """
    named = policy.approvers
    if not named or any(isinstance(each, Group | ChannelMembers) for each in named):
        return
    if quorum > len(named):
        raise spot.refusal(
            f"quorum={quorum} is more than the {len(named)} who may approve",
            "Name more approvers, or ask for fewer",
        )
