"""What Slack sends over its WebSocket arrives signed, and is acked once it was taken."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Condition
from urllib.parse import parse_qs

import pytest

from playground.loopback import LoopbackServer, Request, Response
from playground.slack.clock import ManualClock
from playground.slack.deliveries.transport import Answered, NotAnswered
from playground.slack.local_slack import LocalSlack
from playground.slack.payload import Payload
from playground.slack.records import Installation
from playground.slack.seed import seeded_workspace
from playground.socket_mode.bridge import Bridge
from playground.socket_mode.envelopes import Envelope
from playground.socket_mode.tokens import TokenError, Tokens
from signoff.adapters.slack.signature import verify

SECRET = "a secret of this machine"  # noqa: S105 - it opens nothing but this
SOON_S = 60


@dataclass(slots=True)
class Functions:
    """The functions: write down what they get, and answer what a test says."""

    clock: ManualClock
    status: int = 200
    body: bytes = b""
    takes: float = 0.0
    got: list[Request] = field(default_factory=list[Request])

    def __call__(self, request: Request) -> Response:
        now_s = int(request.headers["x-slack-request-timestamp"])
        verify(request.headers, request.body, secrets=[SECRET], now_s=now_s)
        self.got.append(request)
        self.clock.advance(self.takes)
        return Response(status=self.status, body=self.body)


@pytest.fixture
def functions() -> Functions:
    return Functions(ManualClock())


@pytest.fixture
def url(functions: Functions) -> Iterator[str]:
    with LoopbackServer(functions) as server:
        yield server.url


@pytest.fixture
def slack(functions: Functions) -> Iterator[LocalSlack]:
    with LocalSlack(socket_mode=True, clock=functions.clock) as running:
        yield running


class Lines(list[str]):
    """What a person reads; whoever waits for a word is told."""

    def __init__(self) -> None:
        super().__init__()
        self._new = Condition()

    def append(self, line: str, /) -> None:
        with self._new:
            super().append(line)
            self._new.notify_all()

    def will_say(self, words: str) -> bool:
        with self._new:
            return self._new.wait_for(lambda: any(words in line for line in self), SOON_S)


@pytest.fixture
def lines() -> Lines:
    return Lines()


def _bridge(slack: LocalSlack, url: str, lines: list[str], *, token: str = "") -> Bridge:
    app = slack.workspace.installation
    return Bridge(
        Tokens(app=token or app.app_token, bot=app.bot_token),
        api_url=slack.api_url,
        functions_url=url,
        signing_secret=SECRET,
        tell=lambda name, line: lines.append(f"{name}: {line}"),
        ping_s=0.2,
    )


@pytest.fixture
def bridge(slack: LocalSlack, url: str, lines: list[str]) -> Iterator[Bridge]:
    bridge = _bridge(slack, url, lines)
    bridge.start()
    assert bridge.has_connected.wait(SOON_S)
    yield bridge
    bridge.stop()


def _interaction(kind: str = "view_submission", *, number: int = 1) -> Payload:
    return {
        "envelope_id": f"e{number}",
        "type": "interactive",
        "payload": {"type": kind},
        "accepts_response_payload": True,
    }


@pytest.mark.usefixtures("bridge")
def test_an_event_arrives_signed_and_is_acked(slack: LocalSlack, functions: Functions) -> None:
    slack.message("U0ANA", "C0OPS", "Grüße 🎉")

    (request,) = functions.got
    assert (request.method, request.path) == ("POST", "/slack/events")
    assert json.loads(request.body)["event"]["text"] == "Grüße 🎉"
    assert "x-slack-retry-num" not in request.headers
    assert [delivery.outcome for delivery in slack.deliveries()] == [Answered(status=200)]


@pytest.mark.usefixtures("bridge")
def test_what_a_function_does_not_take_is_not_acked_and_comes_again(
    slack: LocalSlack, functions: Functions
) -> None:
    functions.status, functions.takes = 503, 3.0
    slack.message("U0ANA", "C0OPS", "Hi")
    functions.status, functions.takes = 200, 0.0

    slack.advance(60)

    assert [each.headers.get("x-slack-retry-num") for each in functions.got] == [None, "1", "2"]
    assert {each.headers.get("x-slack-retry-reason") for each in functions.got[1:]} == {"timeout"}
    assert [type(each.outcome) for each in slack.deliveries()] == [NotAnswered] * 2 + [Answered]


@pytest.mark.usefixtures("bridge")
@pytest.mark.parametrize(
    "said",
    [
        {"response_action": "errors", "errors": {"block": "Too long."}},
        {"response_action": "update", "view": {"type": "modal", "blocks": []}},
        {"options": [{"text": {"type": "plain_text", "text": "api"}, "value": "api"}]},
    ],
)
def test_what_a_function_answers_goes_back_with_the_ack(
    slack: LocalSlack, functions: Functions, said: Payload
) -> None:
    functions.body = json.dumps(said).encode()

    came = slack.send_envelope(_interaction())

    assert isinstance(came, Answered)
    assert json.loads(came.body) == said
    (request,) = functions.got
    assert request.path == "/slack/interactions"
    assert json.loads(parse_qs(request.body.decode())["payload"][0]) == {"type": "view_submission"}


@pytest.mark.usefixtures("bridge")
def test_a_click_that_is_not_taken_is_not_acked(slack: LocalSlack, functions: Functions) -> None:
    functions.status, functions.takes = 500, 3.0

    assert slack.send_envelope(_interaction("block_actions")) == NotAnswered(reason="http_timeout")
    assert slack.acks == []


@pytest.mark.parametrize(
    ("kind", "then"),
    [("events_api", "Slack sends it again"), ("interactive", "Slack says so there")],
)
def test_what_is_not_taken_is_said_with_what_comes_of_it(
    bridge: Bridge, functions: Functions, lines: list[str], kind: str, then: str
) -> None:
    functions.status = 503

    assert bridge.carry(Envelope(id="e1", kind=kind, payload={})) is None

    assert lines[-1] == f"slack: WARNING {kind} was not taken (503): {then}"


@pytest.mark.usefixtures("bridge")
def test_a_slash_command_is_ignored_aloud(
    slack: LocalSlack, functions: Functions, lines: list[str]
) -> None:
    command = {"envelope_id": "e1", "type": "slash_commands", "payload": {"command": "/deploy"}}

    assert slack.send_envelope(command) == Answered(status=200)

    assert functions.got == []
    assert lines[-1] == "slack: ignored slash_commands: nothing here answers that"


def test_an_answer_that_cannot_be_sent_back_is_not_acked(
    bridge: Bridge, functions: Functions, lines: list[str]
) -> None:
    functions.body = json.dumps({"response_action": "update", "view": "x" * 70_000}).encode()

    written = bridge.carry(Envelope(id="e1", kind="interactive", payload={}, takes_answer=True))

    assert written is None
    assert "its answer is too large" in lines[-1]


def test_functions_that_are_gone_leave_it_to_slack(slack: LocalSlack, lines: list[str]) -> None:
    bridge = _bridge(slack, "http://127.0.0.1:9", lines)

    written = bridge.carry(Envelope(id="e1", kind="events_api", payload={}))
    bridge.stop()

    assert written is None
    assert lines == ["slack: WARNING events_api was not taken (ConnectError): Slack sends it again"]


def test_a_connection_is_renewed_when_slack_asks_and_made_anew_when_it_is_lost(
    slack: LocalSlack, bridge: Bridge, functions: Functions, lines: list[str]
) -> None:
    for lose in (slack.disconnect, slack.drop_connections):
        bridge.has_connected.clear()
        lose()
        assert bridge.has_connected.wait(SOON_S)
        slack.message("U0ANA", "C0OPS", "Hi")

    assert len(functions.got) == 2
    assert {delivery.retry_num for delivery in slack.deliveries()} == {0}
    assert lines.count("slack: connected in Socket Mode") == 3


@pytest.mark.usefixtures("bridge")
def test_a_person_reads_that_socket_mode_was_turned_off(slack: LocalSlack, lines: Lines) -> None:
    slack.disconnect("link_disabled")

    assert lines.will_say("Socket Mode was turned off")


@pytest.mark.parametrize(
    ("installation", "token", "said"),
    [
        (Installation(), "xapp-1-A0-other", "invalid_auth"),
        (Installation(), "xoxb-local", "not_allowed_token_type"),
        (Installation(app_scopes=()), "", "connections:write"),
    ],
)
def test_who_is_not_let_in_is_told_why(
    installation: Installation, token: str, said: str, lines: list[str]
) -> None:
    with LocalSlack(socket_mode=True, workspace=seeded_workspace(installation)) as slack:
        bridge = _bridge(slack, "http://127.0.0.1:9", lines, token=token)
        with pytest.raises(TokenError, match=said) as caught:
            bridge.start()
        bridge.stop()

    assert "xapp-1" not in str(caught.value)
