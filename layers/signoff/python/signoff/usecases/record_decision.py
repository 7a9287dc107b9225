"""A click arrived: take the decision, show it, and send the run on; or say why not."""

from contextlib import suppress
from dataclasses import dataclass

from signoff.core.audit import Fact
from signoff.core.click import (
    AlreadyDecided,
    Applied,
    Click,
    ClickOutcome,
    Decide,
    Gone,
    Invalid,
    NotAllowed,
    NotRecorded,
    PastExpiry,
    Refusal,
    Stale,
    Unverified,
)
from signoff.core.codec import UnreadableRowError, from_item
from signoff.core.decision import Decision, Verdict, Who, fits
from signoff.core.effects import DRAWING_MS, Card
from signoff.core.failure import reason
from signoff.core.keys import ThreadKey
from signoff.core.observations.people import taken, turned_away
from signoff.core.person import Person, bar_to_decide
from signoff.core.requirement import Requirement
from signoff.core.transitions import drawing
from signoff.core.transitions.deciding import decided
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
from signoff.usecases.draw_card import Canvas, draw_card

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

    Every click ends in a stated outcome; a decision that is recorded is never lost, because the
    same write makes the thread due.
    """
    try:
        outcome = _decide(decide, ports)
    except (TransientError, PermanentError, UnreadableRowError) as error:
        outcome = NotRecorded(why=reason(error))
    if isinstance(outcome, Applied):
        _follow_up(decide.click, outcome.requirement, ports)
    else:
        ports.tell(turned_away(decide.click, outcome))
    return outcome


def find_open(click: Click, *, store: Store, now: int) -> Requirement | Refusal:
    """Read the requirement that a click means, if it still waits for a decision as shown."""
    if click.channel not in {"", click.address.channel}:
        # Its card stands in its thread's channel: this value was carried elsewhere.
        return Gone()
    thread = click.address.thread(click.team)
    at = click.address.at
    (item,) = store.read(thread.requirement(at))
    if item is None:
        return Gone()
    requirement = from_item(Requirement, item)
    return _not_as_shown(click, requirement, now) or requirement


def _not_as_shown(click: Click, requirement: Requirement, now: int) -> Refusal | None:
    if not requirement.digest.startswith(click.address.shown):
        return Stale()
    if requirement.verdict is not None:
        return AlreadyDecided(state=requirement.state, verdict=requirement.verdict)
    if requirement.rev != click.address.rev:
        return Stale()
    if requirement.exp <= now:
        return PastExpiry(exp=requirement.exp)
    return None


def _decide(decide: Decide, ports: DecisionPorts) -> ClickOutcome:
    click = decide.click
    thread = click.address.thread(click.team)
    for _ in range(_READS):
        now = ports.clock()
        found = find_open(click, store=ports.store, now=now)
        if not isinstance(found, Requirement):
            _repair(click, found, ports)
            return found
        person = _may_decide(click, found, ports)
        if not isinstance(person, Person):
            return person
        decision = _read(decide, found)
        if isinstance(decision, Invalid | Gone):
            return decision
        verdict = Verdict(decision=decision, at=now, by=Who(id=person.id, name=person.name))
        try:
            commit_audited(
                ports.store, thread, _facts(found, verdict), *decided(thread, found, verdict)
            )
        except RefusedError:
            continue
        except TransientError:
            if not _has_landed(thread, found, verdict, ports):
                raise
        ports.tell(taken(thread, found, verdict))
        return Applied(requirement=found)
    return NotRecorded(why="others kept changing it")


def _has_landed(
    thread: ThreadKey, asked: Requirement, verdict: Verdict, ports: DecisionPorts
) -> bool:
    """Look whether a decision was recorded whose confirmation was lost."""
    (item,) = ports.store.read(thread.requirement(asked.at))
    return item is not None and from_item(Requirement, item).verdict == verdict


def _may_decide(
    click: Click, requirement: Requirement, ports: DecisionPorts
) -> Person | NotAllowed | Unverified:
    try:
        person = ports.chat.person(click.user)
    except (TransientError, PermanentError):
        return Unverified()
    bar = bar_to_decide(person, team=click.team)
    if bar is None:
        return person
    refused = Fact(
        action="refused",
        at=ports.clock(),
        by=Who(id=person.id, name=person.name),
        about=(requirement.at.place,),
        digests=(requirement.digest,),
        note=bar.value,
    )
    commit_audited(ports.store, click.address.thread(click.team), (refused,))
    return NotAllowed(why=bar)


def _read(decide: Decide, requirement: Requirement) -> Decision | Invalid | Gone:
    decision = decide.reading(requirement)
    if isinstance(decision, Invalid):
        return decision
    # A button that this requirement never had: forged, or of another card.
    return decision if fits(requirement.ask, decision) else Gone()


def _facts(requirement: Requirement, verdict: Verdict) -> tuple[Fact, ...]:
    return (
        Fact(
            action=verdict.decision.kind,
            at=verdict.at,
            by=verdict.by,
            about=(requirement.at.place,),
            digests=(requirement.digest,),
        ),
    )


def _follow_up(click: Click, requirement: Requirement, ports: DecisionPorts) -> None:
    thread = click.address.thread(click.team)
    # The decision is recorded and its card is due: otherwise the worker or the clock draws it.
    with suppress(TransientError, PermanentError, UnreadableRowError):
        _lock(click, thread, requirement, ports)
    _wake(thread, ports)


def _lock(click: Click, thread: ThreadKey, requirement: Requirement, ports: DecisionPorts) -> None:
    (item,) = ports.store.read(thread.card(requirement.card))
    card = from_item(Card, item or {})
    _bind(click, thread, card, ports)
    draw_card(_canvas(ports), thread, card)


def _bind(click: Click, thread: ThreadKey, card: Card, ports: DecisionPorts) -> None:
    """Note a message that Slack took when its answer was lost: it is drawn with the others."""
    if click.message_ts and click.message_ts not in card.ts:
        ports.store.change(drawing.noted(thread, card, (click.message_ts,)))


def _repair(click: Click, refusal: Refusal, ports: DecisionPorts) -> None:
    """Mend what the click gives away: a wake that was lost, a message with buttons it had lost."""
    if isinstance(refusal, AlreadyDecided):
        if click.message_ts:
            with suppress(TransientError, PermanentError, UnreadableRowError):
                _settle_message(click, refusal.verdict, ports)
        _wake(click.address.thread(click.team), ports)


def _settle_message(click: Click, verdict: Verdict, ports: DecisionPorts) -> None:
    """Take the buttons off a message that still offers what is decided."""
    thread, now = click.address.thread(click.team), ports.clock()
    (asked,) = ports.store.read(thread.requirement(click.address.at))
    place = from_item(Requirement, asked).card if asked else click.address.at
    (item,) = ports.store.read(thread.card(place))
    card = from_item(Card, item) if item else None
    if card is None:
        return
    # A late drawing may have brought them back over a card that passes for drawn.
    is_old = card.due is None and now >= verdict.at + DRAWING_MS
    if is_old or click.message_ts not in card.ts:
        ports.store.change(drawing.joined(thread, card, now=now))
        _bind(click, thread, card, ports)
        draw_card(_canvas(ports), thread, card)


def _wake(thread: ThreadKey, ports: DecisionPorts) -> None:
    try:
        ports.queue.wake(thread)
    except TransientError:
        # The decision is recorded and made the thread due: the clock wakes it instead.
        return


def _canvas(ports: DecisionPorts) -> Canvas:
    return Canvas(store=ports.store, chat=ports.chat, clock=ports.clock, tell=ports.tell)
