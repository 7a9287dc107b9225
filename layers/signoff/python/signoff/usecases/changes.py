"""A wish of a person, ready to be stored."""

from dataclasses import dataclass

from signoff.core.audit import Fact
from signoff.core.effects import Out
from signoff.core.items import Write
from signoff.core.requirement import Requirement


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a wish changes.

    Attributes:
        after: The requirement as it is then.
        writes: What is written.
        facts: What the audit is told.
        beside: What the audit of the whole workspace is told.
        out: A message to the thread that is stored with it, and to be sent then.
    """

    after: Requirement
    writes: tuple[Write, ...]
    facts: tuple[Fact, ...]
    beside: tuple[Fact, ...] = ()
    out: Out | None = None
