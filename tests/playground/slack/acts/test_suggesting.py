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


def test_an_app_that_knows_nothing_offers_nothing(
    slack: LocalSlack, client: WebClient, app: Any
) -> None:
    ts = str(client.chat_postMessage(channel="C0OPS", text="x", blocks=BLOCKS)["ts"])
    on = slack.workspace.message("C0OPS", ts)
    app.answer = "not json"

    assert slack.suggest("U0BOB", on, block_id="a", action_id="service", typed="pa") == []
