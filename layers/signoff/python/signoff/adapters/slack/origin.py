"""From which app and workspace a signed payload comes: one check for every way in."""

from dataclasses import dataclass

from signoff.adapters.slack.payloads import first_object_at, id_at
from signoff.core.canonical import JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a payload comes from; empty texts where it does not say.

    Attributes:
        app: The Slack app it was sent to.
        team: The workspace in which the app is installed.
        enterprise: The organisation in which the app is installed.
    """

    app: str
    team: str
    enterprise: str

    def is_ours(self, *, app_id: str, team_id: str) -> bool:
        """Tell whether it is meant for this app and this workspace (an empty text: any)."""
        is_our_app = app_id in {"", self.app}
        return bool(self.team) and is_our_app and team_id in {"", self.team, self.enterprise}


def origin_of_event(envelope: JsonObject) -> Origin:
    """Read where an event comes from.

    In a shared channel `team_id` may be the workspace that wrote; the authorization is ours.
    """
    ours = first_object_at(envelope, "authorizations")
    return Origin(
        app=id_at(envelope, "api_app_id"),
        team=id_at(ours, "team_id")
        or id_at(envelope, "context_team_id")
        or id_at(envelope, "team_id"),
        enterprise=id_at(ours, "enterprise_id")
        or id_at(envelope, "context_enterprise_id")
        or id_at(envelope, "enterprise_id"),
    )


def origin_of_click(payload: JsonObject) -> Origin:
    """Read where an interaction comes from.

    A modal knows the workspace it was opened in; where the app is installed in a whole
    organisation, `team` is null and only the person's own workspace is left.
    """
    return Origin(
        app=id_at(payload, "api_app_id"),
        team=id_at(payload, "view", "app_installed_team_id")
        or id_at(payload, "team", "id")
        or id_at(payload, "user", "team_id"),
        enterprise=id_at(payload, "enterprise", "id") or id_at(payload, "team", "enterprise_id"),
    )
