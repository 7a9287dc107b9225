"""Messages of a queue as a function sees them, and which of them its answer says failed."""

import json
from collections.abc import Sequence
from typing import Any

from types_boto3_sqs.type_defs import MessageTypeDef

from playground.plain import Json, is_array, is_object
from playground.runner.cloudformation import REGION
from playground.runner.outcome import Outcome, Returned


def event_of(messages: Sequence[MessageTypeDef], *, queue_arn: str) -> Json:
    """Write a batch of messages as an event."""
    return {"Records": [_record(message, queue_arn) for message in messages]}


def _record(message: MessageTypeDef, queue_arn: str) -> Json:
    return {
        "messageId": message.get("MessageId", ""),
        "receiptHandle": message.get("ReceiptHandle", ""),
        "body": message.get("Body", ""),
        "attributes": dict(message.get("Attributes", {})),
        "messageAttributes": {},
        "md5OfBody": message.get("MD5OfBody", ""),
        "eventSource": "aws:sqs",
        "eventSourceARN": queue_arn,
        "awsRegion": REGION,
    }


def done_ids(outcome: Outcome, ids: Sequence[str], *, reports_failures: bool) -> set[str]:
    """Give the messages that are done with; the others come again."""
    if not isinstance(outcome, Returned):
        return set()
    if not reports_failures:
        return set(ids)
    answer: Any = json.loads(outcome.payload)
    failures: Any = answer.get("batchItemFailures") if is_object(answer) else None
    failed = _identifiers(failures or [])
    # As AWS does it: an answer that names no known message fails the whole batch.
    if failed is None or not failed <= set(ids):
        return set()
    return set(ids) - failed


def _identifiers(failures: Any) -> set[str] | None:
    if not is_array(failures):
        return None
    named = [str(each.get("itemIdentifier") or "") for each in failures if is_object(each)]
    return set(named) if all(named) and len(named) == len(failures) else None
