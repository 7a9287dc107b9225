"""What a person, or the clock, answered to one requirement."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias, assert_never

from signoff.core.gate import Confirmation, ExternalExecution, Gate, UserFeedback, UserInput
from signoff.core.who import Who


class RequirementState(StrEnum):
    """Where a requirement stands. Only the first is open; no state is ever left for another."""

    PENDING = "PENDING"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    ANSWERED = "ANSWERED"
    EXPIRED = "EXPIRED"
    CANCELLED = "CANCELLED"
    SUPERSEDED = "SUPERSEDED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """Run it, exactly as shown."""

    kind: Literal["approved"] = "approved"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedEdited:
    """Run it, with arguments that people changed: what is stored beside says which."""

    kind: Literal["approved_edited"] = "approved_edited"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """Do not run it. The reason is the person's own words, or empty."""

    reason: str = ""
    kind: Literal["rejected"] = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The fields of a form, or the answers to questions, as canonical JSON."""

    values: str
    kind: Literal["answered"] = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Executed:
    """A person ran it; this is what came of it."""

    result: str
    kind: Literal["executed"] = "executed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredFor:
    """A person answered in the tool's place: it does not run, and this is its output."""

    output: str
    kind: Literal["answered_for"] = "answered_for"


@dataclass(frozen=True, slots=True, kw_only=True)
class CouldNotRun:
    """A person tried to run it, or would not."""

    reason: str
    kind: Literal["could_not_run"] = "could_not_run"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """Nobody answered in time."""

    kind: Literal["expired"] = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """The request was taken back before anybody decided."""

    reason: str
    kind: Literal["cancelled"] = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Superseded:
    """What was asked is no longer what would run."""

    reason: str
    kind: Literal["superseded"] = "superseded"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItHappened:
    """The start whose end nobody saw did its work."""

    kind: Literal["it_happened"] = "it_happened"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunAgain:
    """The start whose end nobody saw did nothing; start once more."""

    kind: Literal["run_again"] = "run_again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """Whatever came of it, do not start it again."""

    kind: Literal["stopped"] = "stopped"


Decision: TypeAlias = (
    Approved
    | ApprovedEdited
    | Rejected
    | Answered
    | Executed
    | AnsweredFor
    | CouldNotRun
    | Expired
    | Cancelled
    | Superseded
    | ItHappened
    | RunAgain
    | Stopped
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A decision with who took it and when.

    Attributes:
        decision: What was decided.
        at: When, in milliseconds since 1970.
        by: Who; None when the clock or the worker did.
    """

    decision: Decision
    at: int
    by: Who | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconcile:
    """Nobody knows how the started call ended; a person looks and says.

    Attributes:
        attempt: The start in question, from 1.
        started_at: When it started, in milliseconds since 1970.
        quorum: How many had to approve it: one alone has no call started again that needs more.
    """

    attempt: int
    started_at: int
    quorum: int = 1
    kind: Literal["reconcile"] = "reconcile"


Ask: TypeAlias = Gate | Reconcile
"""What a requirement asks of a person."""


def fits(ask: Ask, decision: Decision) -> bool:
    """Tell whether a decision is an answer to what was asked."""
    match ask:
        case Confirmation():
            answers: tuple[type, ...] = (Approved, ApprovedEdited, Rejected, AnsweredFor)
        case UserInput():
            answers = (Answered, Rejected, AnsweredFor)
        case UserFeedback():
            answers = (Answered, Rejected)
        case ExternalExecution():
            answers = (Executed, CouldNotRun)
        case Reconcile(quorum=1):
            answers = (ItHappened, RunAgain, Stopped)
        case Reconcile():
            answers = (ItHappened, Stopped)
        case _:
            assert_never(ask)
    return type(decision) in {*answers, Expired, Cancelled, Superseded}


def state_after(decision: Decision) -> RequirementState:
    """Give the state in which a decision leaves its requirement."""
    match decision:
        case Approved() | ApprovedEdited():
            return RequirementState.APPROVED
        case Rejected():
            return RequirementState.REJECTED
        case (
            Answered()
            | Executed()
            | AnsweredFor()
            | CouldNotRun()
            | ItHappened()
            | RunAgain()
            | Stopped()
        ):
            return RequirementState.ANSWERED
        case Expired():
            return RequirementState.EXPIRED
        case Cancelled():
            return RequirementState.CANCELLED
        case Superseded():
            return RequirementState.SUPERSEDED
        case _:
            assert_never(decision)
