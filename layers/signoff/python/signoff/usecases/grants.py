"""Decisions that stand are listed, and taken back: by who gave them, or who may decide."""

from contextlib import suppress
from dataclasses import dataclass, replace

from signoff.core.actions import OPERATOR
from signoff.core.click import (
    Applied,
    Click,
    ClickOutcome,
    Gone,
    NoLongerStands,
    NotAllowed,
    NotRecorded,
    Unverified,
)
from signoff.core.codec import UnreadableRowError, from_item
from signoff.core.effects import Card
from signoff.core.failure import reason
from signoff.core.grant_keys import all_of, key_at
from signoff.core.grants import Grant, GrantState, grant_in, mark_of, newest_first
from signoff.core.items import Write
from signoff.core.keys import ThreadKey
from signoff.core.lost import requirement_in
from signoff.core.observations.people import turned_away
from signoff.core.person import Person, bar_to_decide
from signoff.core.policy import Allowed, Barred, Members, Ruling, ruling
from signoff.core.requirement import Requirement
from signoff.core.transitions import granting
from signoff.core.transitions.deciding import redrawn
from signoff.core.who import Who
from signoff.ports import Clock, PermanentError, RefusedError, Store, TransientError
from signoff.usecases.auditing import commit_audited
from signoff.usecases.authorise import Admitted, admitted, note_refused
from signoff.usecases.decision_ports import DecisionPorts
from signoff.usecases.draw_card import Canvas, draw_card
from signoff.usecases.find_open import may_stand
from signoff.usecases.keep import told


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoked:
    """A standing decision counts no more: no start rests on it from now on.

    Attributes:
        grant: As it is now.
    """

    grant: Grant


def list_grants(team: str, *, store: Store, now: int) -> tuple[Grant, ...]:
    """List what stands in a workspace, approvals and refusals, what was given last in front."""
    first, last = all_of(team)
    found = (grant_in(row) for row in store.query(first.pk, first.sk, last.sk))
    return newest_first(grant for grant in found if grant is not None and grant.counts(now))


def revoke_grant(click: Click, *, ports: DecisionPorts) -> ClickOutcome:
    """Take back what stands since a request was decided, on the word of a person.

    Returns:
        `Applied` with the request as it is now: no start rests on it any more. Otherwise why not.
    """
    try:
        outcome = _revoke(click, ports)
    except (TransientError, PermanentError, UnreadableRowError) as error:
        outcome = NotRecorded(why=reason(error))
    if isinstance(outcome, Applied):
        _draw(click.address.thread(click.team), outcome.requirement, ports)
    else:
        ports.tell(turned_away(click, outcome))
    return outcome


def revoke_as_operator(
    team: str, name: str, *, by: Who, store: Store, clock: Clock
) -> Revoked | None:
    """Take a standing decision back by its name, with an operator's rights; None: none stands.

    Raises:
        TransientError: It could not be stored.
    """
    now = clock()
    for grant in list_grants(team, store=store, now=now):
        if grant.id == name:
            return _taken_back(grant, by=by, evidence=OPERATOR, store=store, now=now)
    return None


def _revoke(click: Click, ports: DecisionPorts) -> ClickOutcome:
    thread, at = click.address.thread(click.team), click.address.at
    (item,) = ports.store.read(thread.requirement(at))
    asked = requirement_in(item) if item else None
    if asked is None or asked.kept is None or not may_stand(click, asked):
        return Gone()
    grant = _grant(thread, asked.kept.place, ports.store)
    if grant is None:
        return Gone()
    if not grant.counts(ports.clock()):
        return NoLongerStands(kept=mark_of(grant))
    who = _who(click.user, asked, grant, thread, ports)
    if not isinstance(who, Admitted):
        note_refused(click, asked, who, thread=thread, store=ports.store, clock=ports.clock)
        return who
    done = _taken_back(
        grant, by=who.who, evidence=who.evidence, store=ports.store, now=ports.clock()
    )
    if done is None:
        over = _grant(thread, asked.kept.place, ports.store)
        return NoLongerStands(kept=mark_of(over or grant))
    return Applied(requirement=replace(asked, kept=mark_of(done.grant)))


def _who(
    user: str, asked: Requirement, grant: Grant, thread: ThreadKey, ports: DecisionPorts
) -> Admitted | NotAllowed | Unverified:
    """Let take it back who gave it, whatever they may decide by now, and who may decide."""

    def judge(person: Person, requirement: Requirement, *, team: str, members: Members) -> Ruling:
        bar = bar_to_decide(person, team=team)
        if bar is not None:
            return Barred(why=bar)
        if person.id == grant.by.id:
            return Allowed(evidence="gave it")
        return ruling(person, requirement, team=team, members=members)

    return admitted(user, asked, thread=thread, chat=ports.chat, clock=ports.clock, judge=judge)


def _taken_back(grant: Grant, *, by: Who, evidence: str, store: Store, now: int) -> Revoked | None:
    """Write it, and that its card is to be drawn anew; None: it counts no more by itself."""
    over, mark = granting.revoked(grant, by=by, now=now)
    thread = grant.came_from
    card = _card(grant, store)
    shown: tuple[Write, ...] = (mark, redrawn(thread, card.at, now=now)) if card else ()
    fact = told("grant_revoked", grant, by=by, evidence=evidence, now=now)
    own = replace(fact, about=(grant.at.place,))
    try:
        commit_audited(store, thread, (own,), over, *shown, beside=(fact,))
    except RefusedError as refused:
        if grant.key in refused.old:
            return None
        # Its request is not what it was: what counts is that nothing rests on it any more.
        commit_audited(store, thread, (own,), over, beside=(fact,))
    return Revoked(grant=replace(grant, state=GrantState.REVOKED, revoked_by=by, revoked_at=now))


def _card(grant: Grant, store: Store) -> Card | None:
    """Give the card on which it was given; None: there is nothing to draw it from."""
    thread = grant.came_from
    (asked,) = store.read(thread.requirement(grant.at))
    try:
        place = requirement_in(asked).card if asked else None
        (card,) = store.read(thread.card(place)) if place else (None,)
        return from_item(Card, card) if card else None
    except UnreadableRowError:
        return None


def _draw(thread: ThreadKey, asked: Requirement, ports: DecisionPorts) -> None:
    # It is taken back and its card is due: otherwise the clock draws it.
    with suppress(TransientError, PermanentError, UnreadableRowError):
        (item,) = ports.store.read(thread.card(asked.card))
        if item is not None:
            canvas = Canvas(store=ports.store, chat=ports.chat, clock=ports.clock, tell=ports.tell)
            draw_card(canvas, thread, from_item(Card, item))


def _grant(thread: ThreadKey, place: str, store: Store) -> Grant | None:
    (row,) = store.read(key_at(thread.team, place))
    return grant_in(row) if row else None
