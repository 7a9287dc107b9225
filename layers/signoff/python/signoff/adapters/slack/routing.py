"""How the copies of a card differ: what the thread says of one that is decided elsewhere."""

from dataclasses import dataclass
from enum import Enum

from signoff.adapters.slack.blocks import Block, context
from signoff.adapters.slack.deciders import who_decides
from signoff.adapters.slack.spot import Spot
from signoff.core.terms import DM


class Kind(Enum):
    """What a copy is for."""

    WHOLE = "whole"
    """It stands in its thread, and is decided there."""

    NOTE = "note"
    """It stands in its thread, and says where it is decided."""

    AWAY = "away"
    """It stands elsewhere, and leads back to its thread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A copy of a card.

    Attributes:
        kind: What it is for.
        not_elsewhere: Why it does not stand where it was sent; empty: it does.
        link: Leads to the thread, in mrkdwn; empty: nobody knows how.
    """

    kind: Kind = Kind.WHOLE
    not_elsewhere: str = ""
    link: str = ""


def elsewhere(spot: Spot) -> Block:
    """Say in the thread where an open request is decided."""
    asked = spot.requirement
    route = asked.terms.route
    where = "by direct message" if route == DM else f"in <#{route}>"
    said = f"Waits for a decision {where} · Can decide: {who_decides(asked)}"
    return context(f"w{spot.suffix}", said)


def way_back(suffix: str, channel: str, link: str) -> Block:
    """Lead from a copy to the thread that it belongs to."""
    where = f"From a thread in <#{channel}>" if not channel.startswith("D") else "From a thread"
    return context(f"b{suffix}", f"{where} · {link}" if link else where)


def stays_here(suffix: str, why: str) -> Block:
    """Say in the thread why the card is not where it was to be."""
    return context(f"b{suffix}", f"It could not be shown where it was to be decided: {why}.")
