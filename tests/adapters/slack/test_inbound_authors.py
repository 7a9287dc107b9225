"""Other apps are heard by a list; what we wrote ourselves never is."""

from typing import Any

import pytest

from signoff.adapters.slack.inbound_events import hear
from signoff.core.hearing import Edited, Hearing, Ignored, Message
from tests.adapters.slack.test_inbound_events import ROOT, TS, a_message, an_envelope

BOT = {
    "user": "U0DEPLOY",
    "bot_id": "B0DEPLOY",
    "app_id": "A0DEPLOY",
    "bot_profile": {"id": "B0DEPLOY", "app_id": "A0DEPLOY", "name": "Deploybot"},
    "thread_ts": ROOT,
}
OURS = {"user": "U0BOT", "bot_id": "B0BOT", "app_id": "A0LOCAL", "thread_ts": ROOT}
EVERYBODY = ["U0DEPLOY", "U0BOT", "B0BOT", "A0LOCAL"]


def heard(bots: list[str] | None, envelope: dict[str, Any]) -> Hearing:
    return hear(envelope, bots=bots)


@pytest.mark.parametrize("name", ["U0DEPLOY", "B0DEPLOY", "A0DEPLOY"])
def test_an_app_is_heard_by_any_of_its_ids(name: str) -> None:
    message = heard([name], a_message(**BOT))

    assert isinstance(message, Message)
    assert message.author == {"U0DEPLOY", "B0DEPLOY", "A0DEPLOY"}
    assert (message.inbound.user, message.inbound.name) == ("U0DEPLOY", "Deploybot")
    assert message.inbound.is_bot


def test_an_app_that_is_not_on_the_list_is_not_heard() -> None:
    assert isinstance(heard([], a_message(**BOT)), Ignored)
    assert isinstance(heard(["U0OTHER"], a_message(**BOT)), Ignored)
    assert isinstance(heard(None, a_message(**BOT)), Message)


def test_a_webhook_has_no_user_and_is_known_by_its_bot() -> None:
    hook = {"user": None, "bot_id": "B0HOOK", "username": "CI", "subtype": "bot_message"}

    message = heard(["B0HOOK"], a_message(thread_ts=ROOT, **hook))

    assert isinstance(message, Message)
    assert (message.inbound.user, message.inbound.name) == ("B0HOOK", "CI")


def test_an_app_opens_a_thread_by_calling_us_and_not_otherwise() -> None:
    calls = heard(["U0DEPLOY"], a_message(**BOT | {"thread_ts": None}))
    talks = heard(["U0DEPLOY"], a_message(**BOT | {"thread_ts": None, "text": "Deployed."}))

    assert isinstance(calls, Message)
    assert calls.opens
    assert isinstance(talks, Ignored)


@pytest.mark.parametrize("make", [an_envelope, a_message])
@pytest.mark.parametrize("left", [OURS, {"user": "U0BOT"}, {"bot_id": "B0X", "app_id": "A0LOCAL"}])
def test_we_never_hear_ourselves(make: Any, left: dict[str, Any]) -> None:
    assert isinstance(heard(EVERYBODY, make(**left)), Ignored)
    assert isinstance(heard(None, make(**left)), Ignored)


def test_we_never_hear_ourselves_without_authorizations() -> None:
    bare: dict[str, Any] = {"authorizations": []}

    assert isinstance(heard(None, a_message(**OURS) | bare), Ignored)


def test_an_app_that_edits_its_waiting_message_is_heard_anew() -> None:
    mark = {"user": "B0DEPLOY", "ts": "1795420900.000000"}
    after = {"type": "message", "ts": TS, "text": "Deployed 8841.", "edited": mark} | BOT

    edited = heard(["A0DEPLOY"], a_message(subtype="message_changed", message=after))

    assert isinstance(edited, Edited)
    assert edited.message.inbound.is_bot


def test_what_an_app_writes_as_it_goes_needs_no_mark() -> None:
    now = "1795420905.000000"
    after = {"type": "message", "ts": TS, "text": "Deployed 8841."} | BOT

    edited = heard(["A0DEPLOY"], a_message(subtype="message_changed", message=after, ts=now))

    assert isinstance(edited, Edited)
    assert edited.message.inbound.edited == 1_795_420_905_000_000
