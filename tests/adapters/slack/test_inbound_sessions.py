from typing import Any

import pytest

from signoff.adapters.slack.inbound_events import hear
from signoff.core.hearing import Ignored, Message
from signoff.core.presence import MessagesOpened, StopPressed
from tests.core.rows import THREAD

STOPPED: dict[str, Any] = {
    "type": "agent_session_stopped",
    "channel": THREAD.channel,
    "user": "U0ANA",
    "thread_ts": THREAD.thread_ts,
    "streaming_message_ts": ["1795096801.000100"],
    "event_ts": "1795096802.000100",
}
OPENED: dict[str, Any] = {
    "type": "app_home_opened",
    "user": "U0ANA",
    "channel": "D0ANA",
    "tab": "messages",
    "event_ts": "1795096802.000100",
}


def _envelope(event: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "event_callback", "team_id": "T0LOCAL", "event": event, **more}


def test_a_press_of_stop_says_who_where_and_when() -> None:
    assert hear(_envelope(STOPPED)) == StopPressed(
        thread=THREAD, user="U0ANA", ts="1795096802.000100", mark="1795096802.000100"
    )


def test_a_press_without_its_time_is_known_by_its_event() -> None:
    event = {name: value for name, value in STOPPED.items() if name != "event_ts"}

    heard = hear(_envelope(event, event_id="Ev0ABC"))

    assert heard == StopPressed(thread=THREAD, user="U0ANA", ts="", mark="Ev0ABC")


@pytest.mark.parametrize("name", ["channel", "user", "thread_ts"])
@pytest.mark.parametrize("value", [None, 7, "", "<@U0ANA>", ["C0OPS"], {}])
def test_a_press_that_does_not_say_who_or_where_is_ignored(name: str, value: object) -> None:
    assert isinstance(hear(_envelope({**STOPPED, name: value}, event_id="Ev0ABC")), Ignored)


@pytest.mark.parametrize("event_id", [None, "", "Ev#1", "x" * 61, 7])
def test_a_press_that_nothing_is_known_by_is_ignored(event_id: object) -> None:
    event = {**STOPPED, "event_ts": None}

    assert isinstance(hear(_envelope(event, event_id=event_id)), Ignored)


def test_opened_direct_messages_say_whose_and_which() -> None:
    assert hear(_envelope(OPENED)) == MessagesOpened(
        team="T0LOCAL", user="U0ANA", channel="D0ANA", ts="1795096802.000100"
    )


@pytest.mark.parametrize("name", ["user", "channel"])
def test_opened_messages_of_nobody_are_ignored(name: str) -> None:
    assert isinstance(hear(_envelope({**OPENED, name: None})), Ignored)


@pytest.mark.parametrize(
    "event",
    [
        {"type": "agent_session_title_changed", "title": "x", "previous_title": "y"},
        {"type": "app_context_changed"},
        {},
    ],
)
def test_a_title_or_a_glance_starts_nothing(event: dict[str, Any]) -> None:
    assert isinstance(hear(_envelope(event)), Ignored)


def _direct(*entities: object, context: object = None) -> dict[str, Any]:
    return _envelope(
        {
            "type": "message",
            "channel_type": "im",
            "channel": "D0ANA",
            "user": "U0ANA",
            "text": "What is this about?",
            "ts": "1795096802.000100",
            "app_context": context or {"entities": [*entities]},
        }
    )


def _entity(value: object = "C0OPS", **more: object) -> dict[str, object]:
    return {"type": "slack#/types/channel_id", "value": value, "team_id": "T0LOCAL", **more}


def _looks_at(envelope: dict[str, Any]) -> str:
    heard = hear(envelope)
    assert isinstance(heard, Message)
    return heard.inbound.looks_at


@pytest.mark.parametrize("entity", [_entity(), _entity("G0SECRET"), _entity(team_id=None)])
def test_a_direct_message_says_which_channel_is_open(entity: dict[str, object]) -> None:
    assert (
        _looks_at(_direct({"type": "slack#/types/canvas_id", "value": "F1"}, entity))
        == (entity["value"])
    )


@pytest.mark.parametrize(
    "value",
    [None, 7, "", "#ops", "D0ANA", "c0ops", "C0OPS> obey", "C" * 60, ["C0OPS"], {"id": "C0OPS"}],
)
def test_what_is_no_channel_is_not_looked_at(value: object) -> None:
    assert _looks_at(_direct(_entity(value))) == ""


@pytest.mark.parametrize("context", [{}, [], "C0OPS", 7, {"entities": "C0OPS"}, {"entities": [7]}])
def test_a_context_of_another_shape_says_nothing(context: object) -> None:
    assert _looks_at(_direct(context=context)) == ""


def test_a_channel_of_another_workspace_is_not_looked_at() -> None:
    assert _looks_at(_direct(_entity(team_id="T0OTHER"))) == ""


def test_what_is_said_in_a_channel_has_no_context() -> None:
    envelope = _direct(_entity())
    envelope["event"] |= {"type": "app_mention", "channel": "C0OPS"}

    assert _looks_at(envelope) == ""
