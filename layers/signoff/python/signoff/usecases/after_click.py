"""What follows a click: its run is sent on, its card locked, and what it gave away is mended."""

from contextlib import suppress
from dataclasses import replace

from signoff.core.click import (
    AlreadyDecided,
    Applied,
    Click,
    Lost,
    Refusal,
)
from signoff.core.codec import UnreadableRowError, from_item
from signoff.core.decision import Verdict
from signoff.core.effects import DRAWING_MS, Card, Out
from signoff.core.keys import ThreadKey
from signoff.core.places import place
from signoff.core.requirement import NEVER, Requirement
from signoff.core.transitions import drawing
from signoff.ports import (
    PermanentError,
    RefusedError,
    TransientError,
)
from signoff.usecases.decision_ports import DecisionPorts
from signoff.usecases.draw_card import Canvas, draw_card
from signoff.usecases.note_drawing import AGAIN_MS
from signoff.usecases.send_out import send_out


def follow_up(
    click: Click,
    done: Applied,
    ports: DecisionPorts,
    *,
    until: int = NEVER,
    announced: int = 1,
) -> None:
    """Send the run of what was just recorded on, and lock its card, if there is time.

    The run does not wait for Slack: its worker leaves a card to whoever is just drawing it.

    Args:
        click: Who clicked, and where.
        done: What was recorded, last of all on its card.
        ports: What it needs.
        until: When there is no time left to draw, in milliseconds since 1970.
        announced: How many requests of this card were recorded: each announced a drawing.
    """
    thread = click.address.thread(click.team)
    has_time = ports.clock() < until
    if not done.requirement.is_open:
        if not has_time:
            _leave(thread, done, ports, announced=announced)
        _wake(thread, ports)
    # The decision is recorded and its card is due: otherwise the worker or the clock draws it.
    if has_time:
        canvas = replace(_canvas(ports), until=until + AGAIN_MS)
        with suppress(TransientError, PermanentError, UnreadableRowError):
            _lock(click, thread, done, ports, canvas=canvas, announced=announced)


def _leave(thread: ThreadKey, done: Applied, ports: DecisionPorts, *, announced: int) -> None:
    """Take the announced drawing back, so that the worker need not wait for it."""
    with suppress(RefusedError, TransientError, PermanentError, UnreadableRowError):
        card = _card_of(thread, done, ports)
        ports.store.change(drawing.left(thread, card, (), many=announced))


def _card_of(thread: ThreadKey, done: Applied, ports: DecisionPorts) -> Card:
    """Give the card of what was recorded; of several requests, it has the name of the first."""
    if done.card is not None:
        return done.card
    (item,) = ports.store.read(thread.card(done.requirement.card))
    return from_item(Card, item or {})


def call_out(click: Click, out: Out, ports: DecisionPorts) -> None:
    """Send what was stored with the decision: otherwise it is due, and the clock sends it."""
    thread = click.address.thread(click.team)
    with suppress(TransientError, PermanentError, UnreadableRowError):
        send_out(
            thread, out, store=ports.store, chat=ports.chat, clock=ports.clock, tell=ports.tell
        )


def _lock(
    click: Click,
    thread: ThreadKey,
    done: Applied,
    ports: DecisionPorts,
    *,
    canvas: Canvas,
    announced: int,
) -> None:
    card = _card_of(thread, done, ports)
    # The others on a card may be older than it is: they are read once more.
    rows = (done.requirement,) if done.card and len(card.rows) == 1 else ()
    if announced > 1:
        with suppress(RefusedError):
            # One drawing shows them all. Refused: somebody has taken it over, and draws.
            ports.store.change(drawing.left(thread, card, (), many=announced - 1))
    card = _bound(click, thread, card, ports)
    draw_card(canvas, thread, card, rows=rows)


def _bound(click: Click, thread: ThreadKey, card: Card, ports: DecisionPorts) -> Card:
    """Note a message that Slack took when its answer was lost: it is drawn with the others."""
    clicked = _place(click)
    if not clicked or clicked in card.ts:
        return card
    ports.store.change(drawing.noted(thread, card, (clicked,)))
    # What else was changed meanwhile is not known of it: its note is refused then.
    return replace(card, ts=(*card.ts, clicked))


def mend(click: Click, refusal: Refusal, ports: DecisionPorts) -> None:
    """Mend what the click gives away: a wake that was lost, a message with buttons it had lost."""
    if isinstance(refusal, Lost):
        # Whoever takes the thread up ends its run, and says so.
        _wake(click.address.thread(click.team), ports)
    if isinstance(refusal, AlreadyDecided):
        if click.message_ts:
            with suppress(TransientError, PermanentError, UnreadableRowError):
                _settle_message(click, refusal.verdict, ports)
        _wake(click.address.thread(click.team), ports)


def _settle_message(click: Click, verdict: Verdict, ports: DecisionPorts) -> None:
    """Take the buttons off a message that still offers what is decided.

    It is a second copy of the card, or one that Slack would not change when it was settled.
    """
    thread, now = click.address.thread(click.team), ports.clock()
    (asked,) = ports.store.read(thread.requirement(click.address.at))
    at = from_item(Requirement, asked).card if asked else click.address.at
    (item,) = ports.store.read(thread.card(at))
    card = from_item(Card, item) if item else None
    if card is None:
        return
    # A late drawing may have brought them back over a card that passes for drawn.
    is_old = card.due is None and now >= verdict.at + DRAWING_MS
    if is_old or _is_left_behind(card) or _place(click) not in card.ts:
        ports.store.change(drawing.joined(thread, card, now=now))
        draw_card(_canvas(ports), thread, _bound(click, thread, card, ports))


def _is_left_behind(card: Card) -> bool:
    return card.have < card.want and card.due is None


def _place(click: Click) -> str:
    """Name the message that somebody clicked on; empty: they clicked on none."""
    if not click.message_ts:
        return ""
    is_away = click.channel not in {"", click.address.channel}
    return place(click.message_ts, channel=click.channel if is_away else "")


def _wake(thread: ThreadKey, ports: DecisionPorts) -> None:
    try:
        ports.queue.wake(thread)
    except TransientError:
        # The decision is recorded and made the thread due: the clock wakes it instead.
        return


def _canvas(ports: DecisionPorts) -> Canvas:
    # A person waits for the answer to their click: files are the worker's and the clock's.
    return Canvas(
        store=ports.store,
        chat=ports.chat,
        clock=ports.clock,
        tell=ports.tell,
        may_upload=False,
    )
