"""What was drawn is noted, by the last who draws it, or left to those who still do."""

from contextlib import suppress
from dataclasses import replace

from signoff.core.codec import from_item
from signoff.core.effects import Card
from signoff.core.keys import ThreadKey
from signoff.core.transitions import drawing
from signoff.ports import RefusedError, Store

AGAIN_MS = 700
"""So long after a decision its drawing is drawn anew by whoever decided, if more is wanted."""


def noted(
    store: Store, thread: ThreadKey, card: Card, new: tuple[str, ...], *, now: int
) -> Card | None:
    """Note what was drawn; None: this drawer is done, otherwise it draws again from this card."""
    try:
        store.change(drawing.drawn(thread, card, new))
    except RefusedError as refused:
        old = refused.old[thread.card(card.at)]
        found = from_item(Card, old) if old else card
        new = tuple(ts for ts in new if ts not in found.ts)
        if found.taken != card.taken:
            # Somebody drew in this one's place, perhaps before this drawing came to Slack.
            joined = drawing.joined(thread, card, now=now, new=new)
            return from_item(Card, store.change(joined))
        if (found.want, found.ts) != (card.want, card.ts):
            # More is wanted, or it stands in a message that was not drawn here.
            return _placed(store, thread, found, new)
        return _gone(store, thread, card, new)
    return None


def _placed(store: Store, thread: ThreadKey, now: Card, new: tuple[str, ...]) -> Card:
    """Note where a card was posted, if it was, and give it as it is."""
    return from_item(Card, store.change(drawing.noted(thread, now, new))) if new else now


def _gone(store: Store, thread: ThreadKey, card: Card, new: tuple[str, ...]) -> Card | None:
    """Stop drawing; the last of several who drew the same has nobody left to wait for.

    Returns:
        The card, if more is wanted of it by now: whoever wants it may have left that to this one.
    """
    try:
        left = store.change(drawing.done(thread, card, new))
    except RefusedError as refused:
        old = refused.old[thread.card(card.at)]
        now = from_item(Card, old) if old else card
        if now.taken != card.taken or not now.drawers:
            # Somebody has taken this one's place: the card is due.
            return None
        return _placed(store, thread, now, tuple(ts for ts in new if ts not in now.ts))
    if from_item(Card, left).drawers == 0:
        with suppress(RefusedError):
            # More is wanted, or it stands elsewhere, too: the card is due.
            store.change(drawing.all_left(thread, replace(card, ts=(*card.ts, *new))))
    return None
