"""apps.connections.open: an address for a WebSocket, for the app's own token."""

from playground.slack.errors import SlackError
from playground.slack.payload import Payload
from playground.slack.site import Site
from playground.slack.web.args import Args

NEEDED = "connections:write"


def open_connection(site: Site, _args: Args) -> Payload:
    """Give an address that is good for one connection.

    Raises:
        SlackError: missing_scope, or access_denied where the app is not in Socket Mode.
    """
    if NEEDED not in site.app.app_scopes:
        said = {"needed": NEEDED, "provided": ",".join(site.app.app_scopes)}
        raise SlackError("missing_scope", extra=said)
    if not site.socket_mode.is_on:
        raise SlackError("access_denied")
    return {"url": site.socket_mode.address(site.workspace.origin)}


METHODS = {"apps.connections.open": open_connection}
"""What only the app's own token may call, and no bot's."""
