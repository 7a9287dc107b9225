"""Requests as API Gateway hands them over: signed by Slack, or in one of many ways not."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from tests.fuzz import extremes
from tests.fuzz.dice import Dice
from tests.fuzz.mutations import one_character_off, written

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105 - made up
OLD_SECRET = "1111111110e8888abcd99yyyzzz85a51"  # noqa: S105 - made up
TIME, SIGNATURE = "x-slack-request-timestamp", "x-slack-signature"

Event: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request.

    Attributes:
        event: As API Gateway hands it over.
        body: As it was signed.
        is_signed: Whether Slack signed it, just now, and nothing touched it since.
        how: In which way it is odd.
    """

    event: Event
    body: bytes
    is_signed: bool
    how: str


def request(body: bytes, dice: Dice, *, now_s: int, is_signed: bool) -> Request:
    """Wrap a body, signed as it should be or spoilt."""
    event = _event(body, dice, now_s - dice.below(250))
    if is_signed:
        odd = dice.one_of(_ODD)
        odd(event, dice)
        return Request(event=event, body=body, is_signed=True, how=odd.__name__.strip("_"))
    spoil = dice.one_of(_SPOILT)
    spoil(event, dice, now_s)
    return Request(event=event, body=body, is_signed=False, how=spoil.__name__.strip("_"))


def raw_text(value: Any, dice: Dice) -> bytes:
    """Write JSON, and now and then something that is none."""
    kind = dice.below(40)
    if kind:
        return written(value, ensure_ascii=kind % 2 == 0).encode("utf-8", "surrogatepass")
    return dice.one_of(_BROKEN)(written(value), dice)


def _sign(event: Event, body: bytes, sent_s: int, secret: str = SECRET) -> None:
    signed = b"v0:%d:" % sent_s + body
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    event["headers"] = {**_HEADERS, TIME: str(sent_s), SIGNATURE: f"v0={digest}"}


def _event(body: bytes, dice: Dice, sent_s: int) -> Event:
    event: Event = {**_EVENT}
    _sign(event, body, sent_s)
    try:
        event["body"], event["isBase64Encoded"] = body.decode(), False
        is_plain = not dice.once_in(3)
    except ValueError:
        is_plain = False
    if not is_plain:
        event["body"], event["isBase64Encoded"] = base64.b64encode(body).decode(), True
    return event


_HEADERS = {"content-type": "application/json", "user-agent": "Slackbot 1.0"}
_EVENT: Event = {
    "version": "2.0",
    "routeKey": "POST /slack/events",
    "rawPath": "/slack/events",
    "rawQueryString": "",
    "requestContext": {"http": {"method": "POST"}, "requestId": "r"},
}


# Odd, and signed all the same.


def _plain(_: Event, __: Dice) -> None:
    return


def _headers_in_capitals(event: Event, dice: Dice) -> None:
    write = dice.one_of((str.upper, str.title))
    event["headers"] = {write(name): value for name, value in event["headers"].items()}


def _more_headers(event: Event, dice: Dice) -> None:
    event["headers"] |= {extremes.text(dice)[:99] + "-": extremes.value(dice) for _ in range(3)}
    event["headers"]["x-slack-retry-num"] = extremes.scalar(dice)


def _parts_missing(event: Event, dice: Dice) -> None:
    for name in dice.shuffled(tuple(_EVENT))[: dice.below(len(_EVENT))]:
        del event[name]
    event[dice.one_of(("cookies", "requestContext", "version"))] = extremes.value(dice)


def _encoding_in_other_words(event: Event, dice: Dice) -> None:
    if event["isBase64Encoded"] is False:
        event["isBase64Encoded"] = dice.one_of((None, 0, 1, "true", "yes", [], {}, "False"))


_ODD = (
    _plain,
    _plain,
    _headers_in_capitals,
    _more_headers,
    _parts_missing,
    _encoding_in_other_words,
)


# Not signed by Slack, or not now, or not this.


def _no_headers(event: Event, dice: Dice, _: int) -> None:
    event["headers"] = dice.one_of((None, {}, [], "x", 7, [[TIME, "1"]]))


def _no_event(event: Event, dice: Dice, _: int) -> None:
    event.clear()
    if dice.once_in(2):
        event[dice.one_of(("headers", "body", "isBase64Encoded"))] = extremes.value(dice)


def _header_dropped(event: Event, dice: Dice, _: int) -> None:
    del event["headers"][dice.one_of((TIME, SIGNATURE))]


def _header_twice(event: Event, dice: Dice, _: int) -> None:
    name = dice.one_of((TIME, SIGNATURE))
    event["headers"][name.title()] = event["headers"][name]


def _header_retyped(event: Event, dice: Dice, _: int) -> None:
    name = dice.one_of((TIME, SIGNATURE))
    was = event["headers"][name]
    event["headers"][name] = dice.one_of((None, 0, [was], {"": was}, True, b"", was.encode(), 1.5))


def _header_misspelt(event: Event, dice: Dice, _: int) -> None:
    name = dice.one_of((TIME, SIGNATURE))
    was = event["headers"][name]
    changed = one_character_off(was, dice)
    event["headers"][name] = changed if changed != was else f"{was} "


def _header_extreme(event: Event, dice: Dice, _: int) -> None:
    event["headers"][dice.one_of((TIME, SIGNATURE))] = extremes.text(dice)


def _too_old(event: Event, dice: Dice, now_s: int) -> None:
    age = dice.one_of((310, 400, 3_600, 10**6, now_s - 1))
    _sign(event, _signed_bytes(event), now_s - age)


def _from_the_future(event: Event, dice: Dice, now_s: int) -> None:
    _sign(event, _signed_bytes(event), now_s + dice.one_of((90, 400, 10**6, 10**11)))


def _another_secret(event: Event, dice: Dice, now_s: int) -> None:
    secret = dice.one_of(("", "another", SECRET[:-1], SECRET.upper(), OLD_SECRET))
    _sign(event, _signed_bytes(event), now_s, secret)


def _body_changed(event: Event, dice: Dice, now_s: int) -> None:
    body = _signed_bytes(event)
    _sign(event, body, now_s)
    event["body"], event["isBase64Encoded"] = _another(body, dice), True


def _body_retyped(event: Event, dice: Dice, _: int) -> None:
    event["body"] = dice.one_of((None, 0, 7, True, [], {}, [event["body"]], "", "\ud800"))


def _not_base64(event: Event, dice: Dice, _: int) -> None:
    event["isBase64Encoded"] = True
    event["body"] = dice.one_of(("%%%", "a", "YQ", "YQ==\n=", "é", "\ud800", "Y Q = ="))


def _encoding_hidden(event: Event, dice: Dice, now_s: int) -> None:
    body = _signed_bytes(event)
    _sign(event, body, now_s)
    event["body"] = base64.b64encode(body or b"x").decode()
    event["isBase64Encoded"] = dice.one_of((False, None, "true", 1))


_SPOILT = (
    _no_headers,
    _no_event,
    _header_dropped,
    _header_twice,
    _header_retyped,
    _header_misspelt,
    _header_extreme,
    _too_old,
    _from_the_future,
    _another_secret,
    _body_changed,
    _body_retyped,
    _not_base64,
    _encoding_hidden,
)


def _signed_bytes(event: Event) -> bytes:
    body: str = event["body"]
    return base64.b64decode(body) if event["isBase64Encoded"] else body.encode()


def _another(body: bytes, dice: Dice) -> str:
    place = dice.below(len(body) + 1)
    changed = body[:place] + bytes([dice.below(256)]) + body[place + 1 :]
    return base64.b64encode(changed if changed != body else body + b" ").decode()


# No JSON.


def _cut(text: str, dice: Dice) -> bytes:
    return text[: dice.below(len(text))].encode()


def _twice(text: str, _: Dice) -> bytes:
    return f"{text[:-1]},{text[1:]}".encode()


def _no_utf8(text: str, dice: Dice) -> bytes:
    place = dice.below(len(text))
    return text[:place].encode() + dice.one_of((b"\xff", b"\xc0\x80", b"\xed\xa0\x80")) + b"}"


def _deep(_: str, dice: Dice) -> bytes:
    return dice.one_of((b"[", b'{"a":', b'{"event":[')) * dice.one_of((900, 5_000, 100_000))


def _noise(_: str, dice: Dice) -> bytes:
    return dice.octets(dice.below(200))


def _other_json(_: str, dice: Dice) -> bytes:
    return written(extremes.value(dice)).encode()


def _other_spelling(text: str, dice: Dice) -> bytes:
    return text.encode(dice.one_of(("utf-16", "utf-32", "utf-8-sig")))


def _long_number(text: str, _: Dice) -> bytes:
    return f'{text[:-1]},"n":{"9" * 6_000}}}'.encode()


_BROKEN: tuple[Callable[[str, Dice], bytes], ...] = (
    _cut,
    _twice,
    _no_utf8,
    _deep,
    _noise,
    _other_json,
    _other_spelling,
    _long_number,
)
