"""Somebody wrote: take it in, take a turn, and say so if it has to wait."""

from dataclasses import dataclass
from enum import StrEnum

from signoff.agent.agent import Agent
from signoff.core.codec import from_item
from signoff.core.hearing import Message
from signoff.core.journal import Inbound
from signoff.core.observations.runs import MessageHeard
from signoff.ports import TransientError, UndeliverableError
from signoff.usecases.accept_event import Acceptance, accept_event
from signoff.usecases.take_turn import Times, TurnEnd, take_turn
from signoff.usecases.turn import TurnPorts

WAITS = "Your message waits until the open request is decided."
_AFTER_ALL_INBOUND = "IN$"
OVERTAKEN_S = 30
"""How long a reply may be ahead of the message that opens its thread."""


class Heard(StrEnum):
    """What became of an event, for the log."""

    TAKEN = "taken"
    WAITING = "waiting"
    SENT_BACK = "sent_back"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """An event as the queue brought it.

    Attributes:
        body: The raw event, as Slack sent it.
        is_retried: Whether it was sent back to the queue once already.
    """

    body: str
    is_retried: bool


def hear_event(
    message: Message, delivery: Delivery, *, agent: Agent, ports: TurnPorts, times: Times
) -> Heard:
    """Take a message in, and go on with its thread."""
    became = _hear(message, delivery, agent=agent, ports=ports, times=times)
    ts = message.inbound.ts
    ports.tell(MessageHeard(thread=message.thread, ts=ts, became=became.value))
    return became


def _hear(
    message: Message, delivery: Delivery, *, agent: Agent, ports: TurnPorts, times: Times
) -> Heard:
    if delivery.is_retried and not _is_said_to_us(message, ports):
        return Heard.DROPPED
    acceptance = accept_event(message, store=ports.store, clock=ports.clock)
    if acceptance is Acceptance.NOT_ENGAGED:
        return _send_back(message, delivery, ports)
    # A message that is known already may have come from a worker that was cut off right here.
    end = take_turn(message.thread, agent=agent, ports=ports, times=times)
    if end is TurnEnd.WAITING and acceptance is Acceptance.ACCEPTED:
        return _say_that_it_waits(message, ports)
    return Heard.TAKEN


def _is_said_to_us(message: Message, ports: TurnPorts) -> bool:
    """Ask whether somebody had written to the agent by then; a later mention means later words."""
    thread, ts = message.thread, message.inbound.ts
    first, last = thread.seen(""), thread.seen(ts)
    return message.opens or bool(ports.store.query(thread.pk, first.sk, last.sk, newest=1))


def _send_back(message: Message, delivery: Delivery, ports: TurnPorts) -> Heard:
    """A reply may have overtaken the mention that opens its thread: look once more, later."""
    ports.queue.retry_event(delivery.body, team=message.thread.team, delay_s=OVERTAKEN_S)
    return Heard.SENT_BACK


def _say_that_it_waits(message: Message, ports: TurnPorts) -> Heard:
    """Tell whoever wrote this, or wrote while this was worked on, that it is not read yet."""
    thread, ts = message.thread, message.inbound.ts
    rows = ports.store.query(thread.pk, thread.inbound(ts).sk, _AFTER_ALL_INBOUND)
    unread = tuple(from_item(Inbound, row) for row in rows)
    for user in dict.fromkeys(inbound.user for inbound in unread):
        try:
            ports.chat.whisper(thread, user, WAITS)
        except (TransientError, UndeliverableError):
            # A courtesy: the message is stored and waits, told or not.
            break
    return Heard.WAITING if unread else Heard.TAKEN
