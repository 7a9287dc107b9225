"""Options that only the app knows."""

import json
from typing import Any

from slack_sdk import WebClient

from playground.slack.local_slack import LocalSlack

BLOCKS = [
    {
        "type": "actions",
        "block_id": "a",
        "elements": [{"type": "external_select", "action_id": "service"}],
    }
]
PAY = {"text": {"type": "plain_text", "text": "pay"}, "value": "7"}


def test_typing_asks_the_app_and_its_option_can_be_chosen(
    slack: LocalSlack, client: WebClient, app: Any
) -> None:
    ts = str(client.chat_postMessage(channel="C0OPS", text="x", blocks=BLOCKS)["ts"])
    on = slack.workspace.message("C0OPS", ts)
    app.answer = json.dumps({"options": [PAY]})

    options = slack.suggest("U0BOB", on, block_id="a", action_id="service", typed="pa")
    asked = slack.deliveries("interaction")[-1].payload
    slack.click("U0BOB", "C0OPS", ts, "service", choose="7")

    assert options == [PAY]
    assert (asked["type"], asked["value"], asked["action_id"]) == (
        "block_suggestion",
        "pa",
        "service",
    )
    chosen = slack.deliveries("interaction")[-1].payload["actions"][0]
    assert chosen["selected_option"] == PAY


def test_a_select_in_a_view_asks_with_the_view(
    slack: LocalSlack, client: WebClient, app: Any
) -> None:
    client.views_publish(user_id="U0BOB", view={"type": "home", "blocks": BLOCKS})
    home = slack.home("U0BOB")
    assert home is not None
    app.answer = json.dumps({"option_groups": [{"label": PAY["text"], "options": [PAY]}]})

    options = slack.suggest("U0BOB", home, block_id="a", action_id="service", typed="pa")

    asked = slack.deliveries("interaction")[-1].payload
    assert options == [PAY]
    assert asked["container"] == {"type": "view", "view_id": home.id}


def test_an_app_that_knows_nothing_offers_nothing(
    slack: LocalSlack, client: WebClient, app: Any
) -> None:
    ts = str(client.chat_postMessage(channel="C0OPS", text="x", blocks=BLOCKS)["ts"])
    on = slack.workspace.message("C0OPS", ts)
    app.answer = "not json"

    assert slack.suggest("U0BOB", on, block_id="a", action_id="service", typed="pa") == []
