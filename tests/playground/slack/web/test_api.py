"""The door of the Web API: tokens, shapes of arguments, faults on demand."""

import http.client
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.slack.local_slack import LocalSlack


def post(slack: LocalSlack, method: str, **request: Any) -> Any:
    return httpx.post(f"{slack.api_url}{method}", **request).json()


def test_a_call_without_a_token_or_with_another_is_refused(slack: LocalSlack) -> None:
    bearer = {"Authorization": "Bearer xoxb-other"}

    assert post(slack, "auth.test")["error"] == "not_authed"
    assert post(slack, "auth.test", headers=bearer)["error"] == "invalid_auth"


def test_the_token_may_stand_in_the_form(slack: LocalSlack) -> None:
    assert post(slack, "auth.test", data={"token": "xoxb-local"})["ok"]


def test_blocks_may_stand_as_json_in_a_form(slack: LocalSlack) -> None:
    form = {
        "token": "xoxb-local",
        "channel": "C0OPS",
        "text": "x",
        "blocks": '[{"type": "divider"}]',
    }

    answer = post(slack, "chat.postMessage", data=form)

    assert answer["message"]["blocks"][0]["type"] == "divider"


@pytest.mark.parametrize(("content", "error"), [(b"{", "invalid_json"), (b"[]", "json_not_object")])
def test_a_body_that_is_no_object_is_refused(slack: LocalSlack, content: bytes, error: str) -> None:
    headers = {"Content-Type": "application/json", "Authorization": "Bearer xoxb-local"}

    assert post(slack, "chat.postMessage", content=content, headers=headers)["error"] == error


def test_a_missing_argument_is_named(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as caught:
        client.api_call("chat.postMessage", json={"text": "x"})

    assert caught.value.response["error"] == "invalid_arguments"
    assert "channel" in str(caught.value.response["response_metadata"])


def test_an_unknown_method_is_none(client: WebClient) -> None:
    with pytest.raises(SlackApiError, match="unknown_method"):
        client.api_call("chat.shout")


def test_a_fault_hits_the_next_calls_and_no_more(slack: LocalSlack, client: WebClient) -> None:
    slack.fail("auth.test", "internal_error", times=2)

    for _ in range(2):
        with pytest.raises(SlackApiError, match="internal_error"):
            client.auth_test()

    assert client.auth_test()["ok"]
    assert [call.error for call in slack.calls("auth.test")] == [
        "internal_error",
        "internal_error",
        None,
    ]


def test_a_limit_says_when_to_come_again(slack: LocalSlack, client: WebClient) -> None:
    slack.fail("chat.postMessage", retry_after=7)

    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="C0OPS", text="x")

    response = caught.value.response
    assert (response.status_code, response["error"]) == (429, "ratelimited")
    assert response.headers["retry-after"] == "7"
    assert slack.messages("C0OPS") == []


def test_a_server_error_is_one(slack: LocalSlack, client: WebClient) -> None:
    slack.fail("auth.test", status=503)

    with pytest.raises(SlackApiError) as caught:
        client.auth_test()

    assert caught.value.response.status_code == 503


def test_a_lost_reply_is_lost_after_the_deed(slack: LocalSlack, client: WebClient) -> None:
    slack.fail("chat.postMessage", lose_reply=True)

    with pytest.raises(http.client.RemoteDisconnected):
        client.chat_postMessage(channel="C0OPS", text="x")

    assert [message.text for message in slack.messages("C0OPS")] == ["x"]


def test_calls_are_written_down_without_the_token(slack: LocalSlack, client: WebClient) -> None:
    client.chat_postMessage(channel="C0OPS", text="x")

    (call,) = slack.calls()
    assert (call.method, call.ok, call.args["text"]) == ("chat.postMessage", True, "x")
    assert "token" not in call.args


def test_blocks_are_validated_for_anybody(slack: LocalSlack) -> None:
    good = post(slack, "blocks.validate", json={"blocks": [{"type": "divider"}]})
    bad = post(slack, "blocks.validate", json={"blocks": [{"type": "header"}]})
    view = post(slack, "blocks.validate", json={"view": {"type": "modal"}})
    message = post(slack, "blocks.validate", json={"message": {}})
    both = post(slack, "blocks.validate", json={"blocks": [], "view": {}})

    assert good["ok"]
    assert bad["error"] == "invalid_blocks"
    assert bad["errors"][0]["pointer"] == "/blocks/0"
    assert (view["error"], message["error"]) == ("invalid_view", "invalid_message")
    assert both["error"] == "invalid_arguments"
