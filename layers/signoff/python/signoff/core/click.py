"""A click arrived: what it asks for, and the one stated outcome in which it ends."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from signoff.core.address import Address
from signoff.core.approving import ApproveWith
from signoff.core.decision import Decision, RequirementState, Verdict
from signoff.core.effects import Card, Out
from signoff.core.grants import ApproveAndKeep, RejectForGood
from signoff.core.home_place import HomePlace
from signoff.core.keys import ThreadKey
from signoff.core.person import Bar
from signoff.core.requirement import Kept, Requirement
from signoff.core.terms import Circle
from signoff.core.voting import HandTo


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProblem:
    """A field that was filled in wrongly."""

    field: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """A decision that somebody wants to take, on one requirement as one card showed it.

    Attributes:
        team: The workspace, from the signed payload.
        user: The person's id, from the signed payload.
        address: Which requirement, in which version.
        channel: Where the card stands, if the click came from a message.
        message_ts: The message, if the click came from one.
        home: Where in their inbox the person is, if the click came from there.
        through: How it came, if not from Slack: for the audit.
    """

    team: str
    user: str
    address: Address
    channel: str = ""
    message_ts: str = ""
    home: HomePlace | None = None
    through: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """The click counts: as the decision, or as one vote of several.

    Attributes:
        requirement: What it was about, as it is now.
        card: Its card as it is now; None: it has to be read.
        out: A message to the thread that is stored with it, and to be sent.
    """

    requirement: Requirement
    card: Card | None = field(default=None, compare=False)
    out: Out | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlreadyDecided:
    """Somebody, or the clock, was first."""

    state: RequirementState
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class AlreadyVoted:
    """This person's approval is counted, and others are needed.

    Attributes:
        votes: How many have approved.
        quorum: How many must.
    """

    votes: int
    quorum: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PastExpiry:
    """The time to decide is over."""

    exp: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAllowed:
    """This person does not decide here.

    Attributes:
        why: What stands against it.
        asked: The request, whose rule says who does; None: it does not matter.
        name: What they are called.
        wanted: What they wanted to do.
    """

    why: Bar
    asked: Requirement | None = field(default=None, compare=False)
    name: str = field(default="", compare=False)
    wanted: Literal["decide", "cancel"] = field(default="decide", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unverified:
    """Whether this person may decide could not be found out: so they may not, now.

    Attributes:
        of: The membership that could not be read; None: who they are at all.
    """

    of: Circle | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """What was shown is not what is asked now.

    Attributes:
        changed_at: When it was changed, in milliseconds since 1970; None: nobody changed it.
        card: Where what is asked now stands: its thread, and the message; None: not known.
    """

    changed_at: int | None = None
    card: tuple[ThreadKey, str] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """There is no such request, here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """What was asked can't be read any more, so nobody can decide it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invalid:
    """What was filled in cannot be used; what was typed still stands."""

    problems: tuple[FieldProblem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoLongerStands:
    """The standing decision that was to be taken back counts no more.

    Attributes:
        kept: What its request remembers of it.
    """

    kept: Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchedOff:
    """An administrator has switched off what this would let run.

    Attributes:
        name: What whoever clicked is called.
    """

    name: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRecorded:
    """It failed on our side, and nothing was recorded.

    Attributes:
        why: What failed, for the log.
    """

    why: str = field(default="", compare=False)


Refusal: TypeAlias = (
    AlreadyDecided
    | AlreadyVoted
    | PastExpiry
    | NotAllowed
    | Unverified
    | Stale
    | Gone
    | Lost
    | Invalid
    | NoLongerStands
    | SwitchedOff
    | NotRecorded
)
ClickOutcome: TypeAlias = Applied | Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """Where a click that came from no channel is answered: in a small modal.

    Attributes:
        trigger: Slack's permission to open it, good for three seconds.
        view: The modal that it takes the place of; empty: none is open.
    """

    trigger: str
    view: str = ""


Form: TypeAlias = Literal[
    "reject",
    "edit",
    "keep",
    "instead",
    "fill",
    "done",
    "cannot",
    "answer",
    "review",
    "reveal",
    "look",
    "hand",
    "cancel",
]
"""Which modal a button opens."""


Wish: TypeAlias = Decision | ApproveWith | ApproveAndKeep | RejectForGood | HandTo
"""What somebody wants, as far as it is theirs to say."""

Reading: TypeAlias = Callable[[Requirement], Wish | Invalid]
"""How a click reads as a decision, once it is known what was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide:
    """The click carries a decision.

    Attributes:
        click: Who, and on which requirement.
        reading: Turns what was clicked and filled in into the decision.
    """

    click: Click
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack:
    """The click takes back the decision that stands since a request was decided.

    Attributes:
        click: Who, and on which requirement.
    """

    click: Click


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNow:
    """The click wants a message read for which open requests stand in the way.

    Attributes:
        click: Who, and one of these requests.
    """

    click: Click


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenForm:
    """The click asks for a modal.

    Attributes:
        click: Who, and on which requirement.
        form: Which modal.
        trigger: Slack's permission to open it, good for three seconds.
        view: The modal to replace, when the click came from inside it.
        page: The page of arguments to show, from 1.
        filled: What stood in the card's fields, as JSON in Slack's own shape; empty: nothing.
    """

    click: Click
    form: Form
    trigger: str
    view: str = ""
    page: int = 1
    filled: str = ""
