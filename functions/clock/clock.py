"""A minute has passed: see to all that is due."""

from collections.abc import Mapping

from aws_lambda_powertools.utilities.parameters import SecretsProvider
from aws_lambda_powertools.utilities.typing import LambdaContext

from signoff.adapters.aws import client
from signoff.adapters.clock import now
from signoff.adapters.parameters import CachedSecret
from signoff.adapters.telling import Teller, without_words
from signoff.adapters.wiring import slack_chat, state_queue, state_store
from signoff.settings import ClockSettings, TellingSettings
from signoff.usecases.sweep import SweepPorts, sweep

ENOUGH_MS = 15_000
"""What one row may take, a slow Slack included."""

SETTINGS = ClockSettings.read()
TELL = Teller("clock", TellingSettings.read(), now)
TOKEN = CachedSecret(
    SecretsProvider(boto3_client=client("secretsmanager")),
    SETTINGS.slack.bot_token,
    variable="BOT_TOKEN_ARN",
)
STORE, QUEUE = state_store(SETTINGS.state), state_queue(SETTINGS.state)
CHAT = slack_chat(SETTINGS.slack, TOKEN, timeout_s=5)


def lambda_handler(_: Mapping[str, object], context: LambdaContext) -> dict[str, int]:
    """Answer the schedule with how many rows were seen to, by what became of them."""
    with without_words(TELL):
        ports = SweepPorts(store=STORE, queue=QUEUE, chat=CHAT(), clock=now, tell=TELL)
        return dict(
            sweep(ports, has_time=lambda: context.get_remaining_time_in_millis() > ENOUGH_MS)
        )
