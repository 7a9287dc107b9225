"""The dead-letter queue: what no worker could take, read again."""

from collections.abc import Mapping
from typing import Any, Protocol

from signoff.adapters.aws import Resource, in_our_words
from signoff.adapters.slack.inbound_events import hear
from signoff.adapters.slack.payloads import id_at, parsed, text_at, ts_at
from signoff.core.hearing import Deleted, Edited, Message
from signoff.core.keys import ThreadKey
from signoff.ports import DeadLetter

HIDDEN_S = 60
"""How long a letter that was taken is out of sight of others, and of the alarm, at most."""

_MOST = 10
_PATIENCE_S = 1


class DeadLettersClient(Protocol):
    """What is needed of botocore's SQS client."""

    def receive_message(self, **request: Any) -> Any:
        """Take messages."""
        ...

    def change_message_visibility_batch(self, **request: Any) -> Any:
        """Say when messages are seen again."""
        ...

    def send_message(self, **request: Any) -> Any:
        """Send a message."""
        ...

    def delete_message(self, **request: Any) -> Any:
        """Take a message away."""
        ...


class DeadLetterQueue:
    """The `DeadLetters` port on the queue that the turn queue's redrive policy names."""

    def __init__(self, client: DeadLettersClient, *, url: str, turn_queue: str) -> None:
        """Take the client and the addresses of both queues."""
        self._client = client
        self._url = url
        self._turn_queue = turn_queue
        self._dead = Resource(kind="queue", name=url, variable="SIGNOFF_DEAD_LETTERS_URL")
        self._turns = Resource(kind="queue", name=turn_queue, variable="SIGNOFF_QUEUE_URL")

    def take(self, *, is_patient: bool) -> tuple[DeadLetter, ...]:
        with in_our_words(self._dead):
            found = self._client.receive_message(
                QueueUrl=self._url,
                MaxNumberOfMessages=_MOST,
                VisibilityTimeout=HIDDEN_S,
                # A short look asks some of the queue's servers, a long one all of them.
                WaitTimeSeconds=_PATIENCE_S if is_patient else 0,
                MessageSystemAttributeNames=["MessageGroupId", "SentTimestamp"],
            )
        return tuple(_letter(each) for each in found.get("Messages", []))

    def put_back(self, *letters: DeadLetter) -> None:
        for first in range(0, len(letters), _MOST):
            entries = [
                {"Id": str(n), "ReceiptHandle": each.receipt, "VisibilityTimeout": 0}
                for n, each in enumerate(letters[first : first + _MOST])
            ]
            with in_our_words(self._dead):
                self._client.change_message_visibility_batch(QueueUrl=self._url, Entries=entries)

    def send_again(self, letter: DeadLetter) -> None:
        team = letter.group or (letter.thread.team if letter.thread else "")
        group = {"MessageGroupId": team} if team else {}
        with in_our_words(self._turns):
            self._client.send_message(QueueUrl=self._turn_queue, MessageBody=letter.body, **group)

    def remove(self, letter: DeadLetter) -> None:
        with in_our_words(self._dead):
            self._client.delete_message(QueueUrl=self._url, ReceiptHandle=letter.receipt)


def about(body: str) -> Message | ThreadKey | None:
    """Tell what a message of the turn queue is about; whatever it holds, this never raises."""
    message = parsed(body) or {}
    match text_at(message, "kind"):
        case "event":
            heard = hear(parsed(text_at(message, "body")) or {}, bots=None)
            if isinstance(heard, Edited):
                return heard.message.thread
            if isinstance(heard, Deleted):
                return heard.thread
            return heard if isinstance(heard, Message) else None
        case "wake":
            team, channel = id_at(message, "team"), id_at(message, "channel")
            ts = ts_at(message, "thread_ts")
            named = bool(team and channel and ts)
            return ThreadKey(team=team, channel=channel, thread_ts=ts) if named else None
        case _:
            return None


def _letter(message: Mapping[str, Any]) -> DeadLetter:
    attributes = message.get("Attributes", {})
    return DeadLetter(
        id=message["MessageId"],
        about=about(message["Body"]),
        sent_at=int(attributes.get("SentTimestamp", 0)),
        body=message["Body"],
        group=attributes.get("MessageGroupId", ""),
        receipt=message["ReceiptHandle"],
    )
