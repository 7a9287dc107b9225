"""Clicks: what the app is sent, and what the person sees when it fails."""

from typing import Any

import pytest
from slack_sdk import WebClient

from playground.slack.acts.refusals import Refused
from playground.slack.local_slack import LocalSlack


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": True}


def button(action_id: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": plain("Go"), "value": "id-1", **more}


ONE = {"text": plain("One"), "value": "1"}
TWO = {"text": plain("Two"), "value": "2"}
BLOCKS: list[dict[str, Any]] = [
    {"type": "section", "block_id": "row1", "text": plain("1"), "accessory": button("approve")},
    {"type": "section", "block_id": "row2", "text": plain("2"), "accessory": button("approve")},
    {
        "type": "actions",
        "block_id": "more",
        "elements": [
            {"type": "static_select", "action_id": "pick", "options": [ONE, TWO]},
            {"type": "overflow", "action_id": "other", "options": [ONE, TWO]},
            {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-20"},
            {"type": "checkboxes", "action_id": "ticks", "options": [ONE, TWO]},
        ],
    },
]


@pytest.fixture
def card(slack: LocalSlack, client: WebClient) -> str:
    thread = slack.message("U0ANA", "C0OPS", "please")
    args: dict[str, Any] = {"channel": "C0OPS", "thread_ts": thread, "text": "Card"}
    return str(client.chat_postMessage(**args, blocks=BLOCKS)["ts"])


def clicked(slack: LocalSlack) -> dict[str, Any]:
    return slack.deliveries("interaction")[-1].payload


def test_a_click_says_who_where_on_what_and_for_which_app(slack: LocalSlack, card: str) -> None:
    slack.click("U0BOB", "C0OPS", card, "approve", block_id="row2")

    payload = clicked(slack)
    assert payload["type"] == "block_actions"
    assert payload["team"] == {"id": "T0LOCAL", "domain": "local"}
    assert payload["user"] == {
        "id": "U0BOB",
        "username": "bob",
        "name": "bob",
        "team_id": "T0LOCAL",
    }
    assert (payload["api_app_id"], payload["enterprise"]) == ("A0LOCAL", None)
    assert payload["is_enterprise_install"] is False
    assert payload["channel"] == {"id": "C0OPS", "name": "ops"}
    thread = payload["message"]["thread_ts"]
    assert payload["container"] == {
        "type": "message",
        "message_ts": card,
        "channel_id": "C0OPS",
        "is_ephemeral": False,
        "thread_ts": thread,
    }
    assert payload["message"]["parent_user_id"] == "U0ANA"
    (action,) = payload["actions"]
    assert (action["block_id"], action["action_id"], action["value"]) == ("row2", "approve", "id-1")
    assert payload["response_url"].startswith(slack.origin)


def test_the_nth_of_several_is_clicked(slack: LocalSlack, card: str) -> None:
    slack.click("U0BOB", "C0OPS", card, "approve", nth=1)

    assert clicked(slack)["actions"][0]["block_id"] == "row2"


@pytest.mark.parametrize(
    ("action_id", "choose", "key", "held"),
    [
        ("pick", "2", "selected_option", TWO),
        ("other", "1", "selected_option", ONE),
        ("day", "2026-12-24", "selected_date", "2026-12-24"),
        ("ticks", ["1", "2"], "selected_options", [ONE, TWO]),
    ],
)
def test_a_choice_is_sent_whole_and_stands_in_the_state(
    slack: LocalSlack, card: str, action_id: str, choose: object, key: str, held: object
) -> None:
    slack.click("U0BOB", "C0OPS", card, action_id, choose=choose)

    payload = clicked(slack)
    assert payload["actions"][0][key] == held
    if action_id != "other":
        assert payload["state"]["values"]["more"][action_id][key] == held


def test_untouched_inputs_are_in_the_state_too(slack: LocalSlack, card: str) -> None:
    slack.click("U0BOB", "C0OPS", card, "approve")

    assert clicked(slack)["state"]["values"] == {
        "more": {
            "pick": {"type": "static_select", "selected_option": None},
            "day": {"type": "datepicker", "selected_date": "2026-11-20"},
            "ticks": {"type": "checkboxes", "selected_options": []},
        }
    }


def test_a_click_in_direct_messages_names_them(slack: LocalSlack, client: WebClient) -> None:
    ts = str(client.chat_postMessage(channel="D0ANA", text="Card", blocks=BLOCKS)["ts"])

    slack.click("U0ANA", "D0ANA", ts, "approve")

    assert clicked(slack)["channel"] == {"id": "D0ANA", "name": "directmessage"}


def test_an_ephemeral_message_is_not_sent_with_its_click(
    slack: LocalSlack, client: WebClient
) -> None:
    client.chat_postEphemeral(channel="C0OPS", user="U0EVE", text="psst", blocks=BLOCKS)
    (seen,) = slack.ephemerals("U0EVE")

    slack.click_on("U0EVE", seen, "approve")

    payload = clicked(slack)
    assert "message" not in payload
    assert payload["container"]["is_ephemeral"] is True
    with pytest.raises(Refused, match="unknown_container"):
        slack.click_on("U0ANA", seen, "approve")


def test_an_interaction_is_sent_once_and_a_failure_warns(
    slack: LocalSlack, app: Any, card: str
) -> None:
    app.status = 500

    slack.click("U0BOB", "C0OPS", card, "approve")

    assert len(slack.deliveries("interaction")) == 1
    (warned,) = slack.warnings("U0BOB")
    assert warned.text == "Signoff answered with HTTP 500"
    assert slack.warnings("U0ANA") == []


def test_an_app_that_takes_longer_than_three_seconds_warns(
    slack: LocalSlack, app: Any, card: str
) -> None:
    app.takes = 3.5

    slack.click("U0BOB", "C0OPS", card, "approve")

    assert slack.warnings("U0BOB")[0].text == "Signoff did not answer within 3 seconds"


def test_the_next_click_takes_the_warning_away(slack: LocalSlack, app: Any, card: str) -> None:
    app.status = 500
    slack.click("U0BOB", "C0OPS", card, "approve")
    app.status = 200

    slack.click("U0BOB", "C0OPS", card, "approve")

    assert slack.warnings("U0BOB") == []


def test_a_click_may_be_held_and_made_when_the_button_is_gone(
    slack: LocalSlack, client: WebClient, card: str
) -> None:
    held = slack.aim("U0BOB", slack.workspace.message("C0OPS", card), "approve")
    client.chat_update(channel="C0OPS", ts=card, text="settled", blocks=[])

    slack.press(held)
    slack.press(held)

    first, second = slack.deliveries("interaction")
    assert first.payload == second.payload
    with pytest.raises(Refused):
        slack.click("U0BOB", "C0OPS", card, "approve")


def test_a_click_may_be_tampered_with(slack: LocalSlack, card: str) -> None:
    held = slack.aim("U0BOB", slack.workspace.message("C0OPS", card), "approve")

    slack.press(held, value="forged")

    assert clicked(slack)["actions"][0]["value"] == "forged"
    assert held.payload["actions"][0]["value"] == "id-1"


FEEDBACK: dict[str, Any] = {
    "type": "context_actions",
    "block_id": "f",
    "elements": [
        {
            "type": "feedback_buttons",
            "action_id": "rate",
            "positive_button": {"text": plain("Good"), "value": "1"},
            "negative_button": {"text": plain("Bad"), "value": "0"},
        }
    ],
}
CAROUSEL: dict[str, Any] = {
    "type": "carousel",
    "block_id": "c",
    "elements": [{"type": "card", "title": plain("1"), "actions": [button("open")]}],
}
CONTAINER: dict[str, Any] = {
    "type": "container",
    "block_id": "o",
    "title": plain("Box"),
    "child_blocks": [{"type": "actions", "block_id": "i", "elements": [button("inner")]}],
}


@pytest.mark.parametrize(
    ("block", "action_id", "choose", "block_id", "value"),
    [
        (FEEDBACK, "rate", "0", "f", "0"),
        (CAROUSEL, "open", None, "c", "id-1"),
        (CONTAINER, "inner", None, "i", "id-1"),
    ],
)
def test_newer_blocks_are_clicked_too(
    slack: LocalSlack,
    client: WebClient,
    block: dict[str, Any],
    action_id: str,
    choose: object,
    block_id: str,
    value: str,
) -> None:
    ts = str(client.chat_postMessage(channel="C0OPS", text="x", blocks=[block])["ts"])

    slack.click("U0BOB", "C0OPS", ts, action_id, choose=choose)

    (action,) = clicked(slack)["actions"]
    assert (action["block_id"], action["value"]) == (block_id, value)


def test_an_app_that_is_down_warns() -> None:
    nowhere = "http://127.0.0.1:1/"
    with LocalSlack(events_url=nowhere, interactions_url=nowhere) as slack:
        ts = str(slack.client().chat_postMessage(channel="C0OPS", text="x", blocks=BLOCKS)["ts"])

        slack.click("U0BOB", "C0OPS", ts, "approve")

        assert slack.warnings("U0BOB")[0].text == "Signoff could not be reached"


def test_an_option_that_is_none_cannot_be_chosen(slack: LocalSlack, card: str) -> None:
    with pytest.raises(Refused, match="unknown_option"):
        slack.click("U0BOB", "C0OPS", card, "pick", choose="3")
