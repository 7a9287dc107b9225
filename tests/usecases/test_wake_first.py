"""A run is sent on before its card is drawn: the worker and whoever clicked draw at one time."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from signoff.core.click import Applied
from signoff.core.codec import from_item
from signoff.core.decision import Approved, RequirementState
from signoff.core.effects import Card
from signoff.core.items import Item, Update
from signoff.core.requirement import OutcomeState, Requirement
from signoff.core.transitions import drawing
from signoff.core.transitions.deciding import redrawn
from signoff.ports import CardView, RefusedError, Standing, UnreachableError
from signoff.testing import InMemoryStore, RecordingChat, member
from signoff.testing.model import call, calls, say
from signoff.usecases.draw_card import Canvas, draw_card
from signoff.usecases.note_drawing import AGAIN_MS
from signoff.usecases.record_decision import DRAWN_WITHIN_MS
from tests.usecases.tools import ALL, DONE
from tests.usecases.world import World

EMAIL = call("send_email", to="bob@example.com", subject="Hi")
SENT = "sent Hi to bob@example.com"


class WatchedChat(RecordingChat):
    """Something happens while Slack draws for the first time."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        super().__init__()
        self.know(member("U0BOB", "bob"))
        self.meanwhile = [meanwhile]

    def show(self, view: CardView) -> Standing:
        if self.meanwhile:
            self.meanwhile.pop()()
        return super().show(view)


class CrossedStore(InMemoryStore):
    """Once a change was refused, somebody else comes in between."""

    then: Callable[[], object] | None = None

    def change(self, update: Update) -> Item:
        try:
            return super().change(update)
        except RefusedError:
            then, self.then = self.then, None
            if then is not None:
                then()
            raise


def _asked() -> World:
    world = World(EMAIL, say("Sent."), tools=ALL)
    world.say("Mail Bob")
    return world


def _card(world: World) -> Card:
    (row,) = (row for row in world.store.rows if "#CARD#" in str(row["sk"]))
    return from_item(Card, row)


def _announced(world: World) -> Card:
    change = redrawn(world.thread, _card(world).at, now=world.clock())
    return from_item(Card, world.store.change(change))


def _want(world: World) -> None:
    world.store.change(drawing.left_to_others(world.thread, _card(world)))


def _outcomes(world: World) -> list[OutcomeState | None]:
    rows = [drawn.view.rows[0] for drawn in world.chat.shown]
    return [row.outcome.state if row.outcome else None for row in rows]


def test_the_run_is_sent_on_before_slack_is_asked_to_draw() -> None:
    world, waiting = _asked(), list[int]()
    world.chat = WatchedChat(lambda: waiting.append(len(world.queue.waiting)))

    world.decide(world.requirements[0], Approved())

    assert waiting == [1]


def test_a_worker_that_comes_meanwhile_leaves_the_card_and_its_receipt_to_whoever_draws() -> None:
    world = _asked()
    world.chat = WatchedChat(world.work)

    world.decide(world.requirements[0], Approved())

    assert DONE == [SENT]
    assert _outcomes(world) == [None, OutcomeState.DONE]
    assert (_card(world).have, _card(world).due) == (_card(world).want, None)


def test_a_worker_that_comes_later_draws_the_receipt_although_somebody_may_still_draw() -> None:
    world = _asked()

    def late() -> None:
        world.clock.advance(ms=AGAIN_MS)
        world.work()

    world.chat = WatchedChat(late)

    world.decide(world.requirements[0], Approved())

    assert DONE == [SENT]
    assert _outcomes(world).count(OutcomeState.DONE) > 1
    assert (_card(world).have, _card(world).due) == (_card(world).want, None)


def test_a_card_that_was_drawn_meanwhile_is_left_to_nobody() -> None:
    world = _asked()
    world.decide(world.requirements[0], Approved())
    world.store.change(drawing.joined(world.thread, _card(world), now=world.clock()))
    card = _card(world)

    def stopped() -> None:
        world.store.change(drawing.left(world.thread, card, ()))

    DONE.then = stopped
    world.work()

    assert _outcomes(world)[-1] is OutcomeState.DONE
    assert (_card(world).have, _card(world).due) == (_card(world).want, None)


def test_who_died_drawing_holds_no_run_up_and_the_clock_draws_in_their_place() -> None:
    world = _asked()
    world.chat.fail_next("show", KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        world.decide(world.requirements[0], Approved())

    world.work()
    assert (DONE, _card(world).drawers) == ([SENT], 1)
    world.clock.advance(seconds=61)
    world.sweep()

    assert _outcomes(world)[-1] is OutcomeState.DONE
    assert (_card(world).have, _card(world).due) == (_card(world).want, None)


def test_who_has_no_time_to_draw_says_so_and_the_worker_draws_before_it_starts_the_tool() -> None:
    world = _asked()

    def slowly(_: Requirement) -> Approved:
        world.clock.advance(ms=DRAWN_WITHIN_MS)
        return Approved()

    assert isinstance(world.decide(world.requirements[0], slowly), Applied)
    assert _card(world).drawers == 0
    world.work()

    shown = [drawn.view.rows[0] for drawn in world.chat.shown]
    assert [row.state for row in shown] == [
        RequirementState.PENDING,
        RequirementState.APPROVED,
        RequirementState.APPROVED,
    ]
    assert _outcomes(world) == [None, None, OutcomeState.DONE]


def test_who_has_no_time_to_draw_says_so_on_whichever_row_of_a_card_they_decided() -> None:
    world = World(calls(EMAIL, EMAIL), tools=ALL)
    world.say("Mail Bob twice")

    def slowly(_: Requirement) -> Approved:
        world.clock.advance(ms=DRAWN_WITHIN_MS)
        return Approved()

    first, second = world.requirements
    assert first.card == second.card
    assert isinstance(world.decide(second, slowly), Applied)

    assert _card(world).drawers == 0
    world.work()
    assert world.chat.shown[-1].view.rows[1].outcome is not None


def test_what_is_wanted_of_those_who_draw_is_drawn_by_them() -> None:
    world = _asked()
    card = _announced(world)

    world.store.change(drawing.left_to_others(world.thread, card))
    draw_card(world.ports.canvas, world.thread, card, rows=world.requirements)

    assert [drawn.view.card.want for drawn in world.chat.shown] == [1, 2, 3]
    assert (_card(world).have, _card(world).due) == (3, None)


def test_nothing_is_wanted_of_those_who_are_done_or_gone() -> None:
    world = _asked()
    first = _announced(world)
    draw_card(world.ports.canvas, world.thread, first)
    second = _announced(world)
    world.clock.advance(seconds=31)
    world.store.change(drawing.taken_over(world.thread, second, now=world.clock()))

    for gone in (first, second):
        with pytest.raises(RefusedError):
            world.store.change(drawing.left_to_others(world.thread, gone))


def test_a_receipt_that_was_left_to_somebody_whom_slack_failed_is_drawn_by_them_at_once() -> None:
    world = _asked()
    failing = WatchedChat(world.work)
    failing.fail_next("show", UnreachableError("503", is_ambiguous=True))
    world.chat = failing

    world.decide(world.requirements[0], Approved())

    assert DONE == [SENT]
    assert _outcomes(world)[-1] is OutcomeState.DONE
    assert _card(world).due is not None
    world.clock.advance(seconds=61)
    world.sweep()
    assert (_card(world).have, _card(world).due) == (_card(world).want, None)


def test_whom_slack_told_to_wait_draws_nothing_that_was_left_to_them() -> None:
    world = _asked()
    failing = WatchedChat(world.work)
    failing.fail_next("show", UnreachableError("slow down", retry_after_s=5))
    world.chat = failing

    world.decide(world.requirements[0], Approved())

    assert DONE == [SENT]
    assert world.chat.shown == []
    assert _card(world).due is not None


def test_a_receipt_is_not_left_to_somebody_whose_drawing_has_failed() -> None:
    world = _asked()
    world.chat.fail_next("show", UnreachableError("503", is_ambiguous=True))
    world.decide(world.requirements[0], Approved())

    world.work()

    assert _outcomes(world)[-1] is OutcomeState.DONE
    assert _card(world).drawers == 1


def test_who_is_about_to_leave_others_draws_what_was_left_to_them() -> None:
    world = _asked()
    card = _announced(world)
    world.store.change(drawing.joined(world.thread, card, now=world.clock()))
    crossed = CrossedStore(*world.store.rows)
    world.store = crossed
    crossed.then = lambda: _want(world)

    draw_card(world.ports.canvas, world.thread, card)

    assert [drawn.view.card.want for drawn in world.chat.shown] == [1, 2, 3]
    assert _card(world).drawers == 1


def test_who_has_no_time_left_draws_nothing_anew_and_leaves_it_to_the_clock() -> None:
    world = _asked()
    card = _announced(world)
    chat = WatchedChat(lambda: _want(world))
    canvas = Canvas(store=world.store, chat=chat, clock=world.clock)

    draw_card(replace(canvas, until=world.clock()), world.thread, card, rows=world.requirements)

    assert len(chat.shown) == 1
    assert _card(world).due == world.clock()
    world.clock.advance(ms=1)
    assert world.sweep() == {"drawn": 1}
    assert (_card(world).have, _card(world).due) == (_card(world).want, None)
