"""Which messages of a batch are done with, by what the function answered."""

import json
from typing import Any

import pytest

from playground.runner.outcome import Exited, Outcome, Raised, Returned, TimedOut
from playground.runner.sqs_event import done_ids, event_of

BATCH = ["m1", "m2"]


def returned(value: Any) -> Returned:
    return Returned(payload=json.dumps(value).encode())


def failing(*ids: Any) -> Returned:
    return returned({"batchItemFailures": [{"itemIdentifier": each} for each in ids]})


@pytest.mark.parametrize(
    ("outcome", "done"),
    [
        (returned({"batchItemFailures": []}), {"m1", "m2"}),
        (returned({"batchItemFailures": None}), {"m1", "m2"}),
        (returned({}), {"m1", "m2"}),
        (returned(None), {"m1", "m2"}),
        (failing("m1"), {"m2"}),
        (failing("m1", "m2"), set()),
        (failing("nobody"), set()),
        (failing(""), set()),
        (failing(None), set()),
        (returned({"batchItemFailures": ["m1"]}), set()),
        (returned({"batchItemFailures": "m1"}), set()),
        (Raised(kind="ValueError", message="no"), set()),
        (TimedOut(seconds=3.0), set()),
        (Exited(status=1), set()),
    ],
)
def test_a_batch_is_done_as_far_as_the_answer_says(outcome: Outcome, done: set[str]) -> None:
    assert done_ids(outcome, BATCH, reports_failures=True) == done


def test_without_reported_failures_any_answer_does_for_all() -> None:
    assert done_ids(failing("m1"), BATCH, reports_failures=False) == {"m1", "m2"}
    assert done_ids(TimedOut(seconds=3.0), BATCH, reports_failures=False) == set()


def test_a_message_is_shown_as_lambda_shows_it() -> None:
    event = event_of(
        [
            {
                "MessageId": "m1",
                "ReceiptHandle": "h1",
                "Body": "{}",
                "MD5OfBody": "99",
                "Attributes": {"ApproximateReceiveCount": "2", "MessageGroupId": "T1"},
            }
        ],
        queue_arn="arn:q",
    )

    assert event == {
        "Records": [
            {
                "messageId": "m1",
                "receiptHandle": "h1",
                "body": "{}",
                "attributes": {"ApproximateReceiveCount": "2", "MessageGroupId": "T1"},
                "messageAttributes": {},
                "md5OfBody": "99",
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:q",
                "awsRegion": "us-east-1",
            }
        ]
    }
