"""Emoji under messages, by the real client."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.slack.local_slack import LocalSlack


def test_a_reaction_is_put_once_and_taken_back_once(slack: LocalSlack, client: WebClient) -> None:
    ts = slack.message("U0ANA", "C0OPS", "x")
    place = {"channel": "C0OPS", "timestamp": ts, "name": "hourglass_flowing_sand"}

    client.reactions_add(**place)
    (shown,) = client.conversations_history(channel="C0OPS")["messages"]
    with pytest.raises(SlackApiError, match="already_reacted"):
        client.reactions_add(**place)
    client.reactions_remove(**place)
    with pytest.raises(SlackApiError, match="no_reaction"):
        client.reactions_remove(**place)

    assert shown["reactions"] == [
        {"name": "hourglass_flowing_sand", "users": ["U0BOT"], "count": 1}
    ]


def test_a_name_that_is_none_is_refused(slack: LocalSlack, client: WebClient) -> None:
    ts = slack.message("U0ANA", "C0OPS", "x")

    with pytest.raises(SlackApiError, match="invalid_name"):
        client.reactions_add(channel="C0OPS", timestamp=ts, name="no such thing")
