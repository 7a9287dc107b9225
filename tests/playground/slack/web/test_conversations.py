"""Channels and what was said in them, by the real client."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.slack.local_slack import LocalSlack
from playground.slack.records import Installation
from playground.slack.seed import seeded_workspace
from tools.manifest import scopes

METADATA = {"event_type": "card", "event_payload": {"id": "1"}}


def test_a_channel_tells_its_name_and_members(client: WebClient) -> None:
    assert client.conversations_info(channel="C0OPS")["channel"]["name"] == "ops"
    assert "U0ANA" in client.conversations_members(channel="C0OPS")["members"]


def test_a_thread_is_read_with_its_first_message(slack: LocalSlack, client: WebClient) -> None:
    ts = slack.message("U0ANA", "C0OPS", "one")
    client.chat_postMessage(channel="C0OPS", text="two", thread_ts=ts, metadata=METADATA)
    slack.message("U0BOB", "C0OPS", "elsewhere")

    first, second = client.conversations_replies(channel="C0OPS", ts=ts)["messages"]

    assert (first["text"], first["reply_count"], first["reply_users"]) == ("one", 1, ["U0BOT"])
    assert (second["text"], second["parent_user_id"]) == ("two", "U0ANA")
    assert "metadata" not in second


def test_metadata_is_read_by_those_who_ask(slack: LocalSlack, client: WebClient) -> None:
    ts = slack.message("U0ANA", "C0OPS", "one")
    client.chat_postMessage(channel="C0OPS", text="two", thread_ts=ts, metadata=METADATA)

    answer = client.conversations_replies(channel="C0OPS", ts=ts, include_all_metadata=True)

    assert answer["messages"][1]["metadata"] == METADATA


def test_an_unknown_thread_is_not_found(client: WebClient) -> None:
    with pytest.raises(SlackApiError, match="thread_not_found"):
        client.conversations_replies(channel="C0OPS", ts="1.000001")


def test_history_is_newest_first_without_replies(slack: LocalSlack, client: WebClient) -> None:
    first = slack.message("U0ANA", "C0OPS", "one")
    slack.message("U0ANA", "C0OPS", "reply", thread_ts=first)
    slack.message("U0ANA", "C0OPS", "two")

    texts = [m["text"] for m in client.conversations_history(channel="C0OPS")["messages"]]
    after = client.conversations_history(channel="C0OPS", oldest=first)["messages"]

    assert texts == ["two", "one"]
    assert [message["text"] for message in after] == ["two"]


def test_long_threads_come_in_pages(slack: LocalSlack, client: WebClient) -> None:
    ts = slack.message("U0ANA", "C0OPS", "0")
    for number in range(1, 5):
        client.chat_postMessage(channel="C0OPS", text=str(number), thread_ts=ts)

    pages = [
        [message["text"] for message in page["messages"]]
        for page in client.conversations_replies(channel="C0OPS", ts=ts, limit=2)
    ]

    assert pages == [["0", "1"], ["2", "3"], ["4"]]


def test_direct_messages_are_opened_by_person(client: WebClient) -> None:
    assert client.conversations_open(users=["U0ANA"])["channel"]["id"] == "D0ANA"


def test_nobody_writes_to_who_was_deactivated(slack: LocalSlack, client: WebClient) -> None:
    slack.change_person("U0EVE", deleted=True)

    with pytest.raises(SlackApiError, match="user_disabled"):
        client.conversations_open(users=["U0EVE"])


@pytest.mark.parametrize(
    ("method", "args", "needed"),
    [
        ("chat.postMessage", {"channel": "C0OPS", "text": "x"}, "chat:write"),
        ("conversations.open", {"users": "U0ANA"}, "im:write"),
        ("conversations.history", {"channel": "D0ANA"}, "im:history"),
        ("conversations.history", {"channel": "C0OPS"}, "channels:history"),
        ("conversations.members", {"channel": "C0OPS"}, "channels:read"),
        ("usergroups.users.list", {"usergroup": "S0SRE"}, "usergroups:read"),
        ("users.info", {"user": "U0ANA"}, "users:read"),
    ],
)
def test_what_the_app_was_not_installed_for_is_refused(
    method: str, args: dict[str, str], needed: str
) -> None:
    installed = Installation(scopes=())

    with (
        LocalSlack(workspace=seeded_workspace(installed)) as slack,
        pytest.raises(SlackApiError) as caught,
    ):
        slack.client().api_call(method, json=args)

    assert (caught.value.response["error"], caught.value.response["needed"]) == (
        "missing_scope",
        needed,
    )


def test_the_app_may_do_what_its_manifest_asks_for() -> None:
    assert set(Installation().scopes) == set(scopes())


def test_channels_are_listed(client: WebClient) -> None:
    names = [channel["name"] for channel in client.conversations_list()["channels"]]

    assert names == ["ops", "general"]
    assert client.conversations_info(channel="D0ANA")["channel"]["user"] == "U0ANA"


def test_a_cursor_that_is_none_is_refused(client: WebClient) -> None:
    with pytest.raises(SlackApiError, match="invalid_cursor"):
        client.conversations_members(channel="C0OPS", cursor="nonsense")


def test_a_channel_without_the_app_is_not_read(slack: LocalSlack, client: WebClient) -> None:
    slack.change_channel("C0OPS", members=("U0ANA",))

    with pytest.raises(SlackApiError, match="not_in_channel"):
        client.conversations_history(channel="C0OPS")
