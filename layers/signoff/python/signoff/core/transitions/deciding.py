"""Somebody, or the clock, decided: the verdict and everything that must be known of it, at once."""

from signoff.core.audit import AuditEntry
from signoff.core.codec import column, to_item
from signoff.core.decision import Expired, RequirementState, Verdict, state_after
from signoff.core.effects import DRAWING_MS
from signoff.core.items import Above, AtMost, Clause, Equal, Missing, Put, Update, Write
from signoff.core.keys import Key, Position, ThreadKey
from signoff.core.requirement import Requirement
from signoff.core.thread import DUE
from signoff.core.transitions.lease import GRACE_MS, woken


def decided(thread: ThreadKey, requirement: Requirement, verdict: Verdict) -> tuple[Write, ...]:
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


def settled(
    thread: ThreadKey, requirement: Requirement, verdict: Verdict, *, when: Clause | None = None
) -> Update:
    """Close one requirement as it was read; whatever changed it since refuses this."""
    return Update(
        key=thread.requirement(requirement.at),
        put={
            "state": state_after(verdict.decision).value,
            "verdict": column(verdict),
            "rev": requirement.rev + 1,
        },
        drop=("due", "due_shard", "open_team"),
        when=(
            Equal(name="state", value=RequirementState.PENDING.value),
            Equal(name="rev", value=requirement.rev),
            Equal(name="digest", value=requirement.digest),
            *((when,) if when else ()),
        ),
    )


def redrawn(thread: ThreadKey, card: Position, *, now: int) -> Update:
    """Want a newer card; whoever writes this is about to draw it."""
    return Update(
        key=thread.card(card),
        put={"until": now + DRAWING_MS, "due": now + DRAWING_MS, "due_shard": DUE},
        add={"want": 1, "drawers": 1},
    )


def audited(thread: ThreadKey, entry: AuditEntry) -> Put:
    """Append to the audit; refused when somebody else appended first."""
    key: Key = thread.audit(entry.number)
    return Put(key=key, item=to_item(entry, key), when=(Missing(name="pk"),))
