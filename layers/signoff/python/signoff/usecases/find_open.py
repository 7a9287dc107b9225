"""A click names a request: find it, if it still waits for a decision as it was shown."""

from dataclasses import replace

from signoff.core.click import (
    AlreadyDecided,
    Click,
    Gone,
    Lost,
    PastExpiry,
    Refusal,
    Stale,
)
from signoff.core.lost import is_lost, requirement_in
from signoff.core.requirement import Requirement
from signoff.core.standing import require_as_asked
from signoff.core.terms import DM
from signoff.ports import Store
from signoff.usecases.addressed import Addressed, look_up
from signoff.usecases.current_card import current_card


def find_open(click: Click, *, store: Store, now: int) -> Requirement | Refusal:
    """Read the requirement that a click means, if it still waits for a decision as shown.

    Raises:
        UnreadableRowError: It is not what was asked any more.
    """
    return open_in(look_up(click, store=store), click, store=store, now=now)


def open_in(found: Addressed, click: Click, *, store: Store, now: int) -> Requirement | Refusal:
    """Give the requirement that was read for a click, if it waits for a decision as shown.

    Raises:
        UnreadableRowError: It is not what was asked any more.
    """
    thread, item = found.thread, found.item
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
