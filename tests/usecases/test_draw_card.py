from collections.abc import Callable
from dataclasses import replace
from threading import Event, Thread

import pytest

from signoff.core.codec import from_item
from signoff.core.decision import Approved, RequirementState
from signoff.core.effects import Card, Instead
from signoff.core.transitions import drawing
from signoff.core.transitions.deciding import redrawn
from signoff.ports import (
    CardView,
    PermanentError,
    Standing,
    UndeliverableError,
    UnreachableError,
)
from signoff.testing import RecordingChat, member
from signoff.testing.model import call, say
from signoff.usecases.draw_card import Canvas, draw_card
from tests.usecases.tools import ALL
from tests.usecases.world import World


def _asked() -> World:
    world = World(call("send_email", to="b", subject="s"), say("Sent."), tools=ALL)
    world.say("Mail Bob")
    return world


def _card(world: World) -> Card:
    row = next(row for row in world.store.rows if "#CARD#" in str(row["sk"]))
    return from_item(Card, row)


def test_a_drawn_card_owes_nothing() -> None:
    card = _card(_asked())

    assert (card.have, card.want, card.drawers, card.due) == (1, 1, 0, None)
    assert len(card.ts) == 1


def test_a_card_that_slack_would_not_take_is_drawn_by_the_clock() -> None:
    world = World(call("send_email", to="b", subject="s"), tools=ALL)
    world.chat.fail_next("show", UnreachableError("down", retry_after_s=30))
    world.say("Mail Bob")
    assert _card(world).have == 0

    world.clock.advance(seconds=60)
    assert world.sweep() == {"drawn": 1}

    assert _card(world).have == 1


def test_retry_after_is_left_to_the_clock_and_never_slept() -> None:
    world = World(call("send_email", to="b", subject="s"), tools=ALL)
    world.chat.fail_next("show", UnreachableError("slow down", retry_after_s=120))
    world.say("Mail Bob")

    due = _card(world).due
    assert due is not None
    assert 120_000 <= due - world.clock() < 150_000


def test_a_card_that_can_not_be_delivered_here_leaves_the_run_to_wait() -> None:
    world = World(call("send_email", to="b", subject="s"), tools=ALL)
    world.chat.fail_next("show", UndeliverableError("is_archived"))

    world.say("Mail Bob")

    assert world.requirements[0].is_open
    assert _card(world).due is not None
    assert _card(world).instead is Instead.TOLD


def test_a_card_whose_posting_was_cut_off_is_looked_for_before_it_is_posted_again() -> None:
    world = World(call("send_email", to="b", subject="s"), tools=ALL)
    world.chat.fail_next("show", KeyboardInterrupt(), took_effect=True)
    with pytest.raises(KeyboardInterrupt):
        world.say("Mail Bob")
    first = world.chat.shown[0].ts

    world.clock.advance(seconds=31)
    world.sweep()

    assert _card(world).ts == first


class SlowChat(RecordingChat):
    """While it draws, somebody decides."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.was_slow = False

    def show(self, view: CardView) -> Standing:
        if not self.was_slow:
            self.was_slow = True
            self.world.decide(self.world.requirements[0], Approved())
        return super().show(view)


def test_a_late_drawing_never_brings_the_buttons_back() -> None:
    world = _asked()
    slow = SlowChat(world)
    card = _card(world)
    world.store.change(redrawn(world.thread, card.at, now=world.clock()))

    draw_card(Canvas(store=world.store, chat=slow, clock=world.clock), world.thread, card)

    last = slow.shown[-1].view.rows[0]
    assert last.state is RequirementState.APPROVED
    assert _card(world).due is None
    assert _card(world).drawers == 0


class StandingStill(RecordingChat):
    """It takes a drawing, and says so to nobody; meanwhile another drawer comes in between."""

    def __init__(self) -> None:
        super().__init__()
        self.has_read, self.may_go_on = Event(), Event()

    def show(self, view: CardView) -> Standing:
        self.has_read.set()
        assert self.may_go_on.wait(10)
        super().show(view)
        raise UnreachableError("timed out", is_ambiguous=True)


class LateThenRefused(StandingStill):
    """It takes a drawing late, and will not have the next."""

    def show(self, view: CardView) -> Standing:
        if self.shown:
            raise UnreachableError("ratelimited", retry_after_s=30)
        self.has_read.set()
        assert self.may_go_on.wait(10)
        return RecordingChat.show(self, view)


class FollowedChat(RecordingChat):
    """Once it has drawn, somebody else ends what they began."""

    def __init__(self, others: Callable[[], object]) -> None:
        super().__init__()
        self.others = others

    def show(self, view: CardView) -> Standing:
        places = super().show(view)
        self.others()
        return places


@pytest.mark.parametrize("still", [StandingStill, LateThenRefused])
def test_a_drawing_that_came_late_and_failed_is_drawn_over_by_the_clock(
    still: type[StandingStill],
) -> None:
    world, chat = _asked(), still()
    first = from_item(
        Card, world.store.change(redrawn(world.thread, _card(world).at, now=world.clock()))
    )
    slow = Canvas(store=world.store, chat=chat, clock=world.clock)
    late = Thread(target=draw_card, args=(slow, world.thread, first))
    late.start()
    assert chat.has_read.wait(10)

    def ends() -> None:
        chat.may_go_on.set()
        late.join()

    world.chat = FollowedChat(ends)
    world.chat.know(member("U0BOB", "bob"))
    world.decide(world.requirements[0], Approved())

    assert chat.shown[-1].view.rows[0].is_open
    assert _card(world).due is not None
    world.clock.advance(seconds=60)
    world.sweep()
    assert world.chat.shown[-1].view.rows[0].state is RequirementState.APPROVED
    assert _card(world).due is None


def test_a_card_that_came_to_stand_elsewhere_meanwhile_is_drawn_there_too() -> None:
    world = _asked()
    card = from_item(
        Card, world.store.change(redrawn(world.thread, _card(world).at, now=world.clock()))
    )
    bound: list[object] = []

    def binds() -> None:
        if not bound:
            bound.append(world.store.change(drawing.noted(world.thread, card, ("1.2",))))

    chat = FollowedChat(binds)

    draw_card(Canvas(store=world.store, chat=chat, clock=world.clock), world.thread, card)

    assert [drawn.ts for drawn in chat.shown] == [card.ts, (*card.ts, "1.2")]
    assert (_card(world).have, _card(world).due) == (2, None)


def test_the_last_of_two_who_draw_clears_what_is_due() -> None:
    world = _asked()
    card = _card(world)
    world.store.change(drawing.joined(world.thread, card, now=world.clock()))
    world.store.change(drawing.joined(world.thread, card, now=world.clock()))
    canvas = Canvas(store=world.store, chat=world.chat, clock=world.clock)

    draw_card(canvas, world.thread, card)
    assert (_card(world).drawers, _card(world).due is None) == (1, False)
    draw_card(canvas, world.thread, card)

    assert (_card(world).drawers, _card(world).due) == (0, None)


def test_a_drawing_that_was_cut_off_is_taken_over() -> None:
    world = _asked()
    card = _card(world)
    world.store.change(redrawn(world.thread, card.at, now=world.clock()))

    assert world.sweep() == {}
    world.clock.advance(seconds=31)
    assert world.sweep() == {"drawn": 1}

    assert (_card(world).have, _card(world).drawers) == (2, 0)


def test_a_copy_that_was_posted_late_and_never_noted_loses_its_buttons_with_the_others() -> None:
    world = World(call("send_email", to="b", subject="s"), say("Sent."), tools=ALL)
    world.chat.fail_next("show", KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        world.say("Mail Bob")
    world.clock.advance(seconds=31)
    world.sweep()
    card = _card(world)
    late = world.chat.show(CardView(thread=world.thread, card=replace(card, ts=()), rows=())).ts

    world.decide(world.requirements[0], Approved())

    assert world.chat.shown[-1].ts == (*card.ts, *late)
    assert _card(world).ts == (*card.ts, *late)


def test_a_card_without_its_rows_is_a_permanent_error() -> None:
    world = _asked()
    card = _card(world)
    gone = Card(at=card.at, rows=(*card.rows, type(card.at)(run=9, step=9, index=9)))

    with pytest.raises(PermanentError, match="lost a row"):
        draw_card(Canvas(store=world.store, chat=world.chat, clock=world.clock), world.thread, gone)
