"""A row, played by the product: the tool is declared, the call made, the clicks recorded."""

from collections.abc import Callable
from itertools import count
from typing import Any

from signoff import tool
from signoff.agent.tool import Tool
from signoff.core.approving import ApproveWith
from signoff.core.canonical import canonical
from signoff.core.click import (
    AlreadyDecided,
    AlreadyVoted,
    Applied,
    ClickOutcome,
    NotAllowed,
    Unverified,
    Wish,
)
from signoff.core.codec import column
from signoff.core.decision import Answered, Approved, CouldNotRun, Executed, Rejected
from signoff.core.items import Update
from signoff.core.requirement import OutcomeState, Requirement
from signoff.core.terms import Circle
from signoff.core.voting import Handover
from signoff.core.who import Who
from signoff.ports import UnreachableError
from signoff.testing import RecordingChat
from signoff.testing.model import call, say
from tests.core.rows import NOON
from tests.policy.cast import CIRCLES, PEOPLE
from tests.policy.row import Act, Row, Told
from tests.usecases.world import World

_GATES: dict[str, dict[str, Any]] = {
    "confirmation": {"requires_confirmation": True, "editable": ["amount"]},
    "form": {"requires_user_input": True, "user_input_fields": ["amount"]},
    "external": {"external_execution": True},
}
_STATES = {
    "PENDING": "open",
    "APPROVED": "approved",
    "ANSWERED": "answered",
    "REJECTED": "rejected",
}


class BlindChat(RecordingChat):
    """A Slack that does not say of some circles who is in them."""

    unread: frozenset[str] = frozenset()

    def members(self, of: Circle) -> frozenset[str]:
        if of.id in self.unread:
            raise UnreachableError("fetch_members_failed")
        return super().members(of)


class Stage(World):
    """A world whose one request has the rule of a row."""

    def __init__(self, row: Row, ran: list[str]) -> None:
        super().__init__(
            call("pay", to="ana", amount=1), say("So be it."), tools=[_declared(row, ran)]
        )
        self.row = row
        self.chat: BlindChat = BlindChat(*PEOPLE)
        self._amounts = count(2)
        self._circles = {name: set(members) for name, members in CIRCLES.items()}
        self.open_eyes(row.unread)
        self.say("Pay ana")
        self._set_up()

    @property
    def asked(self) -> Requirement:
        """The request, as it is stored now."""
        return self.requirements[0]

    def open_eyes(self, unread: frozenset[str]) -> None:
        """Let Slack say of all circles but these who is in them."""
        self.chat.unread = unread
        for name, members in self._circles.items():
            self.chat.gather(name, *members)

    def move(self, act: Act, unread: frozenset[str]) -> None:
        """Let somebody join or leave a circle."""
        change = set.add if act.does == "joins" else set.discard
        change(self._circles[act.of], act.who)
        self.open_eyes(unread)

    def click_on_it(self, act: Act) -> ClickOutcome:
        """Let somebody do what they do, on the card as it stands."""
        return self.decide(self.asked, self._wish(act), by=act.who)

    def _wish(self, act: Act) -> Wish:
        if act.does == "change":
            return ApproveWith(values=canonical({"amount": next(self._amounts)}))
        wishes: dict[tuple[str, str], Callable[[], Wish]] = {
            ("confirmation", "yes"): Approved,
            ("confirmation", "no"): Rejected,
            ("form", "yes"): lambda: Answered(values='{"amount":7}'),
            ("form", "no"): Rejected,
            ("external", "yes"): lambda: Executed(result="done"),
            ("external", "no"): lambda: CouldNotRun(reason="locked"),
        }
        return wishes[self.row.kind, act.does]()

    def _set_up(self) -> None:
        """Let be over what has passed before the first click."""
        put: dict[str, Any] = {}
        if self.row.is_escalated:
            put["escalated_at"] = NOON
        if self.row.handed:
            put["handed"] = column(
                tuple(
                    Handover(by=Who(id=by, name=by), to=Who(id=to, name=to), at=NOON)
                    for by, to in self.row.handed
                )
            )
        if put:
            key = self.thread.requirement(self.asked.at)
            self.store.change(Update(key=key, put=put))


def played(row: Row) -> Told:
    """Play a row, and tell what came of it."""
    ran: list[str] = []
    stage = Stage(row, ran)
    answers: list[str] = []
    for act in row.acts:
        if act.does in {"joins", "leaves"}:
            stage.move(act, row.unread)
        else:
            answers.append(_said(stage.click_on_it(act)))
    stage.open_eyes(row.unread_later)
    for act in row.afterwards:
        stage.move(act, row.unread_later)
    state = _state(row, stage.asked)
    stage.turn()
    return Told(answers=tuple(answers), state=state, start=_start(stage, ran))


def _declared(row: Row, ran: list[str]) -> Tool:
    options: dict[str, Any] = dict(_GATES[row.kind])
    if row.kind == "confirmation":
        options["quorum"] = row.quorum
    if row.approvers:
        options["approvers"] = list(row.approvers)
    if row.escalate_to:
        options["escalate_to"] = list(row.escalate_to)
    if row.is_risky:
        options["risk"] = "high"

    @tool(**options)
    def pay(to: str, amount: int) -> str:
        """Pay somebody."""
        ran.append(f"paid {to} {amount}")
        return "paid"

    return pay


def _said(outcome: ClickOutcome) -> str:
    match outcome:
        case Applied():
            return "counts"
        case AlreadyVoted(votes=votes, quorum=quorum):
            return f"counted before: {votes} of {quorum}"
        case AlreadyDecided():
            return "too late"
        case NotAllowed(why=bar):
            return f"may not: {bar.value}"
        case Unverified():
            return "cannot be checked"
        case _:
            return f"unforeseen: {outcome!r}"


def _state(row: Row, asked: Requirement) -> str:
    if asked.verdict is not None and row.kind != "confirmation":
        is_no = isinstance(asked.verdict.decision, Rejected | CouldNotRun)
        return "declined" if is_no else "answered"
    return _STATES[asked.state.value]


def _start(stage: Stage, ran: list[str]) -> str:
    if ran:
        return "ran" if len(ran) == 1 else "ran more than once"
    asked = stage.asked
    if asked.outcome is not None and asked.outcome.state is OutcomeState.NOT_RUN:
        return "blocked"
    is_let = asked.verdict is not None and isinstance(asked.verdict.decision, Approved | Answered)
    is_edited = asked.state.value == "APPROVED"
    return "put off" if (is_let or is_edited) and asked.consumed_by is None else "not asked to"
