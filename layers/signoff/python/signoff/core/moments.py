"""What a run is told in, and from: single moments, from its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from signoff.core.audit import Fact
from signoff.core.effects import Card, Out
from signoff.core.execution import Execution
from signoff.core.journal import Entry
from signoff.core.rating import Rating
from signoff.core.requirement import Requirement
from signoff.core.who import Who

Detail: TypeAlias = str | int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something that happened in a run.

    Attributes:
        what: What it was, in one word.
        at: When, in milliseconds since 1970; None: nobody wrote it down.
        call: The tool call that it is about, by its place.
        by: Who did it, if a person did.
        details: Facts about it: names, numbers, states, digests.
        words: What was said or passed: texts and arguments, which not everybody may see.
    """

    what: str
    at: int | None = None
    call: str = ""
    by: Who | None = None
    details: Mapping[str, Detail] = field(default_factory=dict[str, Detail])
    words: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRows:
    """All that is stored of one run.

    Attributes:
        run: Its number.
        entries: Its journal, in order.
        requirements: What was asked in it.
        executions: The starts of its calls.
        cards: Where it was asked.
        outs: What was said in the thread.
        facts: What the thread's audit holds.
        ratings: What people think of its answer.
    """

    run: int
    entries: Sequence[Entry]
    requirements: Sequence[Requirement]
    executions: Sequence[Execution]
    cards: Sequence[Card]
    outs: Sequence[Out]
    facts: Sequence[Fact]
    ratings: Sequence[Rating] = ()
