"""Messages that are to be heard: who can decide, what, until when, with live mentions."""

from typing import assert_never

from signoff.adapters.slack.deciders import who_decides_plainly
from signoff.adapters.slack.escapes import mention, mrkdwn, one_line
from signoff.adapters.slack.limits import clipped
from signoff.adapters.slack.links import linked
from signoff.adapters.slack.words import live, live_moment
from signoff.core.decision import Reconcile
from signoff.core.gate import Confirmation
from signoff.core.nudge import Nudge, NudgeKind
from signoff.core.policy import approvers_now, heirs
from signoff.core.requirement import Requirement
from signoff.core.terms import Approver, ChannelMembers, Group, Requester, User
from signoff.core.titles import title_of
from signoff.core.who import Who

_TITLE = 300
_MOST = 8
"""So many are called by name: the others read it in the channel."""


def called(nudge: Nudge, asked: Requirement, *, link: str) -> str:
    """Say in mrkdwn that people are wanted; `link` is the card's address, or empty."""
    until = "" if asked.never_expires else f" It expires {live_moment(asked.exp)}."
    can = f" Can {_deed(asked)}: {mrkdwn(who_decides_plainly(asked))}."
    whom = " ".join(_whom(nudge, asked))
    return f"{whom} {_why(nudge, asked, link)}{can}{until}".strip()


def _why(nudge: Nudge, asked: Requirement, link: str) -> str:
    title = linked(link, mrkdwn(clipped(one_line(title_of(asked)), _TITLE)))
    match nudge.why:
        case NudgeKind.REMINDER:
            return f"Still waiting for a decision: {title}."
        case NudgeKind.ESCALATION:
            return f"Nobody has decided yet, so you can now: {title}."
        case NudgeKind.HANDED:
            return f"This was handed to you by {live(_giver(nudge, asked))}: {title}."
        case _:
            assert_never(nudge.why)


def _giver(nudge: Nudge, asked: Requirement) -> Who:
    """Find who handed it to whom the message calls: the last who did."""
    givers = [each.by for each in asked.handed if each.to.id == nudge.to]
    return givers[-1] if givers else asked.requester


def _deed(asked: Requirement) -> str:
    return "decide" if isinstance(asked.ask, Confirmation | Reconcile) else "answer"


def _whom(nudge: Nudge, asked: Requirement) -> list[str]:
    """Mention whom the message is for; of no channel are all called."""
    match nudge.why:
        case NudgeKind.HANDED:
            names = {each.id: each.name for each in heirs(asked)}
            return [mention(nudge.to, names.get(nudge.to, ""))]
        case NudgeKind.ESCALATION:
            approvers: tuple[Approver, ...] = asked.terms.policy.escalate_to
        case NudgeKind.REMINDER:
            approvers = (*_reminded(asked), *heirs(asked))
        case _:
            assert_never(nudge.why)
    away = {each.by.id for each in asked.votes} | _given_away(asked)
    people = [_mention(each, asked, away) for each in approvers or (Requester(),)]
    return list(dict.fromkeys(filter(None, people)))[:_MOST]


def _reminded(asked: Requirement) -> tuple[Approver, ...]:
    """List who could decide when they were reminded: who came later has a message of their own."""
    came, reminded = asked.escalated_at, asked.reminded_at
    is_later = came is not None and reminded is not None and came >= reminded
    return asked.terms.policy.approvers if is_later else approvers_now(asked)


def _given_away(asked: Requirement) -> set[str]:
    has_it = {each.id for each in heirs(asked)}
    return {each.by.id for each in asked.handed} - has_it


def _mention(approver: Approver, asked: Requirement, away: set[str]) -> str:
    match approver:
        case Requester():
            person = asked.requester
            return "" if not person.id or person.id in away else mention(person.id, person.name)
        case User(id=user, name=name):
            return "" if user in away else mention(user, name)
        case Group(id=group):
            return f"<!subteam^{group}>"
        case ChannelMembers():
            return ""
        case _:
            assert_never(approver)
