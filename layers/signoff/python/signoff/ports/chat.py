"""Slack, as far as a run needs it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from signoff.core.attachments import Attached
from signoff.core.click import ClickOutcome, OpenForm, Refusal, Surface
from signoff.core.effects import Card
from signoff.core.errors import PermanentError, TellableError, TransientError
from signoff.core.files_out import OutFile
from signoff.core.inbox import HomeView
from signoff.core.keys import ThreadKey
from signoff.core.nudge import Nudge
from signoff.core.person import Person
from signoff.core.requirement import Requirement
from signoff.core.terms import Circle
from signoff.ports.live import Streams


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """All that a card is drawn from.

    Attributes:
        thread: Where it belongs.
        card: What stands in Slack so far.
        rows: Its requirements, in order, as they are stored now.
    """

    thread: ThreadKey
    card: Card
    rows: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a card stands in Slack.

    Attributes:
        ts: Every message it stands in.
        is_bare: Whether Slack took its words only, so that nobody can decide on it.
    """

    ts: tuple[str, ...]
    is_bare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A message that waits until something is decided.

    Attributes:
        thread: Where it was written.
        ts: The message.
        user: Who wrote it.
        waiting: The first of the open requests, with its card; None: it can't be shown.
        count: How many are open.
        is_decision: Whether it reads as if it were to decide; it does not.
        is_first: Whether its author is told in words, too; otherwise they were just now.
    """

    thread: ThreadKey
    ts: str
    user: str
    waiting: CardView | None
    count: int
    is_decision: bool
    is_first: bool


class UnreachableError(TransientError, TellableError):
    """Slack did not do it, this time.

    Attributes:
        retry_after_s: How long Slack asks to be left alone.
        is_ambiguous: Whether Slack may have done it all the same.
    """

    def __init__(self, why: str, *, retry_after_s: int = 0, is_ambiguous: bool = False) -> None:
        """Keep what Slack said."""
        super().__init__(why)
        self.retry_after_s = retry_after_s
        self.is_ambiguous = is_ambiguous


class UndeliverableError(PermanentError):
    """Slack will not take it, here, as things are: archived, removed, revoked, not to be drawn."""


class UnfetchableError(PermanentError):
    """Slack does not give a file; the message says why, for people, and names no file."""


class Chat(Streams, Protocol):
    """Slack, as far as a run needs it.

    Every method raises `UnreachableError` when it may work later, and `UndeliverableError` when
    it will not.
    """

    def show(self, view: CardView) -> Standing:
        """Draw a card as its rows stand now, as well as Slack takes it."""
        ...

    def needs_file(self, requirement: Requirement) -> bool:
        """Tell whether no modal holds all arguments of a request, so that a file has to."""
        ...

    def attach(self, view: CardView, requirement: Requirement) -> str:
        """Put a file with all of them beside a card, once; give the digest of what is in it."""
        ...

    def announce(self, view: CardView, *, why: UndeliverableError) -> str:
        """Tell the requester directly, once, what waits and why its thread does not show it.

        Gives the `ts`, also of an earlier time.
        """
        ...

    def look_up(self, file: Attached) -> Attached:
        """Ask about a file of which nothing was said but its id.

        Raises:
            UnfetchableError: It is not told.
        """
        ...

    def fetch(self, file: Attached) -> bytes:
        """Fetch the bytes of a file that somebody attached.

        Raises:
            UnfetchableError: They are not given.
        """
        ...

    def upload(self, file: OutFile, content: bytes) -> str:
        """Bring a file to Slack, where nobody sees it yet; give its id there."""
        ...

    def share(self, thread: ThreadKey, file: str, *, title: str) -> None:
        """Put a file that was brought to Slack into a thread."""
        ...

    def has_file(self, thread: ThreadKey, file: str) -> bool:
        """Tell whether a file of ours stands in a thread, by its id."""
        ...

    def find(self, thread: ThreadKey, mark: str) -> tuple[str, ...]:
        """Look for what was sent with this mark; give the `ts` of each whole copy."""
        ...

    def find_card(self, view: CardView) -> tuple[str, ...]:
        """Look for all copies of a card; give where each of them stands."""
        ...

    def say(self, thread: ThreadKey, text: str, *, mark: str, is_rated: bool = False) -> str:
        """Say something in the thread, in Markdown; give its `ts`.

        With `is_rated`, people are asked below it what they think of it.
        """
        ...

    def nudge(self, view: CardView, nudge: Nudge, *, mark: str, was_tried: bool) -> str:
        """Call people to an open request where they decide, so that they hear of it.

        Gives the `ts`; with `was_tried` also that of an earlier try, if it came to Slack.
        """
        ...

    def forward(
        self, thread: ThreadKey, user: str, text: str, *, mark: str, why: UndeliverableError
    ) -> str:
        """Say to one person directly, once, what the thread does not take; give its `ts`."""
        ...

    def tell(self, thread: ThreadKey, user: str, refusal: Refusal) -> None:
        """Tell one person, privately, what became of their click."""
        ...

    def whisper(self, thread: ThreadKey, user: str, text: str) -> None:
        """Tell one person something, privately, in the thread."""
        ...

    def hold(self, held: Held) -> None:
        """Show on a message that it waits, and tell its author privately what for."""
        ...

    def release(self, thread: ThreadKey, ts: str) -> None:
        """Take off a message that it waits; one that does not show it stays as it is."""
        ...

    def person(self, user: str) -> Person:
        """Ask who somebody is, now or at most 60 seconds ago."""
        ...

    def members(self, of: Circle) -> frozenset[str]:
        """List who is in a user group or a channel, now or at most 60 seconds ago, by Slack id."""
        ...

    def group_name(self, group: str) -> str:
        """Give the handle of a user group, without the `@`."""
        ...

    def channel_name(self, channel: str) -> str:
        """Give what a channel is called, without the `#`, now or at most 60 seconds ago."""
        ...

    def own_ids(self) -> frozenset[str]:
        """Give every id that we go by in Slack: what bears one was written by us."""
        ...

    def open_form(self, form: OpenForm, requirement: Requirement) -> None:
        """Open a modal about a requirement, or turn its page."""
        ...

    def tell_in_view(self, surface: Surface, outcome: ClickOutcome) -> None:
        """Tell the person who clicked in a view what became of it, in a small modal."""
        ...

    def publish_home(self, view: HomeView) -> None:
        """Show somebody their inbox, in place of what they saw of it before."""
        ...

    def team(self) -> str:
        """Give the workspace that the bot token belongs to."""
        ...


ChatOf: TypeAlias = Callable[[str], Chat | None]
"""Gives the Slack of a workspace, by its id; None: the app is not installed there."""
