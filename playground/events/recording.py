"""Makes the events by playing the conversation and writing down what Slack sends."""

import json
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import parse_qs, urlencode

from playground.events.rehearsal import BEGIN, PauseError, Rehearsal, message_of, queued
from playground.events.steadying import steady, without_blocks
from playground.loopback import Request
from playground.plain import Json
from playground.runner.http_api import event_of
from playground.runner.schedule import event_of as tick_of
from playground.runner.stack import Schedule
from playground.slack.acts.surfaces import Placed, Surface, blocks_of, elements_in
from playground.slack.acts.values import SLOTS
from playground.slack.payload import Payload, payload_of, payloads_of
from playground.slack.records import Message, View

_FILLED: Mapping[str, str] = {
    "number_input": "42.5",
    "datepicker": "2026-12-01",
    "plain_text_input": "The parcel came a week late.",
}


def record(rehearsal: Rehearsal) -> dict[str, Json]:
    """Give every event by its name, HTTP ones not signed yet."""
    slack = rehearsal.slack
    rehearsal.pause()
    mention = rehearsal.body_of("app_mention")
    verification = {"token": "legacy", "challenge": "is it you?", "type": "url_verification"}
    slack.dm("U0BOB", "Where is order 8841?")
    direct = rehearsal.body_of("message")
    slack.message("U0BOB", "C0OPS", "Today, please.", thread_ts=rehearsal.root)
    reply = rehearsal.body_of("message")
    wake = {"kind": "wake", "team": "T0LOCAL", "channel": "C0OPS", "thread_ts": rehearsal.root}
    return {
        "url_verification": _from_slack("events", json.dumps(verification)),
        "mention": _from_slack("events", steady(mention, slack.origin)),
        "direct_message": _from_slack("events", steady(direct, slack.origin)),
        "thread_reply": _from_slack("events", steady(reply, slack.origin)),
        **{name: _clicked(payload, slack.origin) for name, payload in _clicks(rehearsal)},
        "sqs_event": queued(steady(mention, slack.origin)),
        "sqs_wake": message_of(json.dumps(wake)),
        "schedule": tick_of(_SCHEDULE, now=BEGIN, event_id="00000000-0000-4000-8000-000000000002"),
    }


_SCHEDULE = Schedule(
    function="Clock",
    rule_arn="arn:aws:events:us-east-1:123456789012:rule/signoff-ClockEveryMinute",
    seconds=60.0,
)


def _clicks(rehearsal: Rehearsal) -> Iterator[tuple[str, Payload]]:
    approve = _card_with(rehearsal, "Approve")
    for name, label in (("click_approve", "Approve"), ("click_reject", "Reject")):
        yield name, _pressed(rehearsal, approve, label)
    yield "submit_form", _pressed(rehearsal, _card_with(rehearsal, "Submit"), "Submit")
    yield "submit_modal", _submitted(rehearsal)


def _card_with(rehearsal: Rehearsal, label: str) -> Message:
    for card in rehearsal.cards():
        if any(_label(placed) == label for placed in elements_in(blocks_of(card))):
            return card
    raise PauseError(f"No card has a button {label}.")


def _label(placed: Placed) -> str:
    return str(payload_of(placed.element.get("text")).get("text", ""))


def _button(surface: Surface, is_wanted: Callable[[str], bool]) -> Placed:
    for placed in elements_in(blocks_of(surface)):
        if placed.element.get("type") == "button" and is_wanted(_label(placed)):
            return placed
    raise PauseError("The button is not there.")


def _pressed(rehearsal: Rehearsal, card: Message, label: str) -> Payload:
    button = _button(card, lambda text: text == label)
    press = rehearsal.slack.aim(
        "U0BOB", card, button.action_id, block_id=button.block_id, values=_filled(card)
    )
    return press.payload


def _submitted(rehearsal: Rehearsal) -> Payload:
    card = _card_with(rehearsal, "Fill in…")
    button = _button(card, lambda text: text == "Fill in…")
    rehearsal.forwarding(True)
    rehearsal.slack.click(
        "U0BOB", card.channel, card.ts, button.action_id, block_id=button.block_id
    )
    rehearsal.forwarding(False)
    opened = rehearsal.slack.views("U0BOB")
    if not opened:
        raise PauseError("The form did not open.")
    rehearsal.slack.submit_view("U0BOB", opened[-1].id, _filled(opened[-1]))
    return payload_of(json.loads(parse_qs(rehearsal.heard[-1][1])["payload"][0]))


def _filled(surface: Message | View) -> Payload:
    """Fill in every input, as a person in a hurry would."""
    values: dict[str, Payload] = {}
    for placed in elements_in(blocks_of(surface)):
        kind = str(placed.element.get("type"))
        if kind in SLOTS:
            values.setdefault(placed.block_id, {})[placed.action_id] = _value(placed.element, kind)
    return dict(values)


def _value(element: Payload, kind: str) -> object:
    options = payloads_of(element.get("options"))
    if SLOTS[kind].is_list:
        return [options[0]["value"]]
    return options[0]["value"] if options else _FILLED[kind]


def _clicked(payload: Payload, origin: str) -> Json:
    told = steady(json.dumps(without_blocks(payload), ensure_ascii=False), origin)
    return _from_slack("interactions", urlencode({"payload": told}))


def _from_slack(door: str, body: str) -> Json:
    is_json = body.startswith("{")
    request = Request(
        method="POST",
        path=f"/slack/{door}",
        query="",
        headers={
            "accept": "*/*",
            "accept-encoding": "gzip,deflate",
            "content-length": str(len(body.encode())),
            "content-type": "application/json" if is_json else "application/x-www-form-urlencoded",
            "host": "local.execute-api.us-east-1.amazonaws.com",
            "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "x-forwarded-for": "192.0.2.1",
            "x-forwarded-port": "443",
            "x-forwarded-proto": "https",
        },
        body=body.encode(),
        client="192.0.2.1",
    )
    return event_of(request, route=f"POST /slack/{door}", now=BEGIN, request_id="local-request=")
