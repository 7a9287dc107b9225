"""What approvals leave on a requirement before it is decided: votes, and what was changed."""

from dataclasses import dataclass

from signoff.core.decision import Who


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
