"""The interactions' address: the door and what is behind it on doubles, and its real handler."""

import importlib
import json
from typing import Any, cast
from urllib.parse import parse_qs

from signoff.adapters.clock import now
from signoff.adapters.http import Response
from signoff.adapters.secrets import Secret
from signoff.adapters.slack.door import admitted
from signoff.adapters.slack.interactions import interact
from signoff.core.canonical import JsonObject
from signoff.core.codec import from_item
from signoff.core.items import Item
from signoff.core.merging import final_arguments
from signoff.core.requirement import Requirement
from signoff.core.schema import check
from signoff.settings import Door
from signoff.usecases.decision_ports import DecisionPorts
from tests.core.rows import NOON
from tests.fuzz.at_events import Handler, require_untouched, status_of
from tests.fuzz.cloud import LONG_AGO, Cloud
from tests.fuzz.dice import Dice
from tests.fuzz.offers import offers
from tests.fuzz.payloads import as_offered, interaction
from tests.fuzz.requests import SECRET, Request, request
from tests.fuzz.scene import FuzzedWorld, everything_open
from tests.fuzz.shapes import APP, TEAM
from tests.fuzz.soundness import require_sound
from tests.fuzz.tried import Tried, ViolationError, require

REAL_ONCE_IN = 16
_MEMBERS = ("U0ANA", "U0BOB", "U0EVE")
_KINDS_OF = {
    "approve": {"approved", "approved_edited"},
    "review": {"approved", "approved_edited"},
    "look": {"approved", "approved_edited"},
    "edit": {"approved", "approved_edited"},
    "instead": {"answered_for"},
    "yesall": {"approved"},
    "noall": {"rejected"},
    "reject": {"rejected"},
    "why": {"rejected"},
    "submit": {"answered"},
    "fill": {"answered"},
    "answer": {"answered"},
    "decline": {"rejected"},
    "skip": {"rejected"},
    "done": {"executed"},
    "cannot": {"could_not_run"},
    "happened": {"it_happened"},
    "again": {"run_again"},
    "stop": {"stopped"},
    "cancel": {"cancelled"},
    "now": {"cancelled"},
    "keep": {"approved"},
}


class CountedSecrets:
    """A Secrets Manager that counts.

    Attributes:
        reads: How often it was asked.
    """

    reads = 0

    def get_secret_value(self, **_: Any) -> Any:
        self.reads += 1
        return {"SecretString": SECRET, "CreatedDate": LONG_AGO}


class Interactions:
    """Sends requests to what stands behind `slack_interactions`, and a share of them to itself."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._real: Handler = importlib.import_module("slack_interactions").lambda_handler
        self._begin = everything_open().store.rows
        self._world, self._rows = self._anew()
        self._offers = offers(self._world.view)
        self._bodies = as_offered(self._offers)
        self._offered = {offer.value for offer in self._offers}
        self._before = _requirements(self._begin)
        self._secrets = CountedSecrets()
        self._secret = Secret(self._secrets, "arn", variable="X", clock=self._world.clock)
        self._secret.accepted()

    def try_one(self, dice: Dice) -> Tried:
        """Send one request, and judge what became of it."""
        is_signed, is_real = not dice.once_in(2), dice.once_in(REAL_ONCE_IN)
        # Of a request that is turned away at the door, the body is of little interest.
        is_made = is_signed or dice.once_in(8)
        shape, body = (
            interaction(self._offers, dice) if is_made else ("", dice.one_of(self._bodies))
        )
        again = dice.fork() if is_real else dice
        sent = request(body, dice, now_s=NOON // 1000, is_signed=is_signed)
        tried = self._try(shape, sent)
        if is_real:
            status = self._status
            really = request(body, again, now_s=now() // 1000, is_signed=is_signed)
            self._try_really(really, status)
        return tried

    def _anew(self) -> tuple[FuzzedWorld, tuple[Item, ...]]:
        world = FuzzedWorld(rows=self._begin)
        return world, world.store.rows

    def _try(self, shape: str, sent: Request) -> Tried:
        world = self._world
        world.drawing.forget()
        world.queue.homes.clear()
        before = self._touched
        self._status = status = status_of(self._answer, sent)
        touched = self._touched - before
        if not sent.is_signed:
            require_untouched(sent, status, touched)
            return Tried(shape=f"unsigned: {sent.how}", became=str(status))
        require(status in {200, 400, 403}, f"a signed request was answered {status}", sent)
        try:
            became = self._judge(sent, status)
            if world.counted.writes:
                require_sound(world.thread, world.store.rows, sent, before=self._rows)
        finally:
            if world.counted.writes:
                self._world, self._rows = self._anew()
        return Tried(shape=f"signed: {shape}", became=became)

    def _answer(self, event: Any, _: object) -> dict[str, Any]:
        """Do what the handler does; `_try_really` holds the two against each other."""
        world = self._world
        body = admitted(event, secrets=self._secret.accepted, clock=world.clock)
        if not isinstance(body, bytes):
            self._response = body
            return body
        ports = DecisionPorts(
            store=world.store, queue=world.queue, chat=world.chat, clock=world.clock
        )
        self._response = interact(body, ports_of=lambda _: ports, door=Door(app=APP, team=TEAM))
        return self._response

    @property
    def _touched(self) -> int:
        world = self._world
        asked = world.counted.reads + world.counted.writes + self._secrets.reads
        told = world.drawing.answers + len(world.queue.homes)
        return asked + len(world.queue.sent) + told

    def _try_really(self, sent: Request, status: int) -> None:
        before = self._cloud.calls.total()
        really = status_of(self._real, sent)
        require(really == status, f"the handler answered {really}, its parts {status}", sent)
        if not sent.is_signed:
            require_untouched(sent, really, self._cloud.calls.total() - before)

    def _judge(self, sent: Request, status: int) -> str:
        decided = self._decided()
        require(len(decided) <= 1, "one click decided twice", sent)
        if status != 200:
            require(not decided and not self._touched_people, f"{status}, and it acted", sent)
            return str(status)
        payload = _payload(sent.body)
        for requirement in decided:
            _require_offered(requirement, payload, self._offered, sent)
        if payload.get("type") == "view_submission":
            return "decided" if decided else _require_modal_answer(self._response, sent)
        is_answered = bool(decided) or self._touched_people
        require(is_answered or not _is_click(payload), "a click was not answered", sent)
        return "decided" if decided else "told" if is_answered else "200"

    @property
    def _touched_people(self) -> bool:
        return self._world.drawing.answers > 0 or bool(self._world.queue.homes)

    def _decided(self) -> list[Requirement]:
        if not self._world.counted.writes:
            return []
        known = set(map(id, self._rows))
        changed = tuple(row for row in self._world.store.rows if id(row) not in known)
        after = _requirements(changed)
        return [each for sk, each in after.items() if _said(each) != _said(self._before[sk])]


def _said(requirement: Requirement) -> object:
    """Give all that people have said to a request."""
    return (requirement.verdict, requirement.votes, requirement.edited)


def _requirements(rows: tuple[Item, ...]) -> dict[str, Requirement]:
    return {
        str(row["sk"]): from_item(Requirement, row) for row in rows if "#REQ#" in str(row["sk"])
    }


def _payload(body: bytes) -> dict[str, Any]:
    """Read a body as Slack means it; what can't be read so is a 400, and does not come here."""
    payload: dict[str, Any] = json.loads(parse_qs(body.decode())["payload"][0])
    return payload


def _require_offered(
    requirement: Requirement, payload: dict[str, Any], offered: set[str], sent: Request
) -> None:
    """Hold a decision that was recorded against what was offered, and to whom."""
    value = _value(payload)
    require(value in offered, f"decided by a value that was never offered: {value!r}", sent)
    verb = value.partition(".")[0]
    verdict = requirement.verdict
    by = verdict.by if verdict else requirement.votes[-1].by
    kind = verdict.decision.kind if verdict else "approved"
    kinds = _KINDS_OF.get(verb, {"answered"} if verb.startswith("pick") else set[str]())
    require(kind in kinds, f"{verb} became {kind}", sent)
    if by is None:
        raise ViolationError("decided by nobody", sent)
    require(by.id in _MEMBERS, f"{by.id} decided", sent)
    require(by.id == payload["user"]["id"], "decided in another's name", sent)
    unfit = check(json.loads(requirement.schema), json.loads(final_arguments(requirement)))
    lets_run = kind in {"approved", "approved_edited", "answered"}
    is_to_run = lets_run and requirement.ask.kind in {"user_input", "confirmation"}
    require(not (is_to_run and unfit), f"recorded what does not fit: {unfit}", sent)


def _value(payload: dict[str, Any]) -> str:
    if payload["type"] == "view_submission":
        return str(payload["view"]["private_metadata"])
    actions = [each for each in payload["actions"] if isinstance(each, dict)]
    action = actions[0]
    found = action["value"] if action["type"] == "button" else action["selected_option"]["value"]
    return str(found)


def _is_click(payload: dict[str, Any]) -> bool:
    """Tell whether somebody clicked on something of ours, and one can tell who and where."""
    place, user, actions = (payload.get(name) for name in ("container", "user", "actions"))
    found = actions if isinstance(actions, list) else []
    action = next((each for each in found if isinstance(each, dict)), {})
    # Compared with tuples: any of these may be a list.
    return (
        payload.get("type") == "block_actions"
        and action.get("type") in ("button", "overflow")
        and isinstance(user, dict)
        and user.get("id") in _MEMBERS
        and isinstance(place, dict)
        and place.get("channel_id") == "C0OPS"
        and place.get("thread_ts") == "1795096800.000100"
    )


def _require_modal_answer(response: Response, sent: Request) -> str:
    body: JsonObject = json.loads(str(response["body"]) or "{}")
    action = body.get("response_action")
    require(action in {"clear", "errors", "update"}, "a form was not answered", sent)
    if action == "errors":
        require(cast("JsonObject", body["errors"]), "errors, and none is named", sent)
    return f"form: {action}"
