"""Deliveries: signed, retried where Slack retries, and written down."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk.signature import SignatureVerifier

from playground.loopback import LoopbackServer, Request, Response
from playground.slack.clock import ManualClock
from playground.slack.deliveries.signature import signed_headers
from playground.slack.deliveries.transport import Answered, NotAnswered
from playground.slack.local_slack import LocalSlack


class Frozen:
    """The clock that the client's own verifier asks for."""

    def now(self) -> float:
        return 1_795_096_800.0


def test_the_clients_own_verifier_accepts_the_signature() -> None:
    headers = signed_headers("secret", "body with ü", 1_795_096_800)

    verifier = SignatureVerifier("secret", clock=Frozen())  # type: ignore[arg-type]

    assert verifier.is_valid_request("body with ü", headers)
    assert not verifier.is_valid_request("body with u", headers)


def test_the_signature_covers_version_time_and_body() -> None:
    headers = signed_headers("secret", "body", 1_795_096_800.9)

    expected = hmac.new(b"secret", b"v0:1795096800:body", hashlib.sha256).hexdigest()
    assert headers == {
        "X-Slack-Request-Timestamp": "1795096800",
        "X-Slack-Signature": f"v0={expected}",
    }


def test_a_refused_event_comes_again_at_once_after_a_minute_and_after_five(
    slack: LocalSlack, app: Any
) -> None:
    app.status = 500

    slack.message("U0ANA", "C0OPS", "x")
    at_once = [delivery.retry_num for delivery in slack.deliveries()]
    slack.advance(59)
    too_early = len(slack.deliveries())
    slack.advance(1)
    slack.advance(300)
    slack.advance(3600)

    assert at_once == [0, 1]
    assert too_early == 2
    assert [delivery.retry_num for delivery in slack.deliveries()] == [0, 1, 2, 3]
    assert len({delivery.event_id for delivery in slack.deliveries()}) == 1
    headers = [headers for _kind, headers, _payload in app.requests]
    assert "X-Slack-Retry-Num" not in headers[0]
    assert headers[3]["X-Slack-Retry-Num"] == "3"
    assert headers[3]["X-Slack-Retry-Reason"] == "http_error"


def test_each_retry_is_signed_anew(slack: LocalSlack, app: Any) -> None:
    app.status = 500

    slack.message("U0ANA", "C0OPS", "x")
    slack.advance(60)

    times = [headers["X-Slack-Request-Timestamp"] for _kind, headers, _payload in app.requests]
    assert int(times[2]) - int(times[0]) == 60


def test_an_event_that_is_taken_late_comes_again(slack: LocalSlack, app: Any) -> None:
    app.takes = 3.5

    slack.message("U0ANA", "C0OPS", "x")

    assert app.requests[1][1]["X-Slack-Retry-Reason"] == "http_timeout"
    assert slack.deliveries()[0].outcome == NotAnswered(reason="http_timeout")


def test_an_event_that_is_taken_comes_once(slack: LocalSlack, clock: ManualClock) -> None:
    slack.message("U0ANA", "C0OPS", "x")
    clock.advance(3600)
    slack.settle()

    (delivery,) = slack.deliveries()
    assert delivery.outcome == Answered(status=200)


def test_what_the_app_raises_is_raised_in_the_test(clock: ManualClock) -> None:
    def broken(_kind: str, _headers: dict[str, str], _body: str, /) -> tuple[int, str]:
        raise LookupError("a bug of the app")

    with (
        LocalSlack(deliver=broken, clock=clock) as slack,
        pytest.raises(LookupError, match="a bug of the app"),
    ):
        slack.message("U0ANA", "C0OPS", "x")


def test_any_event_can_be_sent_and_sent_again(slack: LocalSlack, app: Any) -> None:
    slack.deliver_event({"type": "tokens_revoked", "tokens": {}})
    slack.send(app.requests[0][2])
    slack.send({"type": "url_verification", "challenge": "c"})

    first, second, third = [payload for _kind, _headers, payload in app.requests]
    assert first == second
    assert third["challenge"] == "c"


Seen = list[Request]


@pytest.fixture
def seen() -> Seen:
    return []


@pytest.fixture
def over_http(seen: Seen, clock: ManualClock) -> Iterator[LocalSlack]:
    def answer(request: Request) -> Response:
        seen.append(request)
        headers = (("X-Slack-No-Retry", "1"),)
        return Response(status=410 if request.path == "/events" else 200, headers=headers)

    with (
        LoopbackServer(answer) as server,
        LocalSlack(
            events_url=f"{server.url}/events",
            interactions_url=f"{server.url}/interactions",
            clock=clock,
        ) as slack,
    ):
        yield slack


def test_an_app_may_forbid_the_retries(over_http: LocalSlack, seen: Seen) -> None:
    over_http.message("U0ANA", "C0OPS", "ü")

    (request,) = seen
    assert request.headers["content-type"] == "application/json"
    assert json.loads(request.body)["event"]["text"] == "ü"
    assert [delivery.outcome.status for delivery in over_http.deliveries()] == [410]  # type: ignore[union-attr]


def test_an_interaction_goes_to_its_own_url_as_a_form(over_http: LocalSlack, seen: Seen) -> None:
    over_http.client().views_publish(
        user_id="U0ANA",
        view={
            "type": "home",
            "blocks": [
                {
                    "type": "actions",
                    "elements": [
                        {
                            "type": "button",
                            "action_id": "go",
                            "text": {"type": "plain_text", "text": "Go"},
                        }
                    ],
                }
            ],
        },
    )
    home = over_http.home("U0ANA")
    assert home is not None

    over_http.click_on("U0ANA", home, "go")

    (request,) = seen
    assert request.path == "/interactions"
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.body.startswith(b"payload=%7B")


def test_an_app_that_is_down_is_tried_again(clock: ManualClock) -> None:
    nowhere = "http://127.0.0.1:1/"
    with LocalSlack(events_url=nowhere, interactions_url=nowhere, clock=clock) as slack:
        slack.message("U0ANA", "C0OPS", "x")

        outcomes = [delivery.outcome for delivery in slack.deliveries()]

    assert outcomes == [NotAnswered(reason="connection_failed")] * 2
