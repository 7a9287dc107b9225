"""An event of Slack's goes into the queue as it came, or is answered on the spot."""

from typing import Protocol

from signoff.adapters.http import Response, answer, answer_json
from signoff.adapters.slack.inbound_events import hear
from signoff.adapters.slack.origin import origin_of_event
from signoff.adapters.slack.payloads import parsed
from signoff.adapters.sqs import TooLargeForQueueError
from signoff.core.errors import TransientError
from signoff.core.hearing import Ignored
from signoff.settings import Door

NOT_JSON = "The body is no JSON object."
NOT_OURS = "This is for another app or workspace. Check SlackAppId and SlackTeamId."
TOO_LARGE = "The event is larger than the queue takes."
TRY_AGAIN = "The event could not be kept. Please send it again."


class EventQueue(Protocol):
    """Where events go."""

    def send_event(self, body: str, *, team: str) -> None:
        """Hand over what Slack sent."""
        ...


def relay(body: bytes, *, queue: EventQueue, door: Door) -> Response:
    """Answer Slack: 200 only when the queue has the event, or when nobody needs it.

    What no agent is to react to (its own words, edits, joins) ends here: a thread that waits for
    a person costs nothing, whatever is written around it.
    """
    envelope = parsed(body)
    if envelope is None:
        return answer(400, said=NOT_JSON)
    if envelope.get("type") == "url_verification":
        return answer_json({"challenge": str(envelope.get("challenge", ""))})
    origin = origin_of_event(envelope)
    if not origin.is_ours(app_id=door.app or "", team_id=door.team or ""):
        return answer(403, said=NOT_OURS)
    if isinstance(hear(envelope), Ignored):
        return answer(200)
    return _queued(body.decode(), origin.team, queue)


def _queued(body: str, team: str, queue: EventQueue) -> Response:
    try:
        queue.send_event(body, team=team)
    except TooLargeForQueueError:
        return answer(413, said=TOO_LARGE)
    except TransientError:
        return answer(503, said=TRY_AGAIN)
    return answer(200)
