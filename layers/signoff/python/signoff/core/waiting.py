"""An open request and the time: when people are called to it, and when the clock looks at it."""

from dataclasses import dataclass, replace

from signoff.core.nudge import NudgeKind
from signoff.core.requirement import NEVER, Requirement


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """What has to happen to an open request by now, beside its expiry.

    Attributes:
        calls: Whom to call, and why; empty: nobody, only the next time is to be noted.
        after: The request as it is then.
    """

    calls: tuple[NudgeKind, ...]
    after: Requirement


def next_due(asked: Requirement) -> int | None:
    """Say when the clock must look at an open request; None: never by itself."""
    times = (_remind_at(asked), _escalate_at(asked), asked.exp if asked.exp < NEVER else None)
    return min((at for at in times if at is not None), default=None)


def overdue(asked: Requirement, *, now: int) -> Overdue:
    """Say what is overdue of a request that has not expired; a late clock finds it all at once."""
    calls: tuple[NudgeKind, ...] = ()
    after = asked
    if _is_over(_remind_at(asked), now):
        calls, after = (NudgeKind.REMINDER,), replace(after, reminded_at=now)
    if _is_over(_escalate_at(asked), now):
        calls = (*calls, NudgeKind.ESCALATION)
        after = replace(after, escalated_at=now, rev=asked.rev + 1)
    return Overdue(calls=calls, after=after)


def _remind_at(asked: Requirement) -> int | None:
    after = asked.terms.remind_after_ms
    return None if after is None or asked.reminded_at is not None else asked.asked_at + after


def _escalate_at(asked: Requirement) -> int | None:
    after = asked.terms.escalate_after_ms
    return None if after is None or asked.escalated_at is not None else asked.asked_at + after


def _is_over(at: int | None, now: int) -> bool:
    return at is not None and at <= now
