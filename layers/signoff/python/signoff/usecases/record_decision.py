"""A click arrived: take the decision, show it, and send the run on; or say why not."""

from itertools import count

from signoff.core.click import (
    AlreadyVoted,
    Applied,
    ClickOutcome,
    Decide,
    Gone,
    Invalid,
    NotRecorded,
    SwitchedOff,
    Unverified,
)
from signoff.core.codec import UnreadableRowError
from signoff.core.failure import reason
from signoff.core.keys import ThreadKey
from signoff.core.observations.people import turned_away
from signoff.core.requirement import Requirement
from signoff.ports import (
    PermanentError,
    RefusedError,
    TransientError,
)
from signoff.usecases.after_click import call_out, follow_up, mend
from signoff.usecases.auditing import commit_audited
from signoff.usecases.authorise import Admitted, admitted, note_refused
from signoff.usecases.changes import Change
from signoff.usecases.decision_ports import DecisionPorts
from signoff.usecases.find_open import find_open
from signoff.usecases.granting import granted
from signoff.usecases.landing import became, has_landed
from signoff.usecases.wishes import change_of, rule_for

DRAWN_WITHIN_MS = 1_500
"""So long after a click nothing is drawn or said here any more: Slack hears nothing after 3 s."""

_READS = 3


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
