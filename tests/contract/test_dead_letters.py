"""One set of tests for the dead-letter queue and for the double that stands in for it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from moto import mock_aws

from signoff.adapters.dead_letters import DeadLetterQueue, about
from signoff.core.keys import ThreadKey
from signoff.ports import DeadLetter, DeadLetters
from signoff.testing import InMemoryDeadLetters
from tests.contract.table import a_client

THREAD = ThreadKey(team="T1", channel="C1", thread_ts="1.0")
WAKE = json.dumps({"kind": "wake", "team": "T1", "channel": "C1", "thread_ts": "1.0"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """A queue under test.

    Attributes:
        letters: The port.
        bury: Has a body arrive in it.
        sent: Gives what lies in the turn queue, each with its group.
    """

    letters: DeadLetters
    bury: Callable[[str], None]
    sent: Callable[[], list[tuple[str, str]]]

    def take_all(self) -> list[DeadLetter]:
        found: list[DeadLetter] = []
        while some := self.letters.take(is_patient=True):
            found += some
        return found


def in_memory() -> Iterator[Bench]:
    letters, numbers = InMemoryDeadLetters(), count(1)

    def bury(body: str) -> None:
        name = f"m{next(numbers)}"
        letters.bury(
            DeadLetter(id=name, about=about(body), sent_at=1, body=body, group="T1", receipt=name)
        )

    yield Bench(
        letters=letters,
        bury=bury,
        sent=lambda: [(each.body, each.group) for each in letters.sent_again],
    )


def on_sqs() -> Iterator[Bench]:
    with mock_aws():
        client = a_client("sqs")
        dead, turns = (client.create_queue(QueueName=name)["QueueUrl"] for name in ("d", "t"))

        def bury(body: str) -> None:
            client.send_message(QueueUrl=dead, MessageBody=body, MessageGroupId="T1")

        yield Bench(
            letters=DeadLetterQueue(client, url=dead, turn_queue=turns),
            bury=bury,
            sent=lambda: _lying(client, turns),
        )


def _lying(client: Any, url: str) -> list[tuple[str, str]]:
    found = client.receive_message(
        QueueUrl=url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["MessageGroupId"]
    )
    return [(each["Body"], each["Attributes"]["MessageGroupId"]) for each in found["Messages"]]


@pytest.fixture(params=[in_memory, on_sqs])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    yield from request.param()


def test_more_than_ten_letters_are_all_reached_each_once(bench: Bench) -> None:
    for _ in range(25):
        bench.bury(WAKE)

    found = bench.take_all()

    assert len({letter.id for letter in found}) == len(found) == 25


def test_where_nothing_lies_nothing_is_found(bench: Bench) -> None:
    assert bench.letters.take(is_patient=False) == ()
    assert bench.letters.take(is_patient=True) == ()


def test_a_letter_keeps_its_name_and_what_it_says(bench: Bench) -> None:
    bench.bury(WAKE)
    (first,) = bench.letters.take(is_patient=True)
    bench.letters.put_back(first)

    (again,) = bench.letters.take(is_patient=True)

    assert again.id == first.id
    assert (again.body, again.group, again.thread) == (WAKE, "T1", THREAD)
    assert again.sent_at == first.sent_at > 0


def test_what_is_put_back_is_found_at_once_and_what_is_kept_is_not(bench: Bench) -> None:
    for _ in range(12):
        bench.bury(WAKE)
    kept, *back = bench.take_all()

    bench.letters.put_back(*back)

    assert {letter.id for letter in bench.take_all()} == {letter.id for letter in back}
    assert kept.id not in {letter.id for letter in back}


def test_putting_nothing_back_is_no_work(bench: Bench) -> None:
    bench.letters.put_back()

    assert bench.letters.take(is_patient=True) == ()


def test_a_letter_is_sent_again_as_it_was_and_stays_until_it_is_removed(bench: Bench) -> None:
    bench.bury(WAKE)
    (letter,) = bench.letters.take(is_patient=True)

    bench.letters.send_again(letter)
    bench.letters.put_back(letter)
    (still,) = bench.letters.take(is_patient=True)
    bench.letters.remove(still)
    bench.letters.put_back(still)

    assert bench.sent() == [(WAKE, "T1")]
    assert bench.letters.take(is_patient=True) == ()
