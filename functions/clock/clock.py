"""A minute has passed: see to all that is due."""

from collections.abc import Mapping
from functools import partial

from aws_lambda_powertools.utilities.parameters import SecretsProvider
from aws_lambda_powertools.utilities.typing import LambdaContext

from signoff.adapters.clock import now
from signoff.adapters.dead_letters import DeadLetterQueue
from signoff.adapters.parameters import CachedSecret
from signoff.adapters.sdk import client
from signoff.adapters.telling import Teller, without_words
from signoff.adapters.wiring import state_queue, state_store, workspaces
from signoff.adapters.wiring_installs import renewal, renewing
from signoff.settings import ClockSettings, TellingSettings
from signoff.usecases.each_minute import each_minute
from signoff.usecases.renew_token import renew_expiring
from signoff.usecases.sweep import SweepPorts, sweep
from signoff.usecases.tell_dead_letters import DeadLetterPorts, tell_dead_letters

ENOUGH_MS = 15_000
"""What one row may take, a slow Slack included."""

SETTINGS = ClockSettings.read()
TELL = Teller("clock", TellingSettings.read(), now)
SECRETS = SecretsProvider(boto3_client=client("secretsmanager"))
SECRET = partial(CachedSecret, SECRETS)
STORE, QUEUE = state_store(SETTINGS.state, client), state_queue(SETTINGS.state, client)
DEAD_LETTERS = DeadLetterQueue(
    client("sqs"), url=SETTINGS.dead_letters_url, turn_queue=SETTINGS.state.queue_url
)
RENEWAL = renewal(SETTINGS.slack, SECRET, client, TELL)
WORKSPACES = workspaces(SETTINGS.slack, SECRET, client, timeout_s=5, renewed=renewing(RENEWAL))


def lambda_handler(_: Mapping[str, object], context: LambdaContext) -> dict[str, int]:
    """Answer the schedule with how many rows were seen to, by what became of them."""
    with without_words(TELL):
        WORKSPACES.make_ready()
        due = SweepPorts(store=STORE, queue=QUEUE, chat_of=WORKSPACES.chat_of, clock=now, tell=TELL)
        dead = DeadLetterPorts(
            dead_letters=DEAD_LETTERS, store=STORE, chat_of=WORKSPACES.chat_of, clock=now, tell=TELL
        )

        def has_time() -> bool:
            return context.get_remaining_time_in_millis() > ENOUGH_MS

        return dict(
            each_minute(
                lambda: sweep(due, has_time=has_time),
                lambda: tell_dead_letters(dead, has_time=has_time),
                lambda: renew_expiring(RENEWAL, has_time=has_time) if RENEWAL else {},
            )
        )
