"""Somebody, or the clock, decided: the verdict and everything that must be known of it, at once."""

from dataclasses import replace

from signoff.core.audit import AuditEntry, head_of
from signoff.core.codec import column, to_item
from signoff.core.decision import Expired, RequirementState, Verdict, state_after
from signoff.core.effects import DRAWING_MS
from signoff.core.items import Above, AtMost, Clause, Column, Equal, Missing, Put, Update, Write
from signoff.core.keys import Position, ThreadKey
from signoff.core.requirement import Requirement
from signoff.core.standing import binding
from signoff.core.thread import DUE
from signoff.core.transitions.lease import GRACE_MS, woken
from signoff.core.waiting import next_due


def decided(thread: ThreadKey, requirement: Requirement, verdict: Verdict) -> tuple[Update, ...]:
    """Record a verdict: the first valid one wins, and the thread is woken by the same write.

    Nothing is required of the thread's own row: a decision counts whatever a worker is doing.
    """
    in_time: Clause = Above(name="exp", value=verdict.at)
    due = verdict.at + GRACE_MS
    if isinstance(verdict.decision, Expired):
        in_time, due = AtMost(name="exp", value=verdict.at), verdict.at
    return (
        settled(thread, requirement, verdict, when=in_time),
        woken(thread, due=due),
        redrawn(thread, requirement.card, now=verdict.at),
    )


def approved(
    thread: ThreadKey, asked: Requirement, after: Requirement, *, now: int
) -> tuple[Write, ...]:
    """Record an approval: as the decision that it makes, or as one vote of several.

    A vote wakes nobody: the thread has nothing to do before the last of them.

    Args:
        thread: The thread.
        asked: The requirement as it was read.
        after: The same with the approval counted.
        now: When it was approved, in milliseconds since 1970.
    """
    as_read = (*_as_read(asked), Above(name="exp", value=now))
    if after.verdict is None:
        counted = Update(
            key=thread.requirement(asked.at),
            put={"rev": after.rev, **_ballot(after)},
            drop=("filed",) if after.digest != asked.digest else (),
            when=as_read,
        )
        return (counted, redrawn(thread, asked.card, now=now))
    # The verdict is about what was approved; the conditions are about what was read.
    closed, *others = decided(thread, replace(asked, digest=after.digest), after.verdict)
    return (replace(closed, put={**closed.put, **_ballot(after)}, when=as_read), *others)


def handed(
    thread: ThreadKey, asked: Requirement, after: Requirement, *, now: int
) -> tuple[Update, ...]:
    """Record that somebody gave their right to decide away; nothing is decided by it."""
    moved = Update(
        key=thread.requirement(asked.at),
        put={"rev": after.rev, "handed": column(after.handed)},
        when=(*_as_read(asked), Above(name="exp", value=now)),
    )
    return (moved, redrawn(thread, asked.card, now=now))


def called(
    thread: ThreadKey, asked: Requirement, after: Requirement, *, now: int
) -> tuple[Update, ...]:
    """Record that people are called to a request that waits, and when the clock looks again.

    Args:
        thread: The thread.
        asked: The requirement as it was read.
        after: The same, reminded or with more people who may decide.
        now: When they are called, in milliseconds since 1970.
    """
    since = {
        name: at
        for name in ("reminded_at", "escalated_at")
        if (at := getattr(after, name)) is not None
    }
    due = next_due(after)
    noted = Update(
        key=thread.requirement(asked.at),
        put={"rev": after.rev, **since, **({"due": due, "due_shard": DUE} if due else {})},
        drop=() if due else ("due", "due_shard"),
        when=(*_as_read(asked), *_not_yet(asked), Above(name="exp", value=now)),
    )
    is_escalated = after.rev != asked.rev
    return (noted, *([redrawn(thread, asked.card, now=now)] if is_escalated else []))


def _not_yet(asked: Requirement) -> tuple[Clause, ...]:
    """Require that nobody was called since: a reminder moves no revision."""
    return (Missing(name="reminded_at"),) if asked.reminded_at is None else ()


def _ballot(after: Requirement) -> dict[str, Column]:
    put: dict[str, Column] = {"votes": column(after.votes), "digest": after.digest}
    if after.edited is not None:
        put["edited"] = column(after.edited)
    return put


def settled(
    thread: ThreadKey, requirement: Requirement, verdict: Verdict, *, when: Clause | None = None
) -> Update:
    """Close one requirement as it was read; whatever changed it since refuses this."""
    return Update(
        key=thread.requirement(requirement.at),
        put={
            "state": state_after(verdict.decision).value,
            "verdict": column(verdict),
            "bound": binding(thread, requirement, verdict),
            "rev": requirement.rev + 1,
            "decided_team": thread.team,
            "decided_at": verdict.at,
        },
        drop=("due", "due_shard", "open_team"),
        when=(*_as_read(requirement), *((when,) if when else ())),
    )


def _as_read(requirement: Requirement) -> tuple[Clause, ...]:
    return (
        Equal(name="state", value=RequirementState.PENDING.value),
        Equal(name="rev", value=requirement.rev),
        Equal(name="digest", value=requirement.digest),
    )


def redrawn(thread: ThreadKey, card: Position, *, now: int, until: int = 0) -> Update:
    """Want a newer card; whoever writes this is about to draw it, by `until` if that is later."""
    by = max(now + DRAWING_MS, until)
    return Update(
        key=thread.card(card),
        put={"until": by, "due": by, "due_shard": DUE},
        add={"want": 1, "drawers": 1},
    )


def audited(thread: ThreadKey, entry: AuditEntry) -> tuple[Put, Put]:
    """Append to the audit, and move its head; refused when somebody else appended first."""
    key, head = thread.audit(entry.number), thread.audit_head()
    return (
        Put(key=key, item=to_item(entry, key), when=(Missing(name="pk"),)),
        Put(key=head, item=to_item(head_of(entry), head)),
    )
