"""Something happened in Slack: make sure that Slack says so, and put it into the queue."""

from collections.abc import Mapping

from signoff.adapters.clock import now
from signoff.adapters.http import Response
from signoff.adapters.quick import client
from signoff.adapters.secrets import Secret
from signoff.adapters.slack.door import admitted
from signoff.adapters.slack.relay import relay
from signoff.adapters.sqs import TurnQueue
from signoff.adapters.telling import Teller, without_words
from signoff.settings import EventsSettings, TellingSettings

SETTINGS = EventsSettings.read()
TELL = Teller("slack_events", TellingSettings.read(), now)
SIGNING_SECRET = Secret(
    client("secretsmanager"),
    SETTINGS.signing_secret,
    variable="SIGNING_SECRET_ARN",
    clock=now,
)
QUEUE = TurnQueue(client("sqs"), SETTINGS.queue_url)
SIGNING_SECRET.accepted()


def lambda_handler(event: Mapping[str, object], _: object) -> Response:
    """Answer one request of Slack's Events API."""
    with without_words(TELL):
        body = admitted(event, secrets=SIGNING_SECRET.accepted, clock=now, tell=TELL)
        if not isinstance(body, bytes):
            return body
        return relay(body, queue=QUEUE, door=SETTINGS.door, tell=TELL)
