"""A click arrived: take the decision, show it, and send the run on; or say why not."""

from dataclasses import replace
from itertools import count

from signoff.core.click import (
    AlreadyVoted,
    Applied,
    Click,
    ClickOutcome,
    Decide,
    Gone,
    Invalid,
    NotAllowed,
    NotRecorded,
    SwitchedOff,
    Unverified,
)
from signoff.core.codec import UnreadableRowError
from signoff.core.failure import reason
from signoff.core.items import Check
from signoff.core.observations.people import turned_away
from signoff.core.requirement import Requirement
from signoff.ports import (
    PermanentError,
    RefusedError,
    TransientError,
)
from signoff.usecases.addressed import Addressed, look_up
from signoff.usecases.after_click import call_out, follow_up, mend
from signoff.usecases.auditing import commit_audited
from signoff.usecases.authorise import Admitted, admitted, note_refused
from signoff.usecases.changes import Change
from signoff.usecases.decision_ports import DecisionPorts
from signoff.usecases.find_open import open_in
from signoff.usecases.granting import granted
from signoff.usecases.landing import became, has_landed
from signoff.usecases.wishes import change_of, rule_for, unless_switched_off

DRAWN_WITHIN_MS = 1_500
"""So long after a click nothing is drawn or said here any more: Slack hears nothing after 3 s."""

_READS = 3


def record_decision(decide: Decide, *, ports: DecisionPorts) -> ClickOutcome:
    """Take a decision, wake its thread, and lock its card, in that order.

    A vote that does not decide is shown on the card and wakes nobody. Every click ends in a
    stated outcome; a decision that is recorded is never lost, because the same write makes the
    thread due.
    """
    until = ports.clock() + DRAWN_WITHIN_MS
    outcome = taken_from(decide, ports=ports)
    if isinstance(outcome, Applied):
        follow_up(decide.click, outcome, ports, until=until)
        if outcome.out is not None and ports.clock() < until:
            call_out(decide.click, outcome.out, ports)
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


def _decide(decide: Decide, ports: DecisionPorts) -> ClickOutcome:
    click = decide.click
    thread = click.address.thread(click.team)
    for reads in count(1):
        found = look_up(click, store=ports.store)
        asked = open_in(found, click, store=ports.store, now=ports.clock())
        if not isinstance(asked, Requirement):
            mend(click, asked, ports)
            return asked
        said = decide.reading(asked)
        who = admitted(
            click.user,
            asked,
            thread=thread,
            chat=ports.chat,
            clock=ports.clock,
            judge=rule_for(said),
        )
        if not isinstance(who, Admitted):
            _note(click, asked, who, found, ports)
            return who
        who = who.by_way_of(click.through)
        wish = granted(said, asked, by=who, thread=thread, chat=ports.chat)
        if isinstance(wish, Invalid | Gone | AlreadyVoted | Unverified):
            return wish
        # Asking who they are may have taken a while: the expiry is held against the time as it is.
        change = change_of(thread, asked, wish, by=who, now=ports.clock())
        switches = unless_switched_off(thread.team, asked, wish)
        outcome = _record(found, change, switches, ports)
        if isinstance(outcome, SwitchedOff):
            outcome = replace(outcome, name=who.person.name)
            _note(click, asked, outcome, found, ports)
        if outcome is not None:
            return outcome
        # Others may vote as often as it takes to decide; each time this one reads again.
        if reads >= _READS + asked.quorum - 1:
            break
    return NotRecorded(why="others kept changing it")


def _record(
    found: Addressed, change: Change, switches: tuple[Check, ...], ports: DecisionPorts
) -> Applied | SwitchedOff | None:
    """Write what somebody wants; None: what it rests on has changed since it was read."""
    store, thread = ports.store, found.thread
    writes = (*change.writes, *switches)
    try:
        commit_audited(store, thread, change.facts, *writes, beside=change.beside, seen=found.seen)
    except RefusedError as refused:
        # Whoever was first to decide is told of before a switch is.
        is_off = refused.old.keys() <= {each.key for each in switches}
        return SwitchedOff() if is_off else None
    except TransientError:
        if not has_landed(store, thread, change):
            raise
    ports.tell(became(thread, change))
    return Applied(
        requirement=found.asked_after(*change.writes),
        card=found.card_after(*change.writes),
        out=change.out,
    )


def _note(
    click: Click,
    asked: Requirement,
    why: NotAllowed | Unverified | SwitchedOff,
    found: Addressed,
    ports: DecisionPorts,
) -> None:
    note_refused(
        click,
        asked,
        why,
        thread=found.thread,
        store=ports.store,
        clock=ports.clock,
        seen=found.seen,
    )
