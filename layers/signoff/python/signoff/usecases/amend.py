"""Somebody changed or deleted a message: what nobody has read yet is read as it is now, or not."""

from contextlib import suppress

from signoff.agent.agent import Agent
from signoff.core.codec import UnreadableRowError, from_item
from signoff.core.hearing import Deleted, Edited, Message
from signoff.core.inbound import Inbound
from signoff.core.items import Item
from signoff.core.observations.runs import MessageHeard
from signoff.core.transitions import lease
from signoff.ports import PermanentError, RefusedError, TransientError
from signoff.usecases.accept_event import Acceptance
from signoff.usecases.hear_event import Delivery, Heard, go_on, is_said_to_us, send_back, taken_in
from signoff.usecases.take_turn import Times
from signoff.usecases.turn import TurnPorts

_TRIES = 5


def hear_edit(
    edited: Edited, delivery: Delivery, *, agent: Agent, ports: TurnPorts, times: Times
) -> Heard:
    """Have a message read as its author has changed it, if it is still to be read.

    An edit may come before its message: then it is heard in its place, and the message is known
    when it comes.

    Raises:
        TransientError: Others keep being faster.
    """
    message = edited.message
    thread, ts = message.thread, message.inbound.ts
    for _ in range(_TRIES):
        waiting, seen = ports.store.read(thread.inbound(ts), thread.seen(ts))
        if waiting is not None:
            became = _changed(waiting, message, ports)
        elif seen is not None:
            became = Heard.TOO_LATE
        else:
            became = _heard_first(message, delivery, agent=agent, ports=ports, times=times)
        if became is not None:
            ports.tell(MessageHeard(thread=thread, ts=ts, became=became.value))
            return became
    raise TransientError("others keep changing this message")


def hear_deletion(deleted: Deleted, *, ports: TurnPorts) -> Heard:
    """Have nobody read a message that is no more; what was read stays read.

    Raises:
        TransientError: Others keep being faster.
    """
    thread, ts = deleted.thread, deleted.ts
    for _ in range(_TRIES):
        waiting, seen = ports.store.read(thread.inbound(ts), thread.seen(ts))
        if waiting is None and seen is not None:
            became: Heard | None = Heard.TOO_LATE
        elif waiting is not None:
            became = _taken_back(deleted, waiting, ports)
        else:
            became = _never_to_be_heard(deleted, ports)
        if became is not None:
            ports.tell(MessageHeard(thread=thread, ts=ts, became=became.value))
            return became
    raise TransientError("others keep changing this message")


def _changed(waiting: Item, message: Message, ports: TurnPorts) -> Heard | None:
    """Write what it says now; None: somebody was faster, or has read it by now."""
    try:
        before = from_item(Inbound, waiting)
    except UnreadableRowError:
        # Whoever takes the thread's next turn says what is lost.
        return Heard.TOO_LATE
    if before.user != message.inbound.user:
        return Heard.DROPPED
    if before.edited >= message.inbound.edited:
        return Heard.KNOWN
    try:
        ports.store.change(lease.amended(message.thread, message.inbound, was=waiting))
    except RefusedError:
        return None
    return Heard.CHANGED


def _heard_first(
    message: Message, delivery: Delivery, *, agent: Agent, ports: TurnPorts, times: Times
) -> Heard | None:
    """Hear an edit in place of its message, if that was said to the agent; None: it has come."""
    if not is_said_to_us(message.thread, message.inbound.ts, opens=message.opens, ports=ports):
        return Heard.DROPPED if delivery.is_retried else send_back(message, delivery, ports)
    acceptance = taken_in(message, ports)
    if acceptance is Acceptance.KNOWN:
        return None
    return go_on(message, acceptance, delivery, agent=agent, ports=ports, times=times)


def _taken_back(deleted: Deleted, waiting: Item, ports: TurnPorts) -> Heard | None:
    try:
        ports.store.commit(lease.taken_back(deleted.thread, deleted.ts))
    except RefusedError:
        return None
    if "told" in waiting:
        # Of a thread's first message something is left, and it does not wait any more.
        with suppress(TransientError, PermanentError):
            ports.chat.release(deleted.thread, deleted.ts)
    return Heard.TAKEN_BACK


def _never_to_be_heard(deleted: Deleted, ports: TurnPorts) -> Heard | None:
    """Have a message be known before it comes: it was overtaken by its own deletion."""
    if not is_said_to_us(deleted.thread, deleted.ts, opens=deleted.opens, ports=ports):
        return Heard.DROPPED
    try:
        ports.store.commit(lease.known(deleted.thread, deleted.ts))
    except RefusedError:
        return None
    return Heard.TAKEN_BACK
