"""What the queue hands over at once: only what failed is to be delivered again."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

Record: TypeAlias = Mapping[str, Any]
"""A message, as Lambda spells it."""

Failures: TypeAlias = dict[str, list[dict[str, str]]]
"""What Lambda is answered: which messages are to be delivered again."""


def one_by_one(event: Mapping[str, Any], take: Callable[[Record], None]) -> Failures:
    """Take each message, whatever becomes of the others; whoever takes one tells how it failed."""
    failed: list[dict[str, str]] = []
    for record in event["Records"]:
        try:
            take(record)
        except Exception:  # noqa: BLE001 - it was told, and the queue has the message still
            failed.append({"itemIdentifier": str(record["messageId"])})
    return {"batchItemFailures": failed}
