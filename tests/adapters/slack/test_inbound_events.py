"""Whoever talks to the agent is heard once; nothing else is, whatever an event looks like."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signoff.adapters.slack.inbound_events import hear
from signoff.core.hearing import Deleted, Edited, Ignored, Message
from signoff.core.inbound import Inbound
from signoff.core.keys import ThreadKey

TS = "1795420800.000100"
ROOT = "1795420700.000200"


def an_envelope(**event: Any) -> dict[str, Any]:
    return {
        "type": "event_callback",
        "team_id": "T0LOCAL",
        "context_team_id": "T0LOCAL",
        "context_enterprise_id": None,
        "api_app_id": "A0LOCAL",
        "event_id": "Ev1",
        "event_time": 1_795_420_800,
        "authorizations": [
            {"enterprise_id": None, "team_id": "T0LOCAL", "user_id": "U0BOT", "is_bot": True}
        ],
        "event": {
            "type": "app_mention",
            "user": "U0ANA",
            "text": "<@U0BOT> restart the api",
            "ts": TS,
            "event_ts": TS,
            "channel": "C0OPS",
            "team": "T0LOCAL",
        }
        | event,
    }


def a_message(**event: Any) -> dict[str, Any]:
    return an_envelope(**({"type": "message", "channel_type": "channel"} | event))


def heard(envelope: dict[str, Any]) -> Message:
    hearing = hear(envelope)
    assert isinstance(hearing, Message)
    return hearing


def test_a_mention_opens_a_thread_under_itself() -> None:
    assert heard(an_envelope()) == Message(
        thread=ThreadKey(team="T0LOCAL", channel="C0OPS", thread_ts=TS),
        inbound=Inbound(ts=TS, user="U0ANA", text="restart the api"),
        opens=True,
    )


def test_a_mention_in_a_thread_belongs_to_that_thread() -> None:
    message = heard(an_envelope(thread_ts=ROOT))

    assert message.thread.thread_ts == ROOT
    assert message.opens


def test_a_direct_message_opens_a_thread() -> None:
    message = heard(a_message(channel="D0ANA", channel_type="im", text="hello"))

    assert message.opens
    assert message.thread == ThreadKey(team="T0LOCAL", channel="D0ANA", thread_ts=TS)


@pytest.mark.parametrize("kind", ["channel", "group"])
@pytest.mark.parametrize("subtype", [None, "file_share", "thread_broadcast"])
def test_a_reply_in_a_thread_is_heard_but_opens_none(kind: str, subtype: str | None) -> None:
    message = heard(a_message(channel_type=kind, thread_ts=ROOT, text="yes", subtype=subtype))

    assert not message.opens
    assert message.inbound.text == "yes"


def test_a_mention_and_its_twin_are_one_message() -> None:
    mention = heard(an_envelope(thread_ts=ROOT))
    twin = heard(a_message(thread_ts=ROOT))

    assert (mention.thread, mention.inbound) == (twin.thread, twin.inbound)


def test_what_was_attached_is_named() -> None:
    files = [{"name": "log.txt"}, {"title": "Untitled"}, {"id": "F1"}, {"mode": "tombstone"}, "?"]

    message = heard(a_message(subtype="file_share", text="", files=files, thread_ts=ROOT))

    assert message.inbound.files == ("log.txt", "Untitled", "a file")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("<@U0BOT> restart  the\n api ", "restart  the\n api "),
        ("  <@U0BOT|signoff>\nhello", "hello"),
        ("<@U0BOT><@U0BOT> hello", "<@U0BOT> hello"),
        ("<@U0BOTTLE> hello", "<@U0BOTTLE> hello"),
        ("ask <@U0BOT> &amp; <@U0BOB>", "ask <@U0BOT> & <@U0BOB>"),
        ("<@U0BOT>", "<@U0BOT>"),
        ("<@U0BOT", "<@U0BOT"),
    ],
)
def test_only_the_mention_in_front_is_taken_off(written: str, text: str) -> None:
    assert heard(an_envelope(text=written)).inbound.text == text


@pytest.mark.parametrize(
    "event",
    [
        {"bot_id": "B0OTHER"},
        {"bot_profile": {"id": "B1"}},
        {"user": "U0BOT"},
        {"user": "USLACKBOT"},
        {"subtype": "bot_message"},
        {"hidden": True},
    ],
)
@pytest.mark.parametrize("make", [an_envelope, a_message])
def test_bots_are_not_heard(make: Any, event: dict[str, Any]) -> None:
    assert isinstance(hear(make(thread_ts=ROOT, **event)), Ignored)


@pytest.mark.parametrize(
    "subtype",
    [
        "message_changed",
        "message_deleted",
        "message_replied",
        "channel_join",
        "channel_leave",
        "channel_topic",
        "channel_name",
        "pinned_item",
        "reminder_add",
        "bot_add",
        "me_message",
        "tombstone",
        "assistant_app_thread",
        "something_new",
        "",
    ],
)
@pytest.mark.parametrize("channel_type", ["channel", "group", "im"])
def test_slacks_own_words_are_not_heard(channel_type: str, subtype: str) -> None:
    event = a_message(subtype=subtype, channel_type=channel_type, thread_ts=ROOT)

    assert isinstance(hear(event), Ignored)


@pytest.mark.parametrize("thread_ts", [None, TS])
def test_a_plain_message_in_a_channel_is_not_for_the_agent(thread_ts: str | None) -> None:
    assert isinstance(hear(a_message(thread_ts=thread_ts)), Ignored)


@pytest.mark.parametrize("kind", ["app_home_opened", "reaction_added", "member_joined_channel"])
def test_other_events_are_not_heard(kind: str) -> None:
    assert isinstance(hear(an_envelope(type=kind)), Ignored)


@pytest.mark.parametrize("kind", ["url_verification", "app_rate_limited", None, ["event_callback"]])
def test_other_envelopes_are_not_heard(kind: object) -> None:
    assert isinstance(hear(an_envelope() | {"type": kind}), Ignored)


@pytest.mark.parametrize("name", ["user", "channel", "ts", "text", "type"])
def test_an_event_that_lacks_something_is_not_heard(name: str) -> None:
    envelope = an_envelope()
    del envelope["event"][name]

    assert isinstance(hear(envelope), Ignored)


@pytest.mark.parametrize(
    "event",
    [
        {"channel": "C0OPS#T1"},
        {"channel": "c0ops"},
        {"user": "ana"},
        {"ts": "now"},
        {"ts": 1795420800.0001},
        {"ts": "\u0661.\u0662"},
        {"thread_ts": "1#2"},
        {"text": " \n"},
        {"text": ["hello"]},
    ],
)
def test_an_event_with_something_misshapen_is_not_heard(event: dict[str, Any]) -> None:
    assert isinstance(hear(an_envelope(**event)), Ignored)


def test_another_app_is_not_heard() -> None:
    assert isinstance(hear(an_envelope(), app_id="A0OTHER", team_id="T0LOCAL"), Ignored)
    assert isinstance(hear(an_envelope(), app_id="A0LOCAL", team_id="T0LOCAL"), Message)


def test_another_workspace_is_not_heard() -> None:
    assert isinstance(hear(an_envelope(), app_id="A0LOCAL", team_id="T0OTHER"), Ignored)


def test_in_a_shared_channel_the_workspace_is_the_one_with_the_app() -> None:
    envelope = an_envelope() | {"team_id": "T0OTHER", "context_team_id": "T0OTHER"}

    assert heard(envelope).thread.team == "T0LOCAL"


@pytest.mark.parametrize(
    "shape",
    [
        {"authorizations": []},
        {"authorizations": [{"enterprise_id": "E1", "team_id": None, "user_id": "U0BOT"}]},
        {"authorizations": None, "context_team_id": None},
        {"authorizations": "T0LOCAL"},
    ],
)
def test_without_an_authorization_the_envelope_names_the_workspace(shape: dict[str, Any]) -> None:
    assert heard(an_envelope() | shape).thread.team == "T0LOCAL"


def test_an_organisation_may_be_named_instead_of_a_workspace() -> None:
    ours = {"enterprise_id": "E0ORG", "team_id": "T0LOCAL", "user_id": "U0BOT", "is_bot": True}
    envelope = an_envelope() | {"authorizations": [ours]}

    assert isinstance(hear(envelope, team_id="E0ORG"), Message)
    assert isinstance(hear(envelope, team_id="E0OTHER"), Ignored)


def test_without_any_workspace_nothing_is_heard() -> None:
    envelope = an_envelope() | {"authorizations": [], "context_team_id": None, "team_id": None}

    assert isinstance(hear(envelope), Ignored)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
_FIELDS = [
    "type", "user", "text", "ts", "channel", "thread_ts", "subtype", "bot_id", "hidden",
    "channel_type", "files", "user_profile", "edited",
]  # fmt: skip
_OUTER = ["type", "team_id", "context_team_id", "api_app_id", "authorizations", "event"]


@settings(max_examples=400, deadline=None, database=None)
@given(
    event=st.dictionaries(st.sampled_from(_FIELDS), _JSON, max_size=3),
    outer=st.dictionaries(st.sampled_from(_OUTER), _JSON, max_size=2),
)
def test_no_shape_of_an_event_raises(event: dict[str, Any], outer: dict[str, Any]) -> None:
    for make in (an_envelope, a_message):
        assert isinstance(hear(make(**event) | outer), Message | Edited | Deleted | Ignored)
