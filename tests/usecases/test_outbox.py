"""Slack refuses, is full, or is down for hours: everything arrives, or somebody is told."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from signoff.core.click import Decide
from signoff.core.codec import from_item
from signoff.core.decision import Approved, RequirementState
from signoff.core.effects import Card, Instead, Out, OutState
from signoff.core.items import Delete
from signoff.core.keys import ThreadKey
from signoff.core.observations.people import PutOff, Undeliverable
from signoff.ports import UndeliverableError, UnreachableError
from signoff.testing import RecordingChat, member
from signoff.testing.model import Line, call, say
from signoff.usecases.record_decision import record_decision
from tests.usecases.tools import ALL, DONE
from tests.usecases.world import World

EMAIL = call("send_email", to="bob", subject="Hi")
DAY_S = 86_400
ARCHIVED = UndeliverableError("is_archived")
REVOKED = UndeliverableError("token_revoked")
DOWN = UnreachableError("down", is_ambiguous=True)
THIRD, SECOND = (ThreadKey(team="T1", channel="C1", thread_ts=f"9.{n}") for n in (3, 2))


class MoodyChat(RecordingChat):
    """A Slack that does nothing while it is in trouble.

    Attributes:
        trouble: What it answers.
        asked: How often it was asked for something that stands in Slack.
    """

    def __init__(self) -> None:
        super().__init__(member("U0ANA"), member("U0BOB"))
        self.trouble: UndeliverableError | UnreachableError | None = None
        self.asked = 0

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        if name not in {"show", "find", "say", "announce", "forward"}:
            return found
        return self._moody(found)

    def _moody(self, does: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            self.asked += 1
            if self.trouble:
                raise self.trouble
            return does(*args, **named)

        return call


class MoodyWorld(World):
    """A world with that Slack, and several threads."""

    chat: MoodyChat

    def __init__(self, *lines: Line) -> None:
        super().__init__(*lines, tools=ALL)
        self.chat = MoodyChat()
        self.thread = ThreadKey(team="T1", channel="C1", thread_ts="9.1")

    def pass_minutes(self, minutes: int) -> None:
        """Let minutes pass, and the clock look in each."""
        for _ in range(minutes):
            self.clock.advance(seconds=60)
            self.sweep()

    @property
    def outs(self) -> list[Out]:
        """All messages, of all threads."""
        return [from_item(Out, row) for row in self.store.rows if "#OUT#" in str(row["sk"])]


def _card(world: World) -> Card:
    (card,) = _cards(world)
    return card


def _cards(world: World) -> list[Card]:
    return [from_item(Card, row) for row in world.store.rows if "#CARD#" in str(row["sk"])]


def mailed(*broken: tuple[str, UndeliverableError | UnreachableError]) -> World:
    world = World(EMAIL, say("Sent."), tools=ALL)
    for method, error in broken:
        world.chat.fail_next(method, error)
    world.say("Mail Bob")
    return world


def _wait_s(world: World) -> int:
    """How long the clock waits with the card."""
    due = _card(world).due
    assert due is not None
    return (due - world.clock()) // 1000


def _later(world: World) -> dict[str, int]:
    """Let the card's time come, and have the clock look."""
    world.clock.advance(seconds=_wait_s(world))
    return world.sweep()


# A thread that takes no card.


def test_the_requester_is_told_of_a_card_whose_channel_is_archived() -> None:
    world = mailed(("show", ARCHIVED))

    (told,) = world.chat.announced
    assert (told.view.rows, told.why) == (world.requirements, ARCHIVED)
    assert (_card(world).instead, _card(world).ts) == (Instead.TOLD, ())
    assert world.requirements[0].is_open


def test_they_are_told_once_and_the_card_is_tried_again_ever_more_rarely() -> None:
    world = mailed(("show", ARCHIVED))

    waits = []
    for _ in range(9):
        waits.append(_wait_s(world))
        world.chat.fail_next("find", ARCHIVED)
        assert _later(world) == {"drawn": 1}

    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    assert len(world.chat.announced) == 1


def test_the_card_stands_there_as_soon_as_its_channel_takes_it() -> None:
    world = mailed(("show", ARCHIVED))

    _later(world)

    card = _card(world)
    assert (card.have, card.due, card.tries, card.instead) == (1, None, 0, None)
    world.decide(world.requirements[0], Approved())
    world.work()
    assert DONE == ["sent Hi to bob"]


def test_a_lost_answer_to_the_direct_message_makes_no_second_one() -> None:
    world = World(EMAIL, tools=ALL)
    world.chat.fail_next("show", ARCHIVED)
    world.chat.fail_next("announce", DOWN, took_effect=True)
    world.say("Mail Bob")
    assert _card(world).instead is None

    world.chat.fail_next("find", ARCHIVED)
    _later(world)

    assert _card(world).instead is Instead.TOLD
    assert len(world.chat.announced) == 1


def test_a_card_of_which_nobody_can_be_told_is_marked_and_comes_when_slack_lets_it() -> None:
    world = mailed(("show", REVOKED), ("announce", REVOKED))
    assert _card(world).instead is Instead.FAILED

    world.chat.fail_next("find", REVOKED)
    world.chat.fail_next("announce", REVOKED)
    _later(world)
    assert _card(world).instead is Instead.FAILED
    _later(world)

    assert (_card(world).have, _card(world).instead) == (1, None)
    assert world.requirements[0].is_open


def test_a_requester_who_could_not_be_told_is_told_once_that_is_possible() -> None:
    world = mailed(("show", ARCHIVED), ("announce", REVOKED))

    world.chat.fail_next("find", ARCHIVED)
    _later(world)

    assert _card(world).instead is Instead.TOLD
    assert len(world.chat.announced) == 1


def test_slack_is_asked_no_more_once_nothing_on_the_card_is_open() -> None:
    world = mailed(("show", ARCHIVED))
    world.clock.advance(seconds=DAY_S)
    world.chat.fail_next("find", ARCHIVED)
    world.chat.fail_next("find", ARCHIVED)

    world.sweep()
    world.work()

    assert world.requirements[0].state is RequirementState.EXPIRED
    assert [row["sk"] for row in world.store.rows if "due" in row] == []
    assert len(world.chat.announced) == 1


def test_a_run_whose_thread_takes_nothing_ends_all_the_same() -> None:
    world = mailed(("show", ARCHIVED))
    world.chat.fail_next("find", ARCHIVED)
    world.chat.fail_next("find", ARCHIVED)
    world.chat.fail_next("say", ARCHIVED)
    world.decide(world.requirements[0], Approved())
    world.work()

    (said,) = world.chat.forwarded
    assert (said.user, said.text, said.mark) == ("U0ANA", "Sent.", "1.reply.3")
    assert [out.state for out in world.view.outs] == [OutState.TOLD]
    assert DONE == ["sent Hi to bob"]


def test_buttons_that_slack_would_not_take_away_go_with_the_first_click_on_them() -> None:
    world = mailed()
    asked = world.requirements[0]
    world.clock.advance(seconds=DAY_S)
    world.chat.fail_next("show", ARCHIVED)
    world.sweep()
    waits = []
    while _card(world).due is not None:
        waits.append(_wait_s(world))
        world.chat.fail_next("show", ARCHIVED)
        _later(world)
    card = _card(world)
    assert (card.have, card.want, waits) == (1, 2, [60, 120, 240, 480, 960, 1920])

    click = replace(world.click(asked), message_ts=card.ts[0])
    record_decision(Decide(click=click, reading=lambda _: Approved()), ports=world.decision_ports)

    assert (_card(world).have, _card(world).due) == (2, None)
    assert world.chat.standing(world.thread, card.at).rows[0].state is RequirementState.EXPIRED


# A card in words.


def test_a_card_in_words_is_drawn_again_until_somebody_can_decide_on_it() -> None:
    world = World(EMAIL, tools=ALL)
    world.chat.is_bare = True
    world.say("Mail Bob")
    (ts,) = _card(world).ts
    assert (_card(world).have, _wait_s(world)) == (0, 60)

    _later(world)
    assert (_card(world).ts, _wait_s(world)) == ((ts,), 120)
    world.chat.is_bare = False
    _later(world)

    card = _card(world)
    assert (card.ts, card.have, card.due, card.tries) == ((ts,), 1, None, 0)
    assert world.chat.announced == []


def test_a_receipt_in_words_says_it_all() -> None:
    world = mailed()
    world.chat.is_bare = True
    world.clock.advance(seconds=DAY_S)

    world.sweep()

    assert (_card(world).have, _card(world).due) == (2, None)


# Replies.


def test_a_reply_to_an_archived_channel_is_said_to_whoever_opened_the_run() -> None:
    world = World(say("Hello."))
    world.chat.fail_next("say", ARCHIVED)

    world.say("Hi")

    (said,) = world.chat.forwarded
    assert (said.user, said.text) == ("U0ANA", "Hello.")
    assert [(out.state, out.due) for out in world.view.outs] == [(OutState.TOLD, None)]
    assert world.said == ()


def test_a_lost_answer_to_a_forwarded_reply_makes_no_second_one() -> None:
    world = World(say("Hello."))
    world.chat.fail_next("say", ARCHIVED)
    world.chat.fail_next("forward", DOWN, took_effect=True)
    world.say("Hi")

    world.chat.fail_next("find", ARCHIVED)
    world.clock.advance(seconds=30)
    world.sweep()

    assert len(world.chat.forwarded) == 1
    assert [out.state for out in world.view.outs] == [OutState.TOLD]


def test_a_reply_that_reached_nobody_comes_when_the_token_works_again() -> None:
    world = World(say("Hello."))
    world.chat.fail_next("say", REVOKED)
    world.chat.fail_next("forward", REVOKED)
    world.say("Hi")
    assert [out.state for out in world.view.outs] == [OutState.FAILED]

    world.clock.advance(seconds=60)
    assert world.sweep() == {"sent": 1}

    assert world.said == ("Hello.",)
    assert [(out.state, out.due) for out in world.view.outs] == [(OutState.SENT, None)]


def test_a_reply_that_reaches_nobody_for_two_days_is_left_failed() -> None:
    world = World(say("Hello."))
    world.chat.fail_next("say", REVOKED)
    world.chat.fail_next("forward", REVOKED)
    world.say("Hi")
    began = world.clock()

    while (due := world.view.outs[0].due) is not None:
        world.chat.fail_next("find", REVOKED)
        world.chat.fail_next("forward", REVOKED)
        world.clock.advance(ms=due - world.clock())
        world.sweep()

    assert world.view.outs[0].state is OutState.FAILED
    assert 1.5 * DAY_S < (world.clock() - began) / 1000 < 3 * DAY_S


def test_a_notice_outside_of_runs_is_said_to_nobody_else() -> None:
    world = World(say("Hello."))
    world.chat.fail_next("say", REVOKED)
    world.chat.fail_next("forward", REVOKED)
    world.say("Hi")
    world.store.commit(Delete(key=world.thread.step(1, 1)))

    world.chat.fail_next("find", ARCHIVED)
    world.clock.advance(seconds=60)
    world.sweep()

    assert world.chat.forwarded == []
    assert world.view.outs[0].state is OutState.FAILED


# The operator.


@pytest.mark.parametrize(
    ("methods", "what"), [(("show", "announce"), "card"), (("say", "forward"), "message")]
)
def test_the_operator_is_told_once_of_what_reached_nobody(
    methods: tuple[str, str], what: str
) -> None:
    world = World(*((EMAIL,) if what == "card" else (say("Hello."),)), tools=ALL)
    for method in (*methods, "find", methods[1]):
        world.chat.fail_next(method, REVOKED)
    world.say("Do it")

    world.clock.advance(seconds=60)
    world.sweep()

    (told,) = world.operator.of(Undeliverable)
    assert (told.thread, told.what) == (world.thread, what)


def test_what_the_requester_was_told_raises_no_alarm() -> None:
    world = mailed(("show", ARCHIVED))

    assert world.operator.of(Undeliverable) == []
    assert len(world.operator.of(PutOff)) == 1


# Hours without Slack.


@pytest.mark.parametrize("hours", [1, 23])
def test_after_hours_without_slack_card_and_reply_arrive_within_minutes(hours: int) -> None:
    world = MoodyWorld(EMAIL, say("Hello."))
    world.chat.trouble = DOWN
    world.say("Mail Bob")
    world.hear(world.message("Hi", thread=SECOND))
    world.pass_minutes(hours * 60)

    world.chat.trouble = None
    world.pass_minutes(6)

    assert (len(world.chat.shown), _card(world).have) == (1, 1)
    assert world.chat.words(SECOND) == ("Hello.",)


def test_a_day_without_slack_is_asked_after_every_five_minutes() -> None:
    world = mailed(("show", DOWN))

    waits = []
    for _ in range(6):
        waits.append(_wait_s(world))
        world.chat.fail_next("find", DOWN)
        _later(world)

    assert waits == [30, 60, 120, 240, 300, 300]
