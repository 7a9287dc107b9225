"""Answers at a response_url, by the real client."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from playground.slack.clock import ManualClock
from playground.slack.local_slack import LocalSlack

BLOCKS: list[dict[str, Any]] = [
    {
        "type": "actions",
        "block_id": "a",
        "elements": [
            {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
        ],
    }
]


@pytest.fixture
def card(client: WebClient) -> str:
    return str(client.chat_postMessage(channel="C0OPS", text="Card", blocks=BLOCKS)["ts"])


@pytest.fixture
def url(slack: LocalSlack, card: str) -> WebhookClient:
    slack.click("U0BOB", "C0OPS", card, "go")
    return WebhookClient(slack.deliveries("interaction")[-1].payload["response_url"])


def test_an_answer_is_for_the_person_who_clicked(slack: LocalSlack, url: WebhookClient) -> None:
    answer = url.send(text="counted")

    assert (answer.status_code, answer.body) == (200, "ok")
    assert [seen.text for seen in slack.ephemerals("U0BOB")] == ["counted"]


def test_an_answer_may_be_for_all(slack: LocalSlack, url: WebhookClient) -> None:
    url.send(text="counted", response_type="in_channel")

    assert [message.text for message in slack.messages("C0OPS")] == ["Card", "counted"]


def test_an_answer_may_replace_the_message(slack: LocalSlack, url: WebhookClient) -> None:
    url.send(text="settled", replace_original=True)

    (message,) = slack.messages("C0OPS")
    assert (message.text, message.blocks) == ("settled", ())


def test_an_answer_may_take_the_message_away(slack: LocalSlack, url: WebhookClient) -> None:
    url.send(delete_original=True)

    assert slack.messages("C0OPS") == []


def test_an_ephemeral_message_is_replaced_and_taken_away(
    slack: LocalSlack, client: WebClient
) -> None:
    client.chat_postEphemeral(channel="C0OPS", user="U0EVE", text="psst", blocks=BLOCKS)
    slack.click_on("U0EVE", slack.ephemerals("U0EVE")[0], "go")
    url = WebhookClient(slack.deliveries("interaction")[-1].payload["response_url"])

    url.send(text="new", replace_original=True)
    replaced = slack.ephemerals("U0EVE")
    url.send(delete_original=True)

    assert [seen.text for seen in replaced] == ["new"]
    assert slack.ephemerals("U0EVE") == []


def test_a_response_url_is_used_up_after_five_answers(url: WebhookClient) -> None:
    statuses = [url.send(text="x").status_code for _ in range(6)]

    assert statuses == [200] * 5 + [404]


def test_a_response_url_is_over_after_half_an_hour(url: WebhookClient, clock: ManualClock) -> None:
    clock.advance(30 * 60 + 1)

    assert url.send(text="x").status_code == 404


def test_bad_blocks_are_refused(url: WebhookClient) -> None:
    assert url.send(text="x", blocks=[{"type": "blink"}]).status_code == 400
    assert url.send().status_code == 400
