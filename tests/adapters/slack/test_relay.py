import json

import pytest

from signoff.adapters.http import Response
from signoff.adapters.slack.relay import relay
from signoff.adapters.sqs import TooLargeForQueueError
from signoff.core.home_place import HomePlace
from signoff.ports import PermanentError, TransientError
from signoff.settings import Door
from signoff.testing import RecordingTell
from tests.adapters.slack.signed import envelope

ANYBODY = Door(app=None, team=None)


class Line:
    """A queue that keeps what it is given, or refuses it."""

    def __init__(self, error: TransientError | PermanentError | None = None) -> None:
        self.kept: list[tuple[str, str]] = []
        self.homes: list[tuple[str, str, HomePlace]] = []
        self.error = error

    def send_event(self, body: str, *, team: str) -> None:
        if self.error:
            raise self.error
        self.kept.append((body, team))

    def show_home(self, team: str, user: str, place: HomePlace) -> None:
        if self.error:
            raise self.error
        self.homes.append((team, user, place))


def _relayed(body: str, *, door: Door = ANYBODY, line: Line | None = None) -> tuple[Response, Line]:
    line = line or Line()
    return relay(body.encode(), queue=line, door=door, tell=RecordingTell()), line


def test_an_event_is_queued_as_it_came() -> None:
    response, line = _relayed(envelope())

    assert response["statusCode"] == 200
    assert line.kept == [(envelope(), "T0LOCAL")]


def test_a_retry_is_queued_as_the_first_try_is() -> None:
    response, line = _relayed(envelope(retry_attempt=2))

    assert (response["statusCode"], len(line.kept)) == (200, 1)


def test_the_url_is_verified_on_the_spot() -> None:
    response, line = _relayed(json.dumps({"type": "url_verification", "challenge": "abc"}))

    assert json.loads(str(response["body"])) == {"challenge": "abc"}
    assert line.kept == []


@pytest.mark.parametrize("body", ["", "{", "[]", '"text"', "[" * 100_000])
def test_what_is_no_json_object_is_a_400_and_queued_nowhere(body: str) -> None:
    response, line = _relayed(body)

    assert (response["statusCode"], line.kept) == (400, [])


@pytest.mark.parametrize(
    "body",
    [
        envelope().encode("utf-16"),
        envelope().encode("utf-32"),
        envelope().encode().replace(b"hi", b"\xed\xa0\xbd"),
        b"\xff" + envelope().encode(),
    ],
)
def test_what_is_no_utf_8_is_a_400_and_queued_nowhere(body: bytes) -> None:
    line = Line()

    response = relay(body, queue=line, door=ANYBODY)

    assert (response["statusCode"], line.kept) == (400, [])


@pytest.mark.parametrize("door", [Door(app="A0OTHER", team=None), Door(app=None, team="T0OTHER")])
def test_another_app_or_workspace_is_a_403_and_queued_nowhere(door: Door) -> None:
    response, line = _relayed(envelope(), door=door)

    assert (response["statusCode"], line.kept) == (403, [])


@pytest.mark.parametrize(
    "event",
    [
        {"type": "message", "subtype": "channel_join", "user": "U1", "ts": "1.1", "channel": "C1"},
        {"type": "message", "subtype": "message_changed", "channel": "C1", "ts": "1.1"},
        {"type": "message", "subtype": "pinned_item", "user": "U1", "channel": "C1", "ts": "1.1"},
        {"type": "message", "bot_id": "B1", "user": "U0BOT", "channel": "C1", "ts": "1.1"},
    ],
)
def test_joins_pins_edits_and_bots_start_nothing(event: dict[str, object]) -> None:
    response, line = _relayed(envelope(event))

    assert (response["statusCode"], line.kept) == (200, [])


HOME: dict[str, object] = {"type": "app_home_opened", "user": "U0BOB", "tab": "home"}


def test_an_opened_inbox_is_a_wish_of_its_own_in_the_queue() -> None:
    response, line = _relayed(envelope(HOME))

    assert (response["statusCode"], line.kept) == (200, [])
    assert line.homes == [("T0LOCAL", "U0BOB", HomePlace())]


@pytest.mark.parametrize("changed", [{"tab": "messages"}, {"user": None}, {"tab": None}])
def test_another_tab_and_nobody_in_it_wish_for_nothing(changed: dict[str, object]) -> None:
    response, line = _relayed(envelope({**HOME, **changed}))

    assert (response["statusCode"], line.homes) == (200, [])


def test_an_inbox_that_the_queue_does_not_take_now_is_asked_for_again() -> None:
    line = Line(TransientError("down"))

    assert _relayed(envelope(HOME), line=line)[0]["statusCode"] == 503


def test_an_event_that_the_queue_never_takes_is_a_413() -> None:
    line = Line(TooLargeForQueueError(2_000_000))

    assert (
        relay(envelope().encode(), queue=line, door=ANYBODY, tell=RecordingTell())["statusCode"]
        == 413
    )


def test_an_event_that_the_queue_does_not_take_now_is_asked_for_again() -> None:
    line = Line(TransientError("down"))

    assert (
        relay(envelope().encode(), queue=line, door=ANYBODY, tell=RecordingTell())["statusCode"]
        == 503
    )
