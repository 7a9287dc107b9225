"""A click or a submitted form of Slack's, read: a decision, a wish to see something, or neither."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from signoff.adapters.slack import ratings
from signoff.adapters.slack.decisions import reading
from signoff.adapters.slack.origin import origin_of_click
from signoff.adapters.slack.payloads import (
    first_object_at,
    id_at,
    object_at,
    text_at,
    ts_at,
    writable,
)
from signoff.adapters.slack.states import States
from signoff.adapters.slack.surfaces import LINK, address_in, home_of, modal_of, surface_of
from signoff.adapters.slack.verbs import (
    MENU,
    VERB_OF,
    Decides,
    DecidesTogether,
    Opens,
    ReadsNow,
    TakesBack,
    deed,
)
from signoff.core.address import Address
from signoff.core.canonical import JsonObject, canonical
from signoff.core.click import Click, Decide, OpenForm, ReadNow, Surface, TakeBack
from signoff.core.hearing import HomeOpened, Ignored
from signoff.core.home_place import HomePlace
from signoff.core.keys import ThreadKey
from signoff.core.rating import Rate
from signoff.core.together import DecideTogether


@dataclass(frozen=True, slots=True, kw_only=True)
class Malformed:
    """A click that names no request: to be answered as if the request were gone.

    Attributes:
        user: Who is to be told; empty when the payload does not say.
        thread: Where to tell them, if it is known.
        is_submit: Whether it is a submitted form, which is answered in its place.
        surface: Where to tell them, if they clicked in their inbox.
    """

    user: str
    thread: ThreadKey | None
    is_submit: bool
    surface: Surface | None = None


_Clicked: TypeAlias = Decide | DecideTogether | OpenForm | ReadNow | TakeBack
Reaction: TypeAlias = _Clicked | HomeOpened | Rate | Ignored | Malformed


class _NoAddressError(Exception):
    """The click's value is not one that we write."""


def read(payload: JsonObject) -> Reaction:
    """Read an interaction; whatever it holds, this never raises.

    Who clicked, and in which workspace, comes from the signed payload; the button's own value
    only says where to look. Whether it is for this app is the door's question.
    """
    try:
        match text_at(payload, "type"):
            case "block_actions":
                return _clicked(payload)
            case "view_submission":
                return _submitted(payload)
            case _:
                return Ignored(why="it asks for nothing")
    except (_NoAddressError, RecursionError):
        return _malformed(payload)


def _clicked(payload: JsonObject) -> _Clicked | HomeOpened | Rate | Ignored:
    action = first_object_at(payload, "actions")
    if text_at(action, "action_id") == LINK and text_at(action, "type") == "button":
        return Ignored(why="it only leads to a thread")
    if text_at(payload, "view", "type") == "home" and text_at(action, "value").startswith("home."):
        return _turned(payload, action)
    match text_at(action, "type"):
        case "button":
            verb, address = _address(text_at(action, "value"))
            is_ours = text_at(action, "action_id") == verb
        case "overflow":
            verb, address = _address(text_at(action, "selected_option", "value"))
            is_ours = text_at(action, "action_id") == MENU
        case ratings.ELEMENT:
            return _rated(payload, action)
        case "":
            raise _NoAddressError
        case _:
            return Ignored(why="only an input changed")
    if not is_ours:
        raise _NoAddressError
    return _done(payload, verb, _click(payload, address))


def _rated(payload: JsonObject, action: JsonObject) -> Rate:
    """Read a thumb below an answer."""
    team, user = origin_of_click(payload).team, id_at(payload, "user", "id")
    rate = ratings.rate_in(text_at(action, "value"), team=team, user=user)
    if rate is None or text_at(action, "action_id") != ratings.ACTION:
        raise _NoAddressError
    return rate


def _turned(payload: JsonObject, action: JsonObject) -> HomeOpened:
    """Read a button of the inbox itself, which shows another part of it."""
    team, user = origin_of_click(payload).team, id_at(payload, "user", "id")
    value = text_at(action, "value")
    if not (team and user) or text_at(action, "action_id") != value:
        raise _NoAddressError
    try:
        return HomeOpened(team=team, user=user, place=HomePlace.parse(value))
    except ValueError as error:
        raise _NoAddressError from error


def _done(payload: JsonObject, verb: str, click: Click) -> _Clicked:
    what = deed(verb)
    match what:
        case Decides():
            return Decide(click=click, reading=reading(verb, _values(payload, "state")))
        case DecidesTogether(verb=each):
            is_yes = each == "approve"
            return DecideTogether(click=click, reading=reading(each, {}), is_yes=is_yes)
        case Opens(form=form, page=page):
            return OpenForm(
                click=click,
                form=form,
                trigger=text_at(payload, "trigger_id"),
                view=modal_of(payload),
                page=page,
                filled=_filled(payload),
            )
        case TakesBack():
            return TakeBack(click=click)
        case ReadsNow():
            # It stands in no card: what was clicked on is seen by one person, and not drawn again.
            return ReadNow(click=replace(click, message_ts=""))
        case None:
            raise _NoAddressError
        case _:
            assert_never(what)


def _submitted(payload: JsonObject) -> Decide:
    verb, address = _address(_metadata(payload))
    if verb not in VERB_OF.values():
        raise _NoAddressError
    values = _values(payload, "view", "state")
    return Decide(click=_click(payload, address), reading=reading(verb, values))


def _metadata(payload: JsonObject) -> str:
    return address_in(text_at(payload, "view", "private_metadata"))


def _address(value: str) -> tuple[str, Address]:
    try:
        verb, address = Address.parse(value)
    except ValueError as error:
        raise _NoAddressError from error
    place: JsonObject = {"channel": address.channel, "ts": address.thread_ts}
    if not (id_at(place, "channel") and ts_at(place, "ts")):
        raise _NoAddressError
    return verb, address


def _click(payload: JsonObject, address: Address) -> Click:
    team, user = origin_of_click(payload).team, id_at(payload, "user", "id")
    if not (team and user):
        raise _NoAddressError
    return Click(
        team=team,
        user=user,
        address=address,
        channel=_channel(payload),
        message_ts=ts_at(payload, "container", "message_ts"),
        home=home_of(payload),
    )


def _channel(payload: JsonObject) -> str:
    return id_at(payload, "container", "channel_id") or id_at(payload, "channel", "id")


def _values(payload: JsonObject, *path: str) -> States:
    found = object_at(writable(object_at(payload, *path)), "values")
    return {
        block: {name: state for name, state in states.items() if isinstance(state, Mapping)}
        for block, states in found.items()
        if isinstance(states, Mapping)
    }


def _filled(payload: JsonObject) -> str:
    values = _values(payload, "state")
    try:
        return canonical(values) if values else ""
    except ValueError:
        return ""


def _malformed(payload: JsonObject) -> Malformed:
    return Malformed(
        user=id_at(payload, "user", "id"),
        thread=_thread(payload),
        is_submit=text_at(payload, "type") == "view_submission",
        surface=surface_of(payload),
    )


def _thread(payload: JsonObject) -> ThreadKey | None:
    """Say in which thread the clicked message stands, or which thread the form is about."""
    team, channel = origin_of_click(payload).team, _channel(payload)
    if not team:
        return None
    thread_ts = (
        ts_at(payload, "container", "thread_ts")
        or ts_at(payload, "message", "thread_ts")
        or ts_at(payload, "container", "message_ts")
    )
    if channel and thread_ts:
        return ThreadKey(team=team, channel=channel, thread_ts=thread_ts)
    try:
        _, address = _address(_metadata(payload))
    except _NoAddressError:
        return None
    return address.thread(team)
