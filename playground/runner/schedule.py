"""The rule that calls a function again and again, as EventBridge does."""

import datetime as dt
import threading
import time
import uuid
from typing import Self

from playground.plain import Json
from playground.runner.cloudformation import ACCOUNT, REGION
from playground.runner.function import Function
from playground.runner.outcome import Outcome
from playground.runner.stack import Schedule


def event_of(schedule: Schedule, *, now: float, event_id: str) -> Json:
    """Write the event of one tick."""
    moment = dt.datetime.fromtimestamp(now, tz=dt.UTC)
    return {
        "version": "0",
        "id": event_id,
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT,
        "time": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": REGION,
        "resources": [schedule.rule_arn],
        "detail": {},
    }


class Ticker:
    """Calls a function at each full interval, from `start` until `stop`."""

    def __init__(
        self, schedule: Schedule, function: Function, *, seconds: float | None = None
    ) -> None:
        """Say what to call, and how often if not as the template says."""
        self._schedule = schedule
        self._function = function
        self._seconds = seconds or schedule.seconds
        self._stopped = threading.Event()

    def start(self) -> Self:
        """Tick from now on."""
        threading.Thread(target=self._run, daemon=True).start()
        return self

    def stop(self) -> None:
        """Tick no more."""
        self._stopped.set()

    def tick(self) -> Outcome:
        """Tick now, and wait for what comes of it."""
        event = event_of(self._schedule, now=time.time(), event_id=str(uuid.uuid4()))
        return self._function.invoke(event)

    def _run(self) -> None:
        while not self._stopped.wait(self._seconds - time.time() % self._seconds):
            self.tick()
