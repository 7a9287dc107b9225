"""Somebody wrote: take it in, once."""

from enum import StrEnum

from signoff.core.hearing import Message
from signoff.core.transitions.lease import accept
from signoff.ports import Clock, RefusedError, Store


class Acceptance(StrEnum):
    """What became of a message."""

    ACCEPTED = "accepted"
    KNOWN = "known"
    NOT_ENGAGED = "not_engaged"
    ENOUGH = "enough"


def accept_event(message: Message, *, store: Store, clock: Clock) -> Acceptance:
    """Store a person's message for the turn that is to hear it.

    Returns:
        KNOWN when it came before (a retry, or a mention's twin), NOT_ENGAGED when it is a reply
        in a thread where nobody has talked to the agent, so far as is known now.
    """
    thread, inbound = message.thread, message.inbound
    try:
        store.commit(*accept(thread, inbound, opens=message.opens, now=clock()))
    except RefusedError as refused:
        if thread.seen(inbound.ts) in refused.old:
            return Acceptance.KNOWN
        return Acceptance.NOT_ENGAGED
    return Acceptance.ACCEPTED
