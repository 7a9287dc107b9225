"""Streams by the real client: they grow, they end, and after five minutes they are over."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.slack.clock import ManualClock
from playground.slack.local_slack import LocalSlack

TO_ANA: dict[str, Any] = {"recipient_user_id": "U0ANA", "recipient_team_id": "T0LOCAL"}


def refusal(call: Any, **args: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**args)
    return str(caught.value.response["error"])


@pytest.fixture
def thread(slack: LocalSlack) -> str:
    return slack.message("U0ANA", "C0OPS", "please")


@pytest.fixture
def stream(client: WebClient, thread: str) -> dict[str, Any]:
    ts = client.chat_startStream(channel="C0OPS", thread_ts=thread, **TO_ANA)["ts"]
    return {"channel": "C0OPS", "ts": str(ts)}


def test_the_clients_own_stream_ends_as_one_message(
    slack: LocalSlack, client: WebClient, thread: str
) -> None:
    stream = client.chat_stream(channel="C0OPS", thread_ts=thread, **TO_ANA)

    stream.append(markdown_text="word " * 100)
    stream.append(markdown_text="end.")
    stream.stop()

    (_asked, answered) = slack.messages("C0OPS", thread)
    assert answered.text == "word " * 100 + "end."
    assert [block["type"] for block in answered.blocks] == ["markdown"]


def test_tasks_are_replaced_by_their_id_and_their_details_continued(
    slack: LocalSlack, client: WebClient, stream: dict[str, Any]
) -> None:
    task = {"type": "task_update", "id": "1", "title": "Look", "status": "in_progress"}
    client.chat_appendStream(**stream, chunks=[task | {"details": "one "}])
    client.chat_appendStream(
        **stream, chunks=[task | {"status": "complete", "title": "Looked", "details": "two"}]
    )

    client.chat_stopStream(**stream)

    (card,) = slack.messages("C0OPS")[-1].blocks
    assert (card["title"], card["status"]) == ("Looked", "complete")
    assert card["details"]["elements"][0]["elements"][0]["text"] == "one two"


def test_a_task_that_is_left_under_way_turns_red(
    slack: LocalSlack, client: WebClient, stream: dict[str, Any]
) -> None:
    task = {"type": "task_update", "id": "1", "title": "Look", "status": "in_progress"}

    client.chat_stopStream(**stream, chunks=[task])

    assert slack.messages("C0OPS")[-1].blocks[0]["status"] == "error"


def test_a_plan_holds_its_tasks(
    slack: LocalSlack, client: WebClient, stream: dict[str, Any]
) -> None:
    chunks = [
        {"type": "plan_update", "title": "Plan"},
        {"type": "task_update", "id": "1", "title": "Look", "status": "complete"},
    ]

    client.chat_stopStream(**stream, chunks=chunks, markdown_text="Done.")

    plan, words = slack.messages("C0OPS")[-1].blocks
    assert (plan["type"], len(plan["tasks"])) == ("plan", 1)
    assert words["text"] == "Done."


def test_the_last_blocks_stand_below_and_the_session_is_set(
    slack: LocalSlack, client: WebClient, stream: dict[str, Any], thread: str
) -> None:
    client.chat_stopStream(
        **stream,
        markdown_text="Done.",
        blocks=[{"type": "divider"}],
        session_status="suspended",
    )

    blocks = slack.messages("C0OPS")[-1].blocks
    session = slack.session("C0OPS", thread)
    assert [block["type"] for block in blocks] == ["markdown", "divider"]
    assert session is not None
    assert session.status == "suspended"


def test_a_stream_that_has_ended_takes_no_more(client: WebClient, stream: dict[str, Any]) -> None:
    client.chat_stopStream(**stream)

    error = refusal(client.chat_appendStream, **stream, markdown_text="x")

    assert error == "message_not_in_streaming_state"
    assert refusal(client.chat_stopStream, **stream) == "message_not_in_streaming_state"


def test_a_stream_is_over_after_five_minutes_however_much_is_appended(
    client: WebClient, stream: dict[str, Any], clock: ManualClock
) -> None:
    clock.advance(200)
    client.chat_appendStream(**stream, markdown_text="still here")
    clock.advance(101)

    error = refusal(client.chat_appendStream, **stream, markdown_text="x")

    assert error == "message_not_in_streaming_state"


def test_an_update_while_streaming_conflicts(client: WebClient, stream: dict[str, Any]) -> None:
    assert refusal(client.chat_update, **stream, text="x") == "streaming_state_conflict"

    client.chat_stopStream(**stream, markdown_text="x")

    assert client.chat_update(**stream, text="y")["text"] == "y"


def test_a_stream_that_a_person_stopped_says_so(
    slack: LocalSlack, client: WebClient, stream: dict[str, Any], thread: str
) -> None:
    slack.stop("U0ANA", "C0OPS", thread)

    assert refusal(client.chat_appendStream, **stream, markdown_text="x") == "stopped_by_user"


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"recipient_team_id": "T0LOCAL"}, "missing_recipient_user_id"),
        ({"recipient_user_id": "U0ANA"}, "missing_recipient_team_id"),
        (TO_ANA | {"recipient_user_id": "U0OUT"}, "user_not_found"),
        (TO_ANA | {"recipient_team_id": "T0OTHER"}, "team_not_found"),
        (TO_ANA | {"markdown_text": "x" * 12_001}, "msg_too_long"),
        (TO_ANA | {"chunks": [{"type": "blink"}]}, "invalid_chunks"),
        (
            TO_ANA | {"chunks": [{"type": "blocks", "blocks": [{"type": "blink"}]}]},
            "invalid_blocks",
        ),
        (
            TO_ANA
            | {"chunks": [{"type": "task_update", "id": "1", "title": "t", "status": "done"}]},
            "invalid_arguments",
        ),
    ],
)
def test_a_stream_that_slack_would_refuse_is_refused(
    client: WebClient, thread: str, args: dict[str, Any], error: str
) -> None:
    call = client.chat_startStream

    assert refusal(call, channel="C0OPS", thread_ts=thread, **args) == error


def test_nothing_is_not_appended(client: WebClient, stream: dict[str, Any]) -> None:
    assert refusal(client.api_call, api_method="chat.appendStream", json=stream) == "no_text"


def test_the_status_of_a_session_is_one_of_four_words(
    client: WebClient, stream: dict[str, Any]
) -> None:
    answer = refusal(client.chat_stopStream, **stream, session_status="Waiting for Bob")

    assert answer == "invalid_arguments"


def test_somebody_elses_message_takes_no_stream(slack: LocalSlack, client: WebClient) -> None:
    ts = slack.message("U0ANA", "C0OPS", "x")

    answer = refusal(client.chat_appendStream, channel="C0OPS", ts=ts, markdown_text="x")

    assert answer == "message_not_owned_by_app"
