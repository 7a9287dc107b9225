"""A click or a form came through the door: take it, and let its person know what became of it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias, assert_never
from urllib.parse import parse_qs

from signoff.adapters.http import Response, answer
from signoff.adapters.slack import ratings, replies, together
from signoff.adapters.slack.inbound_clicks import Malformed, read
from signoff.adapters.slack.origin import Origin, origin_of_click
from signoff.adapters.slack.payloads import parsed
from signoff.adapters.slack.surfaces import surface_of
from signoff.core.canonical import JsonObject
from signoff.core.click import (
    Applied,
    Click,
    ClickOutcome,
    Decide,
    Gone,
    Invalid,
    NotRecorded,
    OpenForm,
    ReadNow,
    Refusal,
    Surface,
    TakeBack,
)
from signoff.core.failure import reason
from signoff.core.hearing import HomeOpened, Ignored
from signoff.core.keys import ThreadKey
from signoff.core.observations.doors import RequestRefused
from signoff.core.observations.people import NotTold
from signoff.core.rating import Rate
from signoff.core.together import DecideTogether
from signoff.ports import PermanentError, Tell, TransientError, silent
from signoff.settings import Door
from signoff.usecases.decision_ports import DecisionPorts
from signoff.usecases.grants import revoke_grant
from signoff.usecases.open_form import open_form
from signoff.usecases.rate_answer import rate_answer
from signoff.usecases.read_now import read_now
from signoff.usecases.record_decision import record_decision
from signoff.usecases.record_together import record_together

NO_PAYLOAD = "There is no payload in this form."
NOT_JSON = "The payload is no JSON object."
NOT_OURS = "This is for another app or workspace. Check SlackAppId and SlackTeamId."
NOT_INSTALLED = "The app is not installed in this workspace. Install it: /slack/install."


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why a request is not let in."""

    status: int
    said: str


PortsOf: TypeAlias = Callable[[Origin], DecisionPorts | None]
"""Gives what a click from there needs; None: the app is not installed there."""


def interact(body: bytes, *, ports_of: PortsOf, door: Door, tell: Tell = silent) -> Response:
    """Answer one interaction; every click of a person ends in a stated outcome."""
    payload = _payload_for_us(body, door)
    if isinstance(payload, Refused):
        return _refused(payload, tell)
    ports = ports_of(origin_of_click(payload))
    if ports is None:
        return _refused(Refused(status=403, said=NOT_INSTALLED), tell)
    return _react(payload, ports)


def _refused(refused: Refused, tell: Tell) -> Response:
    tell(RequestRefused(status=refused.status))
    return answer(refused.status, said=refused.said)


def _payload_for_us(body: bytes, door: Door) -> JsonObject | Refused:
    written = _payload_in(body)
    if written is None:
        return Refused(status=400, said=NO_PAYLOAD)
    payload = parsed(written)
    if payload is None:
        return Refused(status=400, said=NOT_JSON)
    app_id, team_id = door.app or "", door.team or ""
    if not origin_of_click(payload).is_ours(app_id=app_id, team_id=team_id):
        return Refused(status=403, said=NOT_OURS)
    return payload


def _react(payload: JsonObject, ports: DecisionPorts) -> Response:
    reaction = read(payload)
    match reaction:
        case Decide() | TakeBack() | ReadNow():
            return _decide(reaction, payload, ports)
        case DecideTogether():
            return _decide_together(reaction, ports)
        case OpenForm():
            return _open(reaction, ports)
        case HomeOpened() | Rate() | Malformed() | Ignored():
            return _react_aside(reaction, payload, ports)
        case _:
            assert_never(reaction)


def _react_aside(
    reaction: HomeOpened | Rate | Malformed | Ignored, payload: JsonObject, ports: DecisionPorts
) -> Response:
    """Answer what is about no request."""
    match reaction:
        case HomeOpened():
            return _show_home(reaction, payload, ports)
        case Rate():
            return _rate(reaction, ports)
        case Malformed():
            return _gone(reaction, payload, ports)
        case Ignored():
            return answer(200)
        case _:
            assert_never(reaction)


def _decide(
    decide: Decide | TakeBack | ReadNow, payload: JsonObject, ports: DecisionPorts
) -> Response:
    surface = surface_of(payload)
    outcome = _outcome(decide, ports)
    _renew_home(decide.click, outcome, ports)
    if payload.get("type") == "view_submission":
        return replies.to_form(payload, outcome)
    if surface is not None:
        _tell_in_view(ports, decide.click, surface, outcome)
    elif not isinstance(outcome, Applied):
        _tell(ports, decide.click, outcome)
    return replies.to_click()


def _outcome(decide: Decide | TakeBack | ReadNow, ports: DecisionPorts) -> ClickOutcome:
    match decide:
        case TakeBack(click=click):
            return revoke_grant(click, ports=ports)
        case ReadNow(click=click):
            return read_now(click, ports=ports)
        case Decide():
            return record_decision(decide, ports=ports)
        case _:
            assert_never(decide)


def _decide_together(decide: DecideTogether, ports: DecisionPorts) -> Response:
    tally = record_together(decide, ports=ports)
    if tally.refused:
        _answer(ports, _where(decide.click), decide.click.user, together.told(tally))
    return replies.to_click()


def _open(form: OpenForm, ports: DecisionPorts) -> Response:
    refusal = open_form(
        form, store=ports.store, chat=ports.chat, clock=ports.clock, tell=ports.tell
    )
    if refusal is not None and form.click.home:
        surface = Surface(trigger=form.trigger, view=form.view)
        _tell_in_view(ports, form.click, surface, refusal)
        _renew_home(form.click, refusal, ports)
    elif refusal is not None:
        _tell(ports, form.click, refusal)
    return replies.to_click()


def _rate(rate: Rate, ports: DecisionPorts) -> Response:
    became = rate_answer(rate, ports=ports)
    _answer(ports, rate.thread, rate.user, ratings.words(rate, became))
    return replies.to_click()


def _show_home(opened: HomeOpened, payload: JsonObject, ports: DecisionPorts) -> Response:
    """Have a worker turn the page of somebody's inbox: it takes longer than a click may."""
    surface = surface_of(payload)
    try:
        ports.queue.show_home(opened.team, opened.user, opened.place)
    except TransientError as error:
        nowhere = ThreadKey.of_team(opened.team)
        if surface is not None:
            told = NotRecorded(why=reason(error))
            _say_in_view(ports, surface, told, thread=nowhere, user=opened.user)
    return replies.to_click()


def _renew_home(click: Click, outcome: ClickOutcome, ports: DecisionPorts) -> None:
    """Show somebody who decides from their inbox what is left of it."""
    if click.home is None or isinstance(outcome, Invalid):
        return
    with suppress(TransientError):
        # It is shown anew whenever they open it.
        ports.queue.show_home(click.team, click.user, click.home)


def _gone(malformed: Malformed, payload: JsonObject, ports: DecisionPorts) -> Response:
    if malformed.is_submit:
        return replies.to_form(payload, Gone())
    if malformed.surface is not None:
        nowhere = malformed.thread or ThreadKey.of_team("")
        _say_in_view(ports, malformed.surface, Gone(), thread=nowhere, user=malformed.user)
    elif malformed.thread is not None and malformed.user:
        _answer(ports, malformed.thread, malformed.user, Gone())
    return replies.to_click()


def _tell(ports: DecisionPorts, click: Click, refusal: Refusal) -> None:
    _answer(ports, _where(click), click.user, refusal)


def _where(click: Click) -> ThreadKey:
    thread = click.address.thread(click.team)
    if not click.channel:
        return thread
    # A card may stand in another channel than its thread: the person is told where they are.
    ts = click.address.thread_ts if click.channel == thread.channel else click.message_ts
    return ThreadKey(team=click.team, channel=click.channel, thread_ts=ts)


def _tell_in_view(
    ports: DecisionPorts, click: Click, surface: Surface, outcome: ClickOutcome
) -> None:
    thread = click.address.thread(click.team)
    _say_in_view(ports, surface, outcome, thread=thread, user=click.user)


def _say_in_view(
    ports: DecisionPorts, surface: Surface, outcome: ClickOutcome, *, thread: ThreadKey, user: str
) -> None:
    try:
        ports.chat.tell_in_view(surface, outcome)
    except (TransientError, PermanentError) as error:
        # The inbox itself still says how things stand.
        ports.tell(NotTold(thread=thread, user=user, why=reason(error)))


def _answer(ports: DecisionPorts, thread: ThreadKey, user: str, said: Refusal | str) -> None:
    try:
        if isinstance(said, str):
            ports.chat.whisper(thread, user, said)
        else:
            ports.chat.tell(thread, user, said)
    except (TransientError, PermanentError) as error:
        # Nothing was decided and nothing is lost; the card itself still says how things stand.
        ports.tell(NotTold(thread=thread, user=user, why=reason(error)))


def _payload_in(body: bytes) -> str | None:
    try:
        return parse_qs(body.decode())["payload"][0]
    except (KeyError, ValueError):
        return None
