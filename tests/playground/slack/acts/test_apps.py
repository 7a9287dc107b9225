"""Other apps of the workspace: what ours hears of them."""

from typing import Any

import pytest

from playground.slack.acts.refusals import Refused
from playground.slack.local_slack import LocalSlack
from playground.slack.records import OtherApp

DEPLOY = OtherApp(app_id="A0DEPLOY", bot_id="B0DEPLOY", user="U0DEPLOY", name="Deploybot")


def test_another_apps_message_tells_of_its_bot(slack: LocalSlack, app: Any) -> None:
    slack.install(DEPLOY, "C0OPS")

    slack.app_says("B0DEPLOY", "C0OPS", "Deployed.")

    (event,) = app.events()
    assert (event["user"], event["bot_id"], event["app_id"]) == (
        "U0DEPLOY",
        "B0DEPLOY",
        "A0DEPLOY",
    )
    assert event["bot_profile"]["name"] == "Deploybot"
    assert "subtype" not in event


def test_an_app_that_calls_ours_is_heard_twice(slack: LocalSlack, app: Any) -> None:
    slack.install(DEPLOY, "C0OPS")

    slack.app_says("B0DEPLOY", "C0OPS", "<@U0BOT> look")

    assert [event["type"] for event in app.events()] == ["app_mention", "message"]


def test_an_app_corrects_its_own_message_and_no_others(slack: LocalSlack, app: Any) -> None:
    slack.install(DEPLOY, "C0OPS")
    ts = slack.app_says("B0DEPLOY", "C0OPS", "Deploing")
    persons = slack.message("U0ANA", "C0OPS", "x")

    slack.app_corrects("B0DEPLOY", "C0OPS", ts, "Deployed")

    changed = app.events()[-1]
    assert changed["subtype"] == "message_changed"
    assert changed["message"]["edited"]["user"] == "B0DEPLOY"
    with pytest.raises(Refused, match="cant_update_message"):
        slack.app_corrects("B0DEPLOY", "C0OPS", persons, "y")


def test_an_app_speaks_only_where_it_is(slack: LocalSlack) -> None:
    slack.install(DEPLOY)

    with pytest.raises(Refused, match="not_in_channel"):
        slack.app_says("B0DEPLOY", "C0OPS", "x")


def test_an_app_that_echoes_answers_ours_in_its_thread(slack: LocalSlack) -> None:
    slack.install(
        OtherApp(app_id="A0ECHO", bot_id="B0ECHO", user="U0ECHO", name="Echo", echoes=True), "C0OPS"
    )
    root = slack.message("U0ANA", "C0OPS", "hi")

    client: Any = slack.client()
    client.chat_postMessage(channel="C0OPS", thread_ts=root, text="hello")

    said = [m.text for m in slack.messages("C0OPS", root)]
    assert said == ["hi", "hello", "<@U0BOT> You said: hello"]


def test_an_app_that_is_gone_says_nothing_more(slack: LocalSlack) -> None:
    slack.install(DEPLOY, "C0OPS")
    slack.uninstall("B0DEPLOY")

    with pytest.raises(Refused, match="not_in_channel"):
        slack.app_says("B0DEPLOY", "C0OPS", "x")


def test_a_link_that_is_unfurled_changes_a_message_that_nobody_edited(
    slack: LocalSlack, app: Any
) -> None:
    ts = slack.message("U0ANA", "C0OPS", "see https://example.com")

    slack.unfurl("C0OPS", ts)

    changed = app.events()[-1]
    assert changed["subtype"] == "message_changed"
    assert changed["message"]["text"] == changed["previous_message"]["text"]
    assert "edited" not in changed["message"]


def test_people_live_in_several_time_zones(slack: LocalSlack) -> None:
    client: Any = slack.client()

    told = [client.users_info(user=user)["user"] for user in ("U0ANA", "U0BOB", "U0EVE")]

    assert [(each["tz"], each["tz_offset"]) for each in told] == [
        ("Europe/Berlin", 3_600),
        ("America/New_York", -18_000),
        ("Asia/Tokyo", 32_400),
    ]
