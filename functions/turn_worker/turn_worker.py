"""The queue says that a thread wants attention: take its next turn."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from agent import agent
from signoff.adapters.arrivals import Arrivals
from signoff.adapters.batches import Failures, Record, one_by_one
from signoff.adapters.clock import now
from signoff.adapters.deliveries import Worker, times
from signoff.adapters.openai import OpenAIModel
from signoff.adapters.quick import patient as client
from signoff.adapters.secrets import Secret
from signoff.adapters.telling import Teller
from signoff.adapters.tools import FunctionTools, declared
from signoff.adapters.visibility import Receipt, shorter_wait
from signoff.adapters.wiring import (
    state_queue,
    state_store,
    workspaces,
)
from signoff.adapters.wiring_installs import renewal, renewing
from signoff.adapters.workspaces import SlackHere
from signoff.settings import TellingSettings, WorkerSettings
from signoff.usecases.turn import TurnPorts

SETTINGS = WorkerSettings.read()
AGENT = declared(agent)
TELL = Teller("turn_worker", TellingSettings.read(), now)
SECRET = partial(Secret, client("secretsmanager"), clock=now)
RENEWAL = renewal(SETTINGS.slack, SECRET, client, TELL)
ARRIVALS = Arrivals(
    workspaces=workspaces(SETTINGS.slack, SECRET, client, timeout_s=10, renewed=renewing(RENEWAL)),
    installations=RENEWAL.installations if RENEWAL else None,
    door=SETTINGS.door,
    tell=TELL,
)
MODEL = OpenAIModel(
    SECRET(SETTINGS.model_key, variable="MODEL_KEY_ARN"),
    url=SETTINGS.model_url,
    clock=now,
)
STORE, QUEUE = state_store(SETTINGS.state, client), state_queue(SETTINGS.state, client)
SQS = client("sqs")


def lambda_handler(event: Mapping[str, Any], context: Any) -> Failures:
    """Work on what the queue delivers; only what failed is delivered again."""
    return one_by_one(event, lambda record: take(record, context.get_remaining_time_in_millis()))


def take(record: Record, remaining_ms: int) -> None:
    """Work on one message."""
    received = int(record["attributes"].get("ApproximateReceiveCount") or 1)
    receipt = Receipt(
        message_id=record["messageId"], handle=record["receiptHandle"], received=received
    )
    with shorter_wait(SQS, SETTINGS.state.queue_url, receipt, TELL):
        ARRIVALS.take(
            record["body"], partial(_worker, remaining_ms=remaining_ms), is_first_try=received == 1
        )


def _worker(here: SlackHere, *, remaining_ms: int) -> Worker:
    ports = TurnPorts(
        store=STORE,
        queue=QUEUE,
        chat=here.chat,
        model=MODEL,
        tools=FunctionTools(),
        clock=now,
        tell=TELL,
        presence=here.presence,
    )
    planned = times(now=now(), remaining_ms=remaining_ms)
    return Worker(agent=AGENT, ports=ports, times=planned, door=SETTINGS.door)
