from dataclasses import replace

import pytest

from signoff import Agent
from signoff.core.codec import from_item
from signoff.core.items import Update
from signoff.core.observations.presence import AnswerRated
from signoff.core.rating import Opinion, Rate, Rating
from signoff.ports import TransientError
from signoff.testing import call, say
from signoff.usecases.rate_answer import Rated, rate_answer
from signoff.usecases.show_run import show_run
from tests.core.rows import THREAD
from tests.usecases.tools import ALL
from tests.usecases.world import World

GOOD = Rate(thread=THREAD, run=1, answer="reply.1", user="U0ANA", opinion=Opinion.GOOD)
BAD = replace(GOOD, opinion=Opinion.BAD)


def _answered() -> World:
    world = World(say("Hello."))
    world.say("Hi")
    return world


def _ratings(world: World) -> list[Rating]:
    rows = [row for row in world.rows if str(row["sk"]).startswith("FEEDBACK#")]
    return [from_item(Rating, row) for row in rows]


def test_what_somebody_thinks_is_kept_and_told() -> None:
    world = _answered()

    became = rate_answer(GOOD, ports=world.decision_ports)

    assert became is Rated.KEPT
    assert _ratings(world) == [
        Rating(run=1, answer="reply.1", user="U0ANA", opinion=Opinion.GOOD, at=world.clock())
    ]
    (told,) = world.operator.of(AnswerRated)
    assert [(each.name, each.value, each.by) for each in told.measures] == [
        ("Feedback", 1, ("Opinion", "good"))
    ]


def test_the_last_word_of_each_person_counts() -> None:
    world = _answered()

    for rate in (GOOD, BAD, replace(GOOD, user="U0BOB")):
        rate_answer(rate, ports=world.decision_ports)

    assert {(each.user, each.opinion.value) for each in _ratings(world)} == {
        ("U0ANA", "bad"),
        ("U0BOB", "good"),
    }


def test_no_turn_reads_it_and_the_thread_goes_on() -> None:
    world = _answered()
    rate_answer(GOOD, ports=world.decision_ports)
    world.model.script(say("Again."))

    world.say("More")

    assert world.said == ("Hello.", "Again.")
    assert not any("FEEDBACK" in key.sk for key in world.view.rows if key.sk.startswith("R#"))


@pytest.mark.parametrize("rate", [replace(GOOD, run=9), replace(GOOD, answer="reply.9")])
def test_an_answer_that_is_not_there_takes_no_opinion(rate: Rate) -> None:
    world = _answered()

    assert rate_answer(rate, ports=world.decision_ports) is Rated.GONE
    assert _ratings(world) == []


def test_a_notice_takes_no_opinion() -> None:
    world = World(call("send_email", to="bob", subject="Hi"), tools=ALL)
    world.say("Write to Bob")
    world.stop()
    world.work()
    notice = replace(GOOD, answer="notice.2")

    assert rate_answer(notice, ports=world.decision_ports) is Rated.GONE


def test_an_agent_that_does_not_ask_gets_no_opinion() -> None:
    world = World(say("Hello."))
    world.agent = Agent(model=world.agent.model, feedback=False)
    world.say("Hi")

    assert [each.is_rated for each in world.chat.said] == [False]
    assert rate_answer(GOOD, ports=world.decision_ports) is Rated.GONE


def test_only_the_last_words_of_a_run_ask() -> None:
    world = World(call("look_up", order="1"), say("Paid."), tools=ALL)

    world.say("Look it up")

    assert [(each.text, each.is_rated) for each in world.chat.said] == [("Paid.", True)]


def test_what_could_not_be_kept_is_said() -> None:
    world = _answered()
    world.store.fail_next("commit", TransientError("busy"))

    assert rate_answer(GOOD, ports=world.decision_ports) is Rated.NOT_KEPT
    assert world.operator.of(AnswerRated) == []


def test_a_row_of_another_version_is_said_to_fail() -> None:
    world = _answered()
    world.store.change(Update(key=THREAD.out(1, "reply.1"), put={"v": 99}))

    assert rate_answer(GOOD, ports=world.decision_ports) is Rated.NOT_KEPT


def test_how_a_run_went_says_what_people_think_of_its_answer() -> None:
    world = _answered()
    rate_answer(BAD, ports=world.decision_ports)

    shown = show_run(THREAD, run=None, store=world.store)

    assert shown is not None
    (rated,) = [each for each in shown.moments if each.what == "rated"]
    assert (rated.at, dict(rated.details), rated.by and rated.by.id) == (
        world.clock(),
        {"opinion": "bad"},
        "U0ANA",
    )
