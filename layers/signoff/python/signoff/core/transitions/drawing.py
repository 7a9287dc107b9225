"""Who draws a card or sends a message, and when Slack has what it should have."""

from collections.abc import Sequence

from signoff.core.effects import DRAWING_MS, Card, Out, OutState
from signoff.core.items import Above, AtMost, Column, Equal, Update
from signoff.core.keys import ThreadKey
from signoff.core.thread import DUE


def taken_over(thread: ThreadKey, card: Card, *, now: int) -> Update:
    """Draw a card in place of all who did not come back; whoever does come back is not counted."""
    return Update(
        key=thread.card(card.at),
        put={"drawers": 1, **_until(now + DRAWING_MS)},
        add={"taken": 1},
        when=(AtMost(name="until", value=now),),
    )


def joined(thread: ThreadKey, card: Card, *, now: int, new: Sequence[str] = ()) -> Update:
    """Draw a card as well, while somebody else may be at it."""
    return Update(
        key=thread.card(card.at),
        put=_until(now + DRAWING_MS),
        add={"drawers": 1},
        append=_new_places(new),
    )


def drawn(thread: ThreadKey, card: Card, new: Sequence[str]) -> Update:
    """Note that Slack has what was wanted.

    Refused if more is wanted, if others draw too, or if it stands where this drawer did not draw.
    """
    return Update(
        key=thread.card(card.at),
        put={"have": card.want, "drawers": 0},
        append=_new_places(new),
        drop=("due", "due_shard"),
        when=(
            Equal(name="want", value=card.want),
            Equal(name="drawers", value=1),
            Equal(name="taken", value=card.taken),
            Equal(name="ts", value=card.ts),
        ),
    )


def left(thread: ThreadKey, card: Card, new: Sequence[str]) -> Update:
    """Stop drawing, while others still do. Refused to somebody whose place was taken."""
    return Update(
        key=thread.card(card.at),
        add={"drawers": -1},
        append=_new_places(new),
        when=(Equal(name="taken", value=card.taken), Above(name="drawers", value=0)),
    )


def put_off(thread: ThreadKey, card: Card, *, due: int) -> Update:
    """Leave a drawing that failed to the clock. Refused to somebody whose place was taken.

    Whoever failed still counts as drawing: Slack may have taken it, and late, over what another
    draws meanwhile. So nobody takes the card for drawn until it was taken over.
    """
    return Update(
        key=thread.card(card.at),
        put=_until(due),
        when=(Equal(name="taken", value=card.taken),),
    )


def all_left(thread: ThreadKey, card: Card) -> Update:
    """Note that Slack has what was wanted, once several who drew it at one time have left."""
    return Update(
        key=thread.card(card.at),
        put={"have": card.want},
        drop=("due", "due_shard"),
        when=(
            Equal(name="want", value=card.want),
            Equal(name="drawers", value=0),
            Equal(name="ts", value=card.ts),
        ),
    )


def noted(thread: ThreadKey, card: Card, new: Sequence[str]) -> Update:
    """Note where a card stands, and go on drawing it."""
    return Update(key=thread.card(card.at), append=_new_places(new))


def send_again(thread: ThreadKey, out: Out, *, now: int) -> Update:
    """Send a message in place of somebody who did not come back."""
    return Update(
        key=thread.out(out.run, out.name),
        put=_until(now + DRAWING_MS),
        add={"tries": 1},
        when=(
            Equal(name="state", value=OutState.SENDING.value),
            AtMost(name="until", value=now),
        ),
    )


def sent(thread: ThreadKey, out: Out, ts: str) -> Update:
    """Note that Slack has a message."""
    return Update(
        key=thread.out(out.run, out.name),
        put={"state": OutState.SENT.value, "ts": ts},
        drop=("due", "due_shard"),
        when=(Equal(name="state", value=OutState.SENDING.value),),
    )


def not_sent(thread: ThreadKey, out: Out, *, due: int | None) -> Update:
    """Note that Slack would not: until later, or (None) for good; refused once it is sent."""
    key, still = thread.out(out.run, out.name), Equal(name="state", value=OutState.SENDING.value)
    if due is not None:
        return Update(key=key, put=_until(due), when=(still,))
    return Update(
        key=key,
        put={"state": OutState.FAILED.value},
        drop=("due", "due_shard"),
        when=(still,),
    )


def _until(at: int) -> dict[str, Column]:
    return {"until": at, "due": at, "due_shard": DUE}


def _new_places(new: Sequence[str]) -> dict[str, tuple[str, ...]]:
    return {"ts": tuple(new)} if new else {}
