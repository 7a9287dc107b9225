"""A delivery of the queue finds its workspace: it is worked on there, or is of no use any more."""

import json
from collections.abc import Callable
from typing import TypeAlias, assert_never

from signoff.adapters.deliveries import Worker, work
from signoff.adapters.slack.inbound_installs import about_app
from signoff.adapters.slack.origin import origin_of_event
from signoff.adapters.slack.payloads import object_at
from signoff.adapters.sqs import (
    Delivery,
    EventDelivery,
    HomeDelivery,
    RowDelivery,
    WakeDelivery,
    delivery,
)
from signoff.adapters.workspaces import SlackHere, Workspaces
from signoff.core.hearing import Uninstalled
from signoff.core.keys import ThreadKey
from signoff.core.observations.installs import NotInstalled
from signoff.ports import Installations, Tell
from signoff.settings import Door
from signoff.usecases.uninstall import uninstall

WorkerIn: TypeAlias = Callable[[SlackHere], Worker]
"""Gives who works in a workspace, by its Slack."""


class Arrivals:
    """Takes what the queue delivers, from whichever workspace."""

    def __init__(
        self,
        *,
        workspaces: Workspaces,
        installations: Installations | None,
        door: Door,
        tell: Tell,
    ) -> None:
        """Take the outside.

        Args:
            workspaces: Gives the Slack of each.
            installations: Where they are kept; None: there is one workspace, by the stack's token.
            door: Whose events count.
            tell: Tells the operator.
        """
        self._workspaces = workspaces
        self._installations = installations
        self._door = door
        self._tell = tell
        self._noted: set[tuple[str, str]] = set()

    def take(self, body: str, worker_in: WorkerIn, *, is_first_try: bool) -> str:
        """Work on one delivery.

        Returns:
            What became of it, for the log.

        Raises:
            TransientError: The queue is to deliver it again.
        """
        arrived = delivery(body)
        gone = self._gone(arrived)
        if gone is not None and self._installations is not None:
            uninstall(gone, installations=self._installations, tell=self._tell)
            self._workspaces.forget(gone.where)
            return "uninstalled"
        team, organisation = _whose(arrived)
        here = self._workspaces.of(team, organisation)
        if here is None:
            self._tell(NotInstalled(where=team, what=type(arrived).__name__))
            return "not installed"
        self._note(team, organisation)
        return work(body, worker_in(here), is_first_try=is_first_try)

    def _gone(self, arrived: Delivery) -> Uninstalled | None:
        if self._installations is None or not isinstance(arrived, EventDelivery):
            return None
        envelope = json.loads(arrived.body)
        app, team = self._door.app or "", self._door.team or ""
        if not origin_of_event(envelope).is_ours(app_id=app, team_id=team):
            return None
        heard = about_app(envelope, object_at(envelope, "event"))
        return heard if isinstance(heard, Uninstalled) else None

    def _note(self, team: str, organisation: str) -> None:
        """Keep whose workspace it is before anything is kept of it: later on, no one says so."""
        if self._installations is None or not organisation or (team, organisation) in self._noted:
            return
        self._installations.note_workspace(team, organisation)
        self._noted.add((team, organisation))


def _whose(arrived: Delivery) -> tuple[str, str]:
    match arrived:
        case EventDelivery(body=raw):
            origin = origin_of_event(json.loads(raw))
            return origin.team, origin.organisation
        case WakeDelivery(thread=thread):
            return thread.team, ""
        case HomeDelivery(team=team):
            return team, ""
        case RowDelivery(key=key):
            return ThreadKey.from_pk(key.pk).team, ""
        case _:
            assert_never(arrived)
