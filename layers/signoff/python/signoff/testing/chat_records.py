"""What the double of Slack remembers: each thing that it was told, as a value."""

from dataclasses import dataclass

from signoff.core.click import ClickOutcome, OpenForm, Refusal, Surface
from signoff.core.keys import ThreadKey
from signoff.core.nudge import Nudge
from signoff.core.requirement import Requirement
from signoff.ports import CardView, UndeliverableError


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A drawing of a card, and the messages it was drawn in."""

    view: CardView
    ts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message in a thread."""

    thread: ThreadKey
    text: str
    mark: str
    ts: str
    is_rated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """A file that was put into a thread."""

    thread: ThreadKey
    id: str
    name: str
    title: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudged:
    """A message that called people to a request."""

    nudge: Nudge
    view: CardView
    mark: str
    ts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """What a requester was told directly of a card that its thread does not take."""

    view: CardView
    why: UndeliverableError
    ts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded:
    """What one person was said directly, because their thread does not take it."""

    thread: ThreadKey
    user: str
    text: str
    mark: str
    ts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one person was told became of their click."""

    thread: ThreadKey
    user: str
    refusal: Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Whispered:
    """Something that only one person in a thread can see."""

    thread: ThreadKey
    user: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A modal that was opened."""

    form: OpenForm
    requirement: Requirement


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldInView:
    """What somebody who clicked in a view was told, in a small modal."""

    surface: Surface
    outcome: ClickOutcome
