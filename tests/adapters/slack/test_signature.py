"""Only what Slack signed, lately, with a secret that we know, gets in."""

import base64
import hashlib
import hmac
import itertools
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signoff.adapters.slack import signature
from signoff.adapters.slack.signature import (
    NoSecretError,
    NotFromSlackError,
    UnreadableBodyError,
    raw_body,
    verify,
)

NOW = 1_795_420_800
KEY = "local-signing-secret"
BODY = b'{"type":"event_callback"}'


def signed(
    body: bytes = BODY, *, at: int | str = NOW, key: str = KEY, prefix: str = "v0="
) -> dict[str, object]:
    digest = hmac.new(key.encode(), f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()
    return {
        "content-type": "application/json",
        "x-slack-request-timestamp": str(at),
        "x-slack-signature": prefix + digest,
    }


def test_what_slack_signed_gets_in() -> None:
    verify(signed(), BODY, secrets=[KEY], now_s=NOW)


def test_slacks_own_published_example_gets_in() -> None:
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
        b"&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
        b"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands"
        b"%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    headers = {
        "X-Slack-Request-Timestamp": "1531420618",
        "X-Slack-Signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    }

    verify(headers, body, secrets=["8f742231b10e8888abcd99yyyzzz85a5"], now_s=1_531_420_618)


def test_the_case_of_a_headers_name_does_not_matter() -> None:
    headers = {name.title(): value for name, value in signed().items()}

    verify(headers, BODY, secrets=[KEY], now_s=NOW)


def test_the_old_and_the_new_secret_both_pass_while_one_replaces_the_other() -> None:
    verify(signed(key="old"), BODY, secrets=["new", "old"], now_s=NOW)
    verify(signed(key="new"), BODY, secrets=["new", "old"], now_s=NOW)


@pytest.mark.parametrize("age_s", [-60, 0, 300])
def test_a_request_within_the_window_gets_in(age_s: int) -> None:
    verify(signed(at=NOW - age_s), BODY, secrets=[KEY], now_s=NOW)


@pytest.mark.parametrize("age_s", [-61, -100_000, 301, 100_000])
def test_a_request_from_another_time_does_not(age_s: int) -> None:
    with pytest.raises(NotFromSlackError):
        verify(signed(at=NOW - age_s), BODY, secrets=[KEY], now_s=NOW)


@pytest.mark.parametrize("name", ["x-slack-signature", "x-slack-request-timestamp"])
@pytest.mark.parametrize("value", [None, "", "ü", 17, b"v1", "v0=", "\ud800", ["v0"]])
def test_a_broken_header_does_not_get_in(name: str, value: object) -> None:
    with pytest.raises(NotFromSlackError):
        verify(signed() | {name: value}, BODY, secrets=[KEY], now_s=NOW)


@pytest.mark.parametrize("name", ["x-slack-signature", "x-slack-request-timestamp"])
def test_a_missing_header_does_not_get_in(name: str) -> None:
    headers = signed()
    del headers[name]

    with pytest.raises(NotFromSlackError):
        verify(headers, BODY, secrets=[KEY], now_s=NOW)


def test_a_header_that_is_there_twice_does_not_get_in() -> None:
    headers = signed() | {"X-Slack-Signature": signed(key="other")["x-slack-signature"]}

    with pytest.raises(NotFromSlackError):
        verify(headers, BODY, secrets=[KEY], now_s=NOW)


@pytest.mark.parametrize(
    "at", ["", "-5", "+5", " 1795420800", "1795420800.0", "1_795_420_800", "٣", "²", "9" * 5_000]
)
def test_a_time_that_is_no_plain_number_does_not_get_in(at: str) -> None:
    with pytest.raises(NotFromSlackError):
        verify(signed(at=at), BODY, secrets=[KEY], now_s=NOW)


@pytest.mark.parametrize("prefix", ["", "v1=", "V0=", " v0="])
def test_another_kind_of_signature_does_not_get_in(prefix: str) -> None:
    with pytest.raises(NotFromSlackError):
        verify(signed(prefix=prefix), BODY, secrets=[KEY], now_s=NOW)


def test_a_body_changed_by_one_byte_does_not_get_in() -> None:
    with pytest.raises(NotFromSlackError):
        verify(signed(), BODY + b" ", secrets=[KEY], now_s=NOW)


@pytest.mark.parametrize("secrets", [[], [""], [" \n"], [KEY, ""]])
def test_without_a_secret_nobody_gets_in(secrets: list[str]) -> None:
    with pytest.raises(NoSecretError):
        verify(signed(key=""), BODY, secrets=secrets, now_s=NOW)


_TEXTS = st.text(max_size=80) | st.text("0123456789abcdefv=", max_size=80)
_TIMES = st.integers(NOW - 400, NOW + 400).map(str) | _TEXTS | st.integers()
_NAMES = st.sampled_from(["x-slack-signature", "X-Slack-Signature", "X-SLACK-REQUEST-TIMESTAMP"])
_SIGNATURES = (
    st.text("0123456789abcdef", min_size=64, max_size=64).map("v0=".__add__)
    | _TEXTS
    | st.none()
    | st.binary(max_size=70)
)
_ABSENT = object()


@settings(max_examples=400, deadline=None, database=None)
@given(
    times=st.lists(_TIMES, min_size=7, max_size=7),
    signatures=st.lists(_SIGNATURES, min_size=7, max_size=7),
    more=st.dictionaries(_NAMES | _TEXTS, _SIGNATURES, max_size=1),
    body=st.binary(max_size=60),
)
def test_no_made_up_request_of_20_000_gets_in_and_none_breaks_the_check(
    times: list[object], signatures: list[object], more: dict[str, object], body: bytes
) -> None:
    for at, signature_ in itertools.product([*times, _ABSENT], [*signatures, _ABSENT]):
        made_up = {"x-slack-request-timestamp": at, "x-slack-signature": signature_} | more
        headers = {name: value for name, value in made_up.items() if value is not _ABSENT}

        with pytest.raises(NotFromSlackError):
            verify(headers, body, secrets=[KEY, "older"], now_s=NOW)


@settings(max_examples=500, deadline=None, database=None)
@given(body=st.binary(min_size=1, max_size=60), where=st.integers(0), flip=st.integers(1, 255))
def test_no_true_request_with_one_byte_changed_gets_in(body: bytes, where: int, flip: int) -> None:
    changed = bytearray(body)
    changed[where % len(body)] ^= flip

    with pytest.raises(NotFromSlackError):
        verify(signed(body), bytes(changed), secrets=[KEY], now_s=NOW)


def test_a_plain_body_is_given_as_its_bytes() -> None:
    assert raw_body({"body": "payload=ü", "isBase64Encoded": False}) == "payload=ü".encode()


def test_an_encoded_body_is_decoded() -> None:
    body = base64.b64encode(b"\xff\x00").decode()

    assert raw_body({"body": body, "isBase64Encoded": True}) == b"\xff\x00"


@pytest.mark.parametrize("event", [{}, {"body": None}, {"body": ""}])
def test_no_body_is_an_empty_one(event: dict[str, object]) -> None:
    assert raw_body(event) == b""


@pytest.mark.parametrize(
    "event",
    [
        {"body": "%%%", "isBase64Encoded": True},
        {"body": "YQ", "isBase64Encoded": True},
        {"body": "YQ==\n", "isBase64Encoded": True},
        {"body": "ü", "isBase64Encoded": True},
        {"body": "\ud800"},
        {"body": {"a": 1}},
        {"body": b"a"},
    ],
)
def test_a_body_that_is_none_is_refused_by_name(event: dict[str, object]) -> None:
    with pytest.raises(UnreadableBodyError):
        raw_body(event)


_EVENTS = st.fixed_dictionaries(
    {}, optional={"body": _SIGNATURES, "isBase64Encoded": st.booleans() | _TEXTS}
)


@settings(max_examples=500, deadline=None, database=None)
@given(event=_EVENTS)
def test_any_event_gives_bytes_or_the_named_error(event: dict[str, object]) -> None:
    try:
        body = raw_body(event)
    except UnreadableBodyError:
        return
    assert isinstance(body, bytes)


def test_the_check_loads_nothing_but_the_standard_library() -> None:
    report = "import sys, signoff.adapters.slack.signature as s; print(*sys.modules)"

    loaded = subprocess.run(
        [sys.executable, "-c", report],
        env={"PYTHONPATH": str(Path(signature.__file__).parents[3])},
        capture_output=True,
        check=True,
        text=True,
    )

    assert not {"slack_sdk", "boto3", "botocore", "asyncio", "json"} & set(loaded.stdout.split())
