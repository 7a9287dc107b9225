"""The template's two queues in moto, and the figures that SQS gives of them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from moto import mock_aws

from signoff.adapters.sqs import TurnQueue
from tests.contract.table import a_client
from tests.stack.templates import resources
from tests.stack.watching.cloudwatch import Metric, Point

VISIBLE, OLDEST = "ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"
NAMES = ("TurnQueue", "TurnDeadLetters")


@dataclass(frozen=True, slots=True, kw_only=True)
class Queues:
    """Both queues.

    Attributes:
        sqs: A client.
        urls: Where they are, by logical id.
        held_since: Since when each that holds something has done so.
    """

    sqs: Any
    urls: dict[str, str]
    held_since: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def turns(self) -> TurnQueue:
        """The turn queue as the functions send into it."""
        return TurnQueue(self.sqs, self.urls["TurnQueue"])

    def taken(self) -> list[Any]:
        """What the turn queue delivers now."""
        found = self.sqs.receive_message(
            QueueUrl=self.urls["TurnQueue"],
            AttributeNames=["All"],
            MaxNumberOfMessages=10,
        )
        return list(found.get("Messages", []))

    def hand_back(self, message: Any) -> None:
        """Let the wait of a message be over."""
        self.sqs.change_message_visibility(
            QueueUrl=self.urls["TurnQueue"],
            ReceiptHandle=message["ReceiptHandle"],
            VisibilityTimeout=0,
        )

    def points(self, *, now: int) -> Iterator[Point]:
        """What SQS tells CloudWatch of each queue that holds something, each minute."""
        for name in NAMES:
            dimensions = frozenset({("QueueName", f"{name}.QueueName")})
            found = self.sqs.get_queue_attributes(
                QueueUrl=self.urls[name], AttributeNames=["ApproximateNumberOfMessages"]
            )
            visible = int(found["Attributes"]["ApproximateNumberOfMessages"])
            yield Point(metric=Metric("AWS/SQS", VISIBLE, dimensions), at=now, value=visible)
            age = self._oldest_s(name, now) if visible else 0
            yield Point(metric=Metric("AWS/SQS", OLDEST, dimensions), at=now, value=age)
            if not visible:
                self.held_since.pop(name, None)

    def _oldest_s(self, name: str, now: int) -> float:
        # Asking the queue itself would count as a delivery.
        return (now - self.held_since.setdefault(name, now)) / 1000


@contextmanager
def queues() -> Iterator[Queues]:
    """Make both queues, as the template declares them."""
    with mock_aws():
        sqs = a_client("sqs")
        declared = resources("AWS::SQS::Queue")["TurnQueue"]
        dead = sqs.create_queue(QueueName="dead")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])
        most = declared["RedrivePolicy"]["maxReceiveCount"]
        policy = {"deadLetterTargetArn": arn["Attributes"]["QueueArn"], "maxReceiveCount": most}
        made = sqs.create_queue(
            QueueName="turns",
            Attributes={
                "RedrivePolicy": json.dumps(policy),
                "VisibilityTimeout": str(declared["VisibilityTimeout"]),
            },
        )
        yield Queues(sqs=sqs, urls={"TurnQueue": made["QueueUrl"], "TurnDeadLetters": dead})
