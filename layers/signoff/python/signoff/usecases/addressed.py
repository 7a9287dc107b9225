"""What a button names is read at once: the request, its card, and how far the audit goes."""

from dataclasses import dataclass

from signoff.core.click import Click
from signoff.core.codec import UnreadableRowError, from_item
from signoff.core.effects import Card
from signoff.core.items import Item, Write, applied
from signoff.core.keys import ThreadKey
from signoff.core.requirement import Requirement
from signoff.ports import Store
from signoff.usecases.auditing import HeadSeen, head_seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """What a button names, read in one round trip; rows that were read so are no snapshot.

    Attributes:
        thread: Where it is.
        item: The row of the request; None: there is none.
        card: The row of the card that has its name; None: it stands on another.
        seen: How far the thread's audit goes.
    """

    thread: ThreadKey
    item: Item | None
    card: Item | None
    seen: HeadSeen

    def card_after(self, *writes: Write) -> Card | None:
        """Give the card as some writes leave it; None: it was not read, or can't be."""
        try:
            return from_item(Card, row) if (row := _after(self.card, writes)) else None
        except UnreadableRowError:
            # Whoever draws it reads it again, and says so.
            return None

    def asked_after(self, *writes: Write) -> Requirement:
        """Give the request, which is there, as some writes leave it."""
        return from_item(Requirement, _after(self.item, writes) or {})


def look_up(click: Click, *, store: Store) -> Addressed:
    """Read what a click names, and what a decision on it must know beside."""
    thread = click.address.thread(click.team)
    at = click.address.at
    item, card, head = store.read(thread.requirement(at), thread.card(at), thread.audit_head())
    return Addressed(thread=thread, item=item, card=card, seen=head_seen(head))


def _after(row: Item | None, writes: tuple[Write, ...]) -> Item | None:
    for write in writes:
        if row is not None and write.key == (row["pk"], row["sk"]):
            row = applied(write, row)
    return row
