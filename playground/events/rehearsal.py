"""The run that the click events name: the same people, words and times whenever it is played."""

import json
import time
from hashlib import md5
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from playground.model import LocalModel, customer_care
from playground.plain import Json
from playground.runner.environment import TellLine
from playground.runner.everything import Everything
from playground.runner.given import SIGNING_SECRET
from playground.runner.outcome import Outcome, Returned
from playground.runner.system import Timing
from playground.slack.clock import ManualClock
from playground.slack.deliveries.signature import signed_headers
from playground.slack.deliveries.transport import Kind
from playground.slack.local_slack import LocalSlack
from playground.slack.records import Message

BEGIN = 1_795_096_800.0
QUEUE_ARN = "arn:aws:sqs:us-east-1:123456789012:signoff-TurnQueue"
REQUEST = "email bob@example.com about order 8841, refund it, and ask me two questions"

_PATHS: dict[Kind, str] = {"event": "/slack/events", "interaction": "/slack/interactions"}


class PauseError(Exception):
    """The agent did not pause where the rehearsal needs it to."""


class Rehearsal:
    """A whole system in which one thread waits for people; nothing runs by itself in it.

    Attributes:
        everything: The system.
        heard: What Slack sent to the app, as kind and body, in order.
    """

    def __init__(self, template: Path, *, tell: TellLine) -> None:
        self.heard: list[tuple[Kind, str]] = []
        self.everything = Everything(
            template,
            model=LocalModel(script=customer_care),
            tell=tell,
            timing=Timing(schedule_seconds=0, watches=False),
            slack=self._workspace,
        )
        self._forwards = False
        self.root = ""

    @property
    def slack(self) -> LocalSlack:
        """The workspace."""
        return self.everything.slack

    def __enter__(self) -> Self:
        self.everything.__enter__()
        self.everything.system.hold_queue()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.everything.__exit__(kind, error, trace)

    def pause(self) -> None:
        """Let ana ask for what needs people, and the agent take its turn.

        Raises:
            PauseError: No card came of it.
        """
        self.slack.message("U0ANA", "C0OPS", "Good morning!")
        self.root = self.slack.mention("U0ANA", "C0OPS", REQUEST)
        outcome = self.invoke("turn_worker", queued(self.body_of("app_mention")))
        if not isinstance(outcome, Returned) or not self.cards():
            raise PauseError(f"The agent did not pause: {outcome}")

    def cards(self) -> list[Message]:
        """Give what the agent posted in the thread."""
        return [m for m in self.slack.messages("C0OPS", self.root) if m.bot_id]

    def invoke(self, function: str, event: Json) -> Outcome:
        """Run one function with an event."""
        return self.everything.system.function(function).invoke(event)

    def body_of(self, kind: str) -> str:
        """Give the last request that Slack sent of a kind, such as `app_mention`."""
        for _, body in reversed(self.heard):
            if body.startswith("{") and json.loads(body)["event"]["type"] == kind:
                return body
        raise PauseError(f"Slack sent no {kind}.")

    def forwarding(self, forwards: bool) -> None:
        """Let what Slack sends reach the functions from now on, or not."""
        self._forwards = forwards

    def _workspace(self, url: str, port: int) -> LocalSlack:
        def deliver(kind: Kind, headers: dict[str, str], body: str, /) -> tuple[int, str]:
            self.heard.append((kind, body))
            if not self._forwards:
                return 200, ""
            # The workspace lives at another time than the functions do.
            fresh = signed_headers(SIGNING_SECRET, body, time.time())
            answer = httpx.post(
                url + _PATHS[kind], content=body.encode(), headers={**headers, **fresh}, timeout=30
            )
            return answer.status_code, answer.text

        return LocalSlack(deliver=deliver, clock=ManualClock(BEGIN), port=port)


def queued(body: str) -> Json:
    """Write an event of Slack's as the queue delivers it."""
    return message_of(json.dumps({"kind": "event", "body": body}, ensure_ascii=False))


def message_of(body: str) -> Json:
    """Write a message of the queue, as a function gets it."""
    return {
        "Records": [
            {
                "messageId": "00000000-0000-4000-8000-000000000001",
                "receiptHandle": "local",
                "body": body,
                "attributes": {
                    "ApproximateReceiveCount": "1",
                    "SentTimestamp": f"{BEGIN * 1000:.0f}",
                    "SenderId": "123456789012",
                    "ApproximateFirstReceiveTimestamp": f"{BEGIN * 1000:.0f}",
                    "MessageGroupId": "T0LOCAL",
                },
                "messageAttributes": {},
                "md5OfBody": md5(body.encode(), usedforsecurity=False).hexdigest(),
                "eventSource": "aws:sqs",
                "eventSourceARN": QUEUE_ARN,
                "awsRegion": "us-east-1",
            }
        ]
    }
