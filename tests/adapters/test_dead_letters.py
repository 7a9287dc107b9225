import json
from pathlib import Path

import pytest

from signoff.adapters.dead_letters import about
from signoff.core.hearing import Message
from signoff.core.keys import ThreadKey

EVENTS = Path(__file__).parents[2] / "events"


def test_an_event_of_a_person_is_about_its_message() -> None:
    body = json.loads((EVENTS / "sqs_event.json").read_text("utf-8"))["Records"][0]["body"]

    found = about(body)

    assert isinstance(found, Message)
    assert found.opens


def test_a_wake_is_about_its_thread() -> None:
    body = json.loads((EVENTS / "sqs_wake.json").read_text("utf-8"))["Records"][0]["body"]

    assert isinstance(about(body), ThreadKey)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{" * 50_000,
        '{"kind": "else"}',
        '{"kind": "event"}',
        '{"kind": "event", "body": "no JSON"}',
        '{"kind": "event", "body": "{}"}',
        '{"kind": "wake", "team": "T1", "channel": "C1"}',
        '{"kind": "wake", "team": "T#1", "channel": "C1", "thread_ts": "1.0"}',
        '{"kind": "wake", "team": "T1", "channel": "C1", "thread_ts": "1#0"}',
        '{"kind": "wake", "team": 1, "channel": ["C1"], "thread_ts": {}}',
    ],
)
def test_what_is_none_of_ours_is_about_nothing(body: str) -> None:
    assert about(body) is None
