"""Somebody clicked in Slack: make sure that Slack says so, and take the decision."""

from collections.abc import Mapping

from signoff.adapters.clock import now
from signoff.adapters.http import Response
from signoff.adapters.quick import client
from signoff.adapters.secrets import Secret
from signoff.adapters.slack.door import admitted
from signoff.adapters.slack.interactions import interact
from signoff.adapters.telling import Teller, without_words
from signoff.adapters.wiring import slack_chat, state_queue, state_store
from signoff.settings import InteractionsSettings, TellingSettings
from signoff.usecases.decision_ports import DecisionPorts

SLACK_TIMEOUT_S = 1.2
"""What one call to Slack may take: the click itself must be answered within three seconds."""

SETTINGS = InteractionsSettings.read()
TELL = Teller("slack_interactions", TellingSettings.read(), now)
SECRETS = client("secretsmanager")
SIGNING_SECRET = Secret(SECRETS, SETTINGS.signing_secret, variable="SIGNING_SECRET_ARN", clock=now)
BOT_TOKEN = Secret(SECRETS, SETTINGS.slack.bot_token, variable="BOT_TOKEN_ARN", clock=now)
STORE, QUEUE = state_store(SETTINGS.state, client), state_queue(SETTINGS.state, client)
CHAT = slack_chat(SETTINGS.slack, BOT_TOKEN, timeout_s=SLACK_TIMEOUT_S)
SIGNING_SECRET.accepted()
CHAT()


def lambda_handler(event: Mapping[str, object], _: object) -> Response:
    """Answer one interaction."""
    with without_words(TELL):
        body = admitted(event, secrets=SIGNING_SECRET.accepted, clock=now, tell=TELL)
        if not isinstance(body, bytes):
            return body
        ports = DecisionPorts(store=STORE, queue=QUEUE, chat=CHAT(), clock=now, tell=TELL)
        return interact(body, ports=ports, door=SETTINGS.door)
