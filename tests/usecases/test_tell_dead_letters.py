from dataclasses import replace

import pytest

from signoff.core.codec import from_item
from signoff.core.effects import Out, OutState
from signoff.core.transitions import lease
from signoff.ports import DeadLetter, TransientError, UnreachableError
from signoff.testing import InMemoryDeadLetters, call, say
from signoff.usecases.tell_dead_letters import (
    NOT_GONE_ON,
    NOT_READ,
    DeadLetterPorts,
    tell_dead_letters,
)
from tests.core.rows import DAY_MS, NOON, THREAD
from tests.usecases.graves import a_letter, tell
from tests.usecases.tools import ALL
from tests.usecases.world import LEASE_MS, World


def test_a_message_that_was_given_up_on_is_told_in_its_thread_and_stays() -> None:
    world = World()
    letters = InMemoryDeadLetters(a_letter(world.message("Hello")))

    counts = tell(world, letters)

    assert counts == {"dead_letters_told": 1}
    assert world.said == (NOT_READ,)
    assert len(letters.lying) == len(letters.visible) == 1
    assert letters.sent_again == ()


def test_it_is_told_once_however_often_it_is_looked_at() -> None:
    world = World()
    letters = InMemoryDeadLetters(a_letter(world.message("Hello")))
    tell(world, letters)

    counts = [tell(world, letters) for _ in range(3)]

    assert counts == [{"dead_letters_told_before": 1}] * 3
    assert world.said == (NOT_READ,)


def test_what_says_it_names_what_happened_and_what_to_do() -> None:
    for text in (NOT_READ, NOT_GONE_ON):
        assert "again and again" in text
        assert "Nothing more happens with it by itself" in text
        assert "signoff dlq redrive" in text


def test_a_wake_that_was_given_up_on_is_told_once_a_day_whatever_their_number() -> None:
    world = World(call("send_email", to="bob", subject="Hi"), tools=ALL)
    world.say("Mail Bob")
    world.stop()
    letters = InMemoryDeadLetters(
        *(a_letter(THREAD, name=f"m{n}", sent_at=NOON + n) for n in range(4)),
        a_letter(THREAD, name="later", sent_at=NOON + DAY_MS),
    )

    counts = tell(world, letters)

    assert counts == {"dead_letters_told": 2, "dead_letters_told_before": 3}
    assert world.said == (NOT_GONE_ON, NOT_GONE_ON)


def test_all_of_thirty_letters_are_told() -> None:
    world = World()
    letters = InMemoryDeadLetters(
        *(a_letter(world.message(str(n)), name=f"m{n}") for n in range(30))
    )

    counts = tell(world, letters)

    assert counts == {"dead_letters_told": 30}
    assert len(letters.visible) == 30


def test_what_names_no_thread_of_ours_is_only_counted() -> None:
    world = World()
    foreign = replace(THREAD, team="T0OTHER")
    letters = InMemoryDeadLetters(a_letter(None, name="a"), a_letter(foreign, name="b"))

    counts = tell(world, letters)

    assert counts == {"dead_letters_without_thread": 2}
    assert world.store.rows == ()


def test_talk_between_people_that_was_given_up_on_disturbs_nobody() -> None:
    world = World()
    letters = InMemoryDeadLetters(a_letter(world.message("Lunch?", opens=False)))

    assert tell(world, letters) == {"dead_letters_settled": 1}
    assert world.said == ()


def test_a_message_that_was_heard_after_all_is_not_said_to_be_unread() -> None:
    world = World(say("Hello."))
    message = world.message("Hi")
    world.hear(message)

    counts = tell(world, InMemoryDeadLetters(a_letter(message), a_letter(THREAD, name="wake")))

    assert counts == {"dead_letters_settled": 2}
    assert world.said == ("Hello.",)


def test_a_message_that_waits_behind_an_open_request_is_not_said_to_be_unread() -> None:
    world = World(call("send_email", to="bob", subject="Hi"), tools=ALL)
    world.say("Mail Bob")
    message = world.message("And quickly")
    world.hear(message)

    assert tell(world, InMemoryDeadLetters(a_letter(message))) == {"dead_letters_settled": 1}


def test_a_message_that_was_taken_in_and_never_worked_on_is_told() -> None:
    world = World()
    message = world.message("Hi")
    writes = lease.accept(message.thread, message.inbound, opens=True, now=world.clock())
    world.store.commit(*writes)
    world.store.change(lease.claim(THREAD, now=world.clock(), lease_ms=LEASE_MS))

    assert tell(world, InMemoryDeadLetters(a_letter(message))) == {"dead_letters_told": 1}


@pytest.mark.parametrize("took_effect", [False, True])
def test_a_clock_that_dies_while_it_speaks_is_followed_by_one_that_says_it_once(
    *, took_effect: bool
) -> None:
    world = World()
    letters = InMemoryDeadLetters(a_letter(world.message("Hello")))
    world.chat.fail_next("say", KeyboardInterrupt(), took_effect=took_effect)
    with pytest.raises(KeyboardInterrupt):
        tell(world, letters)
    world.clock.advance(seconds=60)
    letters.come_back()

    tell(world, letters)
    world.sweep()

    assert world.said == (NOT_READ,)


@pytest.mark.parametrize("method", ["commit", "change"])
@pytest.mark.parametrize("took_effect", [False, True])
def test_a_clock_that_dies_at_the_table_is_followed_by_one_that_says_it_once(
    method: str, *, took_effect: bool
) -> None:
    world = World()
    letters = InMemoryDeadLetters(a_letter(world.message("Hello")))
    world.store.fail_next(method, KeyboardInterrupt(), took_effect=took_effect)
    with pytest.raises(KeyboardInterrupt):
        tell(world, letters)
    world.clock.advance(seconds=60)
    letters.come_back()

    tell(world, letters)
    world.sweep()

    assert world.said == (NOT_READ,)


def test_while_slack_is_down_it_is_kept_to_be_said_later() -> None:
    world = World()
    letters = InMemoryDeadLetters(a_letter(world.message("Hello")))
    world.chat.fail_next("say", UnreachableError("down"))

    counts = tell(world, letters)
    world.clock.advance(seconds=60)
    world.sweep()

    assert counts == {"dead_letters_told": 1}
    assert world.said == (NOT_READ,)
    (row,) = (row for row in world.store.rows if "#OUT#" in str(row["sk"]))
    assert from_item(Out, row).state is OutState.SENT


def test_one_letter_that_cannot_be_told_does_not_hide_the_others() -> None:
    world = World()
    letters = InMemoryDeadLetters(
        a_letter(world.message("1"), name="m1"), a_letter(world.message("2"), name="m2")
    )
    world.store.fail_next("read", TransientError("busy"))

    with pytest.raises(ExceptionGroup, match="1 dead letters could not be told"):
        tell(world, letters)

    assert world.said == (NOT_READ,)
    assert len(letters.visible) == 2


def test_letters_that_cannot_be_put_back_come_back_by_themselves() -> None:
    world = World()
    letters = InMemoryDeadLetters(a_letter(world.message("Hello")))
    letters.fail_next("put_back", TransientError("busy"))

    assert tell(world, letters) == {"dead_letters_told": 1}
    assert letters.visible == ()


def test_a_clock_without_time_takes_none() -> None:
    world = World()
    letters = InMemoryDeadLetters(a_letter(world.message("Hello")))
    ports = DeadLetterPorts(
        dead_letters=letters,
        store=world.store,
        chat_of=lambda _: world.chat,
        clock=world.clock,
    )

    assert tell_dead_letters(ports, has_time=lambda: False) == {}
    assert world.said == ()


class EverReturning(InMemoryDeadLetters):
    """A queue that gives again what was just taken, as one with many servers may."""

    def take(self, *, is_patient: bool) -> tuple[DeadLetter, ...]:
        taken = super().take(is_patient=is_patient)
        self.come_back()
        return taken


def test_a_queue_that_gives_a_letter_twice_does_not_keep_the_clock_for_ever() -> None:
    world = World()

    counts = tell(world, EverReturning(a_letter(world.message("Hello"))))

    assert counts == {"dead_letters_told": 1}
