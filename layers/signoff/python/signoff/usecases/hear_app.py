"""Another app wrote: it is heard a few times in a row, and then no more until a person writes."""

from signoff.core.hearing import Message
from signoff.core.items import Item
from signoff.core.transitions import asking, lease
from signoff.ports import RefusedError, TransientError
from signoff.usecases.accept_event import Acceptance
from signoff.usecases.send_out import send_out
from signoff.usecases.turn import TurnPorts

ENOUGH = (
    f"I stop here: the last {lease.HOPS} messages that I took up in this thread came from other "
    "apps. When a person writes, I go on."
)

_TRIES = 4


def accept_from_app(message: Message, *, ports: TurnPorts) -> Acceptance:
    """Store the message of an app, unless apps alone have kept the thread going for long enough.

    Two agents that answer each other would never come to an end by themselves. The count stands
    in the thread's own row, and a person's message sets it back.

    Returns:
        As for a person's message; or ENOUGH: nobody reads it. The first time the thread is told.

    Raises:
        TransientError: Others keep being faster.
    """
    thread, inbound = message.thread, message.inbound
    for turn in range(_TRIES):
        # A row from before there was a count has none.
        is_counted = turn % 2 == 0
        writes = lease.accept_from_app(
            thread, inbound, opens=message.opens, now=ports.clock(), is_counted=is_counted
        )
        try:
            ports.store.commit(*writes)
        except RefusedError as refused:
            became = _refused(message, refused, ports)
            if became is not None:
                return became
        else:
            return Acceptance.ACCEPTED
    raise TransientError("others keep writing in this thread")


def _refused(message: Message, refused: RefusedError, ports: TurnPorts) -> Acceptance | None:
    """Say why it was not stored; None: it is to be tried once more."""
    thread = message.thread
    if thread.seen(message.inbound.ts) in refused.old:
        return Acceptance.KNOWN
    meta = refused.old.get(thread.meta()) or {}
    if _count(meta, "hops") >= lease.HOPS:
        return _enough(message, meta, ports)
    if not message.opens and not _count(meta, "wakes"):
        return Acceptance.NOT_ENGAGED
    return None


def _enough(message: Message, meta: Item, ports: TurnPorts) -> Acceptance | None:
    """Leave it unread, and say so in the thread the first time."""
    thread, ts = message.thread, message.inbound.ts
    known = lease.known(thread, ts)
    is_first = _count(meta, "hops") == lease.HOPS
    out = asking.new_out(run=_count(meta, "run"), name=f"hops.{ts}", text=ENOUGH, now=ports.clock())
    told = (lease.enough(thread), asking.said(thread, out)) if is_first else ()
    try:
        ports.store.commit(known, *told)
    except RefusedError as refused:
        return Acceptance.KNOWN if known.key in refused.old else None
    if is_first:
        send_out(
            thread, out, store=ports.store, chat=ports.chat, clock=ports.clock, tell=ports.tell
        )
    return Acceptance.ENOUGH


def _count(meta: Item, name: str) -> int:
    found = meta.get(name)
    return found if isinstance(found, int) else 0
