"""Somebody looks at their inbox: make it, and show it."""

from dataclasses import dataclass

from signoff.core.failure import reason
from signoff.core.inbox import HomePlace, HomeView
from signoff.core.observations.people import HomeNotShown, HomeShown
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


def show_home(
    user: str, place: HomePlace, *, team: str, ports: HomePorts, tries: int = 0
) -> HomeView | None:
    """Show somebody their inbox as it is now; None: Slack did not take it.

    It is asked for once more whenever somebody opens it, so a few tries are enough.
    """
    try:
        view = _view(user, place, team=team, ports=ports)
        ports.chat.publish_home(view)
    except UnreachableError as error:
        if tries + 1 < _TRIES:
            delay = min(max(error.retry_after_s, _PAUSE_S), _LONGEST_PAUSE_S)
            ports.queue.show_home(team, user, place, delay_s=delay, tries=tries + 1)
            return None
        why = reason(error)
    except PermanentError as error:
        why = reason(error)
    else:
        waits = len(view.inbox.waits)
        ports.tell(HomeShown(team=team, user=user, section=place.section, waits=waits))
        return view
    ports.tell(HomeNotShown(team=team, user=user, why=why))
    return None


def _view(user: str, place: HomePlace, *, team: str, ports: HomePorts) -> HomeView:
    if ports.chat.team() != team:
        raise PermanentError(_FOREIGN)
    inbox = list_pending(
        user,
        team=team,
        ports=InboxPorts(store=ports.store, chat=ports.chat, clock=ports.clock),
    )
    return HomeView(inbox=inbox, place=place)
