"""A card is drawn from what is stored now, until nothing newer is wanted."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeAlias

from signoff.core.codec import from_item
from signoff.core.effects import Card, Instead
from signoff.core.failure import reason
from signoff.core.keys import ThreadKey
from signoff.core.lost import requirement_in
from signoff.core.observations.people import CardDrawn, PutOff, Undeliverable
from signoff.core.requirement import Requirement
from signoff.core.transitions import drawing
from signoff.ports import (
    CardView,
    Chat,
    Clock,
    PermanentError,
    RefusedError,
    Standing,
    Store,
    Tell,
    UndeliverableError,
    UnreachableError,
    silent,
)
from signoff.usecases import patience
from signoff.usecases.attach import attach
from signoff.usecases.note_drawing import noted

_ROUNDS = 5
_LATER_MS = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """What drawing needs.

    Attributes:
        store: Where cards and rows are.
        chat: Where they are drawn.
        clock: The time.
        tell: Who is told.
        may_upload: Whether there is time to put a file beside a card.
        until: Until when something newer is drawn, be it after a failure, in milliseconds since
            1970: others leave it to whoever has just decided. None: always, and never after one.
    """

    store: Store
    chat: Chat
    clock: Clock
    tell: Tell = silent
    may_upload: bool = True
    until: int | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing is drawn anew any more."""
        return self.until is not None and self.clock() >= self.until


def draw_card(
    canvas: Canvas,
    thread: ThreadKey,
    card: Card,
    *,
    rows: tuple[Requirement, ...] = (),
    shown: Callable[[], Standing] | None = None,
    was_tried: bool = False,
) -> int:
    """Draw a card that the caller has announced to draw, in the write that changed it.

    Slack never decides a run's fate: what it would not take is left to the clock.

    Args:
        canvas: The ports.
        thread: The card's thread.
        card: The card as it was known when its drawing was announced.
        rows: All requirements on it, as that write left them, where the caller knows them: none of
            them older than `card`, which is then as the write left it, too. Without, both are read.
        shown: Gives or raises what came of drawing just that, where it was begun before.
        was_tried: Whether somebody may have posted it without being able to say so.

    Returns:
        Until when Slack is to be left alone, in milliseconds since 1970; 0: it answered.
    """
    mine, rows, has_drawn = card, may_be_known(card, rows), False
    for _ in range(_ROUNDS):
        if has_drawn and canvas.is_over:
            break
        if not rows:
            # What was written is the store, as far as the note finds nothing newer there.
            card, rows = _read(canvas.store, thread, mine)
        view = CardView(thread=thread, card=card, rows=rows)
        mine = replace(card, taken=mine.taken)
        try:
            standing = shown() if shown else show(canvas.chat, view, was_tried=was_tried)
        except (UnreachableError, UndeliverableError) as error:
            quiet_until = _failed(canvas, view, mine, error, has_drawn=has_drawn)
            more = _more(canvas, thread, mine, error)
            if more is None:
                return quiet_until
            mine, rows, shown, has_drawn = more, (), None, False
            continue
        new = tuple(ts for ts in standing.ts if ts not in card.ts)
        if not _can_be_decided(canvas, view, standing, new):
            # What Slack does not take of it is mended by a later version, or by a later try.
            wait = patience.after_refusal(tries=card.tries)
            _leave(canvas, thread, mine, new, wait=wait, has_drawn=True)
            return 0
        after = noted(canvas.store, thread, mine, new, now=canvas.clock())
        if after is None:
            canvas.tell(drawn(view, messages=len(card.ts + new), now=canvas.clock()))
            return 0
        mine, rows, shown, was_tried, has_drawn = after, (), None, False, True
    # What never comes to rest is left alone for a while; for what was left to this one, it is late.
    _leave(canvas, thread, mine, wait=0 if canvas.is_over else _LATER_MS, has_drawn=True)
    return 0


_NotShown: TypeAlias = UnreachableError | UndeliverableError


def _failed(
    canvas: Canvas, view: CardView, card: Card, error: _NotShown, *, has_drawn: bool
) -> int:
    if isinstance(error, UnreachableError):
        return _put_off(canvas, view.thread, card, error, has_drawn=has_drawn)
    return _tell_instead(canvas, view, card, error, has_drawn=has_drawn)


def may_be_known(card: Card, rows: tuple[Requirement, ...]) -> tuple[Requirement, ...]:
    """Give the rows, if a card may be drawn without reading it; otherwise none.

    One that stands elsewhere, too, is posted wherever it is not known to stand.
    """
    return () if card.route else rows


def _more(canvas: Canvas, thread: ThreadKey, card: Card, error: _NotShown) -> Card | None:
    """Join in drawing what somebody wants since, and has left to this drawer, which failed."""
    is_worth_it = isinstance(error, UnreachableError) and not error.retry_after_s
    if canvas.until is None or canvas.is_over or not is_worth_it:
        return None
    try:
        joined = drawing.joined_for_more(thread, card, now=canvas.clock())
        return from_item(Card, canvas.store.change(joined))
    except RefusedError:
        return None


def _can_be_decided(
    canvas: Canvas, view: CardView, standing: Standing, new: tuple[str, ...]
) -> bool:
    """Tell whether people can decide on what is drawn, with the file that some of it needs."""
    if not _has_open(view.rows):
        return True
    placed = replace(view, card=replace(view.card, ts=(*view.card.ts, *new)))
    is_whole = attach(
        placed,
        store=canvas.store,
        chat=canvas.chat,
        tell=canvas.tell,
        may_upload=canvas.may_upload,
    )
    return is_whole and not standing.is_bare


def drawn(view: CardView, *, messages: int, now: int) -> CardDrawn:
    """Tell that Slack has a card as it was wanted."""
    return CardDrawn(
        thread=view.thread,
        card=view.card.at,
        version=view.card.want,
        messages=messages,
        is_first=view.card.have == 0,
        after_ms=now - view.rows[0].asked_at,
    )


def _read(store: Store, thread: ThreadKey, known: Card) -> tuple[Card, tuple[Requirement, ...]]:
    """Read a card, and its rows as they were then or later: a read of several is no snapshot."""
    keys = [thread.requirement(row) for row in known.rows]
    item, *found = store.read(thread.card(known.at), *keys)
    card = from_item(Card, item) if item is not None else known
    if card.want > known.want:
        found = list(store.read(*keys))
    asked = tuple(requirement_in(each, card.at) for each in found if each is not None)
    if item is None or len(asked) < len(keys):
        raise PermanentError(f"the card {known.at.place} has lost a row")
    return card, asked


def show(chat: Chat, view: CardView, *, was_tried: bool = False) -> Standing:
    """Draw it where it stands, be it that nobody has noted so yet."""
    card = view.card
    # Whoever draws it besides its first drawer may find it posted and not yet noted; and who was
    # taken for lost may have posted it late, and died before that was noted.
    is_unsure = was_tried or card.want > 1 or card.drawers > 1
    if card.taken or (is_unsure and not card.ts) or (was_tried and card.route):
        found = chat.find_card(view)
        return chat.show(replace(view, card=replace(card, ts=(*card.ts, *found))))
    return chat.show(view)


def _put_off(
    canvas: Canvas, thread: ThreadKey, card: Card, error: UnreachableError, *, has_drawn: bool
) -> int:
    mark = f"{thread.pk}.{card.at.place}"
    wait = patience.after_no_answer(error, tries=card.tries, mark=mark)
    may_have_come = error.is_ambiguous
    _leave(canvas, thread, card, wait=wait, may_have_come=may_have_come, has_drawn=has_drawn)
    canvas.tell(PutOff(thread=thread, what="card", mark=card.at.place, why=reason(error)))
    return canvas.clock() + patience.for_all(error)


def _tell_instead(
    canvas: Canvas, view: CardView, card: Card, error: UndeliverableError, *, has_drawn: bool
) -> int:
    """Have the requester know what waits, as long as something does: its thread does not take it.

    The run waits on, and the card is tried again; it expires like any other.
    """
    thread = view.thread
    if not _has_open(view.rows):
        _leave_settled(canvas, thread, card, has_drawn=has_drawn)
        return 0
    try:
        instead = _announced(canvas.chat, view, error)
    except UnreachableError as unreachable:
        return _put_off(canvas, thread, card, unreachable, has_drawn=has_drawn)
    wait = patience.after_refusal(tries=card.tries)
    _leave(canvas, thread, card, wait=wait, instead=instead, has_drawn=has_drawn)
    has_failed = instead is Instead.FAILED and card.instead is not Instead.FAILED
    kind = Undeliverable if has_failed else PutOff
    canvas.tell(kind(thread=thread, what="card", mark=card.at.place, why=reason(error)))
    return 0


def _announced(chat: Chat, view: CardView, error: UndeliverableError) -> Instead:
    if view.card.instead is Instead.TOLD:
        return Instead.TOLD
    try:
        chat.announce(view, why=error)
    except UndeliverableError:
        return Instead.FAILED
    return Instead.TOLD


def _leave_settled(canvas: Canvas, thread: ThreadKey, card: Card, *, has_drawn: bool) -> None:
    """Leave a card on which nothing is open: at once if it stands nowhere, otherwise in a while.

    Where it stands it still has its buttons, which are answered, and goes with a click on them.
    """
    if not card.ts or patience.is_spent(tries=card.tries):
        with suppress(RefusedError):
            canvas.store.change(drawing.given_up(thread, card))
            return
        # More is wanted, or others draw too: they find out the same.
    wait = patience.after_refusal(tries=card.tries)
    _leave(canvas, thread, card, wait=wait, has_drawn=has_drawn)


def _leave(
    canvas: Canvas,
    thread: ThreadKey,
    card: Card,
    new: tuple[str, ...] = (),
    *,
    wait: int,
    has_drawn: bool,
    instead: Instead | None = None,
    may_have_come: bool = False,
) -> None:
    """Leave a card to the clock, or to those who still draw it."""
    put_off = drawing.put_off(
        thread,
        card,
        new,
        due=canvas.clock() + wait,
        instead=instead,
        may_have_come=may_have_come,
    )
    try:
        canvas.store.change(put_off)
    except RefusedError:
        # Others draw it too, or in this one's place: it is due in their name. Where something older
        # may stand over what they drew, they must not take the card for drawn: this one stays
        # counted, until the clock has taken it over and drawn it anew.
        with suppress(RefusedError):
            if not (may_have_come or has_drawn):
                canvas.store.change(drawing.left(thread, card, new))


def _has_open(rows: tuple[Requirement, ...]) -> bool:
    return any(row.is_open for row in rows)
