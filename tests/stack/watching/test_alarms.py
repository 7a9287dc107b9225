"""Each alarm of the template, by its own definition: silent while all is well, tripped when not."""

from collections.abc import Iterator
from typing import Any

import pytest

from signoff.adapters.clock import now
from signoff.adapters.deliveries import Worker, times, work
from signoff.adapters.sqs import UnreadableMessageError
from signoff.adapters.visibility import Receipt, shorter_wait
from signoff.core.decision import Approved
from signoff.ports import UndeliverableError, UnreachableError
from signoff.settings import Door
from signoff.testing import ManualClock
from signoff.testing.model import call, say
from signoff.usecases.turn import claim
from tests.core.rows import THREAD
from tests.stack.watching.cloudwatch import MINUTE_MS, Point, is_tripped
from tests.stack.watching.queues import Queues, queues
from tests.stack.watching.watched import WatchedWorld, alarms
from tests.usecases.tools import ALL
from tests.usecases.world import LEASE_MS

ALARMS = {
    "ClockAlarm",
    "DeadLetterAlarm",
    "OldMessageAlarm",
    "StuckLeaseAlarm",
    "UndeliverableAlarm",
}
EMAIL = call("send_email", to="bob", subject="Hi")


@pytest.fixture
def both() -> Iterator[Queues]:
    with queues() as made:
        yield made


def _asked() -> WatchedWorld:
    world = WatchedWorld(EMAIL, say("Sent."), tools=ALL)
    world.say("Mail Bob")
    return world


def _watched(both: Queues, *, clock: ManualClock, minutes: int) -> list[Point]:
    """Let minutes pass, with SQS telling its figures in each."""
    seen: list[Point] = []
    for _ in range(minutes):
        seen += both.points(now=clock())
        clock.advance(ms=MINUTE_MS)
    return seen


def _worked_on(both: Queues, world: WatchedWorld, message: Any) -> None:
    """Let a worker work on one message."""
    worker = Worker(
        agent=world.agent,
        ports=world.ports,
        times=times(now=world.clock(), remaining_ms=180_000),
        door=Door(app=None, team=None),
    )
    url, handle = both.urls["TurnQueue"], message["ReceiptHandle"]
    received = int(message["Attributes"]["ApproximateReceiveCount"])
    receipt = Receipt(message_id=message["MessageId"], handle=handle, received=received)
    with shorter_wait(both.sqs, url, receipt, world.tell):
        work(message["Body"], worker, is_first_try=received == 1)
    both.sqs.delete_message(QueueUrl=url, ReceiptHandle=handle)


def _failed_until_given_up(both: Queues, world: WatchedWorld) -> None:
    while messages := both.taken():
        with pytest.raises(UnreadableMessageError):
            _worked_on(both, world, messages[0])
        both.hand_back(messages[0])


def test_there_are_five_alarms_and_each_tells_the_topic_that_is_given() -> None:
    told = {name: each["AlarmActions"] for name, each in alarms(topic="arn:topic").items()}

    assert set(told) == ALARMS
    assert [topics for topics in told.values() if topics != ["arn:topic"]] == []


def test_without_a_topic_an_alarm_tells_nobody() -> None:
    assert [name for name, each in alarms().items() if "AlarmActions" in each] == []


def test_a_message_that_was_given_up_on_trips_its_alarm(both: Queues) -> None:
    world, clock = WatchedWorld(), ManualClock(now())
    both.sqs.send_message(QueueUrl=both.urls["TurnQueue"], MessageBody="?")
    _failed_until_given_up(both, world)

    seen = _watched(both, clock=clock, minutes=2)

    assert is_tripped(alarms()["DeadLetterAlarm"], seen, now=clock())


def test_a_message_that_was_worked_on_trips_no_alarm(both: Queues) -> None:
    world, clock = _asked(), ManualClock(now())
    world.decide(world.requirements[0], Approved())
    both.turns.wake(THREAD)
    for message in both.taken():
        _worked_on(both, world, message)

    seen = _watched(both, clock=clock, minutes=15)

    assert not is_tripped(alarms()["DeadLetterAlarm"], seen, now=clock())
    assert not is_tripped(alarms()["OldMessageAlarm"], seen, now=clock())


def test_a_message_that_nobody_takes_trips_its_alarm(both: Queues) -> None:
    clock = ManualClock(now())
    both.turns.wake(THREAD)

    seen = _watched(both, clock=clock, minutes=15)

    assert is_tripped(alarms()["OldMessageAlarm"], seen, now=clock())
    assert not is_tripped(alarms()["DeadLetterAlarm"], seen, now=clock())


def test_a_message_that_waits_for_ten_minutes_trips_no_alarm_yet(both: Queues) -> None:
    clock = ManualClock(now())
    both.turns.wake(THREAD)

    seen = _watched(both, clock=clock, minutes=10)

    assert not is_tripped(alarms()["OldMessageAlarm"], seen, now=clock())


def test_a_worker_that_was_cut_off_trips_the_alarm_of_its_lease() -> None:
    world = _asked()
    world.decide(world.requirements[0], Approved())
    assert claim(world.thread, world.ports, lease_ms=LEASE_MS)
    world.clock.advance(ms=LEASE_MS + 1)

    assert world.sweep() == {"woken": 1}

    assert world.is_tripped("StuckLeaseAlarm")


def test_a_lost_wake_is_mended_without_an_alarm() -> None:
    world = _asked()
    world.decide(world.requirements[0], Approved())
    world.clock.advance(seconds=60)

    assert world.sweep() == {"woken": 1}

    assert not world.is_tripped("StuckLeaseAlarm")


def test_a_run_that_goes_its_way_trips_nothing() -> None:
    world = _asked()
    for _ in range(10):
        world.sweep()
        world.clock.advance(ms=MINUTE_MS)
    world.decide(world.requirements[0], Approved())
    world.work()
    world.sweep()

    tripped = [name for name, each in alarms().items() if each["Namespace"] == "Signoff"]

    assert [name for name in tripped if world.is_tripped(name)] == []


def test_a_card_that_slack_will_never_take_trips_its_alarm() -> None:
    world = WatchedWorld(EMAIL, tools=ALL)
    world.chat.fail_next("show", UndeliverableError("is_archived"))
    world.chat.fail_next("announce", UndeliverableError("messages_tab_disabled"))

    world.say("Mail Bob")

    assert world.is_tripped("UndeliverableAlarm")


def test_a_card_that_slack_does_not_take_now_trips_no_alarm() -> None:
    world = WatchedWorld(EMAIL, tools=ALL)
    world.chat.fail_next("show", UnreachableError("ratelimited", retry_after_s=1))

    world.say("Mail Bob")

    assert not world.is_tripped("UndeliverableAlarm")


@pytest.mark.parametrize(("minutes", "is_heard"), [(1, False), (4, False), (6, True), (60, True)])
def test_a_clock_that_stands_still_for_five_minutes_trips_its_alarm(
    minutes: int, *, is_heard: bool
) -> None:
    world = WatchedWorld()
    for _ in range(10):
        world.sweep()
        world.clock.advance(ms=MINUTE_MS)

    world.clock.advance(ms=(minutes - 1) * MINUTE_MS)

    assert world.is_tripped("ClockAlarm") is is_heard


def test_the_alarms_judge_by_the_template_and_not_by_this_test() -> None:
    world = _asked()
    definition = {**alarms()["ClockAlarm"], "TreatMissingData": "notBreaching"}

    later = world.clock.advance(seconds=3600)

    assert is_tripped(alarms()["ClockAlarm"], world.points, now=later)
    assert not is_tripped(definition, world.points, now=later)
