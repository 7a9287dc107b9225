import pytest

from signoff.core.hearing import Message
from signoff.ports import DeadLetter, TransientError
from signoff.testing import InMemoryDeadLetters, say, unavailable
from signoff.usecases.give_up import TRIES
from signoff.usecases.redrive import RedrivePorts, every_letter, redrive
from tests.core.rows import NOON, THREAD
from tests.usecases.graves import a_letter
from tests.usecases.world import World


def nobody(_letter: DeadLetter) -> None:
    """Be told nothing."""


def send_all(world: World, letters: InMemoryDeadLetters) -> list[str]:
    ports = RedrivePorts(dead_letters=letters, store=world.store)
    return [letter.id for letter in redrive(ports, wanted=None, tell=nobody)]


def deliver(world: World, letters: InMemoryDeadLetters) -> None:
    """Have a worker take all that was sent again."""
    for letter in letters.sent_again:
        if isinstance(letter.about, Message):
            world.hear(letter.about)
        else:
            world.turn()


def test_all_letters_are_sent_again_and_taken_away() -> None:
    world = World()
    names = [f"m{n:02d}" for n in range(25)]
    letters = InMemoryDeadLetters(*(a_letter(THREAD, name=name) for name in names))

    sent = send_all(world, letters)

    assert sent == names
    assert [letter.id for letter in letters.sent_again] == names
    assert letters.lying == ()


def test_only_what_was_named_is_sent_and_the_others_are_seen_again() -> None:
    world = World()
    letters = InMemoryDeadLetters(*(a_letter(THREAD, name=f"m{n}") for n in range(15)))
    told: list[str] = []
    ports = RedrivePorts(dead_letters=letters, store=world.store)

    redrive(ports, wanted={"m12", "m3"}, tell=lambda letter: told.append(letter.id))

    assert sorted(told) == ["m12", "m3"]
    assert len(letters.visible) == 13


def test_an_id_that_lies_nowhere_sends_nothing() -> None:
    world = World()
    letters = InMemoryDeadLetters(a_letter(THREAD))
    ports = RedrivePorts(dead_letters=letters, store=world.store)

    assert redrive(ports, wanted={"other"}, tell=nobody) == ()
    assert len(letters.visible) == 1


@pytest.mark.parametrize("method", ["send_again", "remove", "put_back"])
@pytest.mark.parametrize("took_effect", [False, True])
def test_an_operator_who_is_cut_off_begins_again_and_the_message_is_heard_once(
    method: str, *, took_effect: bool
) -> None:
    world = World(say("Hello."))
    letters = InMemoryDeadLetters(a_letter(world.message("Hi")))
    letters.fail_next(method, KeyboardInterrupt(), took_effect=took_effect)
    with pytest.raises(KeyboardInterrupt):
        send_all(world, letters)
    letters.come_back()

    send_all(world, letters)
    deliver(world, letters)

    assert letters.lying == ()
    assert world.said == ("Hello.",)
    assert len(world.model.conversations) == 1


def test_running_it_twice_sends_nothing_a_second_time() -> None:
    world = World()
    letters = InMemoryDeadLetters(a_letter(THREAD))

    assert send_all(world, letters) == ["m1"]
    assert send_all(world, letters) == []


def test_a_thread_whose_tries_are_used_up_is_tried_anew_and_not_given_up() -> None:
    world = World(*[unavailable()] * TRIES, say("Back again."))
    message = world.message("Hi")
    world.hear(message)
    for _ in range(TRIES - 1):
        world.turn()
    letters = InMemoryDeadLetters(a_letter(message))

    send_all(world, letters)
    deliver(world, letters)

    assert world.said == ("Back again.",)


def test_the_list_names_all_the_oldest_first_and_leaves_them_there() -> None:
    letters = InMemoryDeadLetters(
        *(a_letter(None, name=f"m{n}", sent_at=NOON - n) for n in range(12))
    )

    found = every_letter(letters)

    assert [letter.id for letter in found] == [f"m{n}" for n in range(11, -1, -1)]
    assert len(letters.visible) == 12


def test_a_look_that_fails_leaves_everything_where_it_was() -> None:
    letters = InMemoryDeadLetters(a_letter(THREAD))
    letters.fail_next("take", TransientError("busy"))

    with pytest.raises(TransientError):
        every_letter(letters)

    assert len(letters.visible) == 1
