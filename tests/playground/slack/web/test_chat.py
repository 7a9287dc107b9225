"""Messages by the real client: posted, changed, deleted, and for one person only."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.slack.local_slack import LocalSlack

SECTION = {"type": "section", "block_id": "s", "text": {"type": "mrkdwn", "text": "Hello"}}
METADATA = {"event_type": "card", "event_payload": {"id": "1"}}


def refusal(call: Any, **args: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**args)
    return str(caught.value.response["error"])


def test_a_message_is_posted_as_the_app_and_comes_back_whole(client: WebClient) -> None:
    answer = client.chat_postMessage(channel="C0OPS", text="Hello", blocks=[SECTION])

    message = answer["message"]
    assert answer["channel"] == "C0OPS"
    assert (message["user"], message["bot_id"], message["app_id"]) == ("U0BOT", "B0BOT", "A0LOCAL")
    assert message["blocks"] == [SECTION]
    assert message["ts"] == answer["ts"]


def test_a_person_instead_of_a_channel_means_their_direct_messages(client: WebClient) -> None:
    answer = client.chat_postMessage(channel="U0ANA", text="Hello")

    assert answer["channel"] == "D0ANA"


def test_blocks_without_an_id_are_given_one(client: WebClient) -> None:
    unnamed = {"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}

    answer = client.chat_postMessage(channel="C0OPS", text="x", blocks=[unnamed, unnamed])

    first, second = answer["message"]["blocks"]
    assert first["block_id"] != second["block_id"]


def test_two_messages_of_one_instant_have_two_timestamps(client: WebClient) -> None:
    first = client.chat_postMessage(channel="C0OPS", text="1")["ts"]
    second = client.chat_postMessage(channel="C0OPS", text="2")["ts"]

    assert str(first) < str(second)


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"channel": "C0NONE", "text": "x"}, "channel_not_found"),
        ({"channel": "C0OPS", "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": "C0OPS", "text": "x", "thread_ts": "soon"}, "invalid_thread_ts"),
        ({"channel": "C0OPS", "text": "x", "blocks": [{"type": "blink"}]}, "invalid_blocks"),
        ({"channel": "C0OPS", "text": "x", "blocks": "[{"}, "invalid_blocks_format"),
        ({"channel": "C0OPS", "text": "x", "metadata": {"a": 1}}, "invalid_metadata_format"),
        (
            {
                "channel": "C0OPS",
                "text": "x",
                "metadata": {"event_type": "a", "event_payload": {"a": "x" * 8000}},
            },
            "metadata_too_large",
        ),
    ],
)
def test_a_message_that_slack_would_refuse_is_refused(
    client: WebClient, args: dict[str, Any], error: str
) -> None:
    assert refusal(client.chat_postMessage, **args) == error


def test_a_message_without_words_is_none(client: WebClient) -> None:
    answer = refusal(client.api_call, api_method="chat.postMessage", json={"channel": "C0OPS"})

    assert answer == "no_text"


def test_refused_blocks_are_named_by_pointer(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="C0OPS", text="x", blocks=[{"type": "header"}])

    (line,) = caught.value.response["response_metadata"]["messages"]
    assert line == "[ERROR] missing required field: text [json-pointer:/blocks/0]"


def test_an_archived_channel_takes_nothing(slack: LocalSlack, client: WebClient) -> None:
    slack.change_channel("C0OPS", is_archived=True)

    assert refusal(client.chat_postMessage, channel="C0OPS", text="x") == "is_archived"


def test_a_channel_without_the_app_takes_nothing(slack: LocalSlack, client: WebClient) -> None:
    slack.change_channel("C0OPS", members=("U0ANA",))

    assert refusal(client.chat_postMessage, channel="C0OPS", text="x") == "not_in_channel"


def test_an_update_with_text_alone_drops_the_blocks(client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C0OPS", text="old", blocks=[SECTION])["ts"]

    answer = client.chat_update(channel="C0OPS", ts=str(ts), text="new")

    assert "blocks" not in answer["message"]
    assert answer["text"] == "new"


def test_an_update_of_metadata_alone_keeps_text_and_blocks(client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C0OPS", text="old", blocks=[SECTION])["ts"]

    args = {"channel": "C0OPS", "ts": ts, "metadata": METADATA}
    answer = client.api_call("chat.update", json=args)

    assert answer["message"]["blocks"] == [SECTION]
    assert answer["message"]["metadata"] == METADATA


def test_metadata_stays_over_an_update_until_it_is_emptied(client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C0OPS", text="old", metadata=METADATA)["ts"]

    kept = client.chat_update(channel="C0OPS", ts=str(ts), text="new")
    emptied = client.chat_update(channel="C0OPS", ts=str(ts), text="new", metadata={})

    assert kept["message"]["metadata"] == METADATA
    assert "metadata" not in emptied["message"]


def test_somebody_elses_message_is_neither_updated_nor_deleted(
    slack: LocalSlack, client: WebClient
) -> None:
    ts = slack.message("U0ANA", "C0OPS", "mine")

    assert refusal(client.chat_update, channel="C0OPS", ts=ts, text="x") == "cant_update_message"
    assert refusal(client.chat_delete, channel="C0OPS", ts=ts) == "cant_delete_message"


def test_a_message_that_is_not_there_is_not_found(client: WebClient) -> None:
    answer = refusal(client.chat_update, channel="C0OPS", ts="1.000001", text="x")

    assert answer == "message_not_found"


def test_a_deleted_message_is_gone(slack: LocalSlack, client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C0OPS", text="x")["ts"]

    client.chat_delete(channel="C0OPS", ts=str(ts))

    assert slack.messages("C0OPS") == []


def test_a_deleted_message_with_replies_leaves_a_gravestone(
    slack: LocalSlack, client: WebClient
) -> None:
    ts = str(client.chat_postMessage(channel="C0OPS", text="x")["ts"])
    client.chat_postMessage(channel="C0OPS", text="reply", thread_ts=ts)

    client.chat_delete(channel="C0OPS", ts=ts)

    assert [message.subtype for message in slack.messages("C0OPS", ts)] == ["tombstone", None]


def test_an_ephemeral_message_is_seen_by_one_person(slack: LocalSlack, client: WebClient) -> None:
    client.chat_postEphemeral(channel="C0OPS", user="U0EVE", text="psst", thread_ts="1.000001")

    (seen,) = slack.ephemerals("U0EVE")
    assert (seen.text, seen.thread_ts) == ("psst", "1.000001")
    assert slack.ephemerals("U0ANA") == []
    assert slack.messages("C0OPS") == []


def test_an_ephemeral_message_cannot_be_updated(client: WebClient) -> None:
    ts = client.chat_postEphemeral(channel="C0OPS", user="U0EVE", text="psst")["message_ts"]

    answer = refusal(client.chat_update, channel="C0OPS", ts=str(ts), text="x")

    assert answer == "message_not_found"


def test_an_ephemeral_message_needs_somebody_in_the_channel(client: WebClient) -> None:
    answer = refusal(client.chat_postEphemeral, channel="C0GENERAL", user="U0OUT", text="psst")

    assert answer == "user_not_in_channel"


def test_a_permalink_leads_to_the_message_and_its_thread(
    slack: LocalSlack, client: WebClient
) -> None:
    ts = slack.message("U0ANA", "C0OPS", "x")
    reply = str(client.chat_postMessage(channel="C0OPS", text="y", thread_ts=ts)["ts"])

    answer = client.chat_getPermalink(channel="C0OPS", message_ts=reply)

    path = f"/archives/C0OPS/p{reply.replace('.', '')}?thread_ts={ts}&cid=C0OPS"
    assert answer["permalink"] == slack.origin + path
