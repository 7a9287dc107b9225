"""What must have come of a run beside its thread: copies, calls to people, hidden values."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from signoff.adapters.slack.letters import marked
from signoff.core.codec import from_item
from signoff.core.effects import Card, Out
from signoff.core.keys import ThreadKey
from signoff.core.places import channel_and_ts
from signoff.core.requirement import Requirement
from tests.simulation.deeds import HIDDEN
from tests.simulation.invariants import Watch
from tests.simulation.people import offers
from tests.simulation.system import System
from tests.simulation.workspace import Posted

_Found = Iterator[tuple[str, str]]


def copies_elsewhere(watch: Watch) -> _Found:
    """Look at each copy of a card in another conversation: it offers what is open, and no more."""
    system = watch.system
    for row in system.stored("#CARD#"):
        thread, card = ThreadKey.from_pk(str(row["pk"])), from_item(Card, row)
        mark = marked(thread, card.at.place)
        found = system.table.rows.read(*(thread.requirement(at) for at in card.rows))
        asked = [from_item(Requirement, each) for each in found if each is not None]
        open_now = {each.at.place for each in asked if each.is_open}
        copies = [each for each in system.slacks[thread.team].cards() if each.mark == mark]
        for posted in copies:
            offered = {offer.place for offer in offers(posted) if offer.verb != "revoke"}
            if offered != open_now:
                yield "cards", f"a copy in {posted.channel} offers {offered}, open is {open_now}"
        # Two who decide at once may both find that it does not stand there yet.
        most = 1 + (watch.overlaps or thread.card(card.at) in watch.drawn_at_once)
        for channel, times in Counter(each.channel for each in copies).items():
            if times > most:
                yield "copies", f"{card.at.place} stands {times} times in {channel}"


def said_in(system: System, thread: ThreadKey, out: Out) -> Mapping[str, int]:
    """Count how often a message was said, in each conversation that it may belong to.

    People are called to a card in its thread for as long as it stands nowhere else.
    """
    mark, places = f"{out.run}.{out.name}", [(thread.channel, thread.thread_ts)]
    places += _called_in(system, thread, out)
    messages = [each for each in system.slacks[thread.team].messages.values() if each.mark == mark]
    return {
        channel: sum((each.channel, each.thread_ts) == (channel, ts) for each in messages)
        for channel, ts in places
    }


def _called_in(system: System, thread: ThreadKey, out: Out) -> list[tuple[str, str]]:
    """List the copies elsewhere of the card that people are called to, each a thread of its own."""
    if out.nudge is None:
        return []
    (row,) = system.table.rows.read(thread.requirement(out.nudge.at))
    (shown,) = system.table.rows.read(thread.card(from_item(Requirement, row or {}).card))
    places = [channel_and_ts(name) for name in from_item(Card, shown or {}).ts]
    return [(channel, ts) for channel, ts in places if channel]


def hidden(system: System) -> _Found:
    """Look for the hidden value in all that people and operators see."""
    if not any(HIDDEN in str(row.get("body")) for row in system.stored("#REQ#")):
        return
    seen: dict[str, Any] = {
        "the log": list(map(repr, system.told)),
        "the audit": [str(row) for row in system.stored("AUD#")],
        "what was raised": [repr(error) for _, error in system.scheduler.raised],
        **{f"Slack of {team}": _in_slack(slack) for team, slack in system.slacks.items()},
    }
    for where, what in seen.items():
        if HIDDEN in json.dumps(what):
            yield "seen", f"the hidden value stands in {where}"


def half_said(system: System) -> _Found:
    """Look for messages that grow still, hold nothing, or belong to nobody."""
    for slack in system.slacks.values():
        for each in slack.messages.values():
            if each.grows_until > system.scheduler.now:
                yield "half said", f"{each.ts} still grows: {each.text!r}"
            elif not (each.metadata or each.files):
                yield "half said", f"{each.ts} was left behind: {each.text!r}"


def _in_slack(slack: Any) -> list[Any]:
    messages: list[Posted] = [*slack.messages.values(), *slack.offered]
    views = [each for each in slack.views.values() if each.get("callback_id") != "reveal"]
    return [
        [[each.text, each.blocks, each.metadata] for each in messages],
        [text for _, _, text in slack.whispers],
        [*views, *slack.homes.values()],
        [each.decode() for each in slack.uploads.values()],
    ]
