"""What becomes of a message: changed by its author, deleted, or only unfurled by Slack."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signoff.adapters.slack.inbound_events import hear
from signoff.core.hearing import Deleted, Edited, Hearing, Ignored, Message
from signoff.core.keys import ThreadKey
from tests.adapters.slack.test_inbound_events import ROOT, TS, a_message, an_envelope

EDITED = {"user": "U0ANA", "ts": "1795420900.000000"}
WORDS = {"type": "message", "user": "U0ANA", "ts": TS, "thread_ts": ROOT}
BEFORE = {**WORDS, "text": "restart teh api"}
AFTER = {**WORDS, "text": "restart the api", "edited": EDITED}


def changed(after: dict[str, Any], before: dict[str, Any] = BEFORE, **event: Any) -> Hearing:
    return hear(
        a_message(
            subtype="message_changed",
            hidden=True,
            user=None,
            text=None,
            ts="1795420900.000100",
            **{"message": after, "previous_message": before} | event,
        )
    )


def deleted(before: dict[str, Any] | None = BEFORE, **event: Any) -> Hearing:
    return hear(
        a_message(
            subtype="message_deleted",
            hidden=True,
            user=None,
            text=None,
            ts="1795420900.000100",
            **{"deleted_ts": TS, "previous_message": before} | event,
        )
    )


def test_an_edit_is_the_message_as_it_is_now() -> None:
    heard = changed(AFTER)

    assert isinstance(heard, Edited)
    assert heard.message.thread == ThreadKey(team="T0LOCAL", channel="C0OPS", thread_ts=ROOT)
    assert heard.message.inbound.text == "restart the api"
    assert heard.message.inbound.edited == 1_795_420_900_000_000
    assert (heard.message.inbound.ts, heard.message.opens) == (TS, False)


@pytest.mark.parametrize(
    ("before", "after"),
    [("hi", "<@U0BOT> hi"), ("<@U0BOT> hi", "hi"), ("<@U0BOT> hi", "<@U0BOT> ho")],
)
def test_a_mention_that_is_there_or_was_opens_a_thread(before: str, after: str) -> None:
    root = {"thread_ts": None}
    heard = changed(AFTER | root | {"text": after}, BEFORE | root | {"text": before})

    assert isinstance(heard, Edited)
    assert heard.message.opens
    assert heard.message.thread.thread_ts == TS


def test_an_edit_in_direct_messages_opens() -> None:
    heard = changed(AFTER | {"thread_ts": None}, channel="D0ANA", channel_type="im")

    assert isinstance(heard, Edited)
    assert heard.message.opens


@pytest.mark.parametrize(
    ("after", "before"),
    [
        (BEFORE | {"attachments": [{"title": "A page"}]}, BEFORE),
        (AFTER | {"attachments": [{"title": "A page"}]}, AFTER),
        (AFTER | {"edited": EDITED | {"user": "U0BOB"}}, BEFORE),
        (AFTER | {"thread_ts": None}, BEFORE | {"thread_ts": None}),
        (AFTER | {"user": "U0BOT", "bot_id": "B0BOT", "app_id": "A0LOCAL"}, BEFORE),
        (AFTER | {"bot_id": "B0OTHER"}, BEFORE),
        (AFTER | {"subtype": "channel_topic"}, BEFORE),
        (AFTER | {"edited": {"user": "U0ANA", "ts": "soon"}}, BEFORE),
    ],
    ids=range(8),
)
def test_what_is_no_edit_of_a_persons_words_to_us_is_left_alone(
    after: dict[str, Any], before: dict[str, Any]
) -> None:
    assert isinstance(changed(after, before), Ignored)


def test_a_mention_that_came_by_an_edit_is_an_edit() -> None:
    heard = hear(an_envelope(edited=EDITED))

    assert isinstance(heard, Edited)
    assert heard.message.opens


def test_an_edit_that_leaves_nothing_takes_the_message_back() -> None:
    assert changed(AFTER | {"text": " "}) == Deleted(
        thread=ThreadKey(team="T0LOCAL", channel="C0OPS", thread_ts=ROOT), ts=TS, opens=False
    )


def test_a_deletion_names_the_message_and_its_thread() -> None:
    assert deleted() == Deleted(
        thread=ThreadKey(team="T0LOCAL", channel="C0OPS", thread_ts=ROOT), ts=TS, opens=False
    )


def test_the_first_message_of_a_thread_that_is_deleted_leaves_a_gravestone() -> None:
    root = WORDS | {"thread_ts": TS, "text": "<@U0BOT> hi"}
    stone = {"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "ts": TS}

    assert changed(stone, root) == Deleted(
        thread=ThreadKey(team="T0LOCAL", channel="C0OPS", thread_ts=TS), ts=TS, opens=True
    )


@pytest.mark.parametrize(
    "before",
    [
        BEFORE | {"thread_ts": None},
        BEFORE | {"user": "U0BOT", "bot_id": "B0BOT", "app_id": "A0LOCAL"},
        None,
    ],
    ids=range(3),
)
def test_a_deletion_of_what_was_not_for_us_is_left_alone(before: dict[str, Any] | None) -> None:
    assert isinstance(deleted(before), Ignored)


def test_without_authorizations_an_edit_is_looked_at_wherever_it_is() -> None:
    root = {"thread_ts": None}
    envelope = a_message(
        subtype="message_changed",
        message=AFTER | root,
        previous_message=BEFORE | root,
    ) | {"authorizations": []}

    heard = hear(envelope)

    assert isinstance(heard, Edited)
    assert not heard.message.opens


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
_PART = st.dictionaries(
    st.sampled_from(["user", "text", "ts", "thread_ts", "edited", "subtype", "files", "bot_id"]),
    _JSON,
    max_size=4,
)


@settings(max_examples=300, deadline=None, database=None)
@given(after=_PART | _JSON, before=_PART | _JSON, subtype=st.sampled_from(["changed", "deleted"]))
def test_no_shape_of_an_edit_raises(after: Any, before: Any, subtype: str) -> None:
    parts = {"message": after, "previous_message": before, "deleted_ts": TS}

    heard = hear(a_message(subtype=f"message_{subtype}", **parts))

    assert isinstance(heard, Message | Edited | Deleted | Ignored)
