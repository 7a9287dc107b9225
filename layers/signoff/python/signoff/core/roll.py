"""Who is of a thread: whoever wrote in it or was named in it, as the model knows them."""

from collections.abc import Iterable, Sequence

from signoff.core.inbound import Inbound
from signoff.core.journal import GaveUp, ModelSpoke
from signoff.core.naming import SOMEONE, is_no_name
from signoff.core.snapshot import Snapshot
from signoff.core.who import Who


def people_of(view: Snapshot, heard: Sequence[Inbound] = ()) -> tuple[Who, ...]:
    """List everybody of a thread, each id once, by the name that was told last.

    Args:
        view: The thread.
        heard: Messages that are heard now, beside what the journal has.
    """
    compacted = view.compacted
    known = {who.id: who for who in (compacted.people if compacted else ())}
    for who in _told(view, heard):
        if not is_no_name(who.name) or who.id not in known:
            known[who.id] = who
    return tuple(known.values())


def last_asker(view: Snapshot, heard: Sequence[Inbound] = ()) -> Who | None:
    """Find the last person who wrote, no app; None: only apps have."""
    written = [each for each in (*_heard_before(view), *heard) if not each.is_bot]
    if written:
        return who_wrote(written[-1])
    return view.compacted.asker if view.compacted else None


def who_wrote(inbound: Inbound) -> Who:
    """Give an author with their name."""
    return Who(id=inbound.user, name=inbound.name or SOMEONE)


def _told(view: Snapshot, heard: Sequence[Inbound]) -> Iterable[Who]:
    for inbound in (*_heard_before(view), *heard):
        if inbound.name:
            yield who_wrote(inbound)
        yield from inbound.named


def _heard_before(view: Snapshot) -> tuple[Inbound, ...]:
    entries = (step.entry for step in view.steps)
    return tuple(
        each for entry in entries if isinstance(entry, ModelSpoke | GaveUp) for each in entry.heard
    )
