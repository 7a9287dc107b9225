"""On whose word a run does what it does: who opened it, and who else wrote into it."""

from collections.abc import Sequence

from signoff.core.inbound import Inbound
from signoff.core.journal import ModelSpoke
from signoff.core.roll import last_asker, who_wrote
from signoff.core.snapshot import Snapshot
from signoff.core.who import Who

NOBODY = Who(id="", name="another app")
"""On whose word a run is that no person asked for: nobody is ever this one."""


def requester(view: Snapshot, heard: Sequence[Inbound]) -> tuple[Who, str]:
    """Tell on whose word the run is, and which message opened it.

    That is the first person in it; in a run of other apps alone, whoever wrote last before it.
    """
    all_heard = _heard(view, heard)
    first = next((each for each in all_heard if not each.is_bot), None)
    who = who_wrote(first) if first else last_asker(view, heard) or NOBODY
    return who, all_heard[0].ts


def joined(view: Snapshot, heard: Sequence[Inbound]) -> tuple[str, ...]:
    """Name which people else were heard in the run by now: what comes of it is theirs as well."""
    people = dict.fromkeys(each.user for each in _heard(view, heard) if not each.is_bot)
    return tuple(people)[1:]


def _heard(view: Snapshot, heard: Sequence[Inbound]) -> tuple[Inbound, ...]:
    steps = view.run if view.is_run_open else ()
    before = (each for entry in steps if isinstance(entry, ModelSpoke) for each in entry.heard)
    return (*before, *heard)
