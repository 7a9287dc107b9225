"""Who draws a card or sends a message, and when Slack has what it should have."""

from collections.abc import Sequence
from dataclasses import replace

from signoff.core.decision import RequirementState
from signoff.core.effects import DRAWING_MS, Card, Instead, Out, OutState
from signoff.core.items import Above, AtMost, Column, Equal, Update
from signoff.core.keys import ThreadKey
from signoff.core.requirement import Requirement
from signoff.core.thread import DUE

_IN_TROUBLE = ("tries", "instead")
_DUE = ("due", "due_shard")


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


def joined_for_more(thread: ThreadKey, card: Card, *, now: int) -> Update:
    """Draw a card as well, of which more is wanted than this; refused where that is all."""
    more = Above(name="want", value=card.want)
    return replace(joined(thread, card, now=now), when=(more,))


def filed(thread: ThreadKey, requirement: Requirement, digest: str) -> Update:
    """Note that a file with all arguments of an open request stands beside its card."""
    return Update(
        key=thread.requirement(requirement.at),
        put={"filed": digest},
        when=(
            Equal(name="state", value=RequirementState.PENDING.value),
            Equal(name="digest", value=requirement.digest),
        ),
    )


def drawn(thread: ThreadKey, card: Card, new: Sequence[str]) -> Update:
    """Note that Slack has what was wanted.

    Refused if more is wanted, if others draw too, or if it stands where this drawer did not draw.
    """
    return Update(
        key=thread.card(card.at),
        put={"have": card.want, "drawers": 0},
        append=_new_places(new),
        drop=(*_DUE, *_IN_TROUBLE),
        when=(
            Equal(name="want", value=card.want),
            Equal(name="drawers", value=1),
            Equal(name="taken", value=card.taken),
            Equal(name="ts", value=card.ts),
        ),
    )


def left(thread: ThreadKey, card: Card, new: Sequence[str], *, many: int = 1) -> Update:
    """Stop drawing, while others still do; refused to somebody whose place was taken.

    Whoever announced `many` drawings and makes one takes the others back in this way.
    """
    return Update(
        key=thread.card(card.at),
        add={"drawers": -many},
        append=_new_places(new),
        when=(Equal(name="taken", value=card.taken), Above(name="drawers", value=many - 1)),
    )


def done(thread: ThreadKey, card: Card, new: Sequence[str]) -> Update:
    """Stop drawing what others draw, too; refused if more is wanted than they all know of."""
    stopped = left(thread, card, new)
    return replace(stopped, when=(*stopped.when, Equal(name="want", value=card.want)))


def left_to_others(thread: ThreadKey, card: Card) -> Update:
    """Want a newer card of those who are drawing it: their note is refused, and they draw anew.

    Refused where nobody is, or where something became of their drawing since the card was read.
    """
    return Update(
        key=thread.card(card.at),
        add={"want": 1},
        when=(
            Equal(name="taken", value=card.taken),
            Equal(name="until", value=card.until),
            Above(name="drawers", value=0),
        ),
    )


def put_off(
    thread: ThreadKey,
    card: Card,
    new: Sequence[str],
    *,
    due: int,
    instead: Instead | None = None,
    may_have_come: bool = False,
) -> Update:
    """Leave a drawing that failed to the clock; refused while others draw it, or in their place.

    Whoever got no answer still counts as drawing: Slack may have taken it, and late, over what
    another draws meanwhile. So nobody takes the card for drawn until it was taken over. And whoever
    draws after a change of state must not be waited for as long as Slack's refusal is.
    """
    drawers: dict[str, Column] = {} if may_have_come else {"drawers": 0}
    return Update(
        key=thread.card(card.at),
        put={**drawers, **_until(due), **_known(instead)},
        add={"tries": 1},
        append=_new_places(new),
        when=(Equal(name="taken", value=card.taken), Equal(name="drawers", value=1)),
    )


def given_up(thread: ThreadKey, card: Card) -> Update:
    """Leave a card as it stands: Slack will not change it, and nothing on it is open any more."""
    return Update(
        key=thread.card(card.at),
        put={"drawers": 0},
        drop=_DUE,
        when=(
            Equal(name="taken", value=card.taken),
            Equal(name="drawers", value=1),
            Equal(name="want", value=card.want),
        ),
    )


def all_left(thread: ThreadKey, card: Card) -> Update:
    """Note that Slack has what was wanted, once several who drew it at one time have left."""
    return Update(
        key=thread.card(card.at),
        put={"have": card.want},
        drop=(*_DUE, *_IN_TROUBLE),
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
    """Send a message in place of somebody who did not come back, or whom Slack turned away."""
    return Update(
        key=thread.out(out.run, out.name),
        put=_until(now + DRAWING_MS),
        add={"tries": 1},
        when=(_still(out), AtMost(name="until", value=now)),
    )


def uploaded(thread: ThreadKey, out: Out, file: str) -> Update:
    """Note what Slack calls a file before it is put into the thread: by that it is found again.

    Refused to somebody whose place was taken: another puts it there.
    """
    when = (_still(out), Equal(name="tries", value=out.tries))
    return Update(key=thread.out(out.run, out.name), put={"ts": file}, when=when)


def sent(thread: ThreadKey, out: Out, ts: str) -> Update:
    """Note that Slack has a message."""
    return _came_to(thread, out, OutState.SENT, ts)


def told(thread: ThreadKey, out: Out, ts: str) -> Update:
    """Note that whoever opened the run has a message which its thread does not take."""
    return _came_to(thread, out, OutState.TOLD, ts)


def not_sent(thread: ThreadKey, out: Out, *, due: int) -> Update:
    """Note that Slack would not, until later; refused once it is sent."""
    key = thread.out(out.run, out.name)
    return Update(key=key, put=_until(due), when=(_still(out),))


def not_told(thread: ThreadKey, out: Out, *, due: int | None) -> Update:
    """Note that nobody could be reached; it is tried again when it is due, or (None) no more."""
    key, failed = thread.out(out.run, out.name), {"state": OutState.FAILED.value}
    if due is not None:
        return Update(key=key, put={**failed, **_until(due)}, when=(_still(out),))
    return Update(key=key, put=failed, drop=_DUE, when=(_still(out),))


def moot(thread: ThreadKey, out: Out) -> Update:
    """Note that what a message calls people to is not open any more."""
    key, over = thread.out(out.run, out.name), {"state": OutState.MOOT.value}
    return Update(key=key, put=over, drop=_DUE, when=(_still(out),))


def _came_to(thread: ThreadKey, out: Out, state: OutState, ts: str) -> Update:
    return Update(
        key=thread.out(out.run, out.name),
        put={"state": state.value, "ts": ts},
        drop=_DUE,
        when=(_still(out),),
    )


def _still(out: Out) -> Equal:
    """Require that nobody has come further with a message than whoever writes this knows."""
    return Equal(name="state", value=out.state.value)


def _known(instead: Instead | None) -> dict[str, Column]:
    return {} if instead is None else {"instead": instead.value}


def _until(at: int) -> dict[str, Column]:
    return {"until": at, "due": at, "due_shard": DUE}


def _new_places(new: Sequence[str]) -> dict[str, tuple[str, ...]]:
    return {"ts": tuple(new)} if new else {}
