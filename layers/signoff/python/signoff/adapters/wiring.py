"""Which adapter stands behind which port in a function; each is made once, at its start."""

from collections.abc import Callable
from functools import lru_cache

from signoff.adapters.aws import client
from signoff.adapters.clock import now
from signoff.adapters.dead_letters import DeadLetterQueue
from signoff.adapters.dynamodb import DynamoStore
from signoff.adapters.new_id import new_id
from signoff.adapters.s3 import S3Blobs
from signoff.adapters.slack.chat import SlackChat
from signoff.adapters.slack.web import SLACK_API_URL
from signoff.adapters.sqs import TurnQueue
from signoff.settings import SlackSettings, StateSettings


def state_store(settings: StateSettings) -> DynamoStore:
    """Open the table, with its bucket for large bodies."""
    blobs = S3Blobs(client("s3"), settings.bucket)
    return DynamoStore(client("dynamodb"), settings.table, blobs, new_id)


def state_queue(settings: StateSettings) -> TurnQueue:
    """Open the turn queue."""
    return TurnQueue(client("sqs"), settings.queue_url)


def dead_letters(settings: StateSettings, url: str) -> DeadLetterQueue:
    """Open the queue of what was given up on."""
    return DeadLetterQueue(client("sqs"), url=url, turn_queue=settings.queue_url)


def slack_chat(
    settings: SlackSettings, token: Callable[[], str], *, timeout_s: float
) -> Callable[[], SlackChat]:
    """Give Slack, by the token that counts at the moment of asking."""

    @lru_cache(maxsize=1)
    def chat(current: str) -> SlackChat:
        api_url = settings.api_url or SLACK_API_URL
        return SlackChat(token=current, api_url=api_url, timeout_s=timeout_s, clock=now)

    return lambda: chat(token())
