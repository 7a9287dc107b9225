"""What hardly ever happens, and has its way out all the same."""

from dataclasses import replace

import pytest

from signoff.core.click import NotRecorded, OpenForm, PastExpiry
from signoff.core.codec import UnreadableRowError, from_item, to_item
from signoff.core.decision import Approved
from signoff.core.effects import Card
from signoff.core.execution import Execution, ExecutionState
from signoff.core.frames import open_calls
from signoff.core.items import Item, Update
from signoff.core.transitions import drawing
from signoff.core.transitions.deciding import redrawn
from signoff.ports import CardView, RefusedError, Standing, TransientError, UndeliverableError
from signoff.testing import InMemoryStore, RecordingChat
from signoff.testing.model import call, say
from signoff.usecases.after_crash import after_crash
from signoff.usecases.draw_card import Canvas, draw_card
from signoff.usecases.open_form import open_form
from signoff.usecases.sweep import SweepPorts, sweep
from signoff.usecases.turn import Turn, claim, load
from signoff.usecases.work_call import work_call
from tests.usecases.tools import ALL, DONE
from tests.usecases.world import LEASE_MS, World

EMAIL = call("send_email", to="bob", subject="Hi")


def _asked() -> World:
    world = World(EMAIL, say("Sent."), tools=ALL)
    world.say("Mail Bob")
    return world


def _card(world: World) -> Card:
    return from_item(Card, next(row for row in world.store.rows if "#CARD#" in str(row["sk"])))


def _turn(world: World) -> Turn:
    turn = claim(world.thread, world.ports, lease_ms=LEASE_MS)
    assert turn is not None
    return load(turn, world.ports)


class CrossingStore(InMemoryStore):
    """Another drawer counts itself in, and out again once this one was refused."""

    is_crossed = False

    def change(self, update: Update) -> Item:
        try:
            return super().change(update)
        except RefusedError:
            if not self.is_crossed:
                self.is_crossed = True
                super().change(Update(key=update.key, add={"drawers": -1}))
            raise


def test_two_who_leave_at_the_same_moment_leave_nothing_due() -> None:
    world = _asked()
    world.store.change(redrawn(world.thread, _card(world).at, now=world.clock()))
    world.store.change(drawing.joined(world.thread, _card(world), now=world.clock()))
    world.store = CrossingStore(*world.store.rows)

    draw_card(world.ports.canvas, world.thread, _card(world))

    card = _card(world)
    assert (card.have, card.drawers, card.due) == (2, 0, None)


class RestlessChat(RecordingChat):
    """Whenever a card is drawn, a newer one is wanted."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world

    def show(self, view: CardView) -> Standing:
        key = self.world.thread.card(view.card.at)
        self.world.store.change(Update(key=key, add={"want": 1}))
        return super().show(view)


def test_a_card_that_never_comes_to_rest_is_left_to_the_clock() -> None:
    world = _asked()
    world.store.change(redrawn(world.thread, _card(world).at, now=world.clock()))
    canvas = Canvas(store=world.store, chat=RestlessChat(world), clock=world.clock)

    draw_card(canvas, world.thread, _card(world))

    assert (_card(world).drawers, _card(world).due) == (0, world.clock() + 60_000)
    world.clock.advance(seconds=61)
    assert world.sweep() == {"drawn": 1}
    assert _card(world).due is None


@pytest.mark.parametrize("error", [TransientError("busy"), UndeliverableError("spent")])
def test_a_form_that_does_not_open_says_so(error: Exception) -> None:
    world = _asked()
    form = OpenForm(click=world.click(world.requirements[0]), form="reject", trigger="t")
    world.chat.fail_next("open_form", error)

    outcome = open_form(form, store=world.store, chat=world.chat, clock=world.clock)

    assert isinstance(outcome, NotRecorded)


def test_a_form_for_what_has_expired_does_not_open() -> None:
    world = _asked()
    form = OpenForm(click=world.click(world.requirements[0]), form="reject", trigger="t")
    world.clock.advance(seconds=86_400)

    outcome = open_form(form, store=world.store, chat=world.chat, clock=world.clock)

    assert isinstance(outcome, PastExpiry)
    assert world.chat.opened == []


def test_a_clock_without_time_leaves_the_rest_to_the_next_minute() -> None:
    world = _asked()
    world.clock.advance(seconds=86_400)
    ports = SweepPorts(
        store=world.store, queue=world.queue, chat_of=lambda _: world.chat, clock=world.clock
    )

    assert sweep(ports, has_time=lambda: False) == {}
    assert sweep(ports, has_time=lambda: True) == {"expired": 1}


class LaggingStore(InMemoryStore):
    """Between reading a due row and writing it, somebody else sees to it."""

    def read(self, *keys: object) -> tuple[Item | None, ...]:
        found = super().read(*keys)  # type: ignore[arg-type]
        for row in found:
            if row is not None and "due" in row and len(keys) == 1:
                key = keys[0]
                changes = Update(key=key, put={"until": 10**15, "rev": 9})  # type: ignore[arg-type]
                super().change(changes)
        return found


@pytest.mark.parametrize(
    ("kind", "became"), [("#REQ#", "already_decided"), ("#CARD#", "in_good_hands")]
)
def test_a_row_that_somebody_else_has_just_seen_to_is_left_to_them(kind: str, became: str) -> None:
    world = _asked()
    row = next(row for row in world.store.rows if kind in str(row["sk"]))
    others = [each for each in world.store.rows if each is not row]
    over = {"exp": world.clock()} if "exp" in row else {}
    late = {**row, **over, "due": world.clock(), "due_shard": "due"}
    world.store = LaggingStore(*others, late)

    assert world.sweep() == {became: 1}


def test_what_the_rows_can_not_say_is_an_error_and_starts_nothing() -> None:
    world = _asked()
    world.decide(world.requirements[0], Approved())
    turn = _turn(world)
    (gated,) = open_calls(turn.view)
    start = Execution(at=gated.at, attempt=1, idempotency_key="k", started_at=1, fence=turn.fence)
    key = world.thread.execution(gated.at, 1)

    def having(state: ExecutionState) -> Turn:
        row = to_item(replace(start, state=state), key)
        return replace(turn, view=replace(turn.view, rows={**turn.view.rows, key: row}))

    with pytest.raises(ValueError, match="was never started"):
        after_crash(turn, gated, agent=world.agent, ports=world.ports)
    with pytest.raises(UnreadableRowError, match="has ended and has no output"):
        work_call(having(ExecutionState.SUCCEEDED), gated, agent=world.agent, ports=world.ports)
    unknown = having(ExecutionState.UNKNOWN)
    asked = world.thread.requirement(gated.at)
    left = {each: row for each, row in unknown.view.rows.items() if each != asked}
    alone = replace(unknown, view=replace(unknown.view, rows=left))
    with pytest.raises(UnreadableRowError, match="nobody was asked"):
        work_call(alone, gated, agent=world.agent, ports=world.ports)
    assert DONE == []
