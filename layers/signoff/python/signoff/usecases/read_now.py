"""Somebody would rather have their message read than wait: what it waits for is cancelled."""

from collections import Counter
from dataclasses import replace

from signoff.core.address import Address
from signoff.core.click import Applied, Click, ClickOutcome, Decide, Gone, NotRecorded, Refusal
from signoff.core.codec import UnreadableRowError
from signoff.core.decision import Cancelled
from signoff.core.failure import reason
from signoff.core.keys import ThreadKey, run_prefix
from signoff.core.lost import requirement_in
from signoff.core.observations.people import turned_away
from signoff.core.policy import may_take_back
from signoff.core.requirement import Requirement
from signoff.ports import PermanentError, Store, TransientError
from signoff.usecases.after_click import follow_up, mend
from signoff.usecases.authorise import Admitted, admitted, note_refused
from signoff.usecases.decision_ports import DecisionPorts
from signoff.usecases.find_open import find_open
from signoff.usecases.record_decision import DRAWN_WITHIN_MS, taken_from

WHY = "a new message is read first"
"""The reason that the model is told."""


def read_now(click: Click, *, ports: DecisionPorts) -> ClickOutcome:
    """Cancel every request that is open in the run of the one that a click means.

    It is all or nothing: with one left open the message would wait on, for nothing. So whoever
    may not take back one of them cancels none. Each is then cancelled under its own condition,
    as if alone.
    """
    until = ports.clock() + DRAWN_WITHIN_MS
    try:
        outcomes = _cancelled(click, ports)
    except (TransientError, PermanentError, UnreadableRowError) as error:
        outcomes = (NotRecorded(why=reason(error)),)
        ports.tell(turned_away(click, outcomes[0]))
    taken_back = [each for each in outcomes if isinstance(each, Applied)]
    announced = Counter(each.requirement.card for each in taken_back)
    for card, last in {each.requirement.card: each for each in taken_back}.items():
        many = announced[card]
        follow_up(_on(click, last.requirement), last, ports, until=until, announced=many)
    refused = [each for each in outcomes if not isinstance(each, Applied)]
    return refused[0] if refused else outcomes[0]


def _cancelled(click: Click, ports: DecisionPorts) -> tuple[ClickOutcome, ...]:
    thread = click.address.thread(click.team)
    waiting = _open_in(ports.store, thread, click.address.at.run)
    if not waiting:
        return (_over(click, ports),)
    barred = _barred(click, waiting, thread, ports)
    if barred is not None:
        return (barred,)
    return tuple(
        taken_from(Decide(click=_on(click, row), reading=_take_back), ports=ports)
        for row in waiting
    )


def _take_back(_: Requirement) -> Cancelled:
    return Cancelled(reason=WHY)


def _open_in(store: Store, thread: ThreadKey, run: int) -> tuple[Requirement, ...]:
    first, last = f"{run_prefix(run)}REQ#", f"{run_prefix(run)}REQ$"
    rows = store.query(thread.pk, first, last)
    return tuple(each for each in map(requirement_in, rows) if each.is_open)


def _barred(
    click: Click, waiting: tuple[Requirement, ...], thread: ThreadKey, ports: DecisionPorts
) -> Refusal | None:
    """Judge the person for each request; what Slack said of one it need not say again."""
    for row in waiting:
        who = admitted(
            click.user,
            row,
            thread=thread,
            chat=ports.chat,
            clock=ports.clock,
            judge=may_take_back,
        )
        if not isinstance(who, Admitted):
            note_refused(click, row, who, thread=thread, store=ports.store, clock=ports.clock)
            ports.tell(turned_away(_on(click, row), who))
            return who
    return None


def _over(click: Click, ports: DecisionPorts) -> Refusal:
    """Say what became of the request, now that nothing is open: the message is being read."""
    found = find_open(click, store=ports.store, now=ports.clock())
    refusal = Gone() if isinstance(found, Requirement) else found
    mend(click, refusal, ports)
    ports.tell(turned_away(click, refusal))
    return refusal


def _on(click: Click, row: Requirement) -> Click:
    address = Address.of(click.address.thread(click.team), row)
    return replace(click, address=address, message_ts="")
