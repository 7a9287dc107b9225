import json
from collections.abc import Iterator
from typing import Any

import pytest
from moto import mock_aws

from signoff.adapters.aws import MissingResourceError
from signoff.adapters.sqs import (
    LARGEST,
    EventDelivery,
    RowDelivery,
    TooLargeForQueueError,
    TurnQueue,
    UnreadableMessageError,
    WakeDelivery,
    delivery,
)
from signoff.core.keys import ThreadKey
from signoff.ports import PermanentError, TransientError
from tests.contract.table import a_client

THREAD = ThreadKey(team="T1", channel="C1", thread_ts="1.0")


class RecordingQueueClient:
    """Keeps what it is sent."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []

    def send_message(self, **request: Any) -> None:
        self.sent.append(request)


@pytest.fixture
def client() -> Iterator[Any]:
    with mock_aws():
        yield a_client("sqs")


@pytest.fixture
def url(client: Any) -> str:
    found: str = client.create_queue(QueueName="turns")["QueueUrl"]
    return found


def received(client: Any, url: str) -> tuple[str, str]:
    (message,) = client.receive_message(
        QueueUrl=url, MessageSystemAttributeNames=["MessageGroupId"]
    )["Messages"]
    return message["Body"], message["Attributes"]["MessageGroupId"]


def test_a_wake_arrives_as_the_thread_it_is_about(client: Any, url: str) -> None:
    TurnQueue(client, url).wake(THREAD)

    body, group = received(client, url)
    assert delivery(body) == WakeDelivery(thread=THREAD)
    assert json.loads(body) == {"kind": "wake", "team": "T1", "channel": "C1", "thread_ts": "1.0"}
    assert group == "T1"


@pytest.mark.parametrize(
    "raw",
    ['{"text":"Grüße 🎉"}', '{"a" : 1}\n', "\x00\x1f\x7f\ufffe\uffff", "a lone \ud83d half"],
    ids=["text", "spaces", "forbidden", "surrogate"],
)
def test_an_event_arrives_as_it_was_signed(client: Any, url: str, raw: str) -> None:
    TurnQueue(client, url).send_event(raw, team="T1")

    body, group = received(client, url)
    assert delivery(body) == EventDelivery(body=raw)
    assert not set("\x00\x1f\ufffe\uffff\ud83d") & set(body)
    assert group == "T1"


def test_an_event_is_sent_back_with_its_delay() -> None:
    client = RecordingQueueClient()

    TurnQueue(client, "url").retry_event("{}", team="T1", delay_s=30)
    TurnQueue(client, "url").wake(THREAD)

    assert client.sent[0]["DelaySeconds"] == 30
    assert "DelaySeconds" not in client.sent[1]


def test_a_row_is_seen_to_at_its_place() -> None:
    client = RecordingQueueClient()
    key = THREAD.step(1, 2)

    TurnQueue(client, "url").see_to(key, due=17, delay_s=4)

    (sent,) = client.sent
    assert (sent["DelaySeconds"], sent["MessageGroupId"]) == (4, "T1")
    assert delivery(sent["MessageBody"]) == RowDelivery(key=key, due=17)


@pytest.mark.parametrize("is_retried", [True, False])
def test_an_event_that_is_sent_back_says_whether_that_counts(is_retried: bool) -> None:
    client = RecordingQueueClient()

    TurnQueue(client, "url").retry_event("{}", team="T1", delay_s=30, is_retried=is_retried)

    again = delivery(client.sent[0]["MessageBody"])
    assert again == EventDelivery(body="{}", is_retried=is_retried)


def test_the_largest_event_is_sent_and_a_larger_one_is_not() -> None:
    client = RecordingQueueClient()
    queue = TurnQueue(client, "url")
    room = LARGEST - len(json.dumps({"kind": "event", "body": ""}))

    queue.send_event("ä" * (room // 2), team="T1")
    with pytest.raises(TooLargeForQueueError, match="1048577 bytes") as refusal:
        queue.send_event("x" * (room + 1), team="T1")

    assert refusal.value.size == LARGEST + 1
    assert isinstance(refusal.value, PermanentError)
    assert len(client.sent) == 1


def test_a_missing_queue_is_named_with_the_mend(client: Any) -> None:
    gone = "https://sqs.us-east-1.amazonaws.com/123456789012/gone"

    with pytest.raises(MissingResourceError, match=f"The queue '{gone}' .* SIGNOFF_QUEUE_URL"):
        TurnQueue(client, gone).wake(THREAD)


def test_a_queue_out_of_reach_may_be_reached_later(client: Any, url: str) -> None:
    def cut_off(**_event: object) -> None:
        raise ConnectionError("nobody there")

    client.meta.events.register("before-call.sqs.SendMessage", cut_off)

    with pytest.raises(TransientError, match="did not answer"):
        TurnQueue(client, url).wake(THREAD)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "no json",
        "[]",
        '{"kind":"event"}',
        '{"kind":"wake","team":1}',
        '{"kind":"row","team":"T1","pk":"p","sk":"s","due":"soon"}',
        '{"kind":"x"}',
    ],
)
def test_what_is_none_of_ours_is_not_guessed_at(body: str) -> None:
    with pytest.raises(UnreadableMessageError):
        delivery(body)
