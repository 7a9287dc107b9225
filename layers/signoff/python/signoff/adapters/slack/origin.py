"""From which app and workspace a signed payload comes: one check for every way in."""

from dataclasses import dataclass

from signoff.adapters.slack.api_methods import InstallEvent
from signoff.adapters.slack.payloads import first_object_at, id_at, text_at
from signoff.core.canonical import JsonObject

_ORGANISATION = "E"
"""How the ids of organisations begin, and of no workspace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a payload comes from; empty texts where it does not say.

    Attributes:
        app: The Slack app it was sent to.
        team: The workspace in which the app is installed.
        enterprise: The organisation in which the app is installed.
        is_of_organisation: Whether the app is installed in the whole organisation.
    """

    app: str
    team: str
    enterprise: str
    is_of_organisation: bool = False

    def is_ours(self, *, app_id: str, team_id: str) -> bool:
        """Tell whether it is meant for this app and this workspace (an empty text: any)."""
        is_our_app = app_id in {"", self.app}
        return bool(self.team) and is_our_app and team_id in {"", self.team, self.enterprise}

    @property
    def organisation(self) -> str:
        """The organisation, if the app is installed in the whole of it."""
        return self.enterprise if self.is_of_organisation else ""


def origin_of_event(envelope: JsonObject) -> Origin:
    """Read where an event comes from.

    In a shared channel `team_id` may be the workspace that wrote; the authorization is ours.
    """
    ours = first_object_at(envelope, "authorizations")
    enterprise = (
        id_at(ours, "enterprise_id")
        or id_at(envelope, "context_enterprise_id")
        or id_at(envelope, "enterprise_id")
    )
    team = (
        id_at(ours, "team_id") or id_at(envelope, "context_team_id") or id_at(envelope, "team_id")
    )
    is_of_app = text_at(envelope, "event", "type") in set(InstallEvent)
    return Origin(
        app=id_at(envelope, "api_app_id"),
        # An organisation that removes the app speaks for itself, and names no workspace.
        team=team or (enterprise if is_of_app else ""),
        enterprise=enterprise,
        is_of_organisation=ours.get("is_enterprise_install") is True,
    )


def origin_of_click(payload: JsonObject) -> Origin:
    """Read where an interaction comes from.

    A modal knows the workspace it was opened in; where the app is installed in a whole
    organisation, `team` is null and only the person's own workspace is left.
    """
    return Origin(
        app=id_at(payload, "api_app_id"),
        team=_workspace(
            id_at(payload, "view", "app_installed_team_id"),
            id_at(payload, "team", "id"),
            id_at(payload, "user", "team_id"),
        ),
        enterprise=id_at(payload, "enterprise", "id") or id_at(payload, "team", "enterprise_id"),
        is_of_organisation=payload.get("is_enterprise_install") is True,
    )


def _workspace(*named: str) -> str:
    """Give the first that is a workspace: an organisation's app may name that in its place."""
    given = [each for each in named if each]
    return next(
        (each for each in given if not each.startswith(_ORGANISATION)), given[0] if given else ""
    )
