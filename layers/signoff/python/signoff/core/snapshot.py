"""A thread as one turn sees it: its rows, and what the turn itself has written since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

from signoff.core.codec import UnreadableRowError, from_item
from signoff.core.decision import RequirementState
from signoff.core.effects import Card, Out
from signoff.core.execution import Execution
from signoff.core.inbound import Inbound
from signoff.core.items import Item, Write, applied
from signoff.core.journal import Call, Entry, GaveUp, History, ModelSpoke, Step
from signoff.core.journal import ToolReturned as Returned
from signoff.core.keys import Key, Position, ThreadKey
from signoff.core.lost import is_lost, is_missed, requirement_in
from signoff.core.requirement import Requirement
from signoff.core.thread import Meta

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The rows of a thread, by key.

    Attributes:
        thread: Whose they are.
        rows: The rows that a turn needs; older runs stand in one row of history.
        known: Rows that were read as values before, by kind and identity, each with its row.
    """

    thread: ThreadKey
    rows: Mapping[Key, Item]
    known: dict[tuple[type, int], tuple[Item, Any]] = field(
        default_factory=dict[tuple[type, int], tuple[Item, Any]], compare=False, repr=False
    )

    @classmethod
    def of(cls, thread: ThreadKey, items: Iterable[Item]) -> Self:
        """Take rows as they were read."""
        return cls(thread=thread, rows={_key(item): item for item in items})

    def after(self, *writes: Write) -> Self:
        """Give the thread as it is once these writes have been made."""
        rows = dict(self.rows)
        for write in writes:
            new = applied(write, rows.get(write.key))
            if new is None:
                rows.pop(write.key, None)
            else:
                rows[write.key] = new
        return type(self)(thread=self.thread, rows=rows, known=self.known)

    @property
    def meta(self) -> Meta:
        """The thread's own row, as far as this turn knows it."""
        return self._as(Meta, self.rows[self.thread.meta()])

    @property
    def has_inbox(self) -> bool:
        """Whether there is anything that nobody has heard yet, be it that it can't be read."""
        return any(key.sk.startswith("IN#") for key in self.rows)

    @property
    def inbox(self) -> tuple[Inbound, ...]:
        """What nobody has heard yet, in Slack's order."""
        return self._inbound(self._having("IN#"))

    @property
    def sound_inbox(self) -> tuple[Inbound, ...]:
        """What nobody has heard yet and can be read, in Slack's order."""
        return self._inbound([item for item in self._having("IN#") if self._is_sound(item)])

    @property
    def lost_inbox(self) -> tuple[str, ...]:
        """What nobody has heard yet and nobody ever will, by its `ts`."""
        lost = (str(item["sk"]) for item in self._having("IN#") if is_lost(item))
        return tuple(sk.removeprefix("IN#") for sk in lost)

    @property
    def history(self) -> tuple[str, ...]:
        """The compacted runs before the journal begins, as conversation items."""
        return self.compacted.items if self.compacted else ()

    @property
    def compacted(self) -> History | None:
        """The row in which those runs stand, with what else is known of them."""
        kept = self._having("HIST#")
        return self._as(History, kept[-1]) if kept else None

    @property
    def steps(self) -> tuple[Step, ...]:
        """The journal that is still read step by step, in order."""
        return tuple(self._as(Step, item) for item in self._of_runs("STEP"))

    @property
    def run(self) -> tuple[Entry, ...]:
        """The journal of the current or last run."""
        number = self.meta.run
        return tuple(step.entry for step in self.steps if step.run == number)

    @property
    def is_run_open(self) -> bool:
        """Whether a run has begun that has not said its last word."""
        match self.run[-1:]:
            case (ModelSpoke(calls=(), within=None),) | (GaveUp(),) | ():
                return False
            case _:
                return True

    @property
    def outputs(self) -> Mapping[Position, str]:
        """What the model is told of each call of the current run that has come to an end."""
        return {entry.at: entry.output for entry in self.run if isinstance(entry, Returned)}

    def requirement(self, call: Call) -> Requirement | None:
        """Give what a call waits for, or waited for last."""
        mine = self._having(self.thread.requirement(call.at).sk)
        return self._as(Requirement, mine[-1]) if mine else None

    def open_requirements(self) -> tuple[Requirement, ...]:
        """Give all that still wait for a decision."""
        found = (self._as(Requirement, item) for item in self._of_runs("REQ") if _is_open(item))
        return tuple(found)

    @property
    def has_requests(self) -> bool:
        """Whether anybody may have decided on a request of this thread, be it since it was read."""
        return self.meta.base > 1 or bool(self._of_runs("REQ"))

    @property
    def missed(self) -> tuple[Item, ...]:
        """The rows that have lost what a turn can't go on without."""
        return tuple(item for item in self.rows.values() if is_missed(item))

    def execution(self, call: Call) -> Execution | None:
        """Give the last start of a call."""
        return self.execution_at(call.at)

    def execution_at(self, at: Position) -> Execution | None:
        """Give the last start of the call at a position."""
        first = self.thread.execution(at, 1).sk
        mine = self._having(first.rpartition("#")[0] + "#")
        return self._as(Execution, mine[-1]) if mine else None

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """All requirements, whether they can be read or not; one that can't has no arguments."""
        cards = {row: card.at for card in self.cards for row in card.rows}
        found = ((Position.of_key(str(item["sk"])), item) for item in self._of_runs("REQ"))
        return tuple(requirement_in(item, cards.get(at)) for at, item in found)

    @property
    def cards(self) -> tuple[Card, ...]:
        """All cards."""
        return tuple(self._as(Card, item) for item in self._of_runs("CARD"))

    def card(self, at: Position) -> Card | None:
        """Give a card by its name."""
        item = self.rows.get(self.thread.card(at))
        return self._as(Card, item) if item else None

    @property
    def outs(self) -> tuple[Out, ...]:
        """What was or is to be said in the thread."""
        return tuple(self._as(Out, item) for item in self._of_runs("OUT"))

    def _as(self, kind: type[T], item: Item) -> T:
        """Read a row as a value, once in a turn: a long journal is asked about at every move."""
        _, value = self.known.get((kind, id(item))) or (item, from_item(kind, item))
        self.known[kind, id(item)] = (item, value)
        read: T = value
        return read

    def _is_sound(self, inbound: Item) -> bool:
        try:
            self._as(Inbound, inbound)
        except UnreadableRowError:
            return False
        return True

    def _inbound(self, items: Iterable[Item]) -> tuple[Inbound, ...]:
        waiting = (self._as(Inbound, item) for item in items)
        return tuple(sorted(waiting, key=lambda inbound: slack_order(inbound.ts)))

    def _having(self, prefix: str) -> list[Item]:
        keys = sorted(key for key in self.rows if key.sk.startswith(prefix))
        return [self.rows[key] for key in keys]

    def _of_runs(self, kind: str) -> list[Item]:
        found = (key for key in self.rows if key.sk.startswith("R#"))
        keys = sorted(key for key in found if _sort_key(self.rows[key]).startswith(f"{kind}#"))
        return [self.rows[key] for key in keys]


def _is_open(item: Item) -> bool:
    # Of a request that is over nothing is needed, not even that it can be read.
    return item.get("state") == RequirementState.PENDING.value


def _key(item: Item) -> Key:
    return Key(str(item["pk"]), str(item["sk"]))


def _sort_key(item: Item) -> str:
    """Give what follows the run in a row's sort key."""
    return str(item["sk"]).split("#", 2)[2]


def slack_order(ts: str) -> tuple[int, int]:
    """Give what messages are sorted by."""
    seconds, _, fraction = ts.partition(".")
    return int(seconds), int(fraction or 0)
