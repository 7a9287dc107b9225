"""A minute has passed: see to all that is due."""

from collections.abc import Mapping

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.parameters import SecretsProvider
from aws_lambda_powertools.utilities.typing import LambdaContext

from signoff.adapters.aws import client
from signoff.adapters.clock import now
from signoff.adapters.parameters import CachedSecret
from signoff.adapters.wiring import dead_letters, slack_chat, state_queue, state_store
from signoff.settings import ClockSettings
from signoff.usecases.each_minute import each_minute
from signoff.usecases.sweep import SweepPorts, sweep
from signoff.usecases.tell_dead_letters import DeadLetterPorts, tell_dead_letters

ENOUGH_MS = 15_000
"""What one row may take, a slow Slack included."""

SETTINGS = ClockSettings.read()
LOG = Logger(service="clock")
TOKEN = CachedSecret(
    SecretsProvider(boto3_client=client("secretsmanager")),
    SETTINGS.slack.bot_token,
    variable="BOT_TOKEN_ARN",
)
STORE, QUEUE = state_store(SETTINGS.state), state_queue(SETTINGS.state)
DEAD_LETTERS = dead_letters(SETTINGS.state, SETTINGS.dead_letters_url)
CHAT = slack_chat(SETTINGS.slack, TOKEN, timeout_s=5)


def lambda_handler(_: Mapping[str, object], context: LambdaContext) -> dict[str, int]:
    """Answer the schedule with how many rows were seen to, by what became of them."""
    chat = CHAT()
    due = SweepPorts(store=STORE, queue=QUEUE, chat=chat, clock=now)
    dead = DeadLetterPorts(dead_letters=DEAD_LETTERS, store=STORE, chat=chat, clock=now)

    def has_time() -> bool:
        return context.get_remaining_time_in_millis() > ENOUGH_MS

    counts = dict(
        each_minute(
            lambda: sweep(due, has_time=has_time),
            lambda: tell_dead_letters(dead, has_time=has_time),
        )
    )
    LOG.info("swept", extra=counts)
    return counts
