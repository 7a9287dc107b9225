"""A message that failed comes back after seconds, not after the queue's whole time-out."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from signoff.adapters.aws import answered, unanswered
from signoff.core.failure import failure
from signoff.core.observations.upkeep import DeliveryFailed
from signoff.ports import Tell

_FIRST_WAIT_S = 2
_LONGEST_WAIT_S = 120


class VisibilityClient(Protocol):
    """What is needed of botocore's SQS client."""

    def change_message_visibility(self, **request: Any) -> Any:
        """Say when a message is delivered again."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A message as the queue delivered it.

    Attributes:
        message_id: The queue's own id of it.
        handle: What the queue wants to be shown for this delivery.
        received: How often it was delivered, this time included.
    """

    message_id: str
    handle: str
    received: int


@contextmanager
def shorter_wait(
    client: VisibilityClient, queue_url: str, receipt: Receipt, tell: Tell
) -> Generator[None, None, None]:
    """Have a message delivered again soon if working on it raises, later each time it does.

    Raises:
        Exception: What was raised inside.
    """
    try:
        yield
    except Exception as error:
        wait: int | None = min(_FIRST_WAIT_S * 4 ** (receipt.received - 1), _LONGEST_WAIT_S)
        try:
            client.change_message_visibility(
                QueueUrl=queue_url, ReceiptHandle=receipt.handle, VisibilityTimeout=wait
            )
        except (*answered(), *unanswered()):
            wait = None
        tell(
            DeliveryFailed(
                message_id=receipt.message_id,
                received=receipt.received,
                again_s=wait,
                failure=failure(error),
            )
        )
        raise
