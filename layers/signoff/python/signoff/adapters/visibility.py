"""A message that failed comes back after seconds, not after the queue's whole time-out."""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Protocol

from botocore.exceptions import BotoCoreError, ClientError

_LOGGER = logging.getLogger(__name__)
_FIRST_WAIT_S = 2
_LONGEST_WAIT_S = 120


class VisibilityClient(Protocol):
    """What is needed of botocore's SQS client."""

    def change_message_visibility(self, **request: Any) -> Any:
        """Say when a message is delivered again."""
        ...


@contextmanager
def shorter_wait(
    client: VisibilityClient, queue_url: str, receipt: str, received: int
) -> Generator[None, None, None]:
    """Have a message delivered again soon if working on it raises, later each time it does.

    Raises:
        Exception: What was raised inside.
    """
    try:
        yield
    except Exception:
        _LOGGER.exception("a message failed", extra={"received": received})
        wait = min(_FIRST_WAIT_S * 4 ** (received - 1), _LONGEST_WAIT_S)
        try:
            client.change_message_visibility(
                QueueUrl=queue_url, ReceiptHandle=receipt, VisibilityTimeout=wait
            )
        except (BotoCoreError, ClientError):
            _LOGGER.warning("the message comes back only after the queue's own time-out")
        raise
