"""A card is drawn from what is stored now, until nothing newer is wanted."""

from contextlib import suppress
from dataclasses import dataclass, replace

from signoff.core.codec import from_item
from signoff.core.effects import Card
from signoff.core.failure import reason
from signoff.core.keys import ThreadKey
from signoff.core.observations.people import CardDrawn, PutOff, Undeliverable
from signoff.core.requirement import Requirement
from signoff.core.transitions import drawing
from signoff.ports import (
    CardView,
    Chat,
    Clock,
    PermanentError,
    RefusedError,
    Store,
    Tell,
    UndeliverableError,
    UnreachableError,
    silent,
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
    tell: Tell = silent


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
    mine = card
    for _ in range(_ROUNDS):
        card, rows = _read(canvas.store, thread, mine)
        try:
            new = _show(canvas.chat, CardView(thread=thread, card=card, rows=rows), was_tried)
        except (UnreachableError, UndeliverableError) as error:
            _put_off(canvas.store, thread, mine, due=canvas.clock() + _wait_after(error))
            kind = PutOff if isinstance(error, UnreachableError) else Undeliverable
            canvas.tell(kind(thread=thread, what="card", mark=card.at.place, why=reason(error)))
            return rows
        after = _noted(canvas, thread, replace(card, taken=mine.taken), new)
        if after is None:
            canvas.tell(_drawn(thread, card, rows, messages=len(card.ts + new), now=canvas.clock()))
            return rows
        mine, was_tried = after, False
    _put_off(canvas.store, thread, mine, due=canvas.clock() + _LATER_MS)
    return rows


def _drawn(
    thread: ThreadKey, card: Card, rows: tuple[Requirement, ...], *, messages: int, now: int
) -> CardDrawn:
    return CardDrawn(
        thread=thread,
        card=card.at,
        version=card.want,
        messages=messages,
        is_first=card.have == 0,
        after_ms=now - rows[0].asked_at,
    )


def _read(store: Store, thread: ThreadKey, known: Card) -> tuple[Card, tuple[Requirement, ...]]:
    """Read a card, and its rows as they were then or later: a read of several is no snapshot."""
    keys = [thread.requirement(row) for row in known.rows]
    item, *found = store.read(thread.card(known.at), *keys)
    card = from_item(Card, item) if item is not None else known
    if card.want > known.want:
        found = list(store.read(*keys))
    asked = tuple(from_item(Requirement, each) for each in found if each is not None)
    if item is None or len(asked) < len(keys):
        raise PermanentError(f"the card {known.at.place} has lost a row")
    return card, asked


def _show(chat: Chat, view: CardView, was_tried: bool) -> tuple[str, ...]:
    """Draw, and give the messages that were not known of."""
    card = view.card
    # Whoever draws it besides its first drawer may find it posted and not yet noted.
    if not card.ts and (was_tried or card.want > 1 or card.drawers > 1):
        found = chat.find(view.thread, card.at.place)
        if found is not None:
            chat.show(replace(view, card=replace(card, ts=(found,))))
            return (found,)
    places = chat.show(view)
    return tuple(ts for ts in places if ts not in card.ts)


def _noted(canvas: Canvas, thread: ThreadKey, card: Card, new: tuple[str, ...]) -> Card | None:
    """Note what was drawn; None: this drawer is done, otherwise it draws again from this card."""
    store = canvas.store
    try:
        store.change(drawing.drawn(thread, card, new))
    except RefusedError as refused:
        old = refused.old[thread.card(card.at)]
        now = from_item(Card, old) if old else card
        new = tuple(ts for ts in new if ts not in now.ts)
        if now.taken != card.taken:
            # Somebody drew in this one's place, perhaps before this drawing came to Slack.
            return from_item(
                Card, store.change(drawing.joined(thread, card, now=canvas.clock(), new=new))
            )
        if (now.want, now.ts) != (card.want, card.ts):
            # More is wanted, or it stands in a message that was not drawn here.
            return from_item(Card, store.change(drawing.noted(thread, card, new))) if new else now
        _leave(store, thread, card, new)
    return None


def _leave(store: Store, thread: ThreadKey, card: Card, new: tuple[str, ...]) -> None:
    """Stop drawing; the last of several who drew the same has nobody left to wait for."""
    try:
        now = from_item(Card, store.change(drawing.left(thread, card, new)))
        if now.drawers == 0:
            store.change(drawing.all_left(thread, replace(card, ts=(*card.ts, *new))))
    except RefusedError:
        # More is wanted, or somebody has taken this one's place: either way the card is due.
        return


def _put_off(store: Store, thread: ThreadKey, card: Card, *, due: int) -> None:
    with suppress(RefusedError):  # Somebody has taken this one's place: the card is due.
        store.change(drawing.put_off(thread, card, due=due))


def _wait_after(error: UnreachableError | UndeliverableError) -> int:
    if isinstance(error, UnreachableError):
        return max(error.retry_after_s * 1000, _LATER_MS // 2)
    return _MUCH_LATER_MS
