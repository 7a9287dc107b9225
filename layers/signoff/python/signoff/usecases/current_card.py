"""Where the card of a request stands now: for a click on one that is out of date."""

from signoff.core.codec import from_item
from signoff.core.effects import Card
from signoff.core.keys import ThreadKey
from signoff.core.places import channel_and_ts
from signoff.core.requirement import Requirement
from signoff.ports import Store


def current_card(
    thread: ThreadKey, requirement: Requirement, *, store: Store
) -> tuple[ThreadKey, str] | None:
    """Read in which thread a card stands, and in which message; None: it does not, yet."""
    (row,) = store.read(thread.card(requirement.card))
    places = [channel_and_ts(name) for name in from_item(Card, row).ts] if row else []
    away = [(channel, ts) for channel, ts in places if channel]
    if away:
        channel, ts = away[-1]
        return ThreadKey(team=thread.team, channel=channel, thread_ts=ts), ts
    return (thread, places[-1][1]) if places else None
