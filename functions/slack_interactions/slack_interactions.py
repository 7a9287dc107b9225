"""Somebody clicked in Slack: make sure that Slack says so, and take the decision."""

from collections.abc import Mapping

from aws_lambda_powertools import Logger

from signoff.adapters.aws import client
from signoff.adapters.clock import now
from signoff.adapters.http import Response
from signoff.adapters.secrets import Secret
from signoff.adapters.slack.door import admitted
from signoff.adapters.slack.interactions import interact
from signoff.adapters.wiring import slack_chat, state_queue, state_store
from signoff.settings import InteractionsSettings
from signoff.usecases.record_decision import DecisionPorts

SLACK_TIMEOUT_S = 1.2
"""What one call to Slack may take: the click itself must be answered within three seconds."""

SETTINGS = InteractionsSettings.read()
LOG = Logger(service="slack_interactions")
SECRETS = client("secretsmanager")
SIGNING_SECRET = Secret(SECRETS, SETTINGS.signing_secret, variable="SIGNING_SECRET_ARN", clock=now)
BOT_TOKEN = Secret(SECRETS, SETTINGS.slack.bot_token, variable="BOT_TOKEN_ARN", clock=now)
STORE, QUEUE = state_store(SETTINGS.state), state_queue(SETTINGS.state)
CHAT = slack_chat(SETTINGS.slack, BOT_TOKEN, timeout_s=SLACK_TIMEOUT_S)
SIGNING_SECRET.accepted()
CHAT()


def lambda_handler(event: Mapping[str, object], _: object) -> Response:
    """Answer one interaction."""
    body = admitted(event, secrets=SIGNING_SECRET.accepted, clock=now)
    if not isinstance(body, bytes):
        LOG.warning("request refused", extra={"status": body["statusCode"]})
        return body
    ports = DecisionPorts(store=STORE, queue=QUEUE, chat=CHAT(), clock=now)
    response = interact(body, ports=ports, door=SETTINGS.door)
    LOG.info("interaction answered", extra={"status": response["statusCode"]})
    return response
