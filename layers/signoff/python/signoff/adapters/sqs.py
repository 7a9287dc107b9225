"""The turn queue: what is sent into it, and how a worker reads what comes out."""

import json
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from signoff.adapters.aws import Resource, in_our_words
from signoff.core.errors import PermanentError
from signoff.core.home_place import HomePlace
from signoff.core.keys import Key, ThreadKey

LARGEST = 1_048_576
"""How many bytes the queue takes in one message."""

_FOREIGN = "a message in the queue is none of ours"

# XML knows no such characters, and so the queue takes none.
_ESCAPES = str.maketrans({"\ufffe": "\\ufffe", "\uffff": "\\uffff"})


class TooLargeForQueueError(PermanentError):
    """A message is larger than the queue takes.

    Attributes:
        size: Its size in bytes.
    """

    def __init__(self, size: int) -> None:
        """Say how large it is."""
        super().__init__(f"A message of {size} bytes: the queue takes {LARGEST} at most.")
        self.size = size


class UnreadableMessageError(PermanentError):
    """A message in the queue is none of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDelivery:
    """Slack said something.

    Attributes:
        body: What it said, byte for byte as it was signed.
        is_retried: Whether a worker has sent it back once already.
    """

    body: str
    is_retried: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WakeDelivery:
    """Somebody wants a look at a thread."""

    thread: ThreadKey


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeDelivery:
    """Somebody wants to see their inbox.

    Attributes:
        team: Their workspace.
        user: Who.
        place: Where in it.
        tries: How often Slack did not take it.
    """

    team: str
    user: str
    place: HomePlace
    tries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDelivery:
    """The place of a row has come that Slack had no room for.

    Attributes:
        key: The row.
        due: The time that it had when it was given its place.
    """

    key: Key
    due: int


Delivery: TypeAlias = EventDelivery | WakeDelivery | HomeDelivery | RowDelivery


class QueueClient(Protocol):
    """What is needed of botocore's SQS client."""

    def send_message(self, **request: Any) -> Any:
        """Send a message."""
        ...


class TurnQueue:
    """The `Queue` port on a standard queue; a busy team does not keep the others waiting."""

    def __init__(self, client: QueueClient, url: str) -> None:
        """Take the client and the queue's address."""
        self._client = client
        self._url = url
        self._resource = Resource(kind="queue", name=url, variable="SIGNOFF_QUEUE_URL")

    def wake(self, thread: ThreadKey, *, delay_s: int = 0) -> None:
        where = {"channel": thread.channel, "thread_ts": thread.thread_ts}
        body = {"kind": "wake", "team": thread.team, **where}
        self._send(body, team=thread.team, delay_s=delay_s)

    def retry_event(self, body: str, *, team: str, delay_s: int, is_retried: bool = True) -> None:
        again = {"kind": "event", "body": body, **({"retried": "yes"} if is_retried else {})}
        self._send(again, team=team, delay_s=delay_s)

    def send_event(self, body: str, *, team: str) -> None:
        """Hand over what Slack sent, unread.

        Raises:
            TooLargeForQueueError: The queue will not take it.
        """
        self._send({"kind": "event", "body": body}, team=team, delay_s=0)

    def show_home(
        self, team: str, user: str, place: HomePlace, *, delay_s: int = 0, tries: int = 0
    ) -> None:
        wish = {"kind": "home", "team": team, "user": user, "place": place.value}
        self._send({**wish, "tries": str(tries)}, team=team, delay_s=delay_s)

    def see_to(self, key: Key, *, due: int, delay_s: int) -> None:
        team = ThreadKey.from_pk(key.pk).team
        body = {"kind": "row", "team": team, "pk": key.pk, "sk": key.sk, "due": str(due)}
        self._send(body, team=team, delay_s=delay_s)

    def _send(self, body: dict[str, str], *, team: str, delay_s: int) -> None:
        written = json.dumps(body, ensure_ascii=False).translate(_ESCAPES)
        text = written.encode("utf-8", "backslashreplace").decode()
        size = len(text.encode())
        if size > LARGEST:
            raise TooLargeForQueueError(size)
        delay = {"DelaySeconds": delay_s} if delay_s else {}
        with in_our_words(self._resource):
            self._client.send_message(
                QueueUrl=self._url, MessageBody=text, MessageGroupId=team, **delay
            )


def delivery(body: str) -> Delivery:
    """Read what the queue delivers.

    Raises:
        UnreadableMessageError: It is nothing that we send.
    """
    try:
        message = json.loads(body)
    except ValueError as error:
        raise UnreadableMessageError("a message in the queue is no JSON") from error
    match message:
        case {"kind": "event", "body": str(raw)}:
            return EventDelivery(body=raw, is_retried="retried" in message)
        case {"kind": "wake", "team": str(team), "channel": str(channel), "thread_ts": str(ts)}:
            return WakeDelivery(thread=ThreadKey(team=team, channel=channel, thread_ts=ts))
        case {"kind": "home", "team": str(team), "user": str(user), "place": str(place)}:
            return _home(team, user, place, str(message.get("tries", "0")))
        case {"kind": "row", "pk": str(pk), "sk": str(sk), "due": str(due)} if due.isdecimal():
            return RowDelivery(key=Key(pk, sk), due=int(due))
        case _:
            raise UnreadableMessageError(_FOREIGN)


def _home(team: str, user: str, place: str, tries: str) -> HomeDelivery:
    try:
        return HomeDelivery(team=team, user=user, place=HomePlace.parse(place), tries=int(tries))
    except ValueError as error:
        raise UnreadableMessageError(_FOREIGN) from error
