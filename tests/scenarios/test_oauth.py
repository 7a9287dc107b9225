"""Workspaces install the app themselves: each has a token of its own, and nothing mixes."""

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from playground.slack.local_slack import LocalSlack
from playground.slack.records import Installation, Message
from playground.slack.site import Site
from signoff.adapters.clock import now
from tests.scenarios.installs import ONE, OPS, ORGANISATION, TWO, Installs, installs, state_in
from tests.scenarios.stage import ANA, BOB, EMAIL

HOUR_MS = 3_600_000


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """All that the functions print."""
    return []


@pytest.fixture(scope="module")
def stand(lines: list[str]) -> Iterator[Installs]:
    """One stack for all of them."""
    with installs(lines) as stand:
        stand.browser().install(ONE)
        stand.browser().install(TWO)
        yield stand


def _said(slack: LocalSlack, ts: str) -> list[str]:
    bot = slack.workspace.installation.bot_user_id
    return [m.text for m in slack.messages(OPS, ts) if m.user == bot and not _is_card(m)]


def _card(slack: LocalSlack, ts: str) -> Message:
    return next(each for each in reversed(slack.messages(OPS, ts)) if _is_card(each))


def _is_card(message: Message) -> bool:
    return (message.metadata or {}).get("event_type") == "signoff_card"


def _asked(stand: Installs, slack: LocalSlack) -> str:
    """Have a card wait in a workspace; gives the thread."""
    stand.model.call("send_email", **EMAIL)
    ts = slack.mention(ANA, OPS, "Mail Bob")
    stand.settle()
    return ts


def _answers(stand: Installs, slack: LocalSlack, said: str) -> bool:
    stand.model.say(said)
    ts = slack.mention(ANA, OPS, "Hello?")
    stand.settle()
    return _said(slack, ts) == [said]


def test_an_install_leads_to_slack_and_back_and_the_app_answers_there(stand: Installs) -> None:
    page = stand.browser().install(ONE)

    assert page.status_code == 200
    assert "Installed in Local" in page.text
    assert _answers(stand, stand.one, "Hello from here.")


def test_every_page_keeps_to_itself(stand: Installs) -> None:
    headers = stand.browser().install(ONE).headers

    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")


def test_two_workspaces_with_the_same_channel_do_not_mix(stand: Installs) -> None:
    first, second = _asked(stand, stand.one), _asked(stand, stand.two)
    stand.model.say("Sent in the second.")

    stand.two.click(BOB, OPS, _card(stand.two, second).ts, "approve")
    stand.settle()

    assert _said(stand.two, second) == ["Sent in the second."]
    assert _said(stand.one, first) == []
    assert any(block["type"] == "actions" for block in _card(stand.one, first).blocks)
    assert not any(each.ts == second for each in stand.one.messages(OPS))


@pytest.mark.parametrize("state", ["", "x", "a.1.b", "A" * 32 + ".1795096800." + "A" * 43])
def test_a_forged_state_stores_nothing(stand: Installs, state: str) -> None:
    browser, before = stand.browser(), stand.rows
    browser.begin()

    page = browser.get(f"{browser.stack}/slack/oauth_redirect?code=c&state={state}")

    assert page.status_code == 400
    assert "This link is not yours" in page.text
    assert stand.rows == before


def test_a_state_of_another_browser_is_a_forged_one(stand: Installs) -> None:
    attacker, victim = stand.browser(), stand.browser()
    back = attacker.agree(attacker.begin(), ONE)
    victim.begin()
    before = stand.rows

    with_cookie, without = victim.get(back), httpx.get(back)

    assert (with_cookie.status_code, without.status_code) == (400, 400)
    assert stand.rows == before


def test_a_link_counts_once_and_so_does_its_code(stand: Installs) -> None:
    browser = stand.browser()
    start = browser.begin()
    back = browser.agree(start, ONE)
    cookies = dict(browser.cookies)
    assert browser.get(back).status_code == 200
    version = _version(stand, ONE)

    browser.cookies = dict(cookies)
    again = browser.get(back)
    other = browser.begin()
    stolen = browser.get(back.replace(state_in(back), state_in(other)))

    assert (again.status_code, stolen.status_code) == (400, 400)
    assert "This link was used before" in again.text
    assert "Slack did not accept that" in stolen.text
    assert _version(stand, ONE) == version


def _version(stand: Installs, key: str) -> int:
    found = stand.installations.find(key)
    assert found is not None
    return found.version


def test_who_says_no_installs_nothing(stand: Installs) -> None:
    version = _version(stand, TWO)

    page = stand.browser().install(TWO, answer="deny")

    assert page.status_code == 403
    assert "Nothing was installed" in page.text
    assert _version(stand, TWO) == version


def test_no_answer_of_slacks_is_told_and_one_may_try_again(stand: Installs) -> None:
    stand.one.fail("oauth.v2.access", status=503)
    browser = stand.browser()

    page = browser.install(TWO)

    assert page.status_code == 503
    assert browser.install(TWO).status_code == 200


def test_a_removed_app_leaves_no_token_and_nothing_goes_in_circles(
    stand: Installs, lines: list[str]
) -> None:
    ts = _asked(stand, stand.two)
    left = stand.tokens_left

    stand.two.remove_app()
    stand.settle()
    stand.two.deliver_event(
        {"type": "app_mention", "user": ANA, "channel": OPS, "ts": "1795096800.000100", "text": "?"}
    )
    stand.settle()
    stand.everything.system.tick()
    stand.settle()

    assert (stand.tokens_left, left) == (1, 2)
    assert stand.installations.find(TWO) is None
    assert [each.as_payload()["status"] for each in stand.two.deliveries()[-3:]] == [200] * 3
    assert any('"message": "not installed"' in line for line in lines)
    stand.browser().install(TWO)
    stand.model.say("Sent after all.")
    stand.two.click(BOB, OPS, _card(stand.two, ts).ts, "approve")
    stand.settle()
    assert _said(stand.two, ts) == ["Sent after all."]


def test_old_news_of_a_removal_do_not_undo_a_later_install(stand: Installs) -> None:
    told = stand.two.remove_app()
    stand.settle()
    stand.browser().install(TWO)

    for envelope in told:
        stand.two.send({**envelope, "event_time": int(envelope["event_time"]) - 5})
    stand.settle()

    assert stand.installations.find(TWO) is not None
    assert _answers(stand, stand.two, "Still here.")


def test_a_token_that_ends_soon_is_renewed_once_by_the_clock(stand: Installs) -> None:
    _rotate(stand, on=True)
    stand.browser().install(ONE)
    _rotate(stand, on=False)
    installed = stand.installations.find(ONE)
    assert installed is not None
    soon = replace(installed.tokens, expires_at=now() + HOUR_MS)
    stand.installations.save(replace(installed, tokens=soon))
    before = len(stand.one.calls("oauth.v2.access"))

    stand.everything.system.tick()
    stand.everything.system.tick()

    renewed = stand.installations.find(ONE)
    assert renewed is not None
    assert len(stand.one.calls("oauth.v2.access")) == before + 1
    assert renewed.tokens.bot != installed.tokens.bot
    assert _answers(stand, stand.one, "With a new token.")


def test_a_lost_answer_to_a_renewal_loses_no_installation(stand: Installs) -> None:
    _rotate(stand, on=True)
    stand.browser().install(ONE)
    installed = stand.installations.find(ONE)
    assert installed is not None
    soon = replace(installed.tokens, expires_at=now() + HOUR_MS)
    stand.installations.save(replace(installed, tokens=soon))
    stand.one.fail("oauth.v2.access", lose_reply=True)

    stand.everything.system.tick()
    stored = stand.installations.find(ONE)
    assert stored is not None
    assert stored.tokens == soon
    # The claim of whoever lost the answer is over.
    stand.installations.save(stored)
    stand.everything.system.tick()
    _rotate(stand, on=False)

    renewed = stand.installations.find(ONE)
    assert renewed is not None
    assert renewed.tokens.bot != installed.tokens.bot
    assert _answers(stand, stand.one, "Nothing was lost.")


def _rotate(stand: Installs, *, on: bool) -> None:
    def act(site: Site) -> None:
        site.grants.rotates = on

    stand.one.read(act)


def test_an_organisations_installation_counts_in_each_of_its_workspaces(stand: Installs) -> None:
    third = stand.one.neighbour(
        Installation(
            team_id="T0THIRD",
            team_name="Third",
            bot_user_id="U0BOT3",
            bot_id="B0BOT3",
            bot_token="",
            enterprise_id=ORGANISATION,
            enterprise_name="Acme",
            is_enterprise_install=True,
        )
    )
    page = stand.browser().install(ORGANISATION)
    assert "Installed in Acme" in page.text
    third.open_home(ANA)
    stand.settle()

    ts = _asked(stand, third)
    stand.model.say("Sent for the organisation.")
    third.click(BOB, OPS, _card(third, ts).ts, "approve")
    stand.settle()
    third.settle()

    assert third.home(ANA) is not None
    assert _said(third, ts) == ["Sent for the organisation."]
    assert stand.installations.find("T0THIRD") == stand.installations.find(ORGANISATION)
    third.remove_app(ORGANISATION)
    stand.settle()
    assert stand.installations.find("T0THIRD") is None


def test_no_token_stands_in_a_row_or_in_a_log(stand: Installs, lines: list[str]) -> None:
    tokens = list(stand.one.grants().tokens.values())
    secrets = {each.bot for each in tokens} | {each.refresh for each in tokens if each.refresh}
    tables = [stand.table, stand.everything.system.resources.physical_name("Table")]
    dynamodb = stand.everything.clients.dynamodb

    kept = str([dynamodb.scan(TableName=table)["Items"] for table in tables])

    assert len(tokens) > 5
    assert not [each for each in secrets if each in kept]
    assert not [each for each in secrets for line in lines if each in line]
    assert not [line for line in lines if "local-client-secret" in line]
