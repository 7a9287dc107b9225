"""Somebody comes to install the app, and comes back from Slack with its answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, assert_never
from urllib.parse import parse_qsl, urlencode

from signoff.adapters.http import Response
from signoff.adapters.slack import install_pages as pages
from signoff.adapters.slack.api_methods import bot_scopes
from signoff.adapters.slack.install_state import (
    ForgedStateError,
    NewName,
    OldStateError,
    browser_of,
    cookie,
    made,
    proven,
)
from signoff.adapters.slack.web import SLACK_API_URL
from signoff.core.failure import reason
from signoff.core.installation import Installation
from signoff.core.observations.installs import InstallRefused
from signoff.ports import UndeliverableError, UnreachableError
from signoff.usecases.install import Allowed, InstallPorts, NotHere, install

INSTALL: Final = "/slack/install"
REDIRECT: Final = "/slack/oauth_redirect"

_LONGEST_CODE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontDesk:
    """Where people come to who install the app.

    Attributes:
        ports: What installing needs.
        client_id: The app's client id.
        secret: Gives its client secret.
        allowed: Which app, and where.
        redirect_url: Where Slack sends people back to.
        slack_url: Where Slack's own pages are, without a slash at the end.
        new_name: Gives names that nobody can guess.
    """

    ports: InstallPorts
    client_id: str
    secret: Callable[[], str]
    allowed: Allowed
    redirect_url: str
    slack_url: str
    new_name: NewName

    def answer(self, event: Mapping[str, object]) -> Response:
        """Answer one request of a browser."""
        browser = browser_of(event.get("cookies"))
        # A domain of one's own may put something in front of it.
        path = str(event.get("rawPath"))
        if path.endswith(INSTALL):
            return self._begun(browser)
        if path.endswith(REDIRECT):
            return self._back(browser, _query(event))
        return pages.shown(pages.NOT_FOUND)

    def _begun(self, browser: str) -> Response:
        # One that is there already is kept: two open tabs are one browser.
        browser = browser or self.new_name()
        state = made(secret=self.secret(), browser=browser, name=self.new_name(), now_s=self._now_s)
        asked = {
            "client_id": self.client_id,
            "scope": ",".join(bot_scopes()),
            "redirect_uri": self.redirect_url,
            "state": state,
        }
        url = f"{self.slack_url}/oauth/v2/authorize?{urlencode(asked)}"
        return pages.sent_on(url, cookies=(cookie(browser),))

    def _back(self, browser: str, query: Mapping[str, str]) -> Response:
        try:
            state = proven(
                query.get("state", ""), secret=self.secret(), browser=browser, now_s=self._now_s
            )
        except ForgedStateError:
            return self._refused(pages.FORGED, "the state is forged or foreign")
        except OldStateError:
            return self._refused(pages.EXPIRED, "the state is too old")
        if not self.ports.installations.spend(state.name, until=state.until):
            return self._refused(pages.USED, "the state was used before")
        if query.get("error"):
            is_no = query["error"] == "access_denied"
            said = "somebody said no" if is_no else "Slack refused"
            return self._refused(pages.DENIED if is_no else pages.NOT_TAKEN, said)
        code = query.get("code", "")
        if not 0 < len(code) <= _LONGEST_CODE:
            return self._refused(pages.NOT_TAKEN, "there is no code")
        return self._exchanged(code)

    def _exchanged(self, code: str) -> Response:
        try:
            became = install(code, allowed=self.allowed, ports=self.ports)
        except UnreachableError as error:
            return self._refused(pages.UNREACHABLE, reason(error))
        except UndeliverableError as error:
            return self._refused(pages.NOT_TAKEN, reason(error))
        match became:
            case NotHere():
                return self._refused(pages.NOT_HERE, "another app, or no place for it")
            case Installation():
                return pages.shown(self._done(became), cookies=(cookie("", lasts_s=0),))
            case _:
                assert_never(became)

    def _done(self, installation: Installation) -> pages.Page:
        app, key = installation.app, installation.key
        link = f"{self.slack_url}/app_redirect?{urlencode({'app': app, 'team': key})}"
        if installation.is_of_organisation:
            link = f"{self._manage_url}/manage/{key}/integrations/profile/{app}/workspaces/add"
        return pages.installed(
            name=installation.name,
            link=link,
            is_of_organisation=installation.is_of_organisation,
        )

    @property
    def _manage_url(self) -> str:
        return self.slack_url.replace("://slack.com", "://app.slack.com")

    @property
    def _now_s(self) -> int:
        return self.ports.clock() // 1000

    def _refused(self, page: pages.Page, why: str) -> Response:
        self.ports.tell(InstallRefused(why=why))
        return pages.shown(page)


def _query(event: Mapping[str, object]) -> dict[str, str]:
    """Read the query as it was sent; what is named twice counts as not named at all."""
    try:
        pairs = parse_qsl(str(event.get("rawQueryString") or ""), max_num_fields=20)
    except ValueError:
        return {}
    names = [name for name, _ in pairs]
    return {name: value for name, value in pairs if names.count(name) == 1}


def site_of(api_url: str | None) -> str:
    """Give where Slack's own pages are, by where its Web API is."""
    return (api_url or SLACK_API_URL).removesuffix("/api/")
