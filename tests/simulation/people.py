"""People at Slack: they see cards, press what is offered there, and fill in what opens."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from signoff.adapters.http import Response
from signoff.adapters.slack.verbs import MENU, Opens, deed
from signoff.core.address import Address
from signoff.core.audit import AuditEntry
from signoff.core.codec import from_item
from tests.simulation.system import APP, System
from tests.simulation.workspace import Posted

LETS_RUN = frozenset({"approve", "review", "submit", "fill", "again", "edit", "keep", "look"})
"""What lets a call run: a tool must never start without one of these."""

_ALL = "yesall"
"""Lets all rows of a card run, as each was shown on it."""

HEIR = "U0KIM"
"""To whom people hand what they will not decide."""

EDITED = "edited"
"""Stands for the digest of what somebody changed in a form: nobody saw it before."""

_NEVER = "never"
_UNTIL_SHOWN_MS = 120_000

_SORRY = ("failed on our side", "couldn't check", "try again")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A button, or a line of a menu, as it stood on a card.

    Attributes:
        posted: The message.
        verb: What it does.
        value: What it carries.
        is_in_menu: Whether it is a line of a menu.
        beside: The rows that it decides together, as they stood there.
        home: The Home tab that it stands on; None: it stands on a message.
    """

    posted: Posted
    verb: str
    value: str
    is_in_menu: bool = False
    beside: tuple["Offer", ...] = ()
    home: Any = None

    @property
    def address(self) -> Address:
        """Which request it is about."""
        return Address.parse(self.value)[1]

    @property
    def place(self) -> str:
        """The request's place in its thread."""
        return self.address.at.place


def tampered(offer: Offer) -> Offer:
    """Forge a button: the same request, as if something else had been shown."""
    return replace(offer, value=offer.value[:-1] + ("0" if offer.value[-1] != "0" else "1"))


def offers(posted: Posted) -> tuple[Offer, ...]:
    """List what a card offers, in order."""
    found = tuple(_offers(posted))
    rows = tuple(each for each in found if each.verb == "approve")
    return tuple(replace(each, beside=rows) if each.verb == _ALL else each for each in found)


def _offers(posted: Posted) -> Iterator[Offer]:
    for block in posted.blocks:
        for element in block.get("elements", ()) if block["type"] == "actions" else ():
            if element["type"] == "button" and _is_about_one(element):
                yield Offer(posted=posted, verb=element["action_id"], value=element["value"])
            for option in element.get("options", ()):
                verb = str(option["value"]).partition(".")[0]
                yield Offer(posted=posted, verb=verb, value=option["value"], is_in_menu=True)


def _is_about_one(button: Any) -> bool:
    """Tell whether a button is about a request: others only lead somewhere."""
    return "value" in button and not str(button["value"]).startswith("home.")


def offers_at_home(view: Any) -> tuple[Offer, ...]:
    """List what a Home tab offers, in order."""
    page = Posted(channel="", ts="", thread_ts="", text="", blocks=view["blocks"], metadata=None)
    return tuple(replace(each, home=view) for each in offers(page))


@dataclass(slots=True, kw_only=True)
class Press:
    """A click that somebody made, and how it was answered.

    Attributes:
        offer: What was pressed.
        user: By whom.
        team: In which workspace.
        answered: What the person was told, or saw; empty: nothing.
        was_struck: Whether something went wrong outside meanwhile.
        had_died: Whether the function died.
    """

    offer: Offer
    user: str
    team: str
    answered: str = ""
    was_struck: bool = False
    had_died: bool = False


@dataclass(slots=True, kw_only=True)
class Crowd:
    """The people of all teams.

    Attributes:
        system: What they work with.
        presses: Every click that was made, in order.
        yes: What was let run, by partition, place, the digest that was shown, and the person.
        kept: Where that is to stand for later calls.
        is_final: Says whether somebody who rejects does not want to be asked again.
    """

    system: System
    presses: list[Press] = field(default_factory=list[Press])
    yes: set[tuple[str, str, str, str]] = field(default_factory=set[tuple[str, str, str, str]])
    kept: set[tuple[str, str, str, str]] = field(default_factory=set[tuple[str, str, str, str]])
    is_final: Callable[[], bool] = lambda: True
    _triggers: Any = field(default_factory=lambda: count(1))

    def seen(self, team: str) -> list[Offer]:
        """Give all that is offered in a team's Slack now."""
        return [offer for card in self.system.slacks[team].cards() for offer in offers(card)]

    def decide(self, verb: str, *, place: str, by: str, team: str = "", fill: str = "5") -> None:
        """Somebody presses a button of one request, and again if they are told to or nothing."""
        where = team or self.system.teams[0]
        for _ in range(3):
            found = [each for each in self.seen(where) if (each.verb, each.place) == (verb, place)]
            if not found:
                return
            press = self.press(found[0], by=by, team=where, fill=fill)
            if press.answered and not any(word in press.answered.lower() for word in _SORRY):
                return

    def decide_at_home(self, verb: str, *, by: str, team: str = "") -> None:
        """Somebody opens their inbox, and presses the first button of a kind."""
        where = team or self.system.teams[0]
        slack = self.system.slacks[where]
        for _ in range(5):
            self.system.open_home(by, team=where)
            self.system.scheduler.sleep(_UNTIL_SHOWN_MS)
            view = slack.homes.get(by)
            found = [each for each in offers_at_home(view or {"blocks": []}) if each.verb == verb]
            press = self.press(found[0], by=by, team=where) if found else None
            if press and press.answered and not press.was_struck:
                return

    def press(self, offer: Offer, *, by: str, team: str, fill: str = "5") -> Press:
        """Press something, fill in what it opens, and see what comes of it."""
        press = Press(offer=offer, user=by, team=team)
        self.presses.append(press)
        actor, slack = self.system.scheduler.actor, self.system.slacks.get(team)
        if actor is not None:
            actor.team = team
        before = len(self.system.faults.struck)
        told = len(slack.whispers) if slack else 0
        if offer.verb in {*LETS_RUN, _ALL} and not isinstance(deed(offer.verb), Opens):
            self._note(offer, team, by)
        response = self._clicked(press, offer, fill)
        press.had_died = response is None
        is_down = slack is None or slack.down_until > self.system.scheduler.now
        press.was_struck = is_down or len(self.system.faults.struck) > before
        whispers = slack.whispers[told:] if slack else []
        mine = [text for user, _, text in whispers if user == by]
        press.answered = press.answered or (mine[-1] if mine else self._settled_by(press))
        return press

    def _clicked(self, press: Press, offer: Offer, fill: str) -> Response | None:
        trigger = f"{next(self._triggers)}.1"
        response = self.system.click(_click(press, trigger))
        slack = self.system.slacks.get(press.team)
        view = slack.views.get(trigger) if slack else None
        if response is None or view is None:
            return response
        press.answered = "a form opened"
        if "submit" not in view:
            return response
        self._note(offer, press.team, press.user)
        return self._submitted(press, view, fill)

    def _submitted(self, press: Press, view: Any, fill: str) -> Response | None:
        sent = _submission(press, view, fill)
        filled = sent["view"]["state"]["values"]
        if _NEVER in filled and not self.is_final():
            del filled[_NEVER]
        answer = self.system.click(sent)
        press.answered = "" if answer is None else f"the form closed: {answer.get('body', '')}"
        return answer

    def _note(self, offer: Offer, team: str, user: str) -> None:
        if offer.verb == _ALL:
            for each in offer.beside:
                self._note(each, team, user)
        elif offer.verb in LETS_RUN:
            address = offer.address
            shown = (EDITED, address.shown) if offer.verb == "edit" else (address.shown,)
            pk, place = address.thread(team).pk, address.at.place
            self.yes |= {(pk, place, each, user) for each in shown}
            if offer.verb == "keep":
                self.kept.add((pk, place, address.shown, user))

    def has_said_yes(self, pk: str, place: str, digest: str, user: str = "") -> bool:
        """Tell whether somebody, or this person, let run what was shown, or changed it."""
        said = {(p, at, shown, user and who) for p, at, shown, who in self.yes}
        return bool({(pk, place, digest[:16], user), (pk, place, EDITED, user)} & said)

    def _settled_by(self, press: Press) -> str:
        """See on the card that the click counted; a vote may be gone again, and is in the audit."""
        pk, place = press.offer.address.thread(press.team).pk, press.offer.place
        rows = self.system.table.rows.query(pk, "AUD#", "AUD$")
        mine = (
            fact
            for row in rows
            for fact in from_item(AuditEntry, row).facts
            if fact.by is not None and fact.by.id == press.user and place in fact.about
        )
        return (
            "it counts" if any(fact.action not in {"refused", "reviewed"} for fact in mine) else ""
        )


def _person(press: Press) -> dict[str, Any]:
    return {
        "api_app_id": APP,
        "team": {"id": press.team},
        "user": {"id": press.user, "team_id": press.team},
    }


def _click(press: Press, trigger: str) -> dict[str, Any]:
    offer, posted = press.offer, press.offer.posted
    value = {"value": offer.value}
    action = (
        {"type": "overflow", "action_id": MENU, "selected_option": value}
        if offer.is_in_menu
        else {"type": "button", "action_id": offer.verb, **value}
    )
    return {
        **_person(press),
        "type": "block_actions",
        "trigger_id": trigger,
        **(_on_message(posted) if offer.home is None else _at_home(offer.home)),
        "actions": [action],
        "state": {"values": _values(posted.blocks, "5")},
    }


def _on_message(posted: Posted) -> dict[str, Any]:
    return {
        "container": {"type": "message", "message_ts": posted.ts, "channel_id": posted.channel},
        "channel": {"id": posted.channel},
        "message": {"ts": posted.ts, "thread_ts": posted.thread_ts},
    }


def _at_home(view: Any) -> dict[str, Any]:
    return {
        "container": {"type": "view", "view_id": "V0HOME"},
        "view": {"id": "V0HOME", "type": "home", "private_metadata": view["private_metadata"]},
    }


def _submission(press: Press, view: Any, fill: str) -> dict[str, Any]:
    return {
        **_person(press),
        "type": "view_submission",
        "view": {
            "id": "V1",
            "type": "modal",
            "app_installed_team_id": press.team,
            "private_metadata": view["private_metadata"],
            "blocks": view["blocks"],
            "state": {"values": _values(view["blocks"], fill)},
        },
    }


def _values(blocks: Any, fill: str) -> dict[str, Any]:
    inputs = [block for block in blocks if block["type"] == "input"]
    return {
        block["block_id"]: {block["element"]["action_id"]: _state(block["element"], fill)}
        for block in inputs
    }


def _state(element: Any, fill: str) -> dict[str, Any]:
    kind = element["type"]
    if kind in {"radio_buttons", "static_select"}:
        return {"type": kind, "selected_option": element["options"][0]}
    if kind in {"checkboxes", "multi_static_select"}:
        return {"type": kind, "selected_options": element["options"][:1]}
    if kind == "users_select":
        return {"type": kind, "selected_user": HEIR}
    return {"type": kind, "value": fill}
