"""Somebody looks at their inbox: make it, and show it."""

from dataclasses import dataclass

from signoff.core.failure import reason
from signoff.core.home_place import HomePlace
from signoff.core.inbox import HomeView
from signoff.core.keys import ThreadKey
from signoff.core.observations.inboxes import HomeNotShown, HomeShown
from signoff.ports import (
    Chat,
    Clock,
    PermanentError,
    Queue,
    Store,
    Tell,
    UnreachableError,
    silent,
)
from signoff.usecases.list_pending import InboxPorts, list_pending

_TRIES = 3
_PAUSE_S = 5
_LONGEST_PAUSE_S = 900

_FOREIGN = "the bot token is another workspace's"


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePorts:
    """What showing an inbox needs."""

    store: Store
    queue: Queue
    chat: Chat
    clock: Clock
    tell: Tell = silent


def show_home(user: str, place: HomePlace, *, team: str, ports: HomePorts, tries: int = 0) -> bool:
    """Show somebody their inbox as it is now, and tell whether Slack took it.

    It is asked for once more whenever somebody opens it, so a few tries are enough.
    """
    try:
        view = _view(user, place, team=team, ports=ports)
        if view is not None:
            ports.chat.publish_home(view)
    except UnreachableError as error:
        if tries + 1 < _TRIES:
            delay = min(max(error.retry_after_s, _PAUSE_S), _LONGEST_PAUSE_S)
            ports.queue.show_home(team, user, place, delay_s=delay, tries=tries + 1)
            return False
        return _not_shown(user, team, reason(error), ports)
    except PermanentError as error:
        return _not_shown(user, team, reason(error), ports)
    if view is None:
        return _not_shown(user, team, _FOREIGN, ports)
    ours, waits = ThreadKey.of_team(team), len(view.inbox.waits)
    ports.tell(HomeShown(thread=ours, user=user, section=place.section, waits=waits))
    return True


def _view(user: str, place: HomePlace, *, team: str, ports: HomePorts) -> HomeView | None:
    """Make an inbox; None: the bot is not of that workspace."""
    if ports.chat.team() != team:
        return None
    given = InboxPorts(store=ports.store, chat=ports.chat, clock=ports.clock)
    return HomeView(inbox=list_pending(user, team=team, ports=given), place=place)


def _not_shown(user: str, team: str, why: str, ports: HomePorts) -> bool:
    ports.tell(HomeNotShown(thread=ThreadKey.of_team(team), user=user, why=why))
    return False
