"""A row of the truth table: a rule as an author writes it, a world, and what people do."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["confirmation", "form", "external"]
Does: TypeAlias = Literal["yes", "no", "change", "joins", "leaves"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Somebody does something.

    Attributes:
        who: Their Slack id.
        does: A yes, a no, or a yes to arguments that they change; or they join or leave a circle.
        of: The circle.
    """

    who: str
    does: Does
    of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One case.

    Attributes:
        about: What the row is about, for the table that a person reads.
        approvers: The words of `approvers=`; empty: the option is left out.
        escalate_to: The words of `escalate_to=`.
        is_escalated: Whether the time of it has come.
        quorum: How many must approve.
        kind: What is asked.
        is_risky: Whether the tool is of high risk.
        unread: The circles of which Slack says nothing at the clicks.
        unread_later: Those of which it says nothing when the tool is to start.
        handed: Who gave their right to whom, in order.
        acts: What people do, in order.
        afterwards: What happens between the decision and the start.
    """

    about: str
    approvers: tuple[str, ...] = ()
    escalate_to: tuple[str, ...] = ()
    is_escalated: bool = False
    quorum: int = 1
    kind: Kind = "confirmation"
    is_risky: bool = False
    unread: frozenset[str] = frozenset()
    unread_later: frozenset[str] = frozenset()
    handed: tuple[tuple[str, str], ...] = ()
    acts: tuple[Act, ...]
    afterwards: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of a row.

    Attributes:
        answers: What each click came to, in the order of the clicks.
        state: Where the request stands then.
        start: What becomes of the tool: `ran`, `blocked`, `put off`, or `not asked to`.
    """

    answers: tuple[str, ...]
    state: str
    start: str
