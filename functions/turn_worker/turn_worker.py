"""The queue says that a thread wants attention: take its next turn."""

import gc

# What is made at the start stays: looking for garbage among it takes a twelfth of it.
gc.disable()

from collections.abc import Mapping
from functools import partial

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,  # pyright: ignore[reportUnknownVariableType] - untyped there
)
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from agent import agent
from signoff.adapters.arrivals import Arrivals
from signoff.adapters.beside import Beside
from signoff.adapters.clock import now
from signoff.adapters.deliveries import Worker, times
from signoff.adapters.errands import Errands
from signoff.adapters.hand import begin
from signoff.adapters.openai import OpenAIModel
from signoff.adapters.quick import patient as client
from signoff.adapters.readiness import make_ready
from signoff.adapters.rehearsal import rehearse
from signoff.adapters.secrets import Secret
from signoff.adapters.telling import Teller
from signoff.adapters.tools import FunctionTools, declared
from signoff.adapters.visibility import Receipt, shorter_wait
from signoff.adapters.wiring import state_queue, state_store, workspaces
from signoff.adapters.wiring_installs import renewal, renewing
from signoff.adapters.workspaces import SlackHere
from signoff.settings import TellingSettings, WorkerSettings
from signoff.usecases.turn import TurnPorts

SETTINGS = WorkerSettings.read()
AGENT = declared(agent)
TELL = Teller("turn_worker", TellingSettings.read(), now)
SECRET = partial(Secret, client("secretsmanager"), clock=now)
RENEWAL = renewal(SETTINGS.slack, SECRET, client, TELL)
WORKSPACES = workspaces(SETTINGS.slack, SECRET, client, timeout_s=10, renewed=renewing(RENEWAL))
ARRIVALS = Arrivals(
    workspaces=WORKSPACES,
    installations=RENEWAL.installations if RENEWAL else None,
    door=SETTINGS.door,
    tell=TELL,
)
MODEL_KEY = SECRET(SETTINGS.model_key, variable="MODEL_KEY_ARN")
MODEL = OpenAIModel(MODEL_KEY, url=SETTINGS.model_url, clock=now)
STORE, QUEUE = state_store(SETTINGS.state, client), state_queue(SETTINGS.state, client)
SQS = client("sqs")
ERRANDS = Errands(TELL)
BATCH = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
make_ready(MODEL_KEY, WORKSPACES.make_ready, partial(rehearse, AGENT, now))
gc.enable()


def lambda_handler(
    event: Mapping[str, object], context: LambdaContext
) -> PartialItemFailureResponse:
    """Work on what the queue delivers; only what failed is delivered again."""
    with ERRANDS.settled(context.get_remaining_time_in_millis):
        return process_partial_response(
            event=dict(event), record_handler=take, processor=BATCH, context=context
        )


def take(record: SQSRecord, lambda_context: LambdaContext) -> None:
    """Work on one message."""
    received = int(record.attributes.approximate_receive_count or 1)
    receipt = Receipt(message_id=record.message_id, handle=record.receipt_handle, received=received)
    with shorter_wait(SQS, SETTINGS.state.queue_url, receipt, TELL):
        remaining_ms = lambda_context.get_remaining_time_in_millis()
        ARRIVALS.take(
            record.body, partial(_worker, remaining_ms=remaining_ms), is_first_try=received == 1
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
        presence=Beside(here.presence, ERRANDS),
        begin=begin,
    )
    planned = times(now=now(), remaining_ms=remaining_ms)
    return Worker(agent=AGENT, ports=ports, times=planned, door=SETTINGS.door)
