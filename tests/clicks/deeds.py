"""All that a person can do to a request in Slack: one line for each verb and kind of request.

A new verb of `adapters/slack/verbs.py` wants a line in `DEEDS`: the table's test names those that
have none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, TypeAlias

from signoff.core.decision import (
    Answered,
    Approved,
    Decision,
    Executed,
    ItHappened,
    Rejected,
)
from signoff.testing.model import Line, call, calls

By: TypeAlias = Literal["button", "menu", "view", "submit", "home", "home view", "home submit"]
"""Where it is done: on the card, in its ⋯, in a modal, by a modal's submit; or from the inbox."""

Effect: TypeAlias = Literal[
    "opens", "decides", "votes", "hands", "cancels", "decides all", "takes back"
]
"""What becomes of it where nothing stands against it."""

_QUESTION = {
    "question": "Which?",
    "header": None,
    "options": [{"label": each, "description": None} for each in ("eu", "us")],
    "multi_select": False,
}
_MAIL: Final = {"to": "bob@example.com", "subject": "Hi"}

ASKS: Final[Mapping[str, tuple[Line, Decision]]] = {
    "quorum": (call("close_account", account="8841"), Rejected()),
    "edit": (call("announce", channel="ops", subject="Down"), Approved()),
    "quorum and edit": (call("pay_out", to="ana", amount=120), Rejected()),
    "confirmation": (call("send_email", **_MAIL), Approved()),
    "batch": (calls(call("send_email", **_MAIL), call("send_email", **_MAIL)), Approved()),
    "hidden": (call("rotate_key", service="pay", key="k-1234"), Approved()),
    "form": (call("refund", order="8841", amount=None), Answered(values='{"amount":1}')),
    "external": (call("roll_back", deployment="api"), Executed(result="done")),
    "questions": (
        call("ask_user", questions=[_QUESTION]),
        Answered(values='[{"answer":"eu","question":"Which?"}]'),
    ),
    "reconcile": (call("send_email", **_MAIL), ItHappened()),
    "sticky": (call("restart", host="web-1"), Approved()),
    "kept": (call("restart", host="web-1"), Approved()),
}
"""Each kind of request: the call that makes it, and how somebody else may have decided it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that a person can do to one kind of request.

    Attributes:
        on: The kind of request.
        verb: The word in the button's value.
        by: Where it is done.
        values: What was filled in.
        effect: What it does where nothing stands against it.
        runs: Whether it lets a tool run, so that a switch refuses it.
        notes: Whether opening it is written down.
        judges: Whether opening it is already a deed, that not everybody may do.
    """

    on: str
    verb: str
    by: By = "button"
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    effect: Effect = "decides"
    runs: bool = False
    notes: bool = False
    judges: bool = False

    def __str__(self) -> str:
        return f"{self.on}: {self.verb} by {self.by}"

    @property
    def opens(self) -> bool:
        """Whether it opens a modal, and decides nothing."""
        return self.effect == "opens"

    @property
    def is_judged(self) -> bool:
        """Whether not everybody may do it."""
        return self.judges or not self.opens

    @property
    def is_at_home(self) -> bool:
        """Whether it is done from the inbox."""
        return self.by.startswith("home")

    @property
    def is_submit(self) -> bool:
        """Whether it is a modal's submit."""
        return self.by.endswith("submit")


def _typed(**texts: str) -> dict[str, Any]:
    return {key: {"v": {"type": "plain_text_input", "value": said}} for key, said in texts.items()}


_TICKED: Final = {"ack": {"v": {"type": "checkboxes", "selected_options": [{"value": "0"}]}}}
_AMOUNT: Final = {"f0": {"v": {"type": "number_input", "value": "120"}}}
_CHOSEN: Final = {"f0": {"v": {"type": "radio_buttons", "selected_option": {"value": "1"}}}}
_HERE: Final = {
    key: {"v": {"type": "radio_buttons", "selected_option": {"value": "0"}}}
    for key in ("where", "lasts")
}
_FAY: Final = {"who": {"v": {"type": "users_select", "selected_user": "U0FAY"}}}

_ANY: Final = [
    Deed(on="", verb="hand", by="menu", effect="opens"),
    Deed(on="", verb="hand", by="submit", values=_FAY, effect="hands"),
    Deed(on="", verb="cancel", by="menu", effect="opens"),
    Deed(on="", verb="cancel", by="submit", values=_typed(why="No more"), effect="cancels"),
    Deed(on="", verb="now", effect="cancels"),
]
_CONFIRMATION: Final = [
    Deed(on="", verb="reject"),
    Deed(on="", verb="why", by="menu", effect="opens"),
    Deed(on="", verb="why", by="submit", values=_typed(why="No")),
    Deed(on="", verb="instead", by="menu", effect="opens"),
    Deed(on="", verb="instead", by="submit", values=_typed(said="Sent")),
    Deed(on="", verb="review", effect="opens", notes=True),
    Deed(on="", verb="page1", by="view", effect="opens"),
    Deed(on="", verb="approve", runs=True),
    Deed(on="", verb="review", by="submit", values=_TICKED, runs=True),
    Deed(on="", verb="look", by="home", effect="opens", notes=True),
    Deed(on="", verb="look1", by="home view", effect="opens"),
    Deed(on="", verb="look", by="home submit", values=_TICKED, runs=True),
    Deed(on="", verb="approve", by="home view", runs=True),
    Deed(on="", verb="reject", by="home view"),
    Deed(on="", verb="why", by="home view", effect="opens"),
    Deed(on="", verb="why", by="home submit", values=_typed(why="No")),
]
_EDIT: Final = [
    Deed(on="", verb="edit", by="menu", effect="opens"),
    Deed(on="", verb="edit", by="submit", values=_typed(f0="Up again"), runs=True),
]


def _on(kind: str, *deeds: Deed) -> list[Deed]:
    """Give the deeds on one kind; where two must approve, a yes is a vote."""
    found = [replace(each, on=kind) for each in deeds]
    if "quorum" not in kind:
        return found
    return [replace(each, effect="votes") if each.runs else each for each in found]


DEEDS: Final = [
    *_on("confirmation", *_CONFIRMATION, *_ANY),
    *_on("edit", *_CONFIRMATION, *_EDIT, *_ANY),
    *_on("quorum", *_CONFIRMATION, *_ANY),
    *_on(
        "quorum and edit",
        *_CONFIRMATION,
        _EDIT[0],
        replace(_EDIT[1], values=_AMOUNT),
        *_ANY,
    ),
    *_on(
        "batch",
        Deed(on="", verb="yesall", effect="decides all", runs=True),
        Deed(on="", verb="noall", effect="decides all"),
    ),
    *_on(
        "hidden",
        *_CONFIRMATION,
        Deed(on="", verb="reveal", effect="opens", notes=True, judges=True),
        Deed(on="", verb="reveal", by="view", effect="opens", notes=True, judges=True),
        *_ANY,
    ),
    *_on(
        "form",
        Deed(on="", verb="submit", values=_AMOUNT, runs=True),
        Deed(on="", verb="decline"),
        Deed(on="", verb="fill", effect="opens"),
        Deed(on="", verb="fill", by="submit", values=_AMOUNT, runs=True),
        Deed(on="", verb="instead", by="menu", effect="opens"),
        Deed(on="", verb="instead", by="submit", values=_typed(said="Refunded")),
        *_ANY,
    ),
    *_on(
        "external",
        Deed(on="", verb="done", effect="opens"),
        Deed(on="", verb="done", by="submit", values=_typed(text="OK")),
        Deed(on="", verb="cannot", effect="opens"),
        Deed(on="", verb="cannot", by="submit", values=_typed(why="Locked")),
        *_ANY,
    ),
    *_on(
        "questions",
        Deed(on="", verb="pick0"),
        Deed(on="", verb="submit", values=_CHOSEN),
        Deed(on="", verb="answer", effect="opens"),
        Deed(on="", verb="answer", by="submit", values=_CHOSEN),
        Deed(on="", verb="skip"),
        *_ANY,
    ),
    *_on(
        "reconcile",
        Deed(on="", verb="happened"),
        Deed(on="", verb="again", runs=True),
        Deed(on="", verb="stop"),
        Deed(on="", verb="review", effect="opens", notes=True),
        *_ANY,
    ),
    *_on(
        "sticky",
        *_CONFIRMATION,
        Deed(on="", verb="keep", effect="opens"),
        Deed(on="", verb="keep", by="submit", values=_HERE, runs=True),
        *_ANY,
    ),
    Deed(on="kept", verb="revoke", effect="takes back"),
]
"""Every click and submit there is, on every kind of request that offers it."""
