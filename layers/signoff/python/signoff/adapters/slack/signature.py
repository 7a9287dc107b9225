"""The proof that Slack sent a request, taken over the bytes as they arrived."""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

OLDEST_S = 300
"""How old a request may be; Slack's own figure."""

NEWEST_S = 60
"""How far a request may be ahead of this clock."""

_LONGEST_TIME = 12
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)


class NotFromSlackError(Exception):
    """The request does not prove that Slack sent it: answer 401 and do nothing else."""


class UnreadableBodyError(Exception):
    """The body that API Gateway handed over is no body: answer 400 and do nothing else."""


class NoSecretError(NotFromSlackError):
    """There is no signing secret to check with: set SlackSigningSecret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a request says of itself before anything is proven.

    Attributes:
        sent_at: When it was sent, as it was signed.
        signature: The signature.
    """

    sent_at: str
    signature: str


def claim(headers: Mapping[str, object], *, now_s: int) -> Claim:
    """Read what a request claims; what cannot be Slack's is refused before a secret is needed.

    Raises:
        NotFromSlackError: It is too old, or has not the form of a signed request.
    """
    sent_at = _header(headers, "x-slack-request-timestamp")
    signature = _header(headers, "x-slack-signature")
    _check_age(sent_at, now_s)
    if not _SIGNATURE.fullmatch(signature):
        raise NotFromSlackError("the signature has not the form of one")
    return Claim(sent_at=sent_at, signature=signature)


def verify(
    headers: Mapping[str, object], body: bytes, *, secrets: Sequence[str], now_s: int
) -> None:
    """Check that a request was signed with one of the secrets, not long ago.

    Several secrets are taken while one replaces another.

    Raises:
        NotFromSlackError: It was not, or that cannot be told.
        NoSecretError: No secret was given, or an empty one.
    """
    made = claim(headers, now_s=now_s)
    if not secrets or not all(secret.strip() for secret in secrets):
        raise NoSecretError("there is no signing secret")
    signed = b"v0:" + made.sent_at.encode() + b":" + body
    # All of them are tried, so that the time taken does not tell which one it was.
    matches = [
        hmac.compare_digest(_signature(secret, signed), made.signature) for secret in secrets
    ]
    if not any(matches):
        raise NotFromSlackError("the signature is another one")


def raw_body(event: Mapping[str, object]) -> bytes:
    """Give the bytes that Slack sent, from an event of API Gateway's HTTP API.

    Raises:
        UnreadableBodyError: The event holds no text, or no valid Base64 where it says so.
    """
    body = event.get("body")
    if body is None:
        return b""
    if not isinstance(body, str):
        raise UnreadableBodyError("the body is no text")
    try:
        if event.get("isBase64Encoded") is True:
            return base64.b64decode(body, validate=True)
        return body.encode()
    except ValueError as error:
        raise UnreadableBodyError("the body cannot be decoded") from error


def _header(headers: Mapping[str, object], name: str) -> str:
    found = [value for key, value in headers.items() if key.lower() == name]
    if len(found) != 1:
        raise NotFromSlackError(f"{name} is there {len(found)} times")
    value = found[0]
    if not isinstance(value, str) or not value.isascii():
        raise NotFromSlackError(f"{name} is no ASCII text")
    return value


def _check_age(sent_at: str, now_s: int) -> None:
    if not sent_at.isdigit() or len(sent_at) > _LONGEST_TIME:
        raise NotFromSlackError("the time is no number")
    age_s = now_s - int(sent_at)
    if not -NEWEST_S <= age_s <= OLDEST_S:
        raise NotFromSlackError(f"the request is {age_s} s old")


def _signature(secret: str, signed: bytes) -> str:
    key = secret.encode("utf-8", "surrogatepass")
    return "v0=" + hmac.new(key, signed, hashlib.sha256).hexdigest()
