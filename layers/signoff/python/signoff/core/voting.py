"""What people leave on a requirement before it is decided: votes, changes, handovers."""

from dataclasses import dataclass

from signoff.core.who import Who


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """Somebody approves the arguments as they are asked now.

    Attributes:
        by: Who.
        at: When, in milliseconds since 1970.
    """

    by: Who
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What people changed of the arguments that the model gave.

    Attributes:
        values: The changed arguments and no others, as canonical JSON.
        by: Everybody who changed something, in the order in which they first did.
        at: When it was changed last, in milliseconds since 1970.
        rev: The revision that the last change made: no earlier card shows what is asked now.
    """

    values: str
    by: tuple[Who, ...]
    at: int
    rev: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandTo:
    """Somebody wants to give their right to decide to somebody else.

    Attributes:
        id: To whom, by Slack id.
        name: What they are called; empty: not known yet.
    """

    id: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """Somebody gave their right to decide to somebody else: it moves, and does not multiply.

    Attributes:
        by: Who gave it; they have it no more, unless it is given back.
        to: Who has it now.
        at: When, in milliseconds since 1970.
    """

    by: Who
    to: Who
    at: int
