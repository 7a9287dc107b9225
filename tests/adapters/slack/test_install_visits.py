from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from signoff.adapters.slack.api_methods import bot_scopes
from signoff.adapters.slack.install_state import COOKIE, LASTS_S
from signoff.adapters.slack.install_visits import FrontDesk, site_of
from signoff.core.installation import Tokens
from signoff.core.observations.installs import InstallRefused
from signoff.ports import Granted, UndeliverableError, UnreachableError
from signoff.testing import (
    CountingIds,
    InMemoryInstallations,
    ManualClock,
    RecordingTell,
    ScriptedAuthority,
)
from signoff.usecases.install import Allowed, InstallPorts
from tests.core.rows import NOON

GRANTED = Granted(
    app="A1",
    team="T1",
    organisation="",
    name="<b>Acme & Sons</b>",
    bot_user="U0BOT",
    by="U0ANA",
    scopes=(),
    tokens=Tokens(bot="xoxb-1"),
)


class Visit:
    """A front desk, and one browser in front of it."""

    def __init__(self, worth: Granted | Exception = GRANTED, places: tuple[str, ...] = ()) -> None:
        self.kept, self.tell, self.clock = (
            InMemoryInstallations(),
            RecordingTell(),
            ManualClock(NOON),
        )
        ids = CountingIds()
        self.desk = FrontDesk(
            ports=InstallPorts(
                installations=self.kept,
                authority=ScriptedAuthority(codes={"code": worth}),
                clock=self.clock,
                tell=self.tell,
            ),
            client_id="1.2",
            secret=lambda: "client-secret",
            allowed=Allowed(app="", places=places),
            redirect_url="https://api.example.com/slack/oauth_redirect",
            slack_url="https://slack.com",
            new_name=lambda: f"{ids():x>43}",
        )
        self.cookies: list[str] = []

    def get(self, path: str, query: Mapping[str, str] | None = None) -> Any:
        event = {"rawPath": path, "rawQueryString": urlencode(query or {})}
        answer: Any = self.desk.answer({**event, "cookies": self.cookies})
        self.cookies = [each.partition(";")[0] for each in answer.get("cookies", self.cookies)]
        return answer

    def state(self) -> str:
        location: str = self.get("/slack/install")["headers"]["location"]
        return parse_qs(urlsplit(location).query)["state"][0]

    def back(self, **query: str) -> Any:
        return self.get("/slack/oauth_redirect", {"state": self.state(), "code": "code", **query})


def test_a_visit_goes_on_to_slack_with_the_manifests_permissions_and_a_cookie() -> None:
    answer = Visit().get("/slack/install")

    url = urlsplit(answer["headers"]["location"])
    asked = parse_qs(url.query)
    assert (answer["statusCode"], url.netloc, url.path) == (302, "slack.com", "/oauth/v2/authorize")
    assert asked["scope"] == [",".join(bot_scopes())]
    assert asked["client_id"] == ["1.2"]
    assert asked["redirect_uri"] == ["https://api.example.com/slack/oauth_redirect"]
    assert answer["headers"]["cache-control"] == "no-store"
    assert answer["cookies"][0].startswith(f"{COOKIE}=")


def test_two_open_tabs_are_one_browser() -> None:
    visit = Visit()
    first = visit.state()
    visit.state()

    answer = visit.get("/slack/oauth_redirect", {"state": first, "code": "code"})

    assert answer["statusCode"] == 200


def test_coming_back_installs_it_and_shows_names_as_text() -> None:
    visit = Visit()

    answer = visit.back()

    assert answer["statusCode"] == 200
    assert "&lt;b&gt;Acme &amp; Sons&lt;/b&gt;" in answer["body"]
    assert "https://slack.com/app_redirect?app=A1&amp;team=T1" in answer["body"]
    assert "Max-Age=0" in answer["cookies"][0]
    assert visit.kept.find("T1") is not None


def test_an_organisation_is_led_to_where_it_chooses_workspaces() -> None:
    visit = Visit(Granted(**{**_of(GRANTED), "team": "", "organisation": "E1", "name": ""}))

    body = visit.back()["body"]

    assert "https://app.slack.com/manage/E1/integrations/profile/A1/workspaces/add" in body
    assert "Installed in your organisation" in body


def _of(granted: Granted) -> dict[str, Any]:
    return {name: getattr(granted, name) for name in granted.__slots__}


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ({"state": "forged"}, 400, "This link is not yours"),
        ({"error": "access_denied"}, 403, "Nothing was installed"),
        ({"error": "invalid_scope"}, 400, "Slack did not accept that"),
        ({"code": ""}, 400, "Slack did not accept that"),
        ({"code": "x" * 501}, 400, "Slack did not accept that"),
        ({"state": "forged", "error": "access_denied"}, 400, "This link is not yours"),
    ],
)
def test_what_is_wrong_ends_in_a_page_and_nothing_is_kept(
    query: dict[str, str], status: int, said: str
) -> None:
    visit = Visit()

    answer = visit.back(**query)

    assert (answer["statusCode"], said in answer["body"]) == (status, True)
    assert visit.kept.installed == {}
    assert [type(each) for each in visit.tell.told] == [InstallRefused]


@pytest.mark.parametrize(
    ("worth", "status"),
    [(UndeliverableError("invalid_code"), 400), (UnreachableError("away"), 503)],
)
def test_a_code_that_slack_does_not_take_installs_nothing(worth: Exception, status: int) -> None:
    visit = Visit(worth)

    assert visit.back()["statusCode"] == status
    assert visit.kept.installed == {}


def test_a_workspace_that_may_not_install_it_is_told_so() -> None:
    visit = Visit(places=("T2",))

    answer = visit.back()

    assert (answer["statusCode"], visit.kept.installed) == (403, {})
    assert "Not for this workspace" in answer["body"]


def test_an_old_link_is_told_apart_from_a_forged_one() -> None:
    visit = Visit()
    state = visit.state()
    visit.clock.advance(seconds=LASTS_S + 1)

    answer = visit.get("/slack/oauth_redirect", {"state": state, "code": "code"})

    assert (answer["statusCode"], "That took too long" in answer["body"]) == (400, True)


def test_a_link_counts_once_even_when_somebody_said_no() -> None:
    visit = Visit()
    query = {"state": visit.state(), "error": "access_denied"}

    assert visit.get("/slack/oauth_redirect", query)["statusCode"] == 403
    again = visit.get("/slack/oauth_redirect", {**query, "error": "", "code": "code"})
    assert "This link was used before" in again["body"]


def test_what_is_named_twice_counts_as_not_named() -> None:
    visit = Visit()
    state = visit.state()
    query = f"state={state}&state={state}&code=code"

    answer: Any = visit.desk.answer(
        {"rawPath": "/slack/oauth_redirect", "rawQueryString": query, "cookies": visit.cookies}
    )

    assert answer["statusCode"] == 400


@pytest.mark.parametrize("query", ["&".join("a=1" for _ in range(99)), "%ff=%ff", ";;;"])
def test_any_query_is_answered(query: str) -> None:
    answer = Visit().desk.answer({"rawPath": "/slack/oauth_redirect", "rawQueryString": query})

    assert answer["statusCode"] == 400


def test_another_path_is_a_404() -> None:
    assert Visit().get("/slack/other")["statusCode"] == 404


def test_slacks_pages_are_beside_its_api() -> None:
    assert site_of(None) == "https://slack.com"
    assert site_of("http://127.0.0.1:3000/api/") == "http://127.0.0.1:3000"
