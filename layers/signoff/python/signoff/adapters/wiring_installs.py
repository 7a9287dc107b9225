"""Which adapter stands behind which port where workspaces install the app themselves."""

from collections.abc import Callable

from signoff.adapters.clock import now
from signoff.adapters.installations import DynamoInstallations
from signoff.adapters.installed import InstalledWorkspaces
from signoff.adapters.slack.authority import SlackAuthority
from signoff.adapters.slack.chat import SlackChat
from signoff.adapters.slack.sessions import TIMEOUT_S, Sessions
from signoff.adapters.slack.web import SLACK_API_URL, Renew, SlackWeb
from signoff.adapters.wiring import Client, SecretOf
from signoff.adapters.workspaces import Renewed, SlackHere, Workspaces, as_it_is
from signoff.core.installation import Installation
from signoff.ports import Tell
from signoff.settings import ClientSettings, InstallsSettings, SlackSettings
from signoff.usecases.renew_token import RenewalPorts, renewed


def installed_workspaces(
    settings: SlackSettings, client: Client, *, timeout_s: float, renewed: Renewed
) -> Workspaces:
    """Give the Slack of each workspace in which the app is installed."""
    api_url = settings.api_url or SLACK_API_URL

    def slack_with(installation: Installation, team: str, renew: Renew) -> SlackHere:
        token = installation.tokens.bot
        chat = SlackChat(
            token=token, renew=renew, team=team, api_url=api_url, timeout_s=timeout_s, clock=now
        )
        web = SlackWeb(token=token, renew=renew, api_url=api_url, timeout_s=TIMEOUT_S, clock=now)
        return SlackHere(chat=chat, presence=Sessions(web=web, clock=now))

    return InstalledWorkspaces(
        installations(settings.installs, client), slack_with=slack_with, renewed=renewed, clock=now
    )


def installations(settings: InstallsSettings | None, client: Client) -> DynamoInstallations:
    """Open the table of installations, with the key that seals what is in it.

    Raises:
        ValueError: There is none: the stack is for one workspace.
    """
    if settings is None:
        raise ValueError("one workspace has no table of installations")
    dynamodb, kms = client("dynamodb"), client("kms")
    return DynamoInstallations(dynamodb, kms, table=settings.table, key=settings.key)


def renewal(
    settings: SlackSettings, secret_of: SecretOf, client: Client, tell: Tell
) -> RenewalPorts | None:
    """Give what renewing tokens needs; None: there is nothing to renew here."""
    if settings.installs is None or settings.client is None:
        return None
    secret = secret_of(settings.client.secret, variable="SLACK_CLIENT_SECRET_ARN")
    return RenewalPorts(
        installations=installations(settings.installs, client),
        authority=authority(settings.client, secret, api_url=settings.api_url),
        clock=now,
        tell=tell,
    )


def renewing(ports: RenewalPorts | None) -> Renewed:
    """Give what renews a token that ends soon, if it is renewed here."""
    return as_it_is if ports is None else lambda installation: renewed(installation, ports)


def authority(
    settings: ClientSettings,
    secret: Callable[[], str],
    *,
    api_url: str | None,
    redirect_url: str = "",
) -> SlackAuthority:
    """Give Slack, as far as it hands out tokens."""
    return SlackAuthority(
        client=lambda: (settings.id, secret()),
        redirect_url=redirect_url,
        api_url=api_url or SLACK_API_URL,
        clock=now,
    )
