from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.slack.clock import ManualClock
from playground.slack.grants import CLIENT_ID, CLIENT_SECRET, GRACE_S, TOKEN_LASTS_S
from playground.slack.local_slack import LocalSlack
from playground.slack.records import Installation

BACK = "http://127.0.0.1:1/slack/oauth_redirect"
SECOND = Installation(team_id="T0SECOND", team_name="Second", bot_user_id="U0BOT2", bot_token="")


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(clock=ManualClock(1_795_096_800)) as slack:
        yield slack


def _agreed(slack: LocalSlack, team: str = "T0SECOND", **asked: str) -> httpx.Response:
    given = {
        "client_id": CLIENT_ID,
        "scope": "chat:write",
        "redirect_uri": BACK,
        "state": "s",
        **asked,
    }
    url = f"{slack.origin}/oauth/v2/authorize"
    return httpx.post(url, params=given, data={"team": team, "answer": "allow"})


def _code(slack: LocalSlack, team: str = "T0SECOND") -> str:
    return httpx.URL(_agreed(slack, team).headers["location"]).params["code"]


def _access(slack: LocalSlack, secret: str = CLIENT_SECRET, **given: str) -> Any:
    answer = WebClient(base_url=slack.api_url, retry_handlers=[]).oauth_v2_access(
        client_id=CLIENT_ID, client_secret=secret, redirect_uri=BACK, **given
    )
    return answer.data


def _error(slack: LocalSlack, **given: str) -> str:
    with pytest.raises(SlackApiError) as error:
        _access(slack, **given)
    return str(error.value.response["error"])


def _auth_error(slack: LocalSlack, token: str) -> str:
    with pytest.raises(SlackApiError) as error:
        slack.client(token).auth_test()
    return str(error.value.response["error"])


def test_consent_is_worth_a_token_of_that_workspace(slack: LocalSlack) -> None:
    slack.neighbour(SECOND)

    given = _access(slack, code=_code(slack))

    assert given["team"] == {"id": "T0SECOND", "name": "Second"}
    assert (given["bot_user_id"], given["token_type"]) == ("U0BOT2", "bot")
    assert slack.client(given["access_token"]).auth_test()["team_id"] == "T0SECOND"
    assert slack.client().auth_test()["team_id"] == "T0LOCAL"


def test_a_code_counts_once_for_ten_minutes_and_for_its_address(slack: LocalSlack) -> None:
    slack.neighbour(SECOND)
    used, old, elsewhere = _code(slack), _code(slack), _code(slack)
    _access(slack, code=used)

    assert _error(slack, code=used) == "code_already_used"
    assert _error(slack, code="none") == "invalid_code"
    slack.advance(601)
    assert _error(slack, code=old) == "invalid_code"
    assert elsewhere != old


def test_only_the_app_itself_gets_tokens(slack: LocalSlack) -> None:
    slack.neighbour(SECOND)

    assert _error(slack, code=_code(slack), secret="another") == "bad_client_secret"  # noqa: S106 - made up


@pytest.mark.parametrize(
    "asked",
    [
        {"client_id": "9.9"},
        {"scope": "admin"},
        {"scope": ""},
        {"redirect_uri": "https://evil.test/x"},
    ],
)
def test_a_wish_that_is_not_the_apps_is_refused_on_the_page(
    slack: LocalSlack, asked: dict[str, str]
) -> None:
    assert _agreed(slack, "T0LOCAL", **asked).status_code == 400


def test_the_page_shows_what_is_asked_for_and_where(slack: LocalSlack) -> None:
    asked = {"client_id": CLIENT_ID, "scope": "chat:write", "redirect_uri": BACK, "state": "s"}

    page = httpx.get(f"{slack.origin}/oauth/v2/authorize", params=asked).text

    assert "chat:write" in page
    assert '<option value="T0LOCAL">Local</option>' in page


def test_a_token_that_ends_is_followed_by_another(slack: LocalSlack) -> None:
    slack.neighbour(SECOND)
    slack.read(lambda site: setattr(site.grants, "rotates", True))
    first = _access(slack, code=_code(slack))
    renewal = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}

    second, lost_and_again = _access(slack, **renewal), _access(slack, **renewal)

    assert first["expires_in"] == TOKEN_LASTS_S
    assert first["access_token"].startswith("xoxe.xoxb-")
    assert second["access_token"] == lost_and_again["access_token"]
    slack.client(second["access_token"]).auth_test()
    assert _error(slack, **renewal) == "invalid_refresh_token"
    slack.advance(TOKEN_LASTS_S)
    assert _auth_error(slack, first["access_token"]) == "token_expired"


def test_a_refresh_token_whose_answer_was_lost_does_not_count_for_ever(slack: LocalSlack) -> None:
    slack.neighbour(SECOND)
    slack.read(lambda site: setattr(site.grants, "rotates", True))
    first = _access(slack, code=_code(slack))
    renewal = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    _access(slack, **renewal)

    slack.advance(GRACE_S + 1)

    assert _error(slack, **renewal) == "invalid_refresh_token"


def test_a_removed_app_is_told_twice_and_its_token_is_dead(slack: LocalSlack) -> None:
    second = slack.neighbour(SECOND)
    token = _access(slack, code=_code(slack))["access_token"]

    second.remove_app()
    second.message("U0ANA", "C0OPS", "Is anybody there?")

    assert [each.type for each in second.deliveries()] == ["tokens_revoked", "app_uninstalled"]
    assert _auth_error(slack, token) == "account_inactive"


def test_a_token_that_is_taken_back_is_dead(slack: LocalSlack) -> None:
    slack.neighbour(SECOND)
    token = _access(slack, code=_code(slack))["access_token"]

    slack.client(token).auth_revoke()

    assert _auth_error(slack, token) == "token_revoked"


def test_the_list_of_installs_lets_a_person_remove_one(slack: LocalSlack) -> None:
    slack.neighbour(SECOND)
    _access(slack, code=_code(slack))
    assert "1 token(s)" in httpx.get(f"{slack.origin}/installs").text

    httpx.post(f"{slack.origin}/installs", data={"team": "T0SECOND"})

    assert "Second: not installed" in httpx.get(f"{slack.origin}/installs").text


def test_no_secret_is_kept_among_the_calls(slack: LocalSlack) -> None:
    slack.neighbour(SECOND)
    code = _code(slack)
    token = _access(slack, code=code)["access_token"]

    kept = str([each.as_payload() | each.response for each in slack.calls()])

    assert not [each for each in (code, token, CLIENT_SECRET) if each in kept]
