"""An envelope is the request that a function would have got, and its answer is the ack."""

import json
from urllib.parse import parse_qs

import pytest

from playground.socket_mode.envelopes import (
    LARGEST_ACK,
    Envelope,
    ack,
    is_too_large,
    request_for,
)

PAYLOAD = {"type": "event_callback", "event": {"text": "Grüße & mehr = 🎉"}}


def test_an_event_is_json_for_the_events() -> None:
    request = request_for(Envelope(id="e1", kind="events_api", payload=PAYLOAD))

    assert request is not None
    assert (request.path, json.loads(request.body)) == ("/slack/events", PAYLOAD)
    assert request.headers == {"content-type": "application/json"}


def test_a_click_is_a_form_for_the_interactions() -> None:
    request = request_for(Envelope(id="e1", kind="interactive", payload=PAYLOAD))

    assert request is not None
    assert request.path == "/slack/interactions"
    assert json.loads(parse_qs(request.body)["payload"][0]) == PAYLOAD
    assert request.headers == {"content-type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(("reason", "said"), [("timeout", "timeout"), ("", "unknown_error")])
def test_what_is_sent_again_says_so_as_slacks_requests_do(reason: str, said: str) -> None:
    again = Envelope(id="e1", kind="events_api", payload=PAYLOAD, attempt=2, reason=reason)

    request = request_for(again)

    assert request is not None
    assert request.headers["x-slack-retry-num"] == "2"
    assert request.headers["x-slack-retry-reason"] == said


def test_a_slash_command_is_for_nobody() -> None:
    assert request_for(Envelope(id="e1", kind="slash_commands", payload={"command": "/x"})) is None


@pytest.mark.parametrize(
    ("body", "payload"),
    [
        ('{"response_action": "errors", "errors": {"b": "No."}}', True),
        ('{"response_action": "push", "view": {"type": "modal"}}', True),
        ('{"options": []}', True),
        ("", False),
        ("ok", False),
        ("[]", False),
    ],
)
def test_what_a_function_says_goes_back_in_the_ack(body: str, payload: bool) -> None:
    envelope = Envelope(id="e1", kind="interactive", payload={}, takes_answer=True)

    written = ack(envelope, body)

    expected = {"payload": json.loads(body)} if payload else {}
    assert written == {"envelope_id": "e1", **expected}


def test_an_event_is_acked_without_a_word() -> None:
    envelope = Envelope(id="e1", kind="events_api", payload={})

    assert ack(envelope, '{"challenge": "x"}') == {"envelope_id": "e1"}


def test_what_slacks_client_cannot_write_is_too_large() -> None:
    room = LARGEST_ACK - len(json.dumps({"a": ""}))

    assert [is_too_large({"a": "x" * size}) for size in (room, room + 1)] == [False, True]
