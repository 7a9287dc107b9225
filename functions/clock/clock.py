"""A minute has passed: see to all that is due."""

from collections.abc import Mapping

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from signoff.adapters.clock import now
from signoff.adapters.wiring import slack_chat, state_queue, state_store
from signoff.settings import ClockSettings
from signoff.usecases.sweep import SweepPorts, sweep

ENOUGH_MS = 15_000
"""What one row may take, a slow Slack included."""

SETTINGS = ClockSettings.read()
LOG = Logger(service="clock")
PORTS = SweepPorts(
    store=state_store(SETTINGS.state),
    queue=state_queue(SETTINGS.state),
    chat=slack_chat(SETTINGS.slack, timeout_s=5),
    clock=now,
)


def lambda_handler(_: Mapping[str, object], context: LambdaContext) -> dict[str, int]:
    """Answer the schedule with how many rows were seen to, by what became of them."""
    counts = dict(
        sweep(PORTS, has_time=lambda: context.get_remaining_time_in_millis() > ENOUGH_MS)
    )
    LOG.info("swept", extra=counts)
    return counts
