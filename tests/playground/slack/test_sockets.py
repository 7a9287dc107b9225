"""Socket Mode as Slack does it: an address for the app's own token, envelopes, acks, renewals."""

import json
from collections.abc import Callable, Iterator
from queue import Queue
from threading import Event
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from playground.slack.clock import ManualClock
from playground.slack.deliveries.transport import Answered, NotAnswered
from playground.slack.local_slack import LocalSlack
from playground.slack.records import Installation
from playground.slack.seed import seeded_workspace
from playground.slack.sockets.frames import CLOSE, PING, TEXT, Reader, accepted, written
from playground.socket_mode.client import Client
from playground.socket_mode.tokens import Tokens

SOON_S = 60


class App:
    """An app over Slack's own client: writes down what it gets, and acks as a test says."""

    def __init__(self, slack: LocalSlack) -> None:
        self.got: list[Any] = []
        self.says: dict[str, Any] | None = None
        self.acks = True
        self.then: Callable[[], None] = lambda: None
        self.messages: Queue[dict[str, Any]] = Queue()
        app = slack.workspace.installation
        self.client: Any = Client(
            Tokens(app=app.app_token, bot=app.bot_token),
            api_url=slack.api_url,
            ping_s=0.2,
            told=lambda text: self.messages.put(json.loads(text)),
            refused=lambda line: self.messages.put({"type": line}),
        )
        self.client.socket_mode_request_listeners.append(self._hear)
        self.client.connect()
        self.greeting = self.messages.get(timeout=SOON_S)

    def _hear(self, client: Any, request: Any) -> None:
        self.got.append(request)
        self.then()
        if self.acks:
            more = {} if self.says is None else {"payload": self.says}
            client.send_socket_mode_response({"envelope_id": request.envelope_id, **more})


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def slack(clock: ManualClock) -> Iterator[LocalSlack]:
    with LocalSlack(socket_mode=True, clock=clock) as running:
        yield running


@pytest.fixture
def app(slack: LocalSlack) -> Iterator[App]:
    app = App(slack)
    yield app
    app.client.close()


def test_who_connects_is_greeted(app: App) -> None:
    assert app.greeting["type"] == "hello"
    assert app.greeting["num_connections"] == 1
    assert app.greeting["connection_info"] == {"app_id": "A0LOCAL"}


def test_an_event_comes_in_an_envelope_and_an_ack_ends_it(slack: LocalSlack, app: App) -> None:
    slack.message("U0ANA", "C0OPS", "Grüße 🎉")

    (request,) = app.got
    assert (request.type, request.accepts_response_payload) == ("events_api", False)
    assert (request.retry_attempt, request.retry_reason) == (0, "")
    assert request.payload["event"]["text"] == "Grüße 🎉"
    assert [each["envelope_id"] for each in slack.acks] == [request.envelope_id]


@pytest.mark.parametrize("size", [100, 200, 70_000, 300_000])
def test_an_event_of_any_size_comes_whole(slack: LocalSlack, app: App, size: int) -> None:
    slack.deliver_event({"type": "message", "text": "x" * size})

    assert len(app.got[0].payload["event"]["text"]) == size


def test_an_event_that_is_not_acked_comes_again_with_its_number(
    slack: LocalSlack, app: App, clock: ManualClock
) -> None:
    app.acks = False
    app.then = lambda: clock.advance(3)

    slack.message("U0ANA", "C0OPS", "Hi")
    slack.advance(60)
    app.acks, app.then = True, lambda: None
    slack.advance(300)

    assert [request.retry_attempt for request in app.got] == [0, 1, 2, 3]
    assert {request.retry_reason for request in app.got[1:]} == {"timeout"}
    assert len({request.payload["event_id"] for request in app.got}) == 1
    assert len({request.envelope_id for request in app.got}) == 4


def test_an_answer_goes_back_with_the_ack(slack: LocalSlack, app: App) -> None:
    app.says = {"response_action": "clear"}

    came = slack.send_envelope(
        {
            "envelope_id": "e1",
            "type": "interactive",
            "payload": {"type": "view_submission"},
            "accepts_response_payload": True,
        }
    )

    assert came == Answered(status=200, body='{"response_action": "clear"}')


def test_without_a_connection_nothing_arrives_and_it_is_tried_again(slack: LocalSlack) -> None:
    slack.message("U0ANA", "C0OPS", "Hi")

    outcomes = [delivery.outcome for delivery in slack.deliveries()]
    assert outcomes == [NotAnswered(reason="connection_failed")] * 2


def test_a_renewed_connection_takes_the_place_of_the_old_one(slack: LocalSlack, app: App) -> None:
    slack.disconnect("refresh_requested")

    asked, greeting = (app.messages.get(timeout=SOON_S) for _ in range(2))
    assert (asked["type"], asked["reason"]) == ("disconnect", "refresh_requested")
    assert greeting["type"] == "hello"
    slack.message("U0ANA", "C0OPS", "Hi")
    assert len(app.got) == 1


def test_a_lost_connection_is_noticed_by_its_pings_and_made_anew(
    slack: LocalSlack, app: App
) -> None:
    slack.drop_connections()

    assert app.messages.get(timeout=SOON_S)["type"] == "hello"
    slack.message("U0ANA", "C0OPS", "Hi")
    assert [request.retry_attempt for request in app.got] == [0]


def test_what_was_under_way_when_the_connection_was_lost_comes_again(
    slack: LocalSlack, app: App
) -> None:
    lost = Event()

    def lose() -> None:
        if not lost.is_set():
            lost.set()
            slack.drop_connections()

    app.acks, app.then = False, lose
    slack.message("U0ANA", "C0OPS", "Hi")
    assert lost.is_set()
    app.messages.get(timeout=SOON_S)
    greeting = app.messages.get(timeout=SOON_S)
    app.acks, app.then = True, lambda: None

    slack.advance(60)

    assert greeting["type"] == "hello"
    assert app.got[-1].retry_attempt == 2
    assert slack.deliveries()[-1].outcome == Answered(status=200)


# The token.


def _refusal(installation: Installation, token: str, *, socket_mode: bool = True) -> str:
    workspace = seeded_workspace(installation)
    with LocalSlack(socket_mode=socket_mode, workspace=workspace) as slack:
        client: Any = slack.client()
        with pytest.raises(SlackApiError) as caught:
            client.apps_connections_open(app_token=token)
        answer: Any = caught.value.response
        return str(answer["error"])


def test_only_the_app_s_own_token_opens_a_connection() -> None:
    plain = Installation()
    without = Installation(app_scopes=())

    assert _refusal(plain, plain.bot_token) == "not_allowed_token_type"
    assert _refusal(plain, "xapp-1-A0-other") == "invalid_auth"
    assert _refusal(without, without.app_token) == "missing_scope"
    assert _refusal(plain, plain.app_token, socket_mode=False) == "access_denied"


def test_the_app_s_own_token_calls_nothing_else(slack: LocalSlack) -> None:
    client = slack.client(slack.workspace.installation.app_token)

    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        client.auth_test()


def test_an_address_is_good_once(slack: LocalSlack) -> None:
    socket_mode = slack.read(lambda site: site.socket_mode)
    address = socket_mode.address(slack.origin)
    ticket = address.partition("ticket=")[2].partition("&")[0]

    class Silent:
        def send(self, text: str) -> None: ...
        def close(self) -> None: ...
        def abort(self) -> None: ...

    assert address.startswith("ws://127.0.0.1:")
    assert socket_mode.welcome(Silent(), ticket)
    assert not socket_mode.welcome(Silent(), ticket)


# Frames.


def test_a_frame_that_comes_in_pieces_is_read_when_it_is_whole() -> None:
    mask = bytes([1, 2, 3, 4])
    payload = b"all of it"
    masked = bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))
    raw = bytes([0x80 | TEXT, 0x80 | len(payload)]) + mask + masked
    reader = Reader()

    found = [frame for byte in raw for frame in reader.feed(bytes([byte]))]

    assert [(frame.opcode, frame.payload) for frame in found] == [(TEXT, payload)]


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536])
def test_what_is_written_is_read_back(size: int) -> None:
    frames = Reader().feed(written(PING, b"x" * size) + written(CLOSE, b""))

    assert [(frame.opcode, len(frame.payload)) for frame in frames] == [(PING, size), (CLOSE, 0)]


def test_a_key_is_answered_as_the_standard_says() -> None:
    # The key and the answer of RFC 6455, 1.3.
    assert accepted("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
