"""What somebody wanted is stored, or may be: look, and tell the operator."""

from signoff.core.codec import from_item
from signoff.core.keys import ThreadKey
from signoff.core.observations.people import (
    DecisionTaken,
    HandedOver,
    VoteCounted,
    counted,
    handed,
    taken,
)
from signoff.core.requirement import Requirement
from signoff.ports import Store
from signoff.usecases.changes import Change


def has_landed(store: Store, thread: ThreadKey, change: Change) -> bool:
    """Look whether something was recorded whose confirmation was lost."""
    after = change.after
    (item,) = store.read(thread.requirement(after.at))
    if item is None:
        return False
    stored = from_item(Requirement, item)
    if not after.is_open:
        return stored.verdict == after.verdict
    if change.out is not None:
        return after.handed[-1] in stored.handed
    return after.votes[-1] in stored.votes


def became(thread: ThreadKey, change: Change) -> DecisionTaken | VoteCounted | HandedOver:
    """Tell of what is stored: a verdict, a vote, or a handover."""
    after = change.after
    if after.verdict is not None:
        return taken(thread, after, after.verdict)
    return handed(thread, after) if change.out is not None else counted(thread, after)
