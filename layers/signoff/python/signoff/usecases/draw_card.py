"""A card is drawn from what is stored now, until nothing newer is wanted."""

from dataclasses import dataclass

from signoff.core.codec import from_item
from signoff.core.effects import Card
from signoff.core.keys import Position, ThreadKey
from signoff.core.requirement import Requirement
from signoff.core.transitions import drawing
from signoff.ports import (
    CardView,
    Chat,
    Clock,
    PermanentError,
    RefusedError,
    Store,
    UndeliverableError,
    UnreachableError,
)

_ROUNDS = 5
_LATER_MS = 60_000
_MUCH_LATER_MS = 900_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """What drawing needs."""

    store: Store
    chat: Chat
    clock: Clock


def draw_card(
    canvas: Canvas, thread: ThreadKey, card: Card, *, was_tried: bool = False
) -> tuple[Requirement, ...]:
    """Draw a card that the caller has announced to draw, in the write that changed it.

    Slack never decides a run's fate: what it would not take is left to the clock.

    Args:
        canvas: The ports.
        thread: The card's thread.
        card: The card as it was known when its drawing was announced.
        was_tried: Whether somebody may have posted it without being able to say so.

    Returns:
        Its requirements, as they were read last.
    """
    rows: tuple[Requirement, ...] = ()
    for _ in range(_ROUNDS):
        card, rows = _read(canvas.store, thread, card.at, card.rows)
        try:
            new = _show(canvas.chat, CardView(thread=thread, card=card, rows=rows), was_tried)
        except (UnreachableError, UndeliverableError) as error:
            _give_back(canvas, thread, card, error)
            return rows
        if _is_settled(canvas.store, thread, card, new):
            return rows
        was_tried = False
    canvas.store.change(drawing.left(thread, card, (), due=canvas.clock() + _LATER_MS))
    return rows


def _read(
    store: Store, thread: ThreadKey, at: Position, rows: tuple[Position, ...]
) -> tuple[Card, tuple[Requirement, ...]]:
    found = store.read(thread.card(at), *(thread.requirement(row) for row in rows))
    if any(item is None for item in found):
        raise PermanentError(f"the card {at.place} has lost a row")
    card, *asked = (item for item in found if item is not None)
    return from_item(Card, card), tuple(from_item(Requirement, item) for item in asked)


def _show(chat: Chat, view: CardView, was_tried: bool) -> tuple[str, ...]:
    """Draw, and give the messages that were not known of."""
    if was_tried and not view.card.ts:
        found = chat.find(view.thread, view.card.at.place)
        if found is not None:
            card = _standing_at(view.card, found)
            chat.show(CardView(thread=view.thread, card=card, rows=view.rows))
            return (found,)
    places = chat.show(view)
    return tuple(ts for ts in places if ts not in view.card.ts)


def _standing_at(card: Card, ts: str) -> Card:
    return Card(
        at=card.at, rows=card.rows, want=card.want, have=card.have, drawers=card.drawers, ts=(ts,)
    )


def _is_settled(store: Store, thread: ThreadKey, card: Card, new: tuple[str, ...]) -> bool:
    """Tell whether this drawer is done; if more is wanted, it is not."""
    try:
        store.change(drawing.drawn(thread, card, new))
    except RefusedError as refused:
        old = refused.old[thread.card(card.at)]
        now = from_item(Card, old) if old else card
        if now.want != card.want:
            if new:
                store.change(drawing.noted(thread, card, new))
            return False
        store.change(drawing.left(thread, card, new, due=None))
    return True


def _give_back(
    canvas: Canvas, thread: ThreadKey, card: Card, error: UnreachableError | UndeliverableError
) -> None:
    wait = _MUCH_LATER_MS
    if isinstance(error, UnreachableError):
        wait = max(error.retry_after_s * 1000, _LATER_MS // 2)
    canvas.store.change(drawing.left(thread, card, (), due=canvas.clock() + wait))
