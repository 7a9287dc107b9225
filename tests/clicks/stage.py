"""One request of a kind, open; clicks on it as Slack sends them; and what is seen of an answer."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from signoff import tool
from signoff.adapters.http import Response
from signoff.adapters.slack import words
from signoff.adapters.slack.interactions import interact
from signoff.agent.tool import Tool
from signoff.agent.toolkit import ToolLike
from signoff.core.address import Address
from signoff.core.click import Applied
from signoff.core.decision import Approved, Cancelled, RequirementState
from signoff.core.grants import ApproveAndKeep
from signoff.core.items import Item
from signoff.core.requirement import Requirement
from signoff.core.terms import Group, Policy
from signoff.core.together import shown_together
from signoff.settings import Door
from signoff.testing import member
from tests.clicks.deeds import ASKS, Deed
from tests.usecases.tools import ALL, DONE
from tests.usecases.world import World

HOME = "home.waits.1"
RULE = Policy(approvers=(Group(id="S0SRE"),), allow_requester=False)
"""Bob and eve decide, and not for themselves."""
KEPT = ApproveAndKeep(in_thread=True, lasts_ms=3_600_000)


@tool(requires_confirmation=True, sticky=True)
def restart(host: str) -> str:
    """Restart a host."""
    DONE.append(f"restarted {host}")
    return "restarted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clicked:
    """How somebody does it.

    Attributes:
        by: Who.
        team: In which workspace.
        channel: In which channel, if it is done on a card.
        at_run: The run that the value names instead of its own; None: its own.
        shown: What the value says was shown; empty: what was.
    """

    by: str = "U0BOB"
    team: str = "T0LOCAL"
    channel: str = "C0OPS"
    at_run: int | None = None
    shown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is seen of a click's answer.

    Attributes:
        status: What Slack was answered.
        words: What the person was told, wherever they look.
        effect: What it did; empty: nothing.
    """

    status: int
    words: tuple[str, ...]
    effect: str


def _ruled(each: ToolLike) -> ToolLike:
    if not isinstance(each, Tool) or each.gate is None:
        return each
    return replace(each, terms=replace(each.terms, policy=RULE))


class Stage(World):
    """A world in which one request of a kind is open, and whose clicks are Slack's payloads."""

    def __init__(self, on: str) -> None:
        asked, self.decision = ASKS[on]
        super().__init__(asked, tools=[_ruled(each) for each in (*ALL, restart)])
        self.chat.know(member("U0DAN", "dan"))
        self.chat.know(member("U0FAY", "fay"))
        self.chat.gather("S0SRE", "U0BOB", "U0EVE")
        self.say("Go")
        if on == "reconcile":
            self._lose_the_outcome()
        if on == "kept":
            self.decide(self.requirements[0], KEPT, by="U0EVE")
        self.queue.taken()
        self.first = len(self.requirements) - (2 if on == "batch" else 1)

    @property
    def asked(self) -> tuple[Requirement, ...]:
        """What is asked, as it is stored now."""
        return self.requirements[self.first :]

    def _lose_the_outcome(self) -> None:
        """Let the worker die after the tool ran and before its result is stored."""

        def die() -> None:
            DONE.then = None
            self.store.fail_next("commit", KeyboardInterrupt())

        self.decide(self.requirements[0], Approved())
        DONE.then = die
        with suppress(KeyboardInterrupt):
            self.work()
        self.turn()

    def do(self, deed: Deed, how: Clicked, rows: tuple[Requirement, ...]) -> Seen:
        """Let a person do something on a card as it showed some rows; say what is seen of it."""
        before, done = self._stored(), len(DONE)
        told = len(self._told(how.by))
        opened = len(self.chat.opened)
        response = self._sent(deed, how, rows)
        said = [*self._told(how.by)[told:], *_said_in(response)]
        effect = "" if before == self._stored() else _effect(rows, self.asked)
        effect = effect or "opens" * (len(self.chat.opened) > opened)
        return Seen(
            status=int(str(response["statusCode"])),
            words=tuple(said),
            effect="ran a tool" if len(DONE) > done else effect,
        )

    def _stored(self) -> list[Item]:
        """Give the rows of the requests, be they readable or not."""
        return [row for row in self.rows if "#REQ#" in str(row["sk"])]

    def _told(self, user: str) -> list[str]:
        """Give all that somebody was told so far; what others hear of it would be wrong."""
        told = [(each.user, words.refusal(each.refusal)) for each in self.chat.told]
        told += [(each.user, each.text) for each in self.chat.whispered]
        found = [said if who == user else f"told {who}: {said}" for who, said in told]
        for each in self.chat.told_in_view:
            found += [] if isinstance(each.outcome, Applied) else [words.plain(each.outcome)]
        return found

    def _sent(self, deed: Deed, how: Clicked, rows: tuple[Requirement, ...]) -> Response:
        payload: dict[str, Any] = {
            "team": {"id": how.team},
            "user": {"id": how.by, "team_id": how.team},
            "trigger_id": "1.2.3",
        }
        drawn = [each for each in self.chat.shown if each.view.card.at == rows[0].card]
        ts = drawn[0].ts[0] if drawn else "1700000000.000001"
        payload |= _surface(deed, self._value(deed, how, rows), how.channel, ts)
        body = urlencode({"payload": json.dumps(payload)}).encode()
        ports = self.decision_ports
        return interact(body, ports_of=lambda _: ports, door=Door(app="", team=""))

    def _value(self, deed: Deed, how: Clicked, rows: tuple[Requirement, ...]) -> str:
        is_batch = deed.effect == "decides all"
        at = rows[0].card if is_batch else rows[0].at
        shown = shown_together(rows) if is_batch else rows[0].digest[:16]
        return Address(
            channel=self.thread.channel,
            thread_ts=self.thread.thread_ts,
            at=at if how.at_run is None else replace(at, run=how.at_run),
            rev=len(rows) if is_batch else rows[0].rev,
            shown=how.shown or shown,
        ).value(deed.verb)


def _effect(before: tuple[Requirement, ...], after: tuple[Requirement, ...]) -> str:
    """Say what a click did to what is asked."""
    one, other = before[0], after[0]
    if one.kept != other.kept and one.kept is not None:
        return "takes back"
    if len(after) > 1:
        return "decides all" if not any(row.is_open for row in after) else "decides some"
    if not other.is_open:
        is_cancelled = other.state is RequirementState.CANCELLED
        is_own = other.verdict is not None and isinstance(other.verdict.decision, Cancelled)
        return "cancels" if is_cancelled and is_own else "decides"
    if len(other.handed) > len(one.handed):
        return "hands"
    return "votes" if other.votes != one.votes else "something else"


def _surface(deed: Deed, value: str, channel: str, ts: str) -> dict[str, Any]:
    if deed.is_submit:
        blocks = [{"type": "input", "block_id": key} for key in deed.values]
        view: dict[str, Any] = {"id": "V1", "type": "modal", "blocks": blocks}
        view["private_metadata"] = f"{value} {HOME}" if deed.is_at_home else value
        return {
            "type": "view_submission",
            "view": view | {"state": {"values": deed.values}},
        }
    action: dict[str, Any] = {"type": "button", "action_id": deed.verb, "value": value}
    if deed.by == "menu":
        action = {"type": "overflow", "action_id": "more", "selected_option": {"value": value}}
    found: dict[str, Any] = {"type": "block_actions", "actions": [action]}
    if deed.by in {"button", "menu"}:
        place = {"type": "message", "channel_id": channel, "message_ts": ts, "thread_ts": ts}
        return found | {"container": place, "state": {"values": deed.values}}
    metadata = {"home": HOME, "home view": f"{value} {HOME}", "view": value}[deed.by]
    view = {"id": "V1", "type": "home" if deed.by == "home" else "modal"}
    return found | {"container": {"type": "view"}, "view": view | {"private_metadata": metadata}}


def _said_in(response: Response) -> Iterator[str]:
    """Read the answer to a submit: a modal that says why, or errors at its fields."""
    if not response.get("body"):
        return
    answer = json.loads(str(response["body"]))
    view = answer.get("view", {})
    if view and view.get("callback_id") != "recorded":
        yield str(view["blocks"][0]["text"]["text"])
    yield from answer.get("errors", {}).values()
