"""Something happened in Slack: make sure that Slack says so, and put it into the queue."""

from collections.abc import Mapping

from signoff.adapters.aws import client
from signoff.adapters.clock import now
from signoff.adapters.http import Response
from signoff.adapters.logs import json_logger
from signoff.adapters.secrets import Secret
from signoff.adapters.slack.door import admitted
from signoff.adapters.slack.relay import relay
from signoff.adapters.sqs import TurnQueue
from signoff.settings import EventsSettings

SETTINGS = EventsSettings.read()
LOG = json_logger("slack_events", SETTINGS.log_level)
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
    body = admitted(event, secrets=SIGNING_SECRET.accepted, clock=now)
    response = relay(body, queue=QUEUE, door=SETTINGS.door) if isinstance(body, bytes) else body
    LOG.info("event answered", extra={"status": response["statusCode"]})
    return response
