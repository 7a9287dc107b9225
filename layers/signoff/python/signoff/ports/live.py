"""A turn as people see it while it goes on: messages that grow, in Slack's words a stream."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

from signoff.agent.streaming import TaskDisplay
from signoff.core.keys import ThreadKey


class TaskState(StrEnum):
    """How far a tool call has come, as people see it."""

    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    COMPLETE = "complete"
    ERROR = "error"
    """The run itself ended before the call did; a tool that failed is complete and says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """More text, in Markdown."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A tool call, as it stands now; a later one of the same id takes its place.

    Attributes:
        id: The call's place in its thread.
        title: What it does, with nothing hidden in it.
        state: How far it has come.
    """

    id: str
    title: str
    state: TaskState


Chunk: TypeAlias = Words | Task
"""What a stream grows by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """That a message holds a last word.

    Attributes:
        mark: Its name, by which it is found again.
        is_rated: Whether people are asked below it what they think of it.
    """

    mark: str
    is_rated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Whom a stream is for.

    Attributes:
        user: Whoever opened the run.
        tasks: How tool calls are shown to them.
    """

    user: str
    tasks: TaskDisplay


class Streams(Protocol):
    """Messages in a thread that grow. Every method raises as those of `Chat` do."""

    def start_stream(self, thread: ThreadKey, reader: Reader) -> str:
        """Begin an empty message; give its `ts`."""
        ...

    def grow_stream(self, thread: ThreadKey, ts: str, chunks: Sequence[Chunk]) -> None:
        """Append to a message."""
        ...

    def end_stream(
        self, thread: ThreadKey, ts: str, chunks: Sequence[Chunk] = (), *, last: Last | None = None
    ) -> None:
        """Append the last to a message, which then is as any other."""
        ...

    def rewrite_stream(
        self,
        thread: ThreadKey,
        ts: str,
        text: str,
        tasks: Sequence[Task],
        *,
        last: Last | None = None,
    ) -> bool:
        """Give a message that has ended another text; False: it does not take that."""
        ...

    def remove_stream(self, thread: ThreadKey, ts: str) -> None:
        """Take a message away, if it is there."""
        ...

    def lost_streams(self, thread: ThreadKey) -> tuple[str, ...]:
        """Look for messages that were begun and hold nothing yet; give the `ts` of each."""
        ...
