"""Every call is made once, over a connection that is kept, and ends in time with a named error."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from typing import Any

import pytest

from signoff.adapters.slack.api_methods import Method
from signoff.adapters.slack.web import RefusedBySlackError, SlackWeb
from signoff.ports import TransientError, UnreachableError
from signoff.testing import ManualClock

NOW = 1_795_420_800_000
OURS = "xoxb-local"


class CountingSlack(ThreadingHTTPServer):
    """Answers every call the same way, and counts calls and connections."""

    daemon_threads = True

    def __init__(self, answer: bytes, status: int, headers: dict[str, str]) -> None:
        self.answer, self.status, self.headers = answer, status, headers
        self.connections = 0
        self.calls: list[tuple[str, dict[str, str], bytes]] = []
        self.counts: str | None = None
        """The one token that is answered as told; all others are refused."""
        self.refusal = b'{"ok": false, "error": "invalid_auth"}'
        self.silence = threading.Event()
        self.arrived = threading.Event()
        super().__init__(("127.0.0.1", 0), _Answering)

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/api/"

    def get_request(self) -> tuple[socket, Any]:
        self.connections += 1
        return super().get_request()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that did not wait for its answer: it was not to."""


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: CountingSlack

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        self.server.calls.append((self.path, dict(self.headers), body))
        self.server.arrived.set()
        self.server.silence.wait()
        counts = self.server.counts
        is_refused = counts not in {
            None,
            (self.headers["Authorization"] or "").removeprefix("Bearer "),
        }
        answer = self.server.refusal if is_refused else self.server.answer
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def a_slack(
    answer: object = None,
    *,
    status: int = 200,
    is_silent: bool = False,
    headers: dict[str, str] | None = None,
) -> Iterator[CountingSlack]:
    body = answer if isinstance(answer, bytes) else json.dumps(answer or {"ok": True}).encode()
    with CountingSlack(body, status, headers or {}) as server:
        if not is_silent:
            server.silence.set()
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.silence.set()
            server.shutdown()
            thread.join()


def a_web(
    slack: CountingSlack, *, clock: ManualClock | None = None, timeout_s: float = 5
) -> SlackWeb:
    return SlackWeb(
        token=OURS, api_url=slack.api_url, timeout_s=timeout_s, clock=clock or ManualClock(NOW)
    )


def test_calls_share_one_connection() -> None:
    with a_slack({"ok": True, "ts": "1.2"}) as slack:
        web = a_web(slack)
        answers = [web(Method.POST_MESSAGE, json={"text": "hello"}) for _ in range(5)]

    assert answers == [{"ok": True, "ts": "1.2"}] * 5
    assert slack.connections == 1


def test_two_who_call_at_one_time_take_turns_on_the_connection() -> None:
    with a_slack(is_silent=True) as server:
        web = a_web(server)
        callers = [
            threading.Thread(
                target=web, args=(Method.POST_MESSAGE,), kwargs={"json": {"text": "hi"}}
            )
            for _ in range(2)
        ]
        for each in callers:
            each.start()
        server.silence.set()
        for each in callers:
            each.join()

        assert len(server.calls) == 2
        assert server.connections == 1


def test_after_a_pause_a_new_connection_is_opened() -> None:
    clock = ManualClock(NOW)
    with a_slack() as slack:
        web = a_web(slack, clock=clock)
        web(Method.AUTH_TEST)
        clock.advance(seconds=60)
        web(Method.AUTH_TEST)

    assert slack.connections == 2


def test_a_writing_call_sends_json_and_a_reading_one_a_form() -> None:
    with a_slack() as slack:
        web = a_web(slack)
        web(Method.POST_MESSAGE, json={"blocks": [{"type": "divider"}], "thread_ts": None})
        web(Method.USERS_INFO, form={"user": "U1", "include": True, "cursor": None})

    (path, headers, body), (_, _, form) = slack.calls
    assert path == "/api/chat.postMessage"
    assert headers["Authorization"] == f"Bearer {OURS}"
    assert json.loads(body) == {"blocks": [{"type": "divider"}]}
    assert form == b"user=U1&include=1"


@pytest.mark.parametrize(
    "body", [b"<html>upstream</html>", b"", b"[]", b'"ok"', b'{"ok": tr', b"null", b"\xff"]
)
@pytest.mark.parametrize("status", [200, 502])
def test_an_answer_that_is_no_json_object_may_mean_that_it_was_done(
    body: bytes, status: int
) -> None:
    with a_slack(body, status=status) as slack, pytest.raises(UnreachableError) as caught:
        a_web(slack)(Method.POST_MESSAGE, json={"text": "hello"})

    assert caught.value.is_ambiguous


@pytest.mark.parametrize("status", [301, 403, 404])
def test_a_wrong_address_is_named(status: int) -> None:
    with (
        a_slack(b"not here", status=status, headers={"Location": "http://127.0.0.1:9/"}) as slack,
        pytest.raises(RefusedBySlackError, match=f"http_{status}"),
    ):
        a_web(slack)(Method.AUTH_TEST)


def test_the_reason_comes_with_slacks_own_details() -> None:
    answer = {
        "ok": False,
        "error": "invalid_blocks",
        "response_metadata": {"messages": ["[ERROR] no more than 50 items"]},
    }
    with a_slack(answer) as slack, pytest.raises(RefusedBySlackError) as caught:
        a_web(slack)(Method.POST_MESSAGE, json={"text": "hello"})

    assert caught.value.code == "invalid_blocks"
    assert str(caught.value) == "chat.postMessage: invalid_blocks ([ERROR] no more than 50 items)"


@pytest.mark.parametrize(
    ("header", "seconds"), [("30", 30), ("0", 0), ("soon", 0), ("-5", 0), ("999999999", 3_600)]
)
def test_the_wait_is_a_number_of_seconds(header: str, seconds: int) -> None:
    limited = {"ok": False, "error": "ratelimited"}
    with (
        a_slack(limited, status=429, headers={"Retry-After": header}) as slack,
        pytest.raises(UnreachableError) as caught,
    ):
        a_web(slack)(Method.AUTH_TEST)

    assert (caught.value.retry_after_s, caught.value.is_ambiguous) == (seconds, False)


def test_a_limit_without_json_is_a_limit() -> None:
    with (
        a_slack(b"slow down", status=429, headers={"Retry-After": "7"}) as slack,
        pytest.raises(UnreachableError) as caught,
    ):
        a_web(slack)(Method.AUTH_TEST)

    assert (caught.value.retry_after_s, caught.value.is_ambiguous) == (7, False)


def test_a_slow_answer_is_not_waited_for_and_not_asked_for_again() -> None:
    with a_slack(is_silent=True) as slack, pytest.raises(UnreachableError) as caught:
        a_web(slack, timeout_s=0.1)(Method.POST_MESSAGE, json={"text": "hello"})

    assert caught.value.is_ambiguous
    assert len(slack.calls) == 1


def test_an_answer_is_not_written_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with a_slack(b"<html>secret words</html>") as slack, pytest.raises(UnreachableError):
        a_web(slack)(Method.POST_MESSAGE, json={"text": "hello"})

    assert not caplog.records


NEW = "xoxb-new"


class Vault:
    """Where the token is kept; counts how often it is read again."""

    def __init__(self, *tokens: str, error: TransientError | None = None) -> None:
        self._tokens = list(tokens)
        self._error = error
        self.reads = 0

    def __call__(self) -> str:
        self.reads += 1
        if self._error is not None:
            raise self._error
        return self._tokens.pop(0) if len(self._tokens) > 1 else self._tokens[0]


def a_renewing_web(slack: CountingSlack, vault: Vault) -> SlackWeb:
    return SlackWeb(
        token=OURS, renew=vault, api_url=slack.api_url, timeout_s=5, clock=ManualClock(NOW)
    )


@pytest.mark.parametrize(
    "code",
    ["invalid_auth", "token_revoked", "token_expired", "not_authed", "account_inactive"],
)
def test_a_token_that_slack_refuses_is_read_again_and_the_call_made_once_more(code: str) -> None:
    vault = Vault(NEW)
    with a_slack({"ok": True, "ts": "1.2"}) as slack:
        slack.counts = NEW
        slack.refusal = json.dumps({"ok": False, "error": code}).encode()
        web = a_renewing_web(slack, vault)
        answers = [web(Method.POST_MESSAGE, json={"text": "hello"}) for _ in range(3)]

    assert answers == [{"ok": True, "ts": "1.2"}] * 3
    assert (len(slack.calls), vault.reads) == (4, 1)


class Crossing:
    """While one caller reads the token again, another has called with the old one."""

    def __init__(self, slack: CountingSlack) -> None:
        self.slack = slack
        self.has_new = False
        self.web = SlackWeb(
            token=OURS, renew=self.renew, api_url=slack.api_url, timeout_s=5, clock=self.clock
        )
        self.answers: list[object] = []
        self.other = threading.Thread(target=self.call)

    def call(self) -> None:
        self.answers.append(self.web(Method.POST_MESSAGE, json={"text": "hello"}))

    def renew(self) -> str:
        if not self.has_new:
            self.slack.silence.clear()
            self.slack.arrived.clear()
            self.other.start()
            self.slack.arrived.wait(5)
            self.has_new = True
        return NEW

    def clock(self) -> int:
        if self.has_new:
            # Whoever calls now does so with the new token.
            self.slack.silence.set()
        return NOW


def test_whose_call_was_under_way_while_another_read_the_new_token_calls_with_it_too() -> None:
    with a_slack({"ok": True}) as slack:
        slack.counts = NEW
        crossing = Crossing(slack)
        crossing.call()
        crossing.other.join()

    assert crossing.answers == [{"ok": True}] * 2
    assert len(slack.calls) == 4


def test_a_token_that_was_not_changed_is_read_again_once_and_its_call_not_repeated() -> None:
    vault = Vault(OURS)
    with a_slack() as slack:
        slack.counts = NEW
        web = a_renewing_web(slack, vault)
        for _ in range(3):
            with pytest.raises(RefusedBySlackError, match="invalid_auth"):
                web(Method.AUTH_TEST)

    assert (len(slack.calls), vault.reads) == (3, 1)


def test_a_new_token_that_is_refused_too_is_not_tried_a_third_time() -> None:
    vault = Vault("xoxb-also-bad")
    with a_slack() as slack:
        slack.counts = NEW
        with pytest.raises(RefusedBySlackError, match="invalid_auth"):
            a_renewing_web(slack, vault)(Method.AUTH_TEST)

    assert (len(slack.calls), vault.reads) == (2, 1)


def test_a_token_that_cannot_be_read_again_leaves_slacks_own_refusal() -> None:
    vault = Vault(OURS, error=TransientError("down"))
    with a_slack() as slack:
        slack.counts = NEW
        with pytest.raises(RefusedBySlackError, match="invalid_auth"):
            a_renewing_web(slack, vault)(Method.AUTH_TEST)

    assert (len(slack.calls), vault.reads) == (1, 1)


@pytest.mark.parametrize("code", ["invalid_blocks", "missing_scope", "channel_not_found"])
def test_any_other_refusal_has_no_token_read(code: str) -> None:
    vault = Vault(NEW)
    with a_slack({"ok": False, "error": code}) as slack, pytest.raises(RefusedBySlackError):
        a_renewing_web(slack, vault)(Method.AUTH_TEST)

    assert (len(slack.calls), vault.reads) == (1, 0)


def test_what_slack_quotes_of_a_refused_call_is_not_for_the_log() -> None:
    error = RefusedBySlackError(Method.POST_MESSAGE, "invalid_blocks", "her words")

    assert error.in_log == "chat.postMessage: invalid_blocks"


def test_a_file_is_sent_without_the_token() -> None:
    with a_slack() as slack:
        url = slack.api_url.replace("/api/", "/upload/v1/F1")

        a_web(slack).upload(url, b"all of it")

        ((path, headers, body),) = slack.calls
        assert (path, body) == ("/upload/v1/F1", b"all of it")
        assert OURS not in json.dumps(headers)
        assert "authorization" not in {name.lower() for name in headers}


@pytest.mark.parametrize("status", [302, 403, 500])
def test_a_file_that_is_not_taken_may_be_taken_later(status: int) -> None:
    with a_slack(status=status) as slack, pytest.raises(UnreachableError, match=str(status)):
        a_web(slack).upload(slack.api_url, b"all of it")


def test_a_file_that_does_not_get_through_may_do_so_later() -> None:
    with a_slack(is_silent=True) as slack, pytest.raises(UnreachableError, match="get through"):
        a_web(slack, timeout_s=0.05).upload(slack.api_url, b"all of it")


@pytest.mark.parametrize("url", ["http://files.slack.com/1", "file:///etc/passwd", "files/1"])
def test_a_file_goes_nowhere_that_is_less_safe_than_the_api(url: str) -> None:
    web = SlackWeb(
        token=OURS, api_url="https://slack.com/api/", timeout_s=1, clock=ManualClock(NOW)
    )

    with pytest.raises(UnreachableError, match="safe"):
        web.upload(url, b"all of it")
