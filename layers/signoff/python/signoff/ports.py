"""Every door to the outside, in our words; an adapter stands behind each."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from signoff.agent.agent import Agent
from signoff.agent.tool import Tool
from signoff.core.canonical import JsonObject
from signoff.core.click import ClickOutcome, OpenForm, Refusal, Surface
from signoff.core.dead_letter import DeadLetter
from signoff.core.effects import Card
from signoff.core.errors import PermanentError, TellableError, TransientError
from signoff.core.inbox import HomePlace, HomeView
from signoff.core.items import Item, Update, Write
from signoff.core.journal import Usage
from signoff.core.keys import Key, ThreadKey
from signoff.core.nudge import Nudge
from signoff.core.observation import Observation
from signoff.core.observations.observed import silent
from signoff.core.person import Person
from signoff.core.requirement import Requirement
from signoff.core.terms import Circle

__all__ = [
    "Answer",
    "CardView",
    "Chat",
    "Clock",
    "DeadLetter",
    "DeadLetters",
    "Held",
    "Model",
    "ModelCall",
    "NewId",
    "PermanentError",
    "Queue",
    "RefusedError",
    "Standing",
    "Store",
    "Tell",
    "ToolFailedError",
    "Tools",
    "TransientError",
    "UndeliverableError",
    "UnreachableError",
    "silent",
]

Clock: TypeAlias = Callable[[], int]
"""Gives the time, in milliseconds since 1970."""

NewId: TypeAlias = Callable[[], str]
"""Gives a name that nothing else has."""

Tell: TypeAlias = Callable[[Observation], None]
"""Tells the operator what happened: once for each thing, after it was stored; never raises."""


class RefusedError(Exception):
    """A condition of a write did not hold, so nothing was written.

    Attributes:
        old: The rows whose conditions failed, as they were (None: there was no such row).
    """

    def __init__(self, old: dict[Key, Item | None]) -> None:
        """Keep the rows that spoke against it."""
        super().__init__(f"refused by {', '.join(key.sk for key in old)}")
        self.old = old


class Store(Protocol):
    """Rows, by thread; every read is of what is there now.

    A row whose body is missing or was altered is read without it, and with a column `lost`.
    """

    def read(self, *keys: Key) -> tuple[Item | None, ...]:
        """Read some rows in one round trip, in the order asked."""
        ...

    def query(
        self, pk: str, first: str, last: str, *, newest: int | None = None
    ) -> tuple[Item, ...]:
        """Read a thread's rows whose sort keys lie between two, both included.

        With `newest`, only so many, from the last one backwards.
        """
        ...

    def change(self, update: Update) -> Item:
        """Change one row, and give it as it is afterwards.

        Raises:
            RefusedError: Its condition did not hold.
        """
        ...

    def commit(self, *writes: Write) -> None:
        """Write all, or nothing; at most 100 rows, each of them once.

        Raises:
            RefusedError: Some condition did not hold.
        """
        ...

    def due(self, *, now: int, limit: int) -> tuple[Key, ...]:
        """Name the rows whose `due` has come, the longest overdue first.

        They come from an index that lags: read the row before acting on it.
        """
        ...

    def pending(self, team: str, *, limit: int) -> tuple[Key, ...]:
        """Name the open requirements of a workspace, the first to expire first.

        They come from an index that lags, too.
        """
        ...

    def decided(self, team: str, *, limit: int) -> tuple[Key, ...]:
        """Name the decided requirements of a workspace, the last decided first.

        They come from a third index that lags; what was decided before there was one is not in it.
        """
        ...

    def threads(self) -> Iterator[Item]:
        """Go through the own rows of all threads, in no order.

        This reads the whole table: an operator may wait for it, a function must not.
        """
        ...

    def audits(self) -> Iterator[str]:
        """Go through the partitions that have an audit or ought to, in no order.

        They are found by an own row, by a head or by a first entry, each of them perhaps more
        than once. This reads the whole table, too.
        """
        ...


class Queue(Protocol):
    """Says: look at this thread."""

    def wake(self, thread: ThreadKey, *, delay_s: int = 0) -> None:
        """Have a worker look at a thread, at the earliest after a delay of at most 900 s."""
        ...

    def retry_event(self, body: str, *, team: str, delay_s: int, is_retried: bool = True) -> None:
        """Have a worker look at an event once more; not `is_retried`: as if for the first time."""
        ...

    def show_home(
        self, team: str, user: str, place: HomePlace, *, delay_s: int = 0, tries: int = 0
    ) -> None:
        """Have a worker show somebody their inbox, for the first time or after some tries."""
        ...


class DeadLetters(Protocol):
    """What the turn queue gave up on; it lies there until somebody sends it again."""

    def take(self, *, is_patient: bool) -> tuple[DeadLetter, ...]:
        """Take a look at some that nobody else looks at now; after a minute they are back.

        With `is_patient`, no letter at all means that there is none; otherwise it may be one
        that was not found at once.
        """
        ...

    def put_back(self, *letters: DeadLetter) -> None:
        """Have letters that were taken be back at once."""
        ...

    def send_again(self, letter: DeadLetter) -> None:
        """Send a letter into the turn queue once more, as it was; it stays here, too."""
        ...

    def remove(self, letter: DeadLetter) -> None:
        """Take a letter away for good."""
        ...


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


class Chat(Protocol):
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

    def find(self, thread: ThreadKey, mark: str) -> tuple[str, ...]:
        """Look for what was sent with this mark; give the `ts` of each whole copy."""
        ...

    def find_card(self, view: CardView) -> tuple[str, ...]:
        """Look for all copies of a card; give where each of them stands."""
        ...

    def say(self, thread: ThreadKey, text: str, *, mark: str) -> str:
        """Say something in the thread, in Markdown; give its `ts`."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCall:
    """A tool call as the model wrote it."""

    call_id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the model gave out, whole.

    Attributes:
        items: Everything, item by item, as JSON texts: it goes back to the model as it is.
        text: What it said.
        calls: The tools it called.
        refusal: Why it would not, in its words; empty when it did.
        cut: Why the answer is incomplete; empty when it is complete.
        usage: What it cost.
    """

    items: tuple[str, ...]
    text: str
    calls: tuple[ModelCall, ...]
    refusal: str = ""
    cut: str = ""
    usage: Usage = field(default_factory=Usage)


class Model(Protocol):
    """The language model."""

    def answer(self, agent: Agent, conversation: Sequence[JsonObject]) -> Answer:
        """Have the model go on with a conversation.

        Raises:
            TransientError: It was busy, broken or too slow.
            PermanentError: It will not take this request: the message says why, in plain words.
        """
        ...


class Tools(Protocol):
    """Runs the user's functions."""

    def __call__(self, tool: Tool, arguments: JsonObject, *, idempotency_key: str) -> str:
        """Call a tool, and give its result as the model reads it.

        Raises:
            ToolFailedError: The tool raised; the message is what the model is told.
        """
        ...


class ToolFailedError(Exception):
    """A tool raised."""
