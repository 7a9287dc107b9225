"""Somebody clicked in Slack: make sure that Slack says so, and take the decision."""

from collections.abc import Mapping
from functools import partial

from signoff.adapters.clock import now
from signoff.adapters.http import Response
from signoff.adapters.quick import client
from signoff.adapters.secrets import Secret
from signoff.adapters.slack.door import admitted
from signoff.adapters.slack.interactions import interact
from signoff.adapters.slack.origin import Origin
from signoff.adapters.telling import Teller, without_words
from signoff.adapters.wiring import state_queue, state_store, workspaces
from signoff.settings import InteractionsSettings, TellingSettings
from signoff.usecases.decision_ports import DecisionPorts

SLACK_TIMEOUT_S = 1.2
"""What one call to Slack may take: the click itself must be answered within three seconds."""

SETTINGS = InteractionsSettings.read()
TELL = Teller("slack_interactions", TellingSettings.read(), now)
SECRETS = client("secretsmanager")
SIGNING_SECRET = Secret(SECRETS, SETTINGS.signing_secret, variable="SIGNING_SECRET_ARN", clock=now)
STORE, QUEUE = state_store(SETTINGS.state, client), state_queue(SETTINGS.state, client)
WORKSPACES = workspaces(
    SETTINGS.slack, partial(Secret, SECRETS, clock=now), client, timeout_s=SLACK_TIMEOUT_S
)
SIGNING_SECRET.accepted()
WORKSPACES.make_ready()


def lambda_handler(event: Mapping[str, object], _: object) -> Response:
    """Answer one interaction."""
    with without_words(TELL):
        body = admitted(event, secrets=SIGNING_SECRET.accepted, clock=now, tell=TELL)
        if not isinstance(body, bytes):
            return body
        return interact(body, ports_of=_ports, door=SETTINGS.door, tell=TELL)


def _ports(origin: Origin) -> DecisionPorts | None:
    here = WORKSPACES.of(origin.team, origin.organisation)
    if here is None:
        return None
    return DecisionPorts(store=STORE, queue=QUEUE, chat=here.chat, clock=now, tell=TELL)
