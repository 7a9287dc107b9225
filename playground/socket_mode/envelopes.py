"""An envelope of Socket Mode as the request that a function would have got, and the answer back."""

import json
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias
from urllib.parse import urlencode

from playground.plain import Json, is_object

EVENTS: Final = "/slack/events"
INTERACTIONS: Final = "/slack/interactions"

LARGEST_ACK: Final = 65_535
"""Slack's own client writes no longer message."""

Kind: TypeAlias = Literal["events_api", "interactive", "slash_commands"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What Slack sent.

    Attributes:
        id: What it is acked by.
        kind: What it brings, as Slack calls it.
        payload: What it brings.
        takes_answer: Whether an ack may say something.
        attempt: How often it was sent before.
        reason: Why it is sent again.
    """

    id: str
    kind: str
    payload: Json
    takes_answer: bool = False
    attempt: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to send to the functions; it is not signed yet."""

    path: str
    body: str
    headers: dict[str, str] = field(default_factory=dict[str, str])


def request_for(envelope: Envelope) -> Request | None:
    """Write an envelope as a request; None: no function takes such a thing."""
    match envelope.kind:
        case "events_api":
            body = json.dumps(envelope.payload, ensure_ascii=False)
            headers = {"content-type": "application/json", **_again(envelope)}
            return Request(path=EVENTS, body=body, headers=headers)
        case "interactive":
            body = urlencode({"payload": json.dumps(envelope.payload, ensure_ascii=False)})
            headers = {"content-type": "application/x-www-form-urlencoded", **_again(envelope)}
            return Request(path=INTERACTIONS, body=body, headers=headers)
        case _:
            return None


def _again(envelope: Envelope) -> dict[str, str]:
    if envelope.attempt <= 0:
        return {}
    reason = envelope.reason or "unknown_error"
    return {"x-slack-retry-num": str(envelope.attempt), "x-slack-retry-reason": reason}


def ack(envelope: Envelope, body: str) -> Json:
    """Write the ack of what a function answered with 200; what it said goes back in it."""
    said = _object_in(body) if envelope.takes_answer else None
    return {"envelope_id": envelope.id, **({} if said is None else {"payload": said})}


def is_too_large(written: Json) -> bool:
    """Tell whether an ack is too large to be sent."""
    return len(json.dumps(written).encode()) > LARGEST_ACK


def _object_in(body: str) -> Json | None:
    try:
        said: Any = json.loads(body)
    except ValueError:
        return None
    return said if is_object(said) else None
