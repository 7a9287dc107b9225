"""A click or a form came through the door: take it, and let its person know what became of it."""

import logging
from typing import assert_never
from urllib.parse import parse_qs

from signoff.adapters.http import Response, answer
from signoff.adapters.slack import replies
from signoff.adapters.slack.inbound_clicks import Malformed, read
from signoff.adapters.slack.origin import origin_of_click
from signoff.adapters.slack.payloads import parsed
from signoff.core.canonical import JsonObject
from signoff.core.click import (
    Applied,
    Click,
    ClickOutcome,
    Decide,
    Gone,
    NotRecorded,
    OpenForm,
    Refusal,
)
from signoff.core.hearing import Ignored
from signoff.core.keys import ThreadKey
from signoff.ports import Chat, PermanentError, TransientError
from signoff.settings import Door
from signoff.usecases.open_form import open_form
from signoff.usecases.record_decision import DecisionPorts, record_decision

NO_PAYLOAD = "There is no payload in this form."
NOT_JSON = "The payload is no JSON object."
NOT_OURS = "This is for another app or workspace. Check SlackAppId and SlackTeamId."

_LOGGER = logging.getLogger(__name__)


def interact(body: bytes, *, ports: DecisionPorts, door: Door) -> Response:
    """Answer one interaction; every click of a person ends in a stated outcome."""
    written = _payload_in(body)
    if written is None:
        return answer(400, said=NO_PAYLOAD)
    payload = parsed(written)
    if payload is None:
        return answer(400, said=NOT_JSON)
    app_id, team_id = door.app or "", door.team or ""
    if not origin_of_click(payload).is_ours(app_id=app_id, team_id=team_id):
        return answer(403, said=NOT_OURS)
    return _react(payload, ports)


def _react(payload: JsonObject, ports: DecisionPorts) -> Response:
    reaction = read(payload)
    match reaction:
        case Decide():
            return _decide(reaction, payload, ports)
        case OpenForm():
            return _open(reaction, ports)
        case Malformed():
            return _gone(reaction, payload, ports.chat)
        case Ignored():
            return answer(200)
        case _:
            assert_never(reaction)


def _decide(decide: Decide, payload: JsonObject, ports: DecisionPorts) -> Response:
    outcome = record_decision(decide, ports=ports)
    _log(outcome)
    if payload.get("type") == "view_submission":
        return replies.to_form(payload, outcome)
    if not isinstance(outcome, Applied):
        _tell(ports.chat, decide.click, outcome)
    return replies.to_click()


def _open(form: OpenForm, ports: DecisionPorts) -> Response:
    refusal = open_form(form, store=ports.store, chat=ports.chat, clock=ports.clock)
    if refusal is not None:
        _log(refusal)
        _tell(ports.chat, form.click, refusal)
    return replies.to_click()


def _gone(malformed: Malformed, payload: JsonObject, chat: Chat) -> Response:
    if malformed.is_submit:
        return replies.to_form(payload, Gone())
    if malformed.thread is not None and malformed.user:
        _whisper(chat, malformed.thread, malformed.user, Gone())
    return replies.to_click()


def _log(outcome: ClickOutcome) -> None:
    if isinstance(outcome, NotRecorded):
        _LOGGER.error("a click was not recorded: %s", outcome.why)


def _tell(chat: Chat, click: Click, refusal: Refusal) -> None:
    thread = click.address.thread(click.team)
    if click.channel:
        # A card may stand in another channel than its thread: the person is told where they are.
        ts = click.address.thread_ts if click.channel == thread.channel else click.message_ts
        thread = ThreadKey(team=click.team, channel=click.channel, thread_ts=ts)
    _whisper(chat, thread, click.user, refusal)


def _whisper(chat: Chat, thread: ThreadKey, user: str, refusal: Refusal) -> None:
    try:
        chat.tell(thread, user, refusal)
    except (TransientError, PermanentError) as error:
        # Nothing was decided and nothing is lost; the card itself still says how things stand.
        _LOGGER.warning("a person could not be told: %s", error)


def _payload_in(body: bytes) -> str | None:
    try:
        return parse_qs(body.decode())["payload"][0]
    except (KeyError, ValueError):
        return None
