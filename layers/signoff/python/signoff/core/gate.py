"""Why a tool call may have to wait for a person, and what its author said about that wait."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """People say yes or no before the tool runs.

    Attributes:
        quorum: How many of them must say yes.
        editable: The arguments that they may change before they do.
    """

    quorum: int = 1
    editable: tuple[str, ...] = ()
    kind: Literal["confirmation"] = "confirmation"


@dataclass(frozen=True, slots=True, kw_only=True)
class UserInput:
    """A person fills the named fields, then the tool runs with them."""

    fields: tuple[str, ...]
    kind: Literal["user_input"] = "user_input"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalExecution:
    """A person runs it elsewhere; what they report is the tool's output."""

    kind: Literal["external_execution"] = "external_execution"


@dataclass(frozen=True, slots=True, kw_only=True)
class UserFeedback:
    """The model asks questions; the answers are the tool's output."""

    kind: Literal["user_feedback"] = "user_feedback"


Gate: TypeAlias = Confirmation | UserInput | ExternalExecution | UserFeedback


class Risk(StrEnum):
    """How much a wrong approval would hurt, in the words of the tool's author."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class OnInterrupt(StrEnum):
    """What to do when a tool was started and nobody knows how it ended."""

    ASK = "ask"
    RETRY = "retry"
    FAIL = "fail"
