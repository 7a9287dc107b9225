"""A local Slack on a free port, an app that writes down what it gets, and the app's client."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_sdk import WebClient

from playground.slack.clock import ManualClock
from playground.slack.deliveries.transport import Kind
from playground.slack.local_slack import LocalSlack


@dataclass(slots=True)
class RecordingApp:
    """The app: takes everything, answers what the test says."""

    clock: ManualClock
    status: int = 200
    answer: str = ""
    takes: float = 0.0
    requests: list[tuple[Kind, dict[str, str], dict[str, Any]]] = field(default_factory=list)

    def __call__(self, kind: Kind, headers: dict[str, str], body: str, /) -> tuple[int, str]:
        """Write the request down."""
        payload = json.loads(body if kind == "event" else parse_qs(body)["payload"][0])
        self.requests.append((kind, headers, payload))
        self.clock.advance(self.takes)
        return self.status, self.answer

    def events(self) -> list[dict[str, Any]]:
        """List the inner events, in order."""
        return [payload["event"] for kind, _headers, payload in self.requests if kind == "event"]

    def interactions(self) -> list[dict[str, Any]]:
        """List the interactions, in order."""
        return [payload for kind, _headers, payload in self.requests if kind == "interaction"]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def app(clock: ManualClock) -> RecordingApp:
    return RecordingApp(clock)


@pytest.fixture
def slack(app: RecordingApp, clock: ManualClock) -> Iterator[LocalSlack]:
    with LocalSlack(deliver=app, clock=clock) as running:
        yield running


@pytest.fixture
def client(slack: LocalSlack) -> WebClient:
    return slack.client()
