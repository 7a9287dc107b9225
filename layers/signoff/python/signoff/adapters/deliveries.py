"""The queue delivered something: words to hear, a thread or row to look at, an inbox to show."""

import json
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from signoff.adapters.aws import MissingResourceError
from signoff.adapters.slack.inbound_events import hear
from signoff.adapters.sqs import (
    EventDelivery,
    HomeDelivery,
    RowDelivery,
    WakeDelivery,
    delivery,
)
from signoff.agent.agent import Agent
from signoff.core.hearing import Deleted, Edited, HomeOpened, Ignored, Message, Uninstalled
from signoff.core.keys import Key
from signoff.core.observations.doors import EventIgnored
from signoff.core.presence import MessagesOpened, StopPressed
from signoff.ports import (
    LONGEST_DELAY_S,
    PermanentError,
    TransientError,
    UndeliverableError,
    UnreachableError,
)
from signoff.settings import Door
from signoff.usecases.amend import hear_deletion, hear_edit
from signoff.usecases.hear_event import Delivery, hear_event
from signoff.usecases.press_stop import press_stop
from signoff.usecases.show_home import HomePorts, show_home
from signoff.usecases.sweep import SweepPorts, see_to
from signoff.usecases.take_turn import Times, take_turn
from signoff.usecases.turn import TurnPorts

LEASE_BEYOND_MS = 10_000
"""How much longer than the function may run its lease lasts."""

SLICE_MS = 120_000
"""After so long a worker hands its thread on, at a point where nothing is half done."""

SPARE_MS = 20_000
"""What is kept of a function's time to finish what was begun."""

WHOSE_S = 30
"""How long an event waits until Slack is asked again whose bot this is."""


_ANOTHER = "the bot token is another workspace's"

_InThread: TypeAlias = Message | Edited | Deleted | MessagesOpened | StopPressed
"""What happens in a thread, or beside one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """What works on deliveries.

    Attributes:
        agent: The user's agent.
        ports: The outside.
        times: How long this invocation has.
        door: Whose events are worked on.
    """

    agent: Agent
    ports: TurnPorts
    times: Times
    door: Door


def times(*, now: int, remaining_ms: int) -> Times:
    """Plan an invocation that has so much time left."""
    return Times(
        lease_ms=remaining_ms + LEASE_BEYOND_MS,
        slice_end=now + min(SLICE_MS, remaining_ms - SPARE_MS),
    )


def work(body: str, worker: Worker, *, is_first_try: bool) -> str:
    """Work on one delivery.

    Returns:
        What became of it, for the log.

    Raises:
        TransientError: The queue is to deliver it again.
    """
    arrived = delivery(body)
    match arrived:
        case WakeDelivery(thread=thread):
            return take_turn(
                thread, agent=worker.agent, ports=worker.ports, times=worker.times
            ).value
        case HomeDelivery():
            return _show_home(arrived, worker)
        case RowDelivery(key=key, due=due):
            return _see_to(key, due, worker)
        case EventDelivery():
            return _hear(arrived, worker, is_first_try=is_first_try)
        case _:
            assert_never(arrived)


def _hear(arrived: EventDelivery, worker: Worker, *, is_first_try: bool) -> str:
    door = worker.door
    heard = hear(
        json.loads(arrived.body),
        app_id=door.app or "",
        team_id=door.team or "",
        bots=worker.agent.bots,
    )
    if isinstance(heard, Ignored):
        worker.ports.tell(EventIgnored(why=heard.why))
        return "ignored"
    if isinstance(heard, HomeOpened):
        wish = HomeDelivery(team=heard.team, user=heard.user, place=heard.place)
        return _show_home(wish, worker)
    if isinstance(heard, Uninstalled):
        worker.ports.tell(EventIgnored(why="the bot token is the stack's own"))
        return "ignored"
    return _take(heard, arrived, worker, is_first_try=is_first_try)


def _take(
    heard: _InThread,
    arrived: EventDelivery,
    worker: Worker,
    *,
    is_first_try: bool,
) -> str:
    """Take what somebody said or asked for in a thread, if it is our workspace's."""
    try:
        why = _why_not(heard, worker)
    except UnreachableError as error:
        return _leave_till_slack_answers(arrived, _team_of(heard), error, worker)
    if why:
        worker.ports.tell(EventIgnored(why=why))
        return "another team" if why == _ANOTHER else "ignored"
    match heard:
        case MessagesOpened(channel=channel):
            worker.ports.presence.suggest(channel, worker.agent.suggested_prompts)
            return "prompts offered"
        case StopPressed():
            return press_stop(heard, ports=worker.ports).value
        case Deleted():
            return hear_deletion(heard, ports=worker.ports).value
        case Message() | Edited():
            return _hear_message(heard, arrived, worker, is_first_try=is_first_try)
        case _:
            assert_never(heard)


def _hear_message(
    heard: Message | Edited, arrived: EventDelivery, worker: Worker, *, is_first_try: bool
) -> str:
    again = Delivery(body=arrived.body, is_retried=arrived.is_retried)
    agent, ports, times = worker.agent, worker.ports, worker.times
    try:
        if isinstance(heard, Edited):
            return hear_edit(heard, again, agent=agent, ports=ports, times=times).value
        return hear_event(heard, again, agent=agent, ports=ports, times=times).value
    except MissingResourceError as error:
        if is_first_try:
            message = heard.message if isinstance(heard, Edited) else heard
            _say_what_is_missing(message, worker, str(error))
        raise


def _show_home(wish: HomeDelivery, worker: Worker) -> str:
    given = worker.ports
    ports = HomePorts(
        store=given.store, queue=given.queue, chat=given.chat, clock=given.clock, tell=given.tell
    )
    is_shown = show_home(wish.user, wish.place, team=wish.team, ports=ports, tries=wish.tries)
    return "home shown" if is_shown else "home not shown"


def _why_not(heard: _InThread, worker: Worker) -> str:
    """Say why we leave it alone; empty: we do not."""
    if not _is_ours(_team_of(heard), worker):
        return _ANOTHER
    return "we wrote it" if _is_own(heard, worker) else ""


def _team_of(heard: _InThread) -> str:
    match heard:
        case MessagesOpened(team=team):
            return team
        case Edited(message=message):
            return message.thread.team
        case Message(thread=thread) | Deleted(thread=thread) | StopPressed(thread=thread):
            return thread.team
        case _:
            assert_never(heard)


def _is_own(heard: _InThread, worker: Worker) -> bool:
    """Tell whether we wrote it ourselves, whatever its envelope says of whose it is.

    Raises:
        UnreachableError: It is an app's, and Slack can't say now which one we are.
    """
    message = heard.message if isinstance(heard, Edited) else heard
    if not isinstance(message, Message):
        return False
    try:
        return not message.author.isdisjoint(worker.ports.chat.own_ids())
    except UnreachableError:
        if message.inbound.is_bot:
            raise
        return False
    except UndeliverableError:
        return message.inbound.is_bot


def _see_to(key: Key, due: int, worker: Worker) -> str:
    given = worker.ports
    ports = SweepPorts(
        store=given.store,
        queue=given.queue,
        chat_of=lambda _: given.chat,
        clock=given.clock,
        tell=given.tell,
    )
    return see_to(key, due=due, ports=ports)


def _is_ours(team: str, worker: Worker) -> bool:
    """Tell whether it happened in the workspace of our bot; the door may have settled that."""
    try:
        return team == worker.ports.chat.team()
    except (UnreachableError, UndeliverableError):
        if worker.door.team is None:
            raise
        # The door compares every event with it: a run waits for no Slack.
        return True


def _leave_till_slack_answers(
    arrived: EventDelivery, team: str, error: UnreachableError, worker: Worker
) -> str:
    """Send an event back, however long Slack is down: whose it is can't be known before."""
    worker.ports.queue.retry_event(
        arrived.body,
        team=team,
        delay_s=min(max(error.retry_after_s, WHOSE_S), LONGEST_DELAY_S),
        is_retried=arrived.is_retried,
    )
    return "put off"


def _say_what_is_missing(message: Message, worker: Worker, why: str) -> None:
    """Say once, where somebody waits for an answer, what only a deployment can mend."""
    text = f"I can't work yet. {why} Your message is kept."
    try:
        worker.ports.chat.say(message.thread, text, mark=f"missing.{message.inbound.ts}")
    except (TransientError, PermanentError):
        # The error itself is raised and logged; the message stays in the queue.
        return
