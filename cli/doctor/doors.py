"""The two addresses that Slack calls: whether they answer, and take only what Slack signs."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from functools import partial

import urllib3
from botocore.exceptions import BotoCoreError, ClientError
from urllib3.exceptions import HTTPError

from cli.desk import Desk
from cli.doctor.finding import Finding, SkippedError, State, found, judged
from signoff.ports import PermanentError, TransientError

_TIMEOUT_S = 5.0
_OK, _REFUSED = 200, 401
_PLACES = {"EventsUrl": "Event Subscriptions", "InteractionsUrl": "Interactivity & Shortcuts"}


def doors(desk: Desk) -> Iterator[Finding]:
    """Knock at both doors without a signature, and at the first with one."""
    for output, url in desk.place.urls.items():
        yield from found(output, partial(_unsigned, output, url))
    events = desk.place.urls.get("EventsUrl")
    if events:
        yield from found("signing secret at the door", lambda: _signed(desk, events))
    yield _request_urls(desk)


def _request_urls(desk: Desk) -> Finding:
    there = "; ".join(
        f"{place}: {desk.place.urls[output]}"
        for output, place in _PLACES.items()
        if output in desk.place.urls
    )
    return Finding(
        check="request URLs in the Slack app",
        state=State.NOT_CHECKED,
        said="Slack does not tell them to a bot",
        mend=f"compare at api.slack.com/apps, {there}" if there else "",
    )


def _unsigned(output: str, url: str) -> Iterator[Finding]:
    status, _ = _posted(url, b"{}", {})
    yield judged(
        output,
        f"answers {status} to what is not signed",
        is_ok=status == _REFUSED,
        mend=f"it must be {_REFUSED}: is {url} this stack's? See the function's log",
    )


def _signed(desk: Desk, url: str) -> Iterator[Finding]:
    try:
        secret = desk.secret("SIGNING_SECRET_ARN")
    except (PermanentError, TransientError, ClientError, BotoCoreError) as error:
        raise SkippedError(State.NOT_CHECKED, "the signing secret cannot be read") from error
    body = json.dumps({"type": "url_verification", "challenge": "doctor"}).encode()
    time_s = str(desk.clock() // 1000)
    signed = hmac.new(secret.encode(), f"v0:{time_s}:".encode() + body, hashlib.sha256)
    headers = {
        "x-slack-request-timestamp": time_s,
        "x-slack-signature": f"v0={signed.hexdigest()}",
    }
    status, answer = _posted(url, body, headers)
    yield judged(
        "signing secret at the door",
        f"answers {status} to what is signed",
        is_ok=status == _OK and b"doctor" in answer,
        mend="the function has another secret: wait five minutes after a change, or deploy again",
    )


def _posted(url: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    try:
        answer = urllib3.request(
            "POST",
            url,
            body=body,
            headers={"content-type": "application/json", **headers},
            timeout=_TIMEOUT_S,
            retries=False,
            redirect=False,
        )
    except HTTPError as error:
        raise SkippedError(State.NOT_CHECKED, f"no network: {url} does not answer") from error
    return answer.status, answer.data
