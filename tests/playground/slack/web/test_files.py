"""Files in three steps, by the real client, and out again with the token."""

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.slack.local_slack import LocalSlack


def test_the_client_uploads_a_file_into_a_thread(slack: LocalSlack, client: WebClient) -> None:
    ts = slack.message("U0ANA", "C0OPS", "x")

    client.files_upload_v2(
        channel="C0OPS",
        thread_ts=ts,
        filename="args.json",
        content='{"a": 1}',
        title="Arguments",
        initial_comment="All of it",
    )

    shared = slack.messages("C0OPS", ts)[1]
    file = slack.workspace.file(shared.files[0])
    assert (shared.text, shared.subtype) == ("All of it", "file_share")
    assert (file.content, file.title, file.mimetype) == (
        b'{"a": 1}',
        "Arguments",
        "application/json",
    )


def test_a_file_is_handed_out_with_the_token_only(slack: LocalSlack, client: WebClient) -> None:
    file_id = slack.upload("U0ANA", "log.txt", b"42 lines")
    url = client.files_info(file=file_id)["file"]["url_private_download"]

    allowed = httpx.get(url, headers={"Authorization": "Bearer xoxb-local"})
    refused = httpx.get(url)

    assert allowed.content == b"42 lines"
    assert (refused.status_code, refused.headers["content-type"]) == (
        200,
        "text/html; charset=utf-8",
    )


def test_a_file_without_bytes_is_not_completed(client: WebClient) -> None:
    announced = client.files_getUploadURLExternal(filename="a.txt", length=3)

    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_completeUploadExternal(files=[{"id": str(announced["file_id"])}])


def test_an_unknown_file_is_not_found(client: WebClient) -> None:
    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_info(file="F0NONE")
