"""Somebody removes the app: its tokens end, and it is told so twice, in no certain order."""

from playground.slack.payload import Payload
from playground.slack.site import Site, inside
from playground.slack.workspace import mint


def remove(site: Site, key: str, *, until: float | None = None) -> list[Payload]:
    """Remove the app from a workspace or an organisation; gives what the app was told.

    Args:
        site: Any workspace at this address.
        key: The workspace, or the organisation.
        until: When it happened; None: now.
    """
    site.grants.remove(key, why="account_inactive")
    told: list[Payload] = []
    for each in list(inside(site, key))[:1]:
        bot = each.app.bot_user_id
        revoked: Payload = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [bot]}}
        for event in (revoked, {"type": "app_uninstalled"}):
            at = each.clock.now() if until is None else until
            envelope = _enveloped(event, each, key, at)
            each.deliveries.send(envelope)
            told.append(envelope)
    for each in inside(site, key):
        each.deliveries.is_installed = False
    return told


def _enveloped(event: Payload, site: Site, key: str, at: float) -> Payload:
    app = site.app
    return {
        "token": "legacy",
        "team_id": None if key == app.enterprise_id else app.team_id,
        "enterprise_id": app.enterprise_id,
        "api_app_id": app.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": mint("Ev"),
        "event_time": int(at),
    }
