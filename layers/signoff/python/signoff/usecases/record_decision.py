"""A click arrived: take the decision, show it, and send the run on; or say why not."""

from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count

from signoff.core.click import (
    AlreadyDecided,
    AlreadyVoted,
    Applied,
    Click,
    ClickOutcome,
    Decide,
    Gone,
    Invalid,
    Lost,
    NotRecorded,
    PastExpiry,
    Refusal,
    Stale,
    SwitchedOff,
    Unverified,
)
from signoff.core.codec import UnreadableRowError, from_item
from signoff.core.decision import Verdict
from signoff.core.effects import DRAWING_MS, Card, Out
from signoff.core.failure import reason
from signoff.core.keys import ThreadKey
from signoff.core.lost import is_lost, requirement_in
from signoff.core.observations.people import turned_away
from signoff.core.places import place
from signoff.core.requirement import NEVER, Requirement
from signoff.core.standing import require_as_asked
from signoff.core.terms import DM
from signoff.core.transitions import drawing
from signoff.ports import (
    Chat,
    Clock,
    PermanentError,
    Queue,
    RefusedError,
    Store,
    Tell,
    TransientError,
    silent,
)
from signoff.usecases.auditing import commit_audited
from signoff.usecases.authorise import Admitted, admitted, note_refused
from signoff.usecases.changes import Change
from signoff.usecases.current_card import current_card
from signoff.usecases.draw_card import Canvas, draw_card
from signoff.usecases.granting import granted
from signoff.usecases.landing import became, has_landed
from signoff.usecases.send_out import send_out
from signoff.usecases.wishes import change_of, rule_for

DRAWN_WITHIN_MS = 1_500
"""So long after a click nothing is drawn or said here any more: Slack hears nothing after 3 s."""

_READS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPorts:
    """What taking a decision needs."""

    store: Store
    queue: Queue
    chat: Chat
    clock: Clock
    tell: Tell = silent


def record_decision(decide: Decide, *, ports: DecisionPorts) -> ClickOutcome:
    """Take a decision, lock its card, and wake its thread, in that order.

    A vote that does not decide is shown on the card and wakes nobody. Every click ends in a
    stated outcome; a decision that is recorded is never lost, because the same write makes the
    thread due.
    """
    until = ports.clock() + DRAWN_WITHIN_MS
    outcome = taken_from(decide, ports=ports)
    if isinstance(outcome, Applied):
        follow_up(decide.click, outcome.requirement, ports, until=until)
        if outcome.out is not None and ports.clock() < until:
            _call(decide.click, outcome.out, ports)
    return outcome


def taken_from(decide: Decide, *, ports: DecisionPorts) -> ClickOutcome:
    """Take a decision and nothing more: whoever calls this draws its card and wakes its thread."""
    try:
        outcome = _decide(decide, ports)
    except (TransientError, PermanentError, UnreadableRowError) as error:
        outcome = NotRecorded(why=reason(error))
    if not isinstance(outcome, Applied):
        ports.tell(turned_away(decide.click, outcome))
    return outcome


def find_open(click: Click, *, store: Store, now: int) -> Requirement | Refusal:
    """Read the requirement that a click means, if it still waits for a decision as shown.

    Raises:
        UnreadableRowError: It is not what was asked any more.
    """
    thread = click.address.thread(click.team)
    at = click.address.at
    (item,) = store.read(thread.requirement(at))
    if item is None:
        return Gone()
    requirement = requirement_in(item)
    if not may_stand(click, requirement):
        # No card of it stands there: this value was carried elsewhere.
        return Gone()
    if not is_lost(item):
        require_as_asked(requirement)
    refusal = _not_as_shown(click, requirement, now)
    if isinstance(refusal, Stale):
        return replace(refusal, card=current_card(thread, requirement, store=store))
    return refusal or (Lost() if is_lost(item) else requirement)


def may_stand(click: Click, requirement: Requirement) -> bool:
    """Tell whether a card of a request may stand where somebody clicked."""
    route = requirement.terms.route
    is_direct = route == DM and click.channel.startswith("D")
    return is_direct or click.channel in {"", click.address.channel, route}


def _place(click: Click) -> str:
    """Name the message that somebody clicked on; empty: they clicked on none."""
    if not click.message_ts:
        return ""
    is_away = click.channel not in {"", click.address.channel}
    return place(click.message_ts, channel=click.channel if is_away else "")


def _not_as_shown(click: Click, requirement: Requirement, now: int) -> Refusal | None:
    edited, shown = requirement.edited, click.address
    is_shown = requirement.digest.startswith(shown.shown)
    if requirement.verdict is not None and (is_shown or edited is not None):
        return AlreadyDecided(state=requirement.state, verdict=requirement.verdict)
    # A vote moves the revision and nothing that a card shows: earlier cards of it still count.
    if not (is_shown and requirement.asked_since <= shown.rev <= requirement.rev):
        return Stale(changed_at=edited.at if edited else None)
    if requirement.exp <= now:
        return PastExpiry(exp=requirement.exp)
    return None


def _decide(decide: Decide, ports: DecisionPorts) -> ClickOutcome:
    click = decide.click
    thread = click.address.thread(click.team)
    for reads in count(1):
        found = find_open(click, store=ports.store, now=ports.clock())
        if not isinstance(found, Requirement):
            mend(click, found, ports)
            return found
        said = decide.reading(found)
        who = admitted(
            click.user,
            found,
            thread=thread,
            chat=ports.chat,
            clock=ports.clock,
            judge=rule_for(said),
        )
        if not isinstance(who, Admitted):
            note_refused(click, found, who, thread=thread, store=ports.store, clock=ports.clock)
            return who
        who = who.by_way_of(click.through)
        wish = granted(said, found, by=who, thread=thread, store=ports.store, chat=ports.chat)
        if isinstance(wish, SwitchedOff):
            note_refused(click, found, wish, thread=thread, store=ports.store, clock=ports.clock)
        if isinstance(wish, Invalid | Gone | AlreadyVoted | Unverified | SwitchedOff):
            return wish
        # Asking who they are may have taken a while: the expiry is held against the time as it is.
        change = change_of(thread, found, wish, by=who, now=ports.clock())
        outcome = _record(thread, change, ports)
        if outcome is not None:
            return outcome
        # Others may vote as often as it takes to decide; each time this one reads again.
        if reads >= _READS + found.quorum - 1:
            break
    return NotRecorded(why="others kept changing it")


def _record(thread: ThreadKey, change: Change, ports: DecisionPorts) -> Applied | None:
    """Write what somebody wants; None: what it rests on has changed since it was read."""
    try:
        commit_audited(ports.store, thread, change.facts, *change.writes, beside=change.beside)
    except RefusedError:
        return None
    except TransientError:
        if not has_landed(ports.store, thread, change):
            raise
    ports.tell(became(thread, change))
    return Applied(requirement=change.after, out=change.out)


def follow_up(
    click: Click,
    requirement: Requirement,
    ports: DecisionPorts,
    *,
    until: int = NEVER,
    announced: int = 1,
) -> None:
    """Lock the card of what was just recorded, if there is time, and send its run on.

    Args:
        click: Who clicked, and where.
        requirement: What was recorded, last of all on its card.
        ports: What it needs.
        until: When there is no time left to draw, in milliseconds since 1970.
        announced: How many requests of this card were recorded: each announced a drawing.
    """
    thread = click.address.thread(click.team)
    # The decision is recorded and its card is due: otherwise the worker or the clock draws it.
    if ports.clock() < until:
        with suppress(TransientError, PermanentError, UnreadableRowError):
            _lock(click, thread, requirement, ports, announced=announced)
    if not requirement.is_open:
        _wake(thread, ports)


def _call(click: Click, out: Out, ports: DecisionPorts) -> None:
    """Send what was stored with the decision: otherwise it is due, and the clock sends it."""
    thread = click.address.thread(click.team)
    with suppress(TransientError, PermanentError, UnreadableRowError):
        send_out(
            thread, out, store=ports.store, chat=ports.chat, clock=ports.clock, tell=ports.tell
        )


def _lock(
    click: Click,
    thread: ThreadKey,
    requirement: Requirement,
    ports: DecisionPorts,
    *,
    announced: int,
) -> None:
    (item,) = ports.store.read(thread.card(requirement.card))
    card = from_item(Card, item or {})
    if announced > 1:
        with suppress(RefusedError):
            # One drawing shows them all. Refused: somebody has taken it over, and draws.
            ports.store.change(drawing.left(thread, card, (), many=announced - 1))
    _bind(click, thread, card, ports)
    draw_card(_canvas(ports), thread, card)


def _bind(click: Click, thread: ThreadKey, card: Card, ports: DecisionPorts) -> None:
    """Note a message that Slack took when its answer was lost: it is drawn with the others."""
    clicked = _place(click)
    if clicked and clicked not in card.ts:
        ports.store.change(drawing.noted(thread, card, (clicked,)))


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
        _bind(click, thread, card, ports)
        draw_card(_canvas(ports), thread, card)


def _is_left_behind(card: Card) -> bool:
    return card.have < card.want and card.due is None


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
