"""Every state in which a click can find a request, and what it comes to there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from signoff.core.approving import ApproveWith
from signoff.core.decision import (
    Approved,
    Cancelled,
    Decision,
    Superseded,
    Verdict,
)
from signoff.core.items import Update
from signoff.core.switches import EveryTool, Switch
from signoff.core.transitions.deciding import settled
from signoff.core.transitions.switching import thrown
from signoff.ports import TransientError, UndeliverableError, UnreachableError
from tests.clicks.deeds import Deed
from tests.clicks.stage import Clicked, Stage
from tests.core.rows import BOB

GONE: Final = r"This request no longer exists\. Nothing was changed\."
FAILED: Final = r"That failed on our side and nothing was recorded\. Please click again\."
STALE: Final = r"This card is out of date; the request changed.*\. Decide on the current card\."
EXPIRED: Final = r"This expired at .* and was not run\. Ask again if you still need it\."
OUTSIDE: Final = r"Guests and people from other organisations can't decide here\."
WHO: Final = r"Couldn't check who you are just now\. Nothing was changed; please try again\."
GROUP: Final = (
    r"Couldn't check who is in (<!subteam\^S0SRE>|@s0sre|the user group) just now\. "
    r"Nothing was changed; please try again\."
)
NEEDS: Final = (
    r"You can't decide this one: it needs [12] of (<!subteam\^S0SRE>|@s0sre)\. "
    r"Nothing was changed\."
)
NO_CANCEL: Final = (
    r"You can't cancel this one: whoever asked for it can, or [12] of "
    r"(<!subteam\^S0SRE>|@s0sre)\. Nothing was changed\."
)
OWN: Final = (
    r"You asked for this, so someone else must decide: [12] of (<!subteam\^S0SRE>|@s0sre)\."
)
NOT_ANY_MORE: Final = r"Already revoked by (eve|<@U0EVE>) at .*\. Your click changed nothing\."
RUN_OUT: Final = r"It ran out by itself at .*\. Your click changed nothing\."
COUNTED: Final = r"Your approval is already counted: 1 of 2\."
OFF: Final = r"Approvals are switched off by an administrator\. Nothing was changed\."
ALREADY: Final = r"Already (\w| )+ by (eve|<@U0EVE>) at .*\. Your click changed nothing\."
TAKEN_BACK: Final = r"(bob|<@U0BOB>) cancelled this at .*\. It was not run\."


def _nothing(_: Stage, __: Deed) -> None:
    """Leave it open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state in which a click finds a request.

    Attributes:
        name: What it is called in the table.
        says: What a person is told there; empty: the deed does what it does.
        to_cancel: What they are told if they want to take it back; empty: the same.
        where: Whether a deed can find it at all.
        holds: Whether a deed comes to that there; otherwise it does what it does.
        arrange: Brings it about.
        how: Who does it, and how.
    """

    name: str
    says: str = ""
    to_cancel: str = ""
    where: Callable[[Deed], bool] = field(default=lambda _: True)
    holds: Callable[[Deed], bool] = field(default=lambda _: True)
    arrange: Callable[[Stage, Deed], None] = _nothing
    how: Clicked = field(default_factory=Clicked)


def _decided(stage: Stage, _: Deed) -> None:
    for row in stage.asked:
        stage.decide(row, stage.decision, by="U0EVE")


def _over(stage: Stage, _: Deed) -> None:
    stage.clock.advance(seconds=86_400)


def _swept(stage: Stage, _: Deed) -> None:
    stage.clock.advance(seconds=86_400)
    stage.sweep()


def _closed(decision: Decision) -> Callable[[Stage, Deed], None]:
    def close(stage: Stage, _: Deed) -> None:
        for row in stage.asked:
            verdict = Verdict(decision=decision, at=stage.clock(), by=BOB)
            stage.store.change(settled(stage.thread, row, verdict))

    return close


def _fails(port: str, method: str, error: Exception) -> Callable[[Stage, Deed], None]:
    def order(stage: Stage, _: Deed) -> None:
        ports: dict[str, Any] = {"chat": stage.chat, "store": stage.store}
        ports[port].fail_next(method, error)

    return order


def _of_another_version(stage: Stage, _: Deed) -> None:
    for row in stage.asked:
        key = stage.thread.requirement(row.at)
        stage.store.change(Update(key=key, put={"v": 99}))


def _voted(stage: Stage, _: Deed) -> None:
    stage.decide(stage.asked[0], Approved())


def _edited(stage: Stage, _: Deed) -> None:
    stage.decide(stage.asked[0], ApproveWith(values='{"amount":7}'), by="U0EVE")


def _revoked(stage: Stage, deed: Deed) -> None:
    stage.do(deed, Clicked(by="U0EVE"), stage.asked)


def _switched_off(stage: Stage, _: Deed) -> None:
    switch = Switch(scope=EveryTool(), by=BOB, at=stage.clock())
    stage.store.commit(thrown(stage.thread.team, switch))


def _is_decision(deed: Deed) -> bool:
    return deed.is_judged


def _is_ruled(deed: Deed) -> bool:
    return deed.is_judged and deed.on != "questions"


def _is_restricted(deed: Deed) -> bool:
    """Tell whether a rule keeps whoever asked from it: they may always take it back."""
    return _is_ruled(deed) and deed.effect != "cancels"


def _is_shown(deed: Deed) -> bool:
    """Tell whether it is about what a card shows; a message that waits is about all of a run."""
    return deed.verb != "now"


def _is_on_card(deed: Deed) -> bool:
    return deed.by in {"button", "menu"}


_DOWN: Final = UnreachableError("down", is_ambiguous=True)
_BUSY: Final = TransientError("busy")

STATES: Final = (
    State(name="pending"),
    State(name="decided by somebody", says=ALREADY, arrange=_decided),
    State(name="expired", says=EXPIRED, arrange=_over),
    State(name="expired, closed by the clock", says=EXPIRED, arrange=_swept),
    State(name="cancelled", says=TAKEN_BACK, arrange=_closed(Cancelled(reason=""))),
    State(name="superseded", says=STALE, arrange=_closed(Superseded(reason=""))),
    State(name="unknown id", says=GONE, how=Clicked(at_run=9)),
    State(name="foreign workspace", says=GONE, how=Clicked(team="T0OTHER")),
    State(name="wrong message", says=GONE, where=_is_on_card, how=Clicked(channel="C0GENERAL")),
    State(name="out of date", says=STALE, where=_is_shown, how=Clicked(shown="0" * 16)),
    State(name="a guest", says=OUTSIDE, holds=_is_decision, how=Clicked(by="U0GUEST")),
    State(name="a stranger", says=OUTSIDE, holds=_is_decision, how=Clicked(by="U0OUT")),
    State(
        name="not an approver",
        says=NEEDS,
        to_cancel=NO_CANCEL,
        holds=_is_ruled,
        how=Clicked(by="U0DAN"),
    ),
    State(name="the requester", says=OWN, holds=_is_restricted, how=Clicked(by="U0ANA")),
    State(
        name="a person who can't be checked",
        says=WHO,
        holds=_is_decision,
        arrange=_fails("chat", "person", _DOWN),
    ),
    State(
        name="a person whom Slack does not know",
        says=WHO,
        holds=_is_decision,
        arrange=_fails("chat", "person", UndeliverableError("user_not_found")),
    ),
    State(
        name="a group that can't be checked",
        says=GROUP,
        holds=_is_ruled,
        arrange=_fails("chat", "members", _DOWN),
    ),
    State(name="the table can't be read", says=FAILED, arrange=_fails("store", "read", _BUSY)),
    State(
        name="the table can't be written",
        says=FAILED,
        holds=lambda deed: not deed.opens or deed.notes,
        arrange=_fails("store", "commit", _BUSY),
    ),
    State(name="a row of another version", says=FAILED, arrange=_of_another_version),
    State(
        name="a form that does not open",
        says=FAILED,
        where=lambda deed: deed.opens,
        arrange=_fails("chat", "open_form", UndeliverableError("expired_trigger_id")),
    ),
    State(
        name="counted already",
        says=COUNTED,
        where=lambda deed: deed.effect == "votes" and deed.verb != "edit",
        arrange=_voted,
    ),
    State(
        name="edited since",
        says=STALE,
        where=lambda deed: deed.on == "quorum and edit" and _is_shown(deed),
        arrange=_edited,
    ),
    State(
        name="switched off",
        says=OFF,
        holds=lambda deed: deed.runs,
        arrange=_switched_off,
    ),
)
"""Every state; where it does not hold for a deed, the deed does what it does."""

STANDING: Final = (
    State(name="stands"),
    State(name="taken back before", says=NOT_ANY_MORE, arrange=_revoked),
    State(name="has run out", says=RUN_OUT, arrange=_over),
    *(
        state
        for state in STATES
        if state.name
        in {
            "unknown id",
            "foreign workspace",
            "wrong message",
            "a guest",
            "a stranger",
            "not an approver",
            "the requester",
            "a person who can't be checked",
            "a person whom Slack does not know",
            "a group that can't be checked",
            "the table can't be read",
            "the table can't be written",
            "a row of another version",
        }
    ),
)
"""The states in which a click finds what stands since a decision."""

BY_NAME: Final[Mapping[str, State]] = {state.name: state for state in (*STATES, *STANDING)}
