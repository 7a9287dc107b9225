"""A message that grows, and each thing that is done to it: tried once, and never raised about."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from signoff.agent.agent import Agent
from signoff.agent.streaming import streams_in
from signoff.core.errors import PermanentError, TransientError
from signoff.core.keys import ThreadKey
from signoff.core.transitions import lease
from signoff.ports.chat import Chat, UndeliverableError, UnreachableError
from signoff.ports.given import Clock
from signoff.ports.live import Chunk, Reader, Task, TaskState, Words
from signoff.ports.store import RefusedError, Store

FAILED = "Failed: {title}"
LONGEST = 256
"""So long a title may be."""

_UNDER_WAY = {TaskState.PENDING, TaskState.IN_PROGRESS}


@dataclass(slots=True, kw_only=True)
class Growing:
    """A message that grows.

    Attributes:
        ts: The message.
        since: When it began.
        words: The text that stands in it.
        tasks: The calls that stand in it, by their id.
        sent_at: When it grew.
    """

    ts: str
    since: int
    words: str = ""
    tasks: dict[str, Task] = field(default_factory=dict[str, Task])
    sent_at: list[int] = field(default_factory=list[int])

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not self.words and not self.tasks

    def holds(self, words: str, tasks: Iterable[Task], *, now: int) -> None:
        """Note what stands in it from now on."""
        self.words += words
        self.tasks |= {task.id: task for task in tasks}
        self.sent_at.append(now)


class Outcome(Enum):
    """What became of something that was tried."""

    DONE = auto()
    LATER = auto()
    """Slack did nothing, and said when to ask again."""
    NO = auto()
    """Slack would not, or nobody knows whether it did."""


def settled(tasks: Iterable[Task], *, as_: TaskState = TaskState.COMPLETE) -> tuple[Task, ...]:
    """End the calls that are under way: what ends with one of them in it turns red."""
    return tuple(replace(task, state=as_) if task.state in _UNDER_WAY else task for task in tasks)


def under_way(tasks: Iterable[Task]) -> dict[str, Task]:
    """Give the calls that are not at their end, by their id."""
    return {task.id: task for task in tasks if task.state in _UNDER_WAY}


@dataclass(slots=True, kw_only=True)
class Hands:
    """Whoever handles the messages of one turn.

    Attributes:
        thread: Where they stand.
        fence: The claim that the turn goes on under.
        agent: Whose turn it is.
        store: Where it is noted which messages grow.
        chat: Slack.
        clock: The time.
        noted: All messages that were begun under this claim.
        hold_until: When Slack may be asked again.
        is_unsure: Whether a message may have been begun that nobody knows.
        undone: Messages that Slack would not end, or take away where they hold nothing.
    """

    thread: ThreadKey
    fence: int
    agent: Agent
    store: Store
    chat: Chat
    clock: Clock
    noted: tuple[str, ...] = ()
    hold_until: int = 0
    is_unsure: bool = False
    undone: list[Growing] = field(default_factory=list[Growing])

    @property
    def may_stream(self) -> bool:
        """Whether messages grow in this thread."""
        return streams_in(self.thread.channel, self.agent.stream)

    @property
    def is_held(self) -> bool:
        """Whether Slack asked to be left alone."""
        return self.clock() < self.hold_until

    def begin(self, user: str) -> Growing | Outcome:
        """Begin a message, and note it before anything stands in it: it is known by that."""
        reader = Reader(user=user, tasks=self.agent.task_display)
        try:
            ts = self.chat.start_stream(self.thread, reader)
        except UnreachableError as error:
            self.is_unsure = self.is_unsure or error.is_ambiguous
            return self._held(error)
        except (PermanentError, TransientError):
            return Outcome.NO
        noted = (*self.noted, ts)
        try:
            self.store.change(lease.streaming(self.thread, noted, fence=self.fence))
        except (RefusedError, TransientError):
            self.remove(ts)
            return Outcome.NO
        self.noted = noted
        return Growing(ts=ts, since=self.clock())

    def grow(self, message: Growing, words: str, tasks: tuple[Task, ...]) -> Outcome:
        """Append to a message."""
        try:
            self.chat.grow_stream(self.thread, message.ts, _chunks(words, tasks))
        except UnreachableError as error:
            return self._held(error)
        except (PermanentError, TransientError):
            return Outcome.NO
        message.holds(words, tasks, now=self.clock())
        return Outcome.DONE

    def end(self, message: Growing, words: str, tasks: tuple[Task, ...]) -> Outcome:
        """Append the last to a message; an empty one goes."""
        if message.is_empty and not words and not tasks:
            self.remove(message.ts)
            return Outcome.DONE
        try:
            self.chat.end_stream(self.thread, message.ts, _chunks(words, tasks))
        except (PermanentError, TransientError):
            return Outcome.NO
        message.holds(words, tasks, now=self.clock())
        return Outcome.DONE

    def leave(self, message: Growing) -> None:
        """Let go of a message that may still grow: it ends as it is known, and no call goes on."""
        if message.is_empty:
            self.remove(message.ts)
            return
        tasks = settled(message.tasks.values())
        try:
            with suppress(UndeliverableError):
                self.chat.end_stream(self.thread, message.ts)
            self.chat.rewrite_stream(self.thread, message.ts, message.words, tasks)
        except TransientError:
            self.undone.append(message)

    def remove(self, ts: str) -> None:
        """Take a message away."""
        try:
            self.chat.remove_stream(self.thread, ts)
        except UndeliverableError:
            # It stays, and the last word is said beside it.
            return
        except TransientError:
            self.undone.append(Growing(ts=ts, since=0))

    def close(self) -> None:
        """Try once more what Slack would not do; what still grows then, Slack ends by itself."""
        undone, self.undone = self.undone, []
        for message in undone:
            self.leave(message)
        if self.is_unsure:
            self.tidy()

    def tidy(self) -> None:
        """Take away messages that somebody began and could not note."""
        try:
            lost = self.chat.lost_streams(self.thread)
        except (PermanentError, TransientError):
            return
        for ts in lost:
            self.remove(ts)

    def _held(self, error: UnreachableError) -> Outcome:
        if not error.retry_after_s or error.is_ambiguous:
            return Outcome.NO
        self.hold_until = self.clock() + error.retry_after_s * 1000
        return Outcome.LATER


def _chunks(words: str, tasks: Iterable[Task]) -> tuple[Chunk, ...]:
    return (*((Words(text=words),) if words else ()), *tasks)
