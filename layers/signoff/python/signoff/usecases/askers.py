"""On whose word a run does what it does: who opened it, and who else wrote into it."""

from collections.abc import Sequence

from signoff.core.decision import Who
from signoff.core.journal import Inbound, ModelSpoke
from signoff.core.snapshot import Snapshot


def requester(view: Snapshot, heard: Sequence[Inbound]) -> tuple[Who, str]:
    """Tell who opened the run, and with which message."""
    first = _heard(view, heard)[0]
    return Who(id=first.user, name=first.user), first.ts


def joined(view: Snapshot, heard: Sequence[Inbound]) -> tuple[str, ...]:
    """Name who else was heard in the run by now: what comes of it is theirs as well."""
    opener, *others = dict.fromkeys(each.user for each in _heard(view, heard))
    return tuple(user for user in others if user != opener)


def _heard(view: Snapshot, heard: Sequence[Inbound]) -> tuple[Inbound, ...]:
    steps = view.run if view.is_run_open else ()
    before = (each for entry in steps if isinstance(entry, ModelSpoke) for each in entry.heard)
    return (*before, *heard)
