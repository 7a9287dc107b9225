"""Rows that nobody wrote so: nothing starts, a click is answered, and the thread is told."""

import json
from collections.abc import Callable
from contextlib import suppress

import pytest

from signoff.core.canonical import canonical
from signoff.core.click import NotRecorded
from signoff.core.codec import UnreadableRowError
from signoff.core.decision import Answered, Approved, ItHappened, Rejected, RunAgain
from signoff.core.items import Column, Delete, Item, Put, Update
from signoff.core.keys import Key
from signoff.testing.model import call, calls, say
from signoff.usecases.give_up import STUCK, TRIES
from signoff.usecases.take_turn import TRIED_TOO_OFTEN
from tests.usecases.tools import ALL, DONE
from tests.usecases.world import World

EMAIL = call("send_email", to="bob@example.com", subject="Hi")
Alter = Callable[[dict[str, Column]], None]


def _asked() -> World:
    world = World(EMAIL, say("Sent."), tools=ALL)
    world.say("Mail Bob")
    return world


def _approved() -> World:
    world = _asked()
    world.decide(world.requirements[0], Approved())
    return world


def _unknown() -> World:
    """Ask a person how a start ended."""
    world = _approved()

    def die() -> None:
        DONE.then = None
        world.store.fail_next("commit", KeyboardInterrupt())

    DONE.then = die
    with pytest.raises(KeyboardInterrupt):
        world.work()
    world.turn()
    DONE.clear()
    return world


def _row(world: World, part: str) -> Item:
    return next(row for row in world.store.rows if part in str(row["sk"]))


def _key(row: Item) -> Key:
    return Key(str(row["pk"]), str(row["sk"]))


def _alter(world: World, part: str, alter: Alter) -> None:
    row = _row(world, part)
    changed = dict(row)
    alter(changed)
    world.store.commit(Put(key=_key(row), item=changed))


def _lose(world: World, part: str) -> None:
    world.store.commit(Delete(key=_key(_row(world, part))))


def _until_it_is_told(world: World) -> None:
    """Have workers try, until the run is given up or the thread is left, with a sentence."""
    for _ in range(TRIES):
        with pytest.raises(UnreadableRowError):
            world.turn()
        world.clock.advance(seconds=60)
    with suppress(UnreadableRowError):
        world.turn()
    assert world.said in {(STUCK,), (TRIED_TOO_OFTEN.format(tries=TRIES),)}


def _other_arguments(row: dict[str, Column]) -> None:
    row["body"] = str(row["body"]).replace("bob@", "eve@")


def _other_arguments_without_a_seal(row: dict[str, Column]) -> None:
    _other_arguments(row)
    del row["seal"]


def _another_decision(row: dict[str, Column]) -> None:
    row["verdict"] = canonical({**json.loads(str(row["verdict"])), "by": {"id": "U1", "name": "x"}})


def _another_state(row: dict[str, Column]) -> None:
    row["state"] = "REJECTED"


@pytest.mark.parametrize(
    "alter",
    [_other_arguments, _other_arguments_without_a_seal, _another_decision, _another_state],
)
def test_an_approval_that_was_altered_starts_nothing_and_the_thread_is_told(alter: Alter) -> None:
    world = _approved()
    _alter(world, "#REQ#", alter)

    _until_it_is_told(world)

    assert DONE == []


def test_an_approval_that_nobody_gave_starts_nothing() -> None:
    world = _asked()
    verdict = '{"at":1,"by":{"id":"U0BOB","name":"bob"},"decision":{"kind":"approved"}}'
    _alter(world, "#REQ#", lambda row: row.update(state="APPROVED", verdict=verdict, rev=2))

    _until_it_is_told(world)

    assert DONE == []


def test_a_gated_call_whose_request_is_gone_starts_nothing_and_the_thread_is_told() -> None:
    world = _approved()
    _lose(world, "#REQ#")

    _until_it_is_told(world)

    assert DONE == []


def test_other_values_than_a_person_filled_in_do_not_run() -> None:
    world = World(call("refund", order="8841"), say("Done."), tools=ALL)
    world.say("Refund")
    world.decide(world.requirements[0], Answered(values='{"amount":120}'))
    _alter(
        world,
        "#REQ#",
        lambda row: row.update(verdict=str(row["verdict"]).replace("120", "999")),
    )

    _until_it_is_told(world)

    assert DONE == []


def test_a_click_on_a_request_that_was_altered_is_not_recorded() -> None:
    world = _asked()
    asked = world.requirements[0]
    _alter(world, "#REQ#", _other_arguments_without_a_seal)

    outcome = world.decide(asked, Approved())

    assert outcome == NotRecorded()
    assert "verdict" not in _row(world, "#REQ#")


def test_calls_that_changed_places_start_neither() -> None:
    world = World(
        calls(EMAIL, call("send_email", to="eve@example.com", subject="Hello")),
        say("Sent."),
        tools=ALL,
    )
    world.say("Mail both")
    first, second = (each for each in world.store.rows if "#REQ#" in str(each["sk"]))
    world.store.commit(
        Put(key=_key(first), item={**second, "sk": first["sk"]}),
        Put(key=_key(second), item={**first, "sk": second["sk"]}),
    )
    bodies = [str(row["body"]) for row in world.store.rows if "#REQ#" in str(row["sk"])]

    _until_it_is_told(world)

    assert "eve@" in bodies[0]
    assert DONE == []


@pytest.mark.parametrize("decision", [ItHappened(), RunAgain()])
def test_a_start_that_is_gone_is_not_made_up_from_the_question_about_it(
    decision: ItHappened | RunAgain,
) -> None:
    world = _unknown()
    world.decide(world.requirements[-1], decision)
    _lose(world, "#EXEC#")

    _until_it_is_told(world)

    assert DONE == []


def test_a_start_that_was_asked_about_is_not_asked_about_again() -> None:
    world = _unknown()
    _alter(world, "#EXEC#", lambda row: row.update(state="STARTED"))
    world.decide(world.requirements[-1], RunAgain())

    _until_it_is_told(world)

    assert DONE == []


def test_a_journal_that_lacks_a_step_is_not_gone_on_with() -> None:
    world = _approved()
    _lose(world, "#STEP#")

    _until_it_is_told(world)

    assert DONE == []


def test_rows_that_contradict_each_other_do_not_keep_workers_busy_for_ever() -> None:
    world = _asked()
    world.decide(world.requirements[0], Rejected())
    world.store.change(Update(key=world.thread.meta(), put={"step": 0}))

    ends = [str(world.turn()) for _ in range(TRIES)]
    with pytest.raises(UnreadableRowError, match="contradict"):
        world.turn()

    assert set(ends) == {"delayed"}
    assert world.said == (STUCK,)


@pytest.mark.parametrize("change", [{"wakes": "many"}, {"fence": "many"}, {"tries": -1000}])
def test_a_lease_that_has_no_number_is_an_error_with_a_name(change: dict[str, Column]) -> None:
    world = _approved()
    world.store.change(Update(key=world.thread.meta(), put=change))

    with pytest.raises(UnreadableRowError):
        world.turn()


@pytest.mark.parametrize("name", ["lease_until", "wakes"])
def test_a_thread_that_nobody_can_claim_is_not_woken_every_minute(name: str) -> None:
    world = _approved()
    world.store.change(Update(key=world.thread.meta(), drop=(name,)))
    world.queue.taken()
    world.clock.advance(seconds=60)

    with pytest.raises(ExceptionGroup):
        world.sweep()
    world.clock.advance(seconds=60)

    assert world.sweep() == {}
    assert world.queue.waiting == ()
