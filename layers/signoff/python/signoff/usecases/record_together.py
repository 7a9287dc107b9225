"""A click on a whole card arrived: decide it row by row, as if each had been clicked on."""

from collections.abc import Iterator
from dataclasses import replace

from signoff.core.address import Address
from signoff.core.click import (
    Applied,
    Click,
    ClickOutcome,
    Decide,
    Gone,
    NotRecorded,
    Refusal,
    Stale,
    Unverified,
)
from signoff.core.codec import UnreadableRowError, from_item
from signoff.core.effects import Card
from signoff.core.failure import reason
from signoff.core.lost import requirement_in
from signoff.core.observations.people import turned_away
from signoff.core.requirement import Requirement
from signoff.core.together import (
    DecideTogether,
    Tally,
    may_be_decided_together,
    shown_together,
)
from signoff.ports import PermanentError, TransientError
from signoff.usecases.after_click import follow_up, mend
from signoff.usecases.decision_ports import DecisionPorts
from signoff.usecases.find_open import find_open
from signoff.usecases.record_decision import taken_from


def record_together(decide: DecideTogether, *, ports: DecisionPorts) -> Tally:
    """Decide all rows of a card, each under its own rule, condition and audit entry.

    Its thread is woken and the card drawn once, at the end. Whoever dies on the way leaves some
    rows decided and the others open, and the thread and the card due.
    """
    try:
        rows = _rows(decide.click, ports)
    except (TransientError, PermanentError, UnreadableRowError) as error:
        return _none(decide, NotRecorded(why=reason(error)), ports)
    if not rows:
        return _none(decide, Gone(), ports)
    is_as_shown = decide.click.address.shown == shown_together(rows)
    if is_as_shown and may_be_decided_together(rows):
        outcomes = list(_each(decide, rows, ports))
    else:
        outcomes = [_since(decide.click, row, ports) for row in rows]
    applied = [each for each in outcomes if isinstance(each, Applied)]
    if applied:
        follow_up(decide.click, applied[-1], ports, announced=len(applied))
    refused = [
        (number, each) for number, each in enumerate(outcomes, 1) if not isinstance(each, Applied)
    ]
    return Tally(is_yes=decide.is_yes, done=len(applied), refused=tuple(refused))


def _rows(click: Click, ports: DecisionPorts) -> tuple[Requirement, ...]:
    """Read the rows of the card that a click means; none: there is no such card."""
    thread = click.address.thread(click.team)
    (item,) = ports.store.read(thread.card(click.address.at))
    if item is None:
        return ()
    card = from_item(Card, item)
    found = ports.store.read(*(thread.requirement(at) for at in card.rows))
    return tuple(requirement_in(each, card.at) for each in found if each is not None)


def _each(
    decide: DecideTogether, rows: tuple[Requirement, ...], ports: DecisionPorts
) -> Iterator[ClickOutcome]:
    failed: NotRecorded | Unverified | None = None
    for row in rows:
        outcome: ClickOutcome | None = failed
        if outcome is None:
            alone = Decide(click=_on(decide.click, row), reading=decide.reading)
            outcome = taken_from(alone, ports=ports)
        if isinstance(outcome, NotRecorded | Unverified):
            # What failed for one fails for the others: Slack waits three seconds for all of them.
            failed = outcome
        yield outcome


def _since(click: Click, row: Requirement, ports: DecisionPorts) -> Refusal:
    """Say of a row why a click on a card that is out of date does not count for it."""
    try:
        found = find_open(_on(click, row), store=ports.store, now=ports.clock())
    except (TransientError, PermanentError, UnreadableRowError) as error:
        found = NotRecorded(why=reason(error))
    refusal = Stale() if isinstance(found, Requirement) else found
    mend(_on(click, row), refusal, ports)
    ports.tell(turned_away(click, refusal))
    return refusal


def _on(click: Click, row: Requirement) -> Click:
    address = Address.of(click.address.thread(click.team), row)
    return replace(click, address=address)


def _none(decide: DecideTogether, refusal: Refusal, ports: DecisionPorts) -> Tally:
    ports.tell(turned_away(decide.click, refusal))
    return Tally(is_yes=decide.is_yes, done=0, refused=((0, refusal),))
