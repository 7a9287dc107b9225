"""Every kind of click on every state of a request: one answer, in private, and nothing changed.

The clicks are Slack's own payloads at the door of `slack_interactions`; what stands behind it are
doubles, so that each of the table's cells takes milliseconds.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

import pytest

from signoff.adapters.http import Response
from signoff.adapters.slack import words
from signoff.adapters.slack.interactions import interact
from signoff.core.address import Address
from signoff.core.decision import (
    Answered,
    Approved,
    Cancelled,
    Decision,
    Executed,
    ItHappened,
    Rejected,
    Superseded,
    Verdict,
)
from signoff.core.items import Update
from signoff.core.observations.people import ClickRefused
from signoff.core.requirement import Requirement
from signoff.core.transitions.deciding import settled
from signoff.ports import TransientError, UndeliverableError, UnreachableError
from signoff.settings import Door
from signoff.testing.model import Line, call
from signoff.testing.queue import Wake
from tests.core.rows import BOB
from tests.usecases.tools import ALL, DONE
from tests.usecases.tools import nothing_done_yet as _nothing_done_yet
from tests.usecases.world import World

nothing_done_yet = _nothing_done_yet
QUESTION = {
    "question": "Which?",
    "header": None,
    "options": [{"label": each, "description": None} for each in ("eu", "us")],
    "multi_select": False,
}
ASKS: dict[str, tuple[Line, Decision]] = {
    "quorum": (call("close_account", account="8841"), Rejected()),
    "edit": (call("announce", channel="ops", subject="Down"), Approved()),
    "quorum and edit": (call("pay_out", to="ana", amount=120), Rejected()),
    "confirmation": (call("send_email", to="bob@example.com", subject="Hi"), Approved()),
    "form": (call("refund", order="8841", amount=None), Answered(values='{"amount":1}')),
    "external": (call("roll_back", deployment="api"), Executed(result="done")),
    "questions": (
        call("ask_user", questions=[QUESTION]),
        Answered(values='[{"answer":"eu","question":"Which?"}]'),
    ),
    "reconcile": (call("send_email", to="bob@example.com", subject="Hi"), ItHappened()),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that a person can do to one kind of request.

    Attributes:
        on: The kind of request.
        verb: The word in the button's value.
        by: How it is done: a button, a menu, a button in a modal, a submitted modal.
        values: What was filled in.
        opens: Whether it opens a modal instead of deciding.
        votes: Whether it is one of two approvals, and decides nothing by itself.
    """

    on: str
    verb: str
    by: str = "button"
    values: dict[str, Any] = field(default_factory=dict[str, Any])
    opens: bool = False
    votes: bool = False

    def __str__(self) -> str:
        return f"{self.on}-{self.verb}-{self.by}"


def _typed(**texts: str) -> dict[str, Any]:
    return {key: {"v": {"type": "plain_text_input", "value": said}} for key, said in texts.items()}


TICKED = {"ack": {"v": {"type": "checkboxes", "selected_options": [{"value": "0"}]}}}
AMOUNT = {"f0": {"v": {"type": "number_input", "value": "120"}}}
CHOSEN = {"f0": {"v": {"type": "radio_buttons", "selected_option": {"value": "1"}}}}
YES_OR_NO = [
    Deed(on="", verb="reject"),
    Deed(on="", verb="why", by="menu", opens=True),
    Deed(on="", verb="why", by="submit", values=_typed(why="No")),
    Deed(on="", verb="instead", by="menu", opens=True),
    Deed(on="", verb="instead", by="submit", values=_typed(said="Sent")),
    Deed(on="", verb="review", opens=True),
    Deed(on="", verb="page1", by="view", opens=True),
]
DEEDS = [
    *(replace(each, on="quorum") for each in YES_OR_NO),
    Deed(on="quorum", verb="approve", votes=True),
    Deed(on="quorum", verb="review", by="submit", values=TICKED, votes=True),
    *(replace(each, on="edit") for each in YES_OR_NO),
    Deed(on="edit", verb="approve"),
    Deed(on="edit", verb="review", by="submit", values=TICKED),
    Deed(on="edit", verb="edit", by="menu", opens=True),
    Deed(on="edit", verb="edit", by="submit", values=_typed(f0="Up again")),
    *(replace(each, on="quorum and edit") for each in YES_OR_NO),
    Deed(on="quorum and edit", verb="approve", votes=True),
    Deed(on="quorum and edit", verb="review", by="submit", values=TICKED, votes=True),
    Deed(on="quorum and edit", verb="edit", by="menu", opens=True),
    Deed(on="quorum and edit", verb="edit", by="submit", values=AMOUNT, votes=True),
    Deed(on="confirmation", verb="approve"),
    Deed(on="confirmation", verb="reject"),
    Deed(on="confirmation", verb="why", by="menu", opens=True),
    Deed(on="confirmation", verb="why", by="submit", values=_typed(why="No")),
    Deed(on="confirmation", verb="instead", by="menu", opens=True),
    Deed(on="confirmation", verb="instead", by="submit", values=_typed(said="Sent")),
    Deed(on="confirmation", verb="review", opens=True),
    Deed(on="confirmation", verb="page1", by="view", opens=True),
    Deed(on="confirmation", verb="review", by="submit", values=TICKED),
    Deed(on="form", verb="submit", values=AMOUNT),
    Deed(on="form", verb="decline"),
    Deed(on="form", verb="instead", by="menu", opens=True),
    Deed(on="form", verb="instead", by="submit", values=_typed(said="Refunded")),
    Deed(on="form", verb="fill", opens=True),
    Deed(on="form", verb="fill", by="submit", values=AMOUNT),
    Deed(on="external", verb="done", opens=True),
    Deed(on="external", verb="done", by="submit", values=_typed(text="OK")),
    Deed(on="external", verb="cannot", opens=True),
    Deed(on="external", verb="cannot", by="submit", values=_typed(why="Locked")),
    Deed(on="questions", verb="pick0"),
    Deed(on="questions", verb="submit", values=CHOSEN),
    Deed(on="questions", verb="answer", opens=True),
    Deed(on="questions", verb="answer", by="submit", values=CHOSEN),
    Deed(on="questions", verb="skip"),
    Deed(on="reconcile", verb="happened"),
    Deed(on="reconcile", verb="again"),
    Deed(on="reconcile", verb="stop"),
    Deed(on="reconcile", verb="review", opens=True),
]
DECIDING = [deed for deed in DEEDS if not deed.opens]


class Table(World):
    """A world in which one request of a kind is open, and whose clicks are Slack's payloads."""

    def __init__(self, on: str) -> None:
        asked, self.decision = ASKS[on]
        super().__init__(asked, tools=ALL)
        self.say("Go")
        if on == "reconcile":
            self._lose_the_outcome()
        self.queue.taken()
        self.asked = self.requirements[-1]

    def _lose_the_outcome(self) -> None:
        """Let the worker die after the tool ran and before its result is stored."""

        def die() -> None:
            DONE.then = None
            self.store.fail_next("commit", KeyboardInterrupt())

        self.decide(self.requirements[0], Approved())
        DONE.then = die
        with pytest.raises(KeyboardInterrupt):
            self.work()
        self.turn()

    def do(
        self,
        deed: Deed,
        *,
        by: str = "U0BOB",
        team: str = "T0LOCAL",
        channel: str = "C0OPS",
        asked: Requirement | None = None,
    ) -> Response:
        """Let a person do something, as Slack says it."""
        row = asked or self.asked
        value = Address(
            channel=self.thread.channel,
            thread_ts=self.thread.thread_ts,
            at=row.at,
            rev=row.rev,
            shown=row.digest[:16],
        ).value(deed.verb)
        payload: dict[str, Any] = {
            "team": {"id": team},
            "user": {"id": by, "team_id": team},
            "trigger_id": "1.2.3",
        }
        drawn = [each for each in self.chat.shown if each.view.card.at == row.card]
        ts = drawn[0].ts[0] if drawn else "1700000000.000001"
        payload |= _surface(deed, value, channel, self.thread.thread_ts, ts)
        body = urlencode({"payload": json.dumps(payload)}).encode()
        return interact(body, ports=self.decision_ports, door=Door(app="", team=""))

    @property
    def state(self) -> tuple[object, ...]:
        """All that a refused click must leave as it was."""
        return self.requirements, len(self.chat.shown), len(self.queue.sent), tuple(DONE)


def _surface(deed: Deed, value: str, channel: str, thread_ts: str, ts: str) -> dict[str, Any]:
    if deed.by == "submit":
        blocks = [{"type": "input", "block_id": key} for key in deed.values]
        view = {"id": "V1", "private_metadata": value, "state": {"values": deed.values}}
        return {"type": "view_submission", "view": {**view, "blocks": blocks}}
    action: dict[str, Any] = {"type": "button", "action_id": deed.verb, "value": value}
    if deed.by == "menu":
        action = {"type": "overflow", "action_id": "more", "selected_option": {"value": value}}
    found: dict[str, Any] = {"type": "block_actions", "actions": [action]}
    if deed.by == "view":
        return found | {"container": {"type": "view"}, "view": {"id": "V1"}}
    place = {"type": "message", "channel_id": channel, "message_ts": ts, "thread_ts": thread_ts}
    return found | {"container": place, "state": {"values": deed.values}}


def said_to(table: Table, response: Response, *, by: str = "U0BOB") -> str:
    """Give the one thing that the person was told, wherever they look."""
    assert response["statusCode"] == 200
    told = [words.refusal(each.refusal) for each in table.chat.told if each.user == by]
    if response.get("body"):
        view = json.loads(str(response["body"]))["view"]
        told.append(view["blocks"][0]["text"]["text"])
        assert len(view["title"]["text"]) <= 24
    assert len(table.chat.told) == len([each for each in table.chat.told if each.user == by])
    (only,) = told
    return only


@pytest.mark.parametrize("deed", DEEDS, ids=str)
def test_while_it_is_open_each_deed_does_what_it_says(deed: Deed) -> None:
    table = Table(deed.on)

    response = table.do(deed)

    assert response["statusCode"] == 200
    assert table.chat.told == []
    assert len(table.chat.opened) == deed.opens
    assert table.requirements[-1].is_open == (deed.opens or deed.votes)
    assert len(table.queue.waiting) == (not (deed.opens or deed.votes))
    assert len(table.requirements[-1].votes) == _approves(deed)


def _approves(deed: Deed) -> bool:
    is_yes = deed.verb == "approve" or (deed.by == "submit" and deed.verb in {"review", "edit"})
    return is_yes and not deed.opens


def _decided(table: Table) -> None:
    table.decide(table.asked, table.decision, by="U0EVE")
    table.queue.taken()


def _expired(table: Table) -> None:
    table.clock.advance(seconds=86_400)


def _expired_by_the_clock(table: Table) -> None:
    table.clock.advance(seconds=86_400)
    table.sweep()
    table.queue.taken()


def _closed(table: Table, decision: Decision) -> None:
    verdict = Verdict(decision=decision, at=table.clock(), by=BOB)
    table.store.change(settled(table.thread, table.asked, verdict))


def _cancelled(table: Table) -> None:
    _closed(table, Cancelled(reason=""))


def _replaced(table: Table) -> None:
    _closed(table, Superseded(reason=""))


STATES: list[tuple[Callable[[Table], None], str]] = [
    (_decided, r"Already (\w| )+ by (eve|<@U0EVE>) at .*\. Your click changed nothing\."),
    (_expired, r"This expired at .* and was not run\. Ask again if you still need it\."),
    (_expired_by_the_clock, r"This expired at .* and was not run\. Ask again .*"),
    (_cancelled, r"(bob|<@U0BOB>) cancelled this at .*\. It was not run\."),
    (_replaced, r"This card is out of date; the request changed at .*"),
]


@pytest.mark.parametrize("deed", DEEDS, ids=str)
@pytest.mark.parametrize(("becomes", "expected"), STATES)
def test_once_it_is_settled_each_deed_is_told_how(
    deed: Deed, becomes: Callable[[Table], None], expected: str
) -> None:
    table = Table(deed.on)
    becomes(table)
    before = table.state

    response = table.do(deed)

    assert re.fullmatch(expected, said_to(table, response))
    requirements, shown, _, done = table.state
    assert (requirements, shown, done) == (before[0], before[1], before[3])
    assert table.chat.opened == []
    # Whoever comes second sends the wake again: it may have been lost with the first click.
    assert set(table.queue.waiting) <= {Wake(thread=table.thread)}


@pytest.mark.parametrize("deed", DEEDS, ids=str)
@pytest.mark.parametrize("is_foreign", [False, True])
def test_an_unknown_and_a_foreign_request_are_told_apart_by_nobody(
    deed: Deed, is_foreign: bool
) -> None:
    table = Table(deed.on)
    before = table.state
    nowhere = replace(table.asked, at=replace(table.asked.at, run=9))

    response = table.do(deed, team="T0OTHER") if is_foreign else table.do(deed, asked=nowhere)

    assert said_to(table, response) == "This request no longer exists. Nothing was changed."
    assert table.state == before
    assert table.chat.opened == []


@pytest.mark.parametrize("deed", [each for each in DEEDS if each.by in {"button", "menu"}], ids=str)
def test_a_copied_value_is_worth_nothing_in_another_channel(deed: Deed) -> None:
    table = Table(deed.on)
    before = table.state

    response = table.do(deed, channel="C0GENERAL")

    assert table.chat.told[0].thread.channel == "C0GENERAL"
    assert said_to(table, response) == "This request no longer exists. Nothing was changed."
    assert table.state == before
    assert table.chat.opened == []


@pytest.mark.parametrize("deed", DEEDS, ids=str)
def test_what_was_shown_differently_is_out_of_date(deed: Deed) -> None:
    table = Table(deed.on)
    before = table.state

    response = table.do(deed, asked=replace(table.asked, digest="0" * 64))

    assert said_to(table, response).startswith("This card is out of date")
    assert table.state == before


@pytest.mark.parametrize("deed", DECIDING, ids=str)
@pytest.mark.parametrize("who", ["U0GUEST", "U0OUT"])
def test_guests_and_strangers_decide_nothing_anywhere(deed: Deed, who: str) -> None:
    table = Table(deed.on)
    before = table.state

    response = table.do(deed, by=who)

    said = said_to(table, response, by=who)
    assert said == "Guests and people from other organisations can't decide here."
    assert table.state == before


@pytest.mark.parametrize("deed", DECIDING, ids=str)
@pytest.mark.parametrize(
    "error", [UnreachableError("down", is_ambiguous=True), UndeliverableError("user_not_found")]
)
def test_whoever_cannot_be_checked_is_asked_to_try_again(deed: Deed, error: Exception) -> None:
    table = Table(deed.on)
    before = table.state
    table.chat.fail_next("person", error)

    response = table.do(deed)

    assert said_to(table, response) == (
        "Couldn't check who you are just now. Nothing was changed; please try again."
    )
    assert table.state == before


@pytest.mark.parametrize("deed", DEEDS, ids=str)
def test_a_table_that_does_not_answer_is_our_failure_and_said_so(deed: Deed) -> None:
    table = Table(deed.on)
    before = table.state
    table.store.fail_next("read", TransientError("busy"))

    response = table.do(deed)

    assert said_to(table, response) == (
        "That failed on our side and nothing was recorded. Please click again."
    )
    assert table.state == before
    assert table.chat.opened == []


@pytest.mark.parametrize("deed", DEEDS, ids=str)
def test_a_row_of_another_version_is_our_failure_and_said_so(deed: Deed) -> None:
    table = Table(deed.on)
    key = table.thread.requirement(table.asked.at)
    table.store.change(Update(key=key, put={"v": 99, "body": "the very words"}))

    response = table.do(deed)

    assert said_to(table, response).startswith("That failed on our side")
    (refused,) = table.operator.of(ClickRefused)
    assert refused.cause == "a stored row cannot be read by this version"
    assert "the very words" not in str(table.operator.told)


@pytest.mark.parametrize("deed", DECIDING, ids=str)
def test_a_write_that_does_not_come_through_is_our_failure_and_said_so(deed: Deed) -> None:
    table = Table(deed.on)
    before = table.state
    table.store.fail_next("commit", TransientError("busy"))

    response = table.do(deed)

    assert said_to(table, response).startswith("That failed on our side")
    assert table.state == before


@pytest.mark.parametrize("deed", DEEDS, ids=str)
@pytest.mark.parametrize(
    "error", [UnreachableError("slow", is_ambiguous=True), UndeliverableError("channel_not_found")]
)
def test_a_person_who_cannot_even_be_told_still_gets_an_answer(
    deed: Deed, error: Exception
) -> None:
    table = Table(deed.on)
    _decided(table)
    table.chat.fail_next("tell", error)

    assert table.do(deed)["statusCode"] == 200


@pytest.mark.parametrize("deed", DECIDING, ids=str)
def test_a_recorded_decision_is_answered_whatever_fails_afterwards(deed: Deed) -> None:
    for method, error in (
        ("show", UnreachableError("slow", is_ambiguous=True)),
        ("show", UndeliverableError("is_archived")),
        ("change", TransientError("busy")),
        ("wake", TransientError("busy")),
    ):
        table = Table(deed.on)
        port: Any = {"show": table.chat, "change": table.store, "wake": table.queue}[method]
        port.fail_next(method, error)

        assert table.do(deed)["statusCode"] == 200

        assert table.requirements[-1].is_open == deed.votes
        assert len(table.requirements[-1].votes) == _approves(deed)
        assert table.chat.told == []


@pytest.mark.parametrize("deed", [each for each in DEEDS if each.opens], ids=str)
@pytest.mark.parametrize(
    "error", [UnreachableError("slow", is_ambiguous=True), UndeliverableError("expired_trigger_id")]
)
def test_a_form_that_does_not_open_is_said_so(deed: Deed, error: Exception) -> None:
    table = Table(deed.on)
    before = table.state
    table.chat.fail_next("open_form", error)

    response = table.do(deed)

    assert said_to(table, response).endswith("Please click again.")
    assert table.state == before


@pytest.mark.parametrize("deed", DEEDS, ids=str)
def test_a_deed_of_another_kind_of_request_changes_nothing(deed: Deed) -> None:
    for on in ASKS:
        table = Table(on)
        if (on, deed.verb) in {(each.on, each.verb) for each in DEEDS}:
            continue
        before = table.state

        response = table.do(deed)

        assert response["statusCode"] == 200
        assert table.state == before
        assert len(table.chat.told) + bool(response.get("body")) + len(table.chat.opened) == 1
