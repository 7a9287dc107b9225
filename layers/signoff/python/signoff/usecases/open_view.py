"""A request that is still open, with its card: what calling people to it is drawn from."""

from signoff.core.codec import from_item
from signoff.core.effects import Card
from signoff.core.keys import ThreadKey
from signoff.core.lost import is_lost
from signoff.core.nudge import Nudge
from signoff.core.requirement import Requirement
from signoff.ports import CardView, Store


def open_view(thread: ThreadKey, nudge: Nudge, *, store: Store, now: int) -> CardView | None:
    """Read the request that people are called to; None: it is decided, over, or gone."""
    (item,) = store.read(thread.requirement(nudge.at))
    if item is None or is_lost(item):
        return None
    asked = from_item(Requirement, item)
    if not asked.is_open or asked.exp <= now:
        return None
    (row,) = store.read(thread.card(asked.card))
    return CardView(thread=thread, card=from_item(Card, row), rows=(asked,)) if row else None
