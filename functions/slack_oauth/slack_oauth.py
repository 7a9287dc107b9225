"""Somebody installs the app: send them to Slack, and keep what they bring back."""

from collections.abc import Mapping
from secrets import token_urlsafe

from signoff.adapters.clock import now
from signoff.adapters.http import Response
from signoff.adapters.sdk import client
from signoff.adapters.secrets import Secret
from signoff.adapters.slack.install_visits import FrontDesk, site_of
from signoff.adapters.telling import Teller, without_words
from signoff.adapters.wiring_installs import authority, installations
from signoff.settings import OAuthSettings, TellingSettings
from signoff.usecases.install import Allowed, InstallPorts

SETTINGS = OAuthSettings.read()
TELL = Teller("slack_oauth", TellingSettings.read(), now)
CLIENT_SECRET = Secret(
    client("secretsmanager"),
    SETTINGS.client.secret,
    variable="SLACK_CLIENT_SECRET_ARN",
    clock=now,
)
AUTHORITY = authority(
    SETTINGS.client,
    CLIENT_SECRET,
    api_url=SETTINGS.api_url,
    redirect_url=SETTINGS.redirect_url,
)
DESK = FrontDesk(
    ports=InstallPorts(
        installations=installations(SETTINGS.installs, client),
        authority=AUTHORITY,
        clock=now,
        tell=TELL,
    ),
    client_id=SETTINGS.client.id,
    secret=CLIENT_SECRET,
    allowed=Allowed(app=SETTINGS.door.app or "", places=SETTINGS.places),
    redirect_url=SETTINGS.redirect_url,
    slack_url=site_of(SETTINGS.api_url),
    new_name=lambda: token_urlsafe(32),
)


def lambda_handler(event: Mapping[str, object], _: object) -> Response:
    """Answer one visit."""
    with without_words(TELL):
        return DESK.answer(event)
