"""Somebody wrote: take it in, and take a turn."""

from dataclasses import dataclass
from enum import StrEnum

from signoff.agent.agent import Agent
from signoff.core.hearing import Message
from signoff.core.keys import ThreadKey
from signoff.core.observations.runs import MessageHeard
from signoff.usecases.accept_event import Acceptance, accept_event
from signoff.usecases.hear_app import accept_from_app
from signoff.usecases.take_turn import Times, TurnEnd, take_turn
from signoff.usecases.turn import Turn, TurnPorts, opened

OVERTAKEN_S = 30
"""How long a reply may be ahead of the message that opens its thread."""


class Heard(StrEnum):
    """What became of an event, for the log."""

    TAKEN = "taken"
    WAITING = "waiting"
    SENT_BACK = "sent_back"
    DROPPED = "dropped"
    ENOUGH = "enough"
    CHANGED = "changed"
    TAKEN_BACK = "taken_back"
    KNOWN = "known"
    TOO_LATE = "too_late"


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


def taken_in(message: Message, ports: TurnPorts) -> Acceptance:
    """Store a message, a person's or an app's, unless it came before or is not for the agent."""
    if message.inbound.is_bot:
        return accept_from_app(message, ports=ports)
    return accept_event(message, store=ports.store, clock=ports.clock)


def go_on(
    message: Message,
    acceptance: Acceptance,
    delivery: Delivery,
    *,
    agent: Agent,
    ports: TurnPorts,
    times: Times,
    turn: Turn | None = None,
) -> Heard:
    """Take a turn for a message that was taken in, or say why there is none to take."""
    if acceptance is Acceptance.ENOUGH:
        return Heard.ENOUGH
    if acceptance is Acceptance.NOT_ENGAGED:
        # It was looked at once more, and nobody had called the agent.
        return Heard.DROPPED if delivery.is_retried else send_back(message, delivery, ports)
    # A message that is known already may have come from a worker that was cut off right here.
    thread = message.thread
    end = take_turn(thread, agent=agent, ports=ports, times=times, begun_with=turn)
    is_waiting = end is TurnEnd.HELD and acceptance is Acceptance.ACCEPTED
    return Heard.WAITING if is_waiting and not _is_read(message, ports) else Heard.TAKEN


def is_said_to_us(thread: ThreadKey, ts: str, *, opens: bool, ports: TurnPorts) -> bool:
    """Ask whether somebody had written to the agent by then; a later mention means later words."""
    first, last = thread.seen(""), thread.seen(ts)
    return opens or bool(ports.store.query(thread.pk, first.sk, last.sk, newest=1))


def send_back(message: Message, delivery: Delivery, ports: TurnPorts) -> Heard:
    """A reply may have overtaken the mention that opens its thread: look once more, later."""
    ports.queue.retry_event(delivery.body, team=message.thread.team, delay_s=OVERTAKEN_S)
    return Heard.SENT_BACK


def _hear(
    message: Message, delivery: Delivery, *, agent: Agent, ports: TurnPorts, times: Times
) -> Heard:
    thread, ts = message.thread, message.inbound.ts
    if delivery.is_retried and not is_said_to_us(thread, ts, opens=message.opens, ports=ports):
        return Heard.DROPPED
    turn = opened(message, ports, lease_ms=times.lease_ms) if _begins(message) else None
    acceptance = Acceptance.ACCEPTED if turn else taken_in(message, ports)
    return go_on(message, acceptance, delivery, agent=agent, ports=ports, times=times, turn=turn)


def _begins(message: Message) -> bool:
    """Tell whether a person's message is a thread's first: mostly nothing is stored of it yet."""
    inbound = message.inbound
    return message.opens and not inbound.is_bot and inbound.ts == message.thread.thread_ts


def _is_read(message: Message, ports: TurnPorts) -> bool:
    (row,) = ports.store.read(message.thread.inbound(message.inbound.ts))
    return row is None
