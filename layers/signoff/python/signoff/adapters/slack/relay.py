"""An event of Slack's goes into the queue as it came, or is answered on the spot."""

from collections.abc import Callable
from typing import Protocol, TypeAlias, assert_never

from signoff.adapters.http import Response, answer, answer_json
from signoff.adapters.slack.inbound_events import hear
from signoff.adapters.slack.origin import Origin, origin_of_event
from signoff.adapters.slack.payloads import parsed
from signoff.adapters.sqs import TooLargeForQueueError
from signoff.core.errors import TransientError
from signoff.core.failure import reason
from signoff.core.hearing import (
    Deleted,
    Edited,
    Hearing,
    HomeOpened,
    Ignored,
    Message,
    Uninstalled,
)
from signoff.core.home_place import HomePlace
from signoff.core.keys import ThreadKey
from signoff.core.observations.doors import EventIgnored, EventQueued, RequestRefused
from signoff.core.observations.observed import silent
from signoff.core.presence import MessagesOpened, StopPressed
from signoff.settings import Door

NOT_JSON = "The body is no JSON object."
NOT_OURS = "This is for another app or workspace. Check SlackAppId and SlackTeamId."
TOO_LARGE = "The event is larger than the queue takes."
TRY_AGAIN = "The event could not be kept. Please send it again."
_TAKEN = 200


Tell: TypeAlias = Callable[[EventIgnored | EventQueued | RequestRefused], None]
"""The part of the `Tell` port that is needed here; the ports themselves load the whole agent."""


class EventQueue(Protocol):
    """Where events go."""

    def send_event(self, body: str, *, team: str) -> None:
        """Hand over what Slack sent."""
        ...

    def show_home(self, team: str, user: str, place: HomePlace) -> None:
        """Have a worker show somebody their inbox."""
        ...


def relay(body: bytes, *, queue: EventQueue, door: Door, tell: Tell = silent) -> Response:
    """Answer Slack: 200 only when the queue has the event, or when nobody needs it.

    What no agent is to react to (its own words, joins, edits of what was not said to it) ends
    here. Which other apps are heard only the worker knows.
    """
    envelope = parsed(body)
    if envelope is None:
        return _refused(400, NOT_JSON, tell)
    if envelope.get("type") == "url_verification":
        return answer_json({"challenge": str(envelope.get("challenge", ""))})
    origin = origin_of_event(envelope)
    if not origin.is_ours(app_id=door.app or "", team_id=door.team or ""):
        return _refused(403, NOT_OURS, tell)
    return _passed_on(body.decode(), origin, hear(envelope, bots=None), queue, tell)


def _passed_on(
    body: str, origin: Origin, heard: Hearing, queue: EventQueue, tell: Tell
) -> Response:
    match heard:
        case Message() | Edited() | Deleted() | StopPressed() | MessagesOpened():
            return _queued(body, *_where(heard), queue, tell)
        case HomeOpened() if not origin.is_of_organisation:
            return _home(heard, queue, tell)
        case HomeOpened() | Uninstalled():
            # Of an organisation's app, a worker learns from the event whose workspace it is.
            return _sent(body, origin.team, queue, tell)
        case Ignored(why=why):
            tell(EventIgnored(why=why))
            return answer(_TAKEN)
        case _:
            assert_never(heard)


def _where(
    heard: Message | Edited | Deleted | MessagesOpened | StopPressed,
) -> tuple[ThreadKey, str]:
    """Say where something happened, and when, for the log."""
    match heard:
        case Message(thread=thread, inbound=inbound):
            return thread, inbound.ts
        case Edited(message=message):
            return message.thread, message.inbound.ts
        case Deleted(thread=thread, ts=ts):
            return thread, ts
        case StopPressed(thread=thread, ts=ts):
            return thread, ts
        case MessagesOpened(team=team, channel=channel, ts=ts):
            return ThreadKey(team=team, channel=channel, thread_ts=""), ts
        case _:
            assert_never(heard)


def _home(heard: HomeOpened, queue: EventQueue, tell: Tell) -> Response:
    try:
        queue.show_home(heard.team, heard.user, heard.place)
    except TransientError as error:
        return _refused(503, TRY_AGAIN, tell, cause=reason(error))
    return answer(200)


def _queued(body: str, place: ThreadKey, ts: str, queue: EventQueue, tell: Tell) -> Response:
    answered = _sent(body, place.team, queue, tell)
    if answered["statusCode"] == _TAKEN:
        tell(EventQueued(thread=place, ts=ts))
    return answered


def _sent(body: str, team: str, queue: EventQueue, tell: Tell) -> Response:
    try:
        queue.send_event(body, team=team)
    except TooLargeForQueueError:
        return _refused(413, TOO_LARGE, tell)
    except TransientError as error:
        return _refused(503, TRY_AGAIN, tell, cause=reason(error))
    return answer(_TAKEN)


def _refused(status: int, said: str, tell: Tell, *, cause: str = "") -> Response:
    tell(RequestRefused(status=status, cause=cause))
    return answer(status, said=said)
