"""What the app hears of what people say and do."""

from typing import Any

import pytest
from slack_sdk import WebClient

from playground.slack.acts.refusals import Refused
from playground.slack.acts.speaking import Attachment
from playground.slack.local_slack import LocalSlack


def test_a_mention_is_heard_twice_under_one_ts(slack: LocalSlack, app: Any) -> None:
    ts = slack.mention("U0ANA", "C0OPS", "refund order 8841")

    first, second = [payload for _kind, _headers, payload in app.requests]
    assert [event["type"] for event in app.events()] == ["app_mention", "message"]
    assert {event["ts"] for event in app.events()} == {ts}
    assert first["event_id"] != second["event_id"]
    assert app.events()[1]["channel_type"] == "channel"
    assert app.events()[0]["text"] == "<@U0BOT> refund order 8841"


def test_an_envelope_names_team_app_and_authorization(slack: LocalSlack, app: Any) -> None:
    slack.message("U0ANA", "C0OPS", "x")

    ((_kind, _headers, envelope),) = app.requests
    assert envelope["type"] == "event_callback"
    assert (envelope["team_id"], envelope["context_team_id"]) == ("T0LOCAL", "T0LOCAL")
    assert envelope["api_app_id"] == "A0LOCAL"
    assert envelope["authorizations"] == [
        {
            "enterprise_id": None,
            "team_id": "T0LOCAL",
            "user_id": "U0BOT",
            "is_bot": True,
            "is_enterprise_install": False,
        }
    ]


def test_a_mention_in_direct_messages_is_heard_once(slack: LocalSlack, app: Any) -> None:
    slack.dm("U0ANA", "<@U0BOT> hello")

    (event,) = app.events()
    assert (event["type"], event["channel"], event["channel_type"]) == ("message", "D0ANA", "im")


def test_a_reply_names_its_thread_and_its_first_author(slack: LocalSlack, app: Any) -> None:
    ts = slack.message("U0ANA", "C0OPS", "x")

    slack.message("U0BOB", "C0OPS", "y", thread_ts=ts)

    assert (app.events()[-1]["thread_ts"], app.events()[-1]["parent_user_id"]) == (ts, "U0ANA")


def test_a_stranger_is_marked_by_their_team(slack: LocalSlack, app: Any) -> None:
    slack.message("U0OUT", "C0OPS", "x")

    (event,) = app.events()
    assert (event["user_team"], event["source_team"]) == ("T0OTHER", "T0OTHER")


def test_a_channel_without_the_app_is_not_heard(slack: LocalSlack, app: Any) -> None:
    slack.change_channel("C0OPS", members=("U0ANA",))

    slack.mention("U0ANA", "C0OPS", "x")

    assert app.events() == []


def test_the_app_hears_itself(slack: LocalSlack, client: WebClient, app: Any) -> None:
    client.chat_postMessage(channel="C0OPS", text="<@U0BOT> x")
    slack.settle()

    (event,) = app.events()
    assert (event["type"], event["bot_id"], event["user"]) == ("message", "B0BOT", "U0BOT")


def test_edits_and_deletions_are_heard_as_subtypes(slack: LocalSlack, app: Any) -> None:
    ts = slack.message("U0ANA", "C0OPS", "old")

    slack.edit("U0ANA", "C0OPS", ts, "new")
    slack.delete("U0ANA", "C0OPS", ts)

    changed, deleted = app.events()[1:]
    assert (changed["subtype"], changed["message"]["text"]) == ("message_changed", "new")
    assert changed["previous_message"]["text"] == "old"
    assert changed["message"]["edited"]["user"] == "U0ANA"
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", ts)


def test_nobody_edits_for_another(slack: LocalSlack) -> None:
    ts = slack.message("U0ANA", "C0OPS", "old")

    with pytest.raises(Refused, match="cant_update_message"):
        slack.edit("U0BOB", "C0OPS", ts, "new")


def test_joining_is_heard(slack: LocalSlack, app: Any) -> None:
    slack.join("U0OUT", "C0GENERAL")

    assert [(event["type"], event.get("subtype")) for event in app.events()] == [
        ("message", "channel_join"),
        ("member_joined_channel", None),
    ]
    assert "U0OUT" in slack.workspace.channel("C0GENERAL").members


def test_a_file_is_shared_with_its_message(slack: LocalSlack, app: Any) -> None:
    attachment = Attachment(name="log.txt", mimetype="text/plain", content=b"42")

    slack.message("U0ANA", "C0OPS", "look", attachments=[attachment])

    (event,) = app.events()
    assert event["subtype"] == "file_share"
    assert (event["files"][0]["name"], event["files"][0]["size"]) == ("log.txt", 2)


def test_stop_is_heard_with_the_streams_that_it_ended(
    slack: LocalSlack, client: WebClient, app: Any
) -> None:
    ts = slack.message("U0ANA", "C0OPS", "x")
    to: dict[str, Any] = {"recipient_user_id": "U0ANA", "recipient_team_id": "T0LOCAL"}
    stream = client.chat_startStream(channel="C0OPS", thread_ts=ts, **to)["ts"]

    slack.stop("U0ANA", "C0OPS", ts)

    event = app.events()[-1]
    assert (event["type"], event["thread_ts"]) == ("agent_session_stopped", ts)
    assert event["streaming_message_ts"] == [stream]


def test_opening_the_home_is_heard(slack: LocalSlack, app: Any) -> None:
    slack.open_home("U0ANA", "messages")

    assert (app.events()[0]["type"], app.events()[0]["tab"]) == ("app_home_opened", "messages")


def test_a_reaction_is_heard(slack: LocalSlack, app: Any) -> None:
    ts = slack.message("U0ANA", "C0OPS", "x")

    slack.react("U0BOB", "C0OPS", ts, "eyes")

    event = app.events()[-1]
    assert (event["type"], event["reaction"], event["item"]["ts"]) == ("reaction_added", "eyes", ts)


@pytest.mark.parametrize(
    ("user", "channel", "text", "error"),
    [
        ("U0OUT", "C0GENERAL", "x", "not_in_channel"),
        ("U0ANA", "C0OPS", "", "no_text"),
    ],
)
def test_what_the_client_would_not_send_is_refused(
    slack: LocalSlack, user: str, channel: str, text: str, error: str
) -> None:
    with pytest.raises(Refused, match=error):
        slack.message(user, channel, text)


def test_nobody_writes_into_an_archived_channel(slack: LocalSlack) -> None:
    slack.change_channel("C0OPS", is_archived=True)

    with pytest.raises(Refused, match="is_archived"):
        slack.message("U0ANA", "C0OPS", "x")


def test_a_person_who_names_a_thread_is_heard_of(slack: LocalSlack, app: Any) -> None:
    ts = slack.mention("U0ANA", "C0OPS", "refund")

    slack.rename("U0ANA", "C0OPS", ts, " Bob's refund ")
    slack.rename("U0BOB", "C0OPS", ts, "Refund")

    session = slack.session("C0OPS", ts)
    assert session is not None
    assert session.title == "Refund"
    event = app.events()[-1]
    assert event["type"] == "agent_session_title_changed"
    assert (event["user"], event["title"], event["previous_title"]) == (
        "U0BOB",
        "Refund",
        "Bob's refund",
    )


@pytest.mark.parametrize("title", ["", "  ", "x" * 201])
def test_a_name_that_slack_takes_not_is_refused(slack: LocalSlack, title: str) -> None:
    with pytest.raises(Refused, match="invalid_title"):
        slack.rename("U0ANA", "C0OPS", "1.000001", title)


def test_a_direct_message_says_what_is_open_beside_it(slack: LocalSlack, app: Any) -> None:
    slack.dm("U0ANA", "what is this?", looks_at="C0OPS")
    slack.dm("U0ANA", "and now?")
    slack.message("U0ANA", "C0OPS", "hello")

    looked, nothing, elsewhere = app.events()
    assert looked["app_context"]["entities"] == [
        {"type": "slack#/types/channel_id", "value": "C0OPS", "team_id": "T0LOCAL"}
    ]
    assert nothing["app_context"] == {"entities": []}
    assert "app_context" not in elsewhere
