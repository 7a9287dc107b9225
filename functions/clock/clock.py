"""A minute has passed: see to all that is due."""

from collections.abc import Mapping

from aws_lambda_powertools.utilities.parameters import SecretsProvider
from aws_lambda_powertools.utilities.typing import LambdaContext

from signoff.adapters.clock import now
from signoff.adapters.dead_letters import DeadLetterQueue
from signoff.adapters.parameters import CachedSecret
from signoff.adapters.sdk import client
from signoff.adapters.telling import Teller, without_words
from signoff.adapters.wiring import slack_chat, state_queue, state_store
from signoff.settings import ClockSettings, TellingSettings
from signoff.usecases.each_minute import each_minute
from signoff.usecases.sweep import SweepPorts, sweep
from signoff.usecases.tell_dead_letters import DeadLetterPorts, tell_dead_letters

ENOUGH_MS = 15_000
"""What one row may take, a slow Slack included."""

SETTINGS = ClockSettings.read()
TELL = Teller("clock", TellingSettings.read(), now)
TOKEN = CachedSecret(
    SecretsProvider(boto3_client=client("secretsmanager")),
    SETTINGS.slack.bot_token,
    variable="BOT_TOKEN_ARN",
)
STORE, QUEUE = state_store(SETTINGS.state, client), state_queue(SETTINGS.state, client)
DEAD_LETTERS = DeadLetterQueue(
    client("sqs"), url=SETTINGS.dead_letters_url, turn_queue=SETTINGS.state.queue_url
)
CHAT = slack_chat(SETTINGS.slack, TOKEN, timeout_s=5)


def lambda_handler(_: Mapping[str, object], context: LambdaContext) -> dict[str, int]:
    """Answer the schedule with how many rows were seen to, by what became of them."""
    with without_words(TELL):
        chat = CHAT()
        due = SweepPorts(store=STORE, queue=QUEUE, chat=chat, clock=now, tell=TELL)
        dead = DeadLetterPorts(
            dead_letters=DEAD_LETTERS, store=STORE, chat=chat, clock=now, tell=TELL
        )

        def has_time() -> bool:
            return context.get_remaining_time_in_millis() > ENOUGH_MS

        return dict(
            each_minute(
                lambda: sweep(due, has_time=has_time),
                lambda: tell_dead_letters(dead, has_time=has_time),
            )
        )
