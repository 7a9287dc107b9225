"""What we say: times, people, rules, and the one sentence in which every click ends."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import assert_never

from signoff.adapters.slack.deciders import needed, needed_plainly
from signoff.adapters.slack.escapes import mention, mrkdwn, spoken
from signoff.adapters.slack.links import linked
from signoff.core.click import (
    AlreadyDecided,
    AlreadyVoted,
    Gone,
    Invalid,
    Lost,
    NoLongerStands,
    NotAllowed,
    NotRecorded,
    PastExpiry,
    Refusal,
    Stale,
    SwitchedOff,
    Unverified,
)
from signoff.core.decision import (
    Answered,
    AnsweredFor,
    Approved,
    ApprovedEdited,
    Cancelled,
    CouldNotRun,
    Decision,
    Executed,
    Expired,
    ItHappened,
    Rejected,
    RunAgain,
    Stopped,
    Superseded,
    Verdict,
)
from signoff.core.person import Bar
from signoff.core.requirement import NEVER, Requirement
from signoff.core.terms import ChannelMembers, Circle, Group
from signoff.core.who import Who

NOTHING_CHANGED = "Nothing was changed."
_CURRENT = "current card"
NOT_EDITABLE = "Its arguments can't be edited here."
WRONG_FORM = "This request can't be answered with that form."


def still_needed(votes: int, quorum: int) -> str:
    """Say how many approvals are missing: `one more`."""
    left = quorum - votes
    return "one more" if left == 1 else f"{left} more"


def utc_time(ms: int) -> str:
    """Write a time of day in UTC, `13:41 UTC`."""
    return f"{_utc(ms):%H:%M} UTC"


def utc_moment(ms: int) -> str:
    """Write a date and time in UTC, `2026-11-20 14:00 UTC`."""
    return f"{_utc(ms):%Y-%m-%d %H:%M} UTC"


def live_time(ms: int) -> str:
    """Write a time of day that Slack shows in the reader's own time zone."""
    return f"<!date^{ms // 1000}^{{time}}|{utc_time(ms)}>"


def live_moment(ms: int) -> str:
    """Write a date and time that Slack shows in the reader's own time zone."""
    return f"<!date^{ms // 1000}^{{date_short_pretty}} {{time}}|{utc_moment(ms)}>"


def took(ms: int) -> str:
    """Write how long something ran, `0.8 s` or `2 min 5 s`."""
    if ms < 50:  # noqa: PLR2004 - what would be written as 0.0
        return "under 0.1 s"
    seconds = ms / 1000
    if seconds < 60:  # noqa: PLR2004 - a minute
        return f"{seconds:.1f} s"
    return f"{ms // 60_000} min {ms // 1000 % 60} s"


def live(who: Who) -> str:
    """Name a person in mrkdwn."""
    return mention(who.id, who.name)


def named(who: Who) -> str:
    """Name a person in plain text."""
    return spoken(who.name)


def refusal(why: Refusal, *, link: str = "") -> str:
    """Say in mrkdwn what became of a click on a card; `link` is where the current card stands."""
    return _in_mrkdwn(why).replace(_CURRENT, linked(link, _CURRENT))


def _in_mrkdwn(why: Refusal) -> str:
    match why:
        case AlreadyDecided() | NoLongerStands() | PastExpiry() | Stale(changed_at=int()):
            return _by_then(why, live, live_time)
        case Unverified(of=of):
            return _unchecked(_live_circle(of))
        case Invalid(problems=problems):
            said = "; ".join(mrkdwn(problem.message) for problem in problems)
            return f"Not sent: {said}. What you typed is still on the card."
        case _:
            return _plainly(why, needed)


def plain(why: Refusal) -> str:
    """Say in plain text what became of a click in a modal."""
    match why:
        case AlreadyDecided() | NoLongerStands() | PastExpiry() | Stale(changed_at=int()):
            return _by_then(why, named, utc_time)
        case Unverified(of=of):
            return _unchecked(membership(of))
        case Invalid(problems=problems):
            return f"Not sent: {'; '.join(problem.message for problem in problems)}."
        case _:
            return _plainly(why, needed_plainly)


def past(decision: Decision) -> str:
    """Name a decision as something done: `approved`."""
    return _PAST[type(decision)]


_PAST: dict[type[Decision], str] = {
    Approved: "approved",
    ApprovedEdited: "approved with edits",
    Rejected: "rejected",
    Answered: "answered",
    Executed: "run",
    AnsweredFor: "answered",
    CouldNotRun: "reported as not run",
    ItHappened: "settled",
    RunAgain: "restarted",
    Stopped: "stopped",
    Expired: "expired",
    Cancelled: "cancelled",
    Superseded: "replaced",
}


def _by_then(
    why: AlreadyDecided | NoLongerStands | PastExpiry | Stale,
    name: Callable[[Who], str],
    time: Callable[[int], str],
) -> str:
    """Say what had become of it, by whom and when."""
    match why:
        case AlreadyDecided(verdict=verdict):
            return _already(verdict, name(verdict.by) if verdict.by else "", time(verdict.at))
        case NoLongerStands(kept=kept):
            who = name(kept.revoked_by) if kept.revoked_by else ""
            return _over(who, time(kept.revoked_at or kept.until))
        case PastExpiry(exp=exp):
            return _expired(time(exp))
        case Stale(changed_at=at):
            return _changed(time(at or 0))
        case _:
            assert_never(why)


def _already(verdict: Verdict, who: str, time: str) -> str:
    match verdict.decision:
        case Expired():
            return _expired(time)
        case Cancelled():
            what = f"{who} cancelled this" if who else "This was cancelled"
            return f"{what} at {time}. It was not run."
        case Superseded():
            return _changed(time)
        case _:
            by = f" by {who}" if who else ""
            return f"Already {past(verdict.decision)}{by} at {time}. Your click changed nothing."


def _expired(time: str) -> str:
    return f"This expired at {time} and was not run. Ask again if you still need it."


def _over(who: str, time: str) -> str:
    what = f"Already revoked by {who}" if who else "It ran out by itself"
    return f"{what} at {time}. Your click changed nothing."


def _changed(time: str) -> str:
    return f"This card is out of date; the request changed at {time}. Decide on the {_CURRENT}."


def _plainly(
    why: AlreadyVoted | NotAllowed | Stale | Gone | Lost | SwitchedOff | NotRecorded,
    needs: Callable[[Requirement], str],
) -> str:
    match why:
        case AlreadyVoted(votes=votes, quorum=quorum):
            words = f"Your approval is already counted: {votes} of {quorum}."
        case NotAllowed(why=bar, asked=Requirement() as asked, wanted="cancel"):
            words = _may_not_cancel(bar, asked, needs)
        case NotAllowed(why=bar, asked=asked):
            words = _barred(bar, "" if asked is None else needs(asked))
        case Gone() | Lost() | SwitchedOff() | NotRecorded() | Stale():
            words = _FIXED[type(why)]
        case _:
            assert_never(why)
    return words


_FIXED: dict[type[Refusal], str] = {
    Gone: f"This request no longer exists. {NOTHING_CHANGED}",
    Lost: "What was asked here can't be read any more, so it can't be decided or run.",
    SwitchedOff: f"Approvals are switched off by an administrator. {NOTHING_CHANGED}",
    NotRecorded: "That failed on our side and nothing was recorded. Please click again.",
    Stale: "This card is out of date; the request changed. Decide on the current card.",
}


def _unchecked(what: str) -> str:
    return f"Couldn't check {what} just now. {NOTHING_CHANGED[:-1]}; please try again."


def _live_circle(of: Circle | None) -> str:
    match of:
        case None:
            return membership(of)
        case Group(id=group):
            return f"who is in <!subteam^{group}>"
        case ChannelMembers(id=channel):
            return f"who is in <#{channel}>"
        case _:
            assert_never(of)


def membership(of: Circle | None) -> str:
    """Name what could not be checked about somebody, in plain text."""
    match of:
        case None:
            return "who you are"
        case Group(name=name):
            return f"who is in @{spoken(name)}" if name else "who is in the user group"
        case ChannelMembers():
            return "who is in the channel"
        case _:
            assert_never(of)


def _may_not_cancel(bar: Bar, asked: Requirement, needs: Callable[[Requirement], str]) -> str:
    if bar not in {Bar.REQUESTER, Bar.NOT_APPROVER, Bar.HANDED_ON}:
        return _BARS[bar]
    return (
        f"You can't cancel this one: whoever asked for it can, or {needs(asked)}. {NOTHING_CHANGED}"
    )


def _barred(bar: Bar, needs: str) -> str:
    match bar:
        case Bar.REQUESTER:
            who = f": {needs}" if needs else ""
            return f"You asked for this, so someone else must decide{who}."
        case Bar.NOT_APPROVER:
            who = f": it needs {needs}" if needs else ""
            return f"You can't decide this one{who}. {NOTHING_CHANGED}"
        case Bar.HANDED_ON:
            return f"You handed this on, so someone else decides now. {NOTHING_CHANGED}"
        case _:
            return _BARS[bar]


_BARS = {
    Bar.OUTSIDER: "Guests and people from other organisations can't decide here.",
    Bar.BOT: "Apps can't decide here. Nothing was changed.",
    Bar.DEACTIVATED: "Deactivated accounts can't decide here. Nothing was changed.",
}


def _utc(ms: int) -> datetime:
    # A time that no calendar has is drawn as the nearest that one has.
    return datetime.fromtimestamp(min(max(ms, 0), NEVER) // 1000, tz=UTC)
