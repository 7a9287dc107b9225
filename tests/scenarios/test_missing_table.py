from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from playground.model import LocalModel
from playground.runner.everything import Everything
from playground.runner.system import Timing
from signoff.adapters.clock import now
from tests.scenarios.stage import OPS

ROOT = Path(__file__).parents[2]


@pytest.fixture
def without_table() -> Iterator[Everything]:
    """A stack whose table somebody has deleted."""
    with Everything(
        ROOT / "template.yaml",
        model=LocalModel(),
        tell=lambda *_: None,
        timing=Timing(schedule_seconds=0, watches=False),
    ) as everything:
        table = everything.system.resources.physical_name("Table")
        everything.clients.dynamodb.delete_table(TableName=table)
        yield everything


def test_a_missing_table_is_named_once_in_the_thread_and_the_message_is_kept(
    without_table: Everything,
) -> None:
    slack = without_table.slack

    ts = slack.mention("U0ANA", OPS, "Hi")
    worker = without_table.system.function("turn_worker")
    end = now() + 60_000
    while worker.invocations < 2 and now() < end:
        Event().wait(0.1)

    said = [message.text for message in slack.messages(OPS, ts)[1:]]
    assert len(said) == 1
    assert "does not exist" in said[0]
    assert without_table.model is not None
    assert without_table.model.requests == []
    assert sum(poller.waiting() for poller in without_table.system.pollers) == 1
