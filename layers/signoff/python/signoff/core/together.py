"""One click on all confirmations of a card: which it may decide, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from signoff.core.address import SHOWN
from signoff.core.canonical import digest
from signoff.core.click import Click, Reading, Refusal
from signoff.core.gate import Confirmation, Risk
from signoff.core.requirement import Requirement


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideTogether:
    """The click carries one decision for all rows of a card.

    Attributes:
        click: Who, and on which card: its address is that of `shown_together`.
        reading: How it reads as a decision on each of them.
        is_yes: Whether it approves them.
    """

    click: Click
    reading: Reading
    is_yes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What became of a click on several rows.

    Attributes:
        is_yes: Whether it was to approve them.
        done: How many are decided by it.
        refused: The others, by their number on the card; 0: the card itself.
    """

    is_yes: bool
    done: int
    refused: tuple[tuple[int, Refusal], ...]


def may_be_decided_together(rows: Sequence[Requirement]) -> bool:
    """Tell whether one click may decide all of these, as far as what is stored says so."""
    return len(rows) > 1 and all(
        row.is_open
        and isinstance(row.ask, Confirmation)
        and row.quorum == 1
        and row.risk is not Risk.HIGH
        for row in rows
    )


def shown_together(rows: Sequence[Requirement]) -> str:
    """Name exactly these requests in exactly these versions, as an address does with one."""
    return digest(*(f"{row.at.place} {row.rev} {row.digest}" for row in rows))[:SHOWN]
