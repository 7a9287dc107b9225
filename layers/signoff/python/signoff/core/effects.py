"""What stands, or should stand, in Slack: views of the state, with a version each."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from signoff.core.files_out import OutFile
from signoff.core.keys import Position
from signoff.core.nudge import Nudge

DRAWING_MS = 30_000
"""How long a drawing or a sending may take before the clock takes it over."""


class Instead(StrEnum):
    """Who knows of a card that Slack does not take in its thread."""

    TOLD = "TOLD"
    """Its requester, by a direct message."""

    FAILED = "FAILED"
    """Nobody: neither its thread nor its requester could be reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A Slack message that shows requirements and, later, their receipts.

    Attributes:
        at: Its name: the first requirement on it.
        rows: The requirements on it, in order.
        want: The version that should stand in Slack; counted up by every change of state.
        have: The version that stands there.
        drawers: How many are drawing it now, so far as is known since it was last taken over.
        taken: How often drawing it was taken over from somebody who did not come back.
        tries: How often it was put off since Slack last took it.
        instead: Who knows of it all the same, while Slack will not take it in its thread.
        route: Where else it stands: a channel, or `dm`; empty: in its thread alone.
        ts: Where it stands, each as `core/places.py` names it: one message in its thread, or two
            after a lost reply, and those elsewhere.
        until: Until when those who draw have it, in milliseconds since 1970.
        due: When the clock must look at it; none once `have` is `want` and nobody draws.
        due_shard: The partition of the index of due rows.
    """

    at: Position
    rows: tuple[Position, ...]
    route: str = ""
    want: int = 1
    have: int = 0
    drawers: int = 0
    taken: int = 0
    tries: int = 0
    instead: Instead | None = None
    ts: tuple[str, ...] = ()
    until: int = 0
    due: int | None = None
    due_shard: str | None = None

    columns: ClassVar[tuple[str, ...]] = (
        "want",
        "have",
        "drawers",
        "taken",
        "tries",
        "instead",
        "ts",
        "until",
        "due",
        "due_shard",
    )


class OutState(StrEnum):
    """Whether Slack has it, and where."""

    SENDING = "SENDING"
    SENT = "SENT"
    TOLD = "TOLD"
    """Its thread does not take it: whoever opened the run has it as a direct message."""

    FAILED = "FAILED"
    """Nobody could be reached. While it is due, it is tried again all the same."""

    MOOT = "MOOT"
    """It called people to a request that is not open any more: nobody is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Out:
    """A message to the thread that must arrive: a reply or a notice.

    Attributes:
        run: The run it belongs to.
        name: Its name in that run, which Slack is given as metadata to find it again.
        text: What is said, in Markdown; empty: a nudge has its words when it is sent.
        stored_at: When it was stored, in milliseconds since 1970; 0: not known.
        nudge: The open request that it calls people to; None: it does not.
        file: The file that it brings; its text is said where Slack does not take that.
        is_rated: Whether people are asked what they think of it: it is the last word of a run.
        streams: The messages that grew while its text was made, by their `ts`: it is to stand
            there, or in their place.
        state: Whether Slack has it.
        tries: How often it was tried.
        ts: Where it stands, once sent or told; of a file, its id at Slack, once it has one.
        until: Until when the one who sends it has it, in milliseconds since 1970.
        due: When the clock must look at it.
        due_shard: The partition of the index of due rows.
    """

    run: int
    name: str
    text: str
    stored_at: int = 0
    nudge: Nudge | None = None
    file: OutFile | None = None
    is_rated: bool = False
    streams: tuple[str, ...] = ()
    state: OutState = OutState.SENDING
    tries: int = 0
    ts: str | None = None
    until: int = 0
    due: int | None = None
    due_shard: str | None = None

    columns: ClassVar[tuple[str, ...]] = (
        "state",
        "tries",
        "ts",
        "until",
        "due",
        "due_shard",
    )
