"""Interactions as Slack posts them: a click or a form that was offered, or one that never was."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias
from urllib.parse import quote, quote_from_bytes, urlencode

from tests.fuzz import extremes
from tests.fuzz.dice import Dice
from tests.fuzz.mutations import mutate, one_character_off, written
from tests.fuzz.offers import Offer, filled
from tests.fuzz.requests import raw_text
from tests.fuzz.shapes import CLICK, OTHER_INTERACTIONS, SUBMISSION

PEOPLE = ("U0BOB", "U0BOB", "U0ANA", "U0EVE", "U0GUEST", "U0OUT", "U0NOBODY")

Payload: TypeAlias = dict[str, Any]


@cache
def _taken(offer: Offer) -> str:
    return json.dumps(_submission(offer) if offer.surface == "submission" else _click(offer))


def payload(offer: Offer, user: str) -> Payload:
    """Write what Slack posts when somebody takes an offer."""
    made: Payload = json.loads(_taken(offer))
    made["user"]["id"] = user
    return made


def as_offered(offers: tuple[Offer, ...]) -> tuple[bytes, ...]:
    """Make the body of a request for everything that is offered, as it is."""
    return tuple(_form(payload(offer, "U0BOB")) for offer in offers)


def interaction(offers: tuple[Offer, ...], dice: Dice) -> tuple[str, bytes]:
    """Make the body of a request, and name what was done to it."""
    name = dice.one_of(_KINDS)
    made = payload(dice.one_of(offers), dice.one_of(PEOPLE))
    _CHANGES[name](made, offers, dice)
    if name == "other kind":
        made = json.loads(dice.one_of(OTHER_INTERACTIONS))
        mutate(made, dice, times=dice.below(4))
    if name == "no form":
        return name, _no_form(made, dice)
    if name == "no JSON":
        return name, b"payload=" + quote_from_bytes(raw_text(made, dice)).encode()
    return name, _form(made)


def _form(made: Payload) -> bytes:
    return urlencode({"payload": written(made)}).encode()


def _click(offer: Offer) -> Payload:
    made: Payload = json.loads(_CLICK)
    action = made["actions"][0]
    action |= {"type": offer.surface, "action_id": offer.action_id}
    if offer.surface == "overflow":
        del action["value"]
        text = {"type": "plain_text", "text": "x"}
        action["selected_option"] = {"text": text, "value": offer.value}
    else:
        action["value"] = offer.value
    made["state"]["values"] = filled(offer.blocks)
    if offer.ts:
        made["container"]["message_ts"] = made["message"]["ts"] = offer.ts
    else:
        made["container"] = {"type": "view", "view_id": "V1"}
        made["view"] = {"id": "V1", "type": "modal", "private_metadata": offer.value}
        del made["message"], made["channel"]
    return made


def _submission(offer: Offer) -> Payload:
    made: Payload = json.loads(_SUBMISSION)
    made["view"] |= {
        "private_metadata": offer.value,
        "callback_id": offer.action_id,
        # What only shows something is left out: nobody reads it, and it is most of the bytes.
        "blocks": [block for block in offer.blocks if block["type"] == "input"],
        "state": {"values": filled(offer.blocks)},
    }
    return made


_CLICK, _SUBMISSION = json.dumps(CLICK), json.dumps(SUBMISSION)

_Change: TypeAlias = Callable[[Payload, tuple[Offer, ...], Dice], None]


def _as_it_is(_: Payload, __: tuple[Offer, ...], ___: Dice) -> None:
    return


def _changed(made: Payload, _: tuple[Offer, ...], dice: Dice) -> None:
    mutate(made, dice, times=1 + dice.below(4))


def _tampered(made: Payload, offers: tuple[Offer, ...], dice: Dice) -> None:
    """Change the one text that says what is clicked."""
    holder, name = _carrier(made)
    if dice.once_in(4):
        holder[name] = dice.one_of(offers).value
    elif dice.once_in(6):
        holder[name] = extremes.value(dice)
    else:
        for _ in range(1 + dice.below(2)):
            holder[name] = one_character_off(holder[name], dice)


def _carrier(made: Payload) -> tuple[Payload, str]:
    if made["type"] == "view_submission":
        return made["view"], "private_metadata"
    action = made["actions"][0]
    return (action, "value") if action["type"] == "button" else (action["selected_option"], "value")


def _another_element(made: Payload, offers: tuple[Offer, ...], dice: Dice) -> None:
    if "actions" in made:
        others = ("more", "approve", "v", "", extremes.text(dice), dice.one_of(offers).action_id)
        made["actions"][0]["action_id"] = dice.one_of(others)
    else:
        made["view"]["callback_id"] = extremes.text(dice)


def _other_team(made: Payload, _: tuple[Offer, ...], dice: Dice) -> None:
    made["team"] = dice.one_of(({"id": "T0OTHER"}, None, {"id": extremes.text(dice)}))
    made["user"]["team_id"] = dice.one_of(("T0OTHER", "T0LOCAL", extremes.text(dice)))
    made["api_app_id"] = dice.one_of(("A0LOCAL", "A0OTHER", None))
    if "view" in made:
        made["view"]["app_installed_team_id"] = dice.one_of(("T0OTHER", None, "T0LOCAL"))


def _filled_in_oddly(made: Payload, _: tuple[Offer, ...], dice: Dice) -> None:
    states = made["view"]["state"] if made["type"] == "view_submission" else made["state"]
    if dice.once_in(4):
        key = dice.one_of(("f0", "f0.1.1.2.1", "o0", "why", "read", "text", extremes.text(dice)))
        states["values"][key] = {"v": extremes.value(dice)}
    mutate(states["values"], dice, times=1 + dice.below(3))
    if dice.once_in(10):
        states["values"] = extremes.value(dice)


_CHANGES: dict[str, _Change] = {
    "as offered": _as_it_is,
    "changed": _changed,
    "tampered value": _tampered,
    "another element": _another_element,
    "other team": _other_team,
    "filled in oddly": _filled_in_oddly,
    "other kind": _as_it_is,
    "no form": _as_it_is,
    "no JSON": _as_it_is,
}
_KINDS = (
    *("as offered",) * 2,
    *("changed",) * 6,
    *("tampered value",) * 3,
    *("filled in oddly",) * 3,
    *tuple(_CHANGES),
)


def _no_form(made: Payload, dice: Dice) -> bytes:
    text = written(made)
    return dice.one_of(
        (
            b"",
            b"payload",
            b"payload=",
            b"&" * 2_000,
            b"payload=%",
            b"payload=%FF%FE",
            b"payload[]=" + quote(text).encode(),
            b"Payload=" + quote(text).encode(),
            b"a=b;payload=" + quote(text).encode(),
            b"payload=7&payload=" + quote(text).encode(),
            quote(text).encode(),
            text.encode(),
            dice.octets(dice.below(300)),
            b"\xff\xfepayload=" + quote(text).encode(),
        )
    )
