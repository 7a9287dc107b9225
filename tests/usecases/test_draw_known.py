"""A card is drawn from what its drawer has just written, and not read first."""

from dataclasses import replace

from signoff.core.codec import from_item
from signoff.core.decision import Approved, RequirementState
from signoff.core.effects import Card
from signoff.core.items import Item
from signoff.core.keys import Key
from signoff.core.transitions import drawing
from signoff.core.transitions.deciding import redrawn
from signoff.ports import CardView
from signoff.testing import InMemoryStore, RecordingChat
from signoff.testing.model import call, say
from signoff.usecases.draw_card import Canvas, draw_card
from tests.usecases.tools import ALL
from tests.usecases.world import World


class CountedStore(InMemoryStore):
    """A store that counts how often it is read."""

    def __init__(self, *items: Item) -> None:
        super().__init__(*items)
        self.reads = 0

    def read(self, *keys: Key) -> tuple[Item | None, ...]:
        self.reads += 1
        return super().read(*keys)


def _asked() -> World:
    world = World(call("send_email", to="b", subject="s"), say("Sent."), tools=ALL)
    world.say("Mail Bob")
    world.store = CountedStore(*world.store.rows)
    return world


def _reads(world: World) -> int:
    assert isinstance(world.store, CountedStore)
    return world.store.reads


def _card(world: World) -> Card:
    row = next(row for row in world.store.rows if "#CARD#" in str(row["sk"]))
    return from_item(Card, row)


def _announced(world: World) -> Card:
    change = redrawn(world.thread, _card(world).at, now=world.clock())
    return from_item(Card, world.store.change(change))


def _canvas(world: World, chat: RecordingChat) -> Canvas:
    return Canvas(store=world.store, chat=chat, clock=world.clock)


def test_what_was_just_written_is_drawn_unread() -> None:
    world, chat = _asked(), RecordingChat()
    card, rows = _announced(world), world.requirements

    draw_card(_canvas(world, chat), world.thread, card, rows=rows)

    assert _reads(world) == 0
    assert [each.view for each in chat.shown] == [
        CardView(thread=world.thread, card=card, rows=rows)
    ]
    assert (_card(world).have, _card(world).drawers, _card(world).due) == (2, 0, None)


def test_what_was_known_is_drawn_over_once_the_store_has_moved_on() -> None:
    world, chat = _asked(), RecordingChat()
    card, rows = _announced(world), world.requirements
    world.decide(rows[0], Approved())

    draw_card(_canvas(world, chat), world.thread, card, rows=rows)

    states = [drawn.view.rows[0].state for drawn in chat.shown]
    assert states == [RequirementState.PENDING, RequirementState.APPROVED]
    assert (_card(world).have, _card(world).drawers) == (_card(world).want, 0)


def test_a_message_that_was_bound_since_is_drawn_too() -> None:
    world, chat = _asked(), RecordingChat()
    card, rows = _announced(world), world.requirements
    world.store.change(drawing.noted(world.thread, card, ("1.2",)))

    draw_card(_canvas(world, chat), world.thread, card, rows=rows)

    assert [drawn.ts for drawn in chat.shown] == [card.ts, (*card.ts, "1.2")]
    assert (_card(world).have, _card(world).due) == (2, None)


def test_who_was_taken_over_before_the_write_is_not_counted_for_another() -> None:
    world, chat = _asked(), RecordingChat()
    known, rows = _announced(world), world.requirements
    world.clock.advance(seconds=31)
    world.store.change(drawing.taken_over(world.thread, known, now=world.clock()))

    draw_card(_canvas(world, chat), world.thread, known, rows=rows)

    assert _card(world).due is not None
    assert _card(world).drawers == 1


def test_a_card_that_stands_elsewhere_too_is_read_whatever_is_known_of_it() -> None:
    world, chat = _asked(), RecordingChat()
    card, rows = _announced(world), world.requirements

    draw_card(_canvas(world, chat), world.thread, replace(card, route="dm", ts=()), rows=rows)

    assert _reads(world) == 1
    assert [drawn.ts for drawn in chat.shown] == [card.ts]
