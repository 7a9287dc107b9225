"""The double of Slack's messages that grow."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from signoff.core.keys import ThreadKey
from signoff.ports import UndeliverableError
from signoff.ports.live import Chunk, Last, Reader, Task, Words
from signoff.testing.faults import Faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Streamed:
    """A message that grows, or did.

    Attributes:
        thread: Where it stands.
        ts: The message.
        reader: Whom it is for.
        text: Its text.
        tasks: The tool calls in it, as they stand.
        last: The last word that it holds; None: it holds none.
        is_open: Whether it grows.
        is_gone: Whether it was taken away.
        grew: How often it grew.
        rewritten: How often it got another text.
    """

    thread: ThreadKey
    ts: str
    reader: Reader
    text: str = ""
    tasks: tuple[Task, ...] = ()
    last: Last | None = None
    is_open: bool = True
    is_gone: bool = False
    grew: int = 0
    rewritten: int = 0

    def holding(self, chunks: Sequence[Chunk]) -> "Streamed":
        """Give it with more in it."""
        words = "".join(each.text for each in chunks if isinstance(each, Words))
        tasks = {task.id: task for task in self.tasks}
        tasks |= {each.id: each for each in chunks if isinstance(each, Task)}
        return replace(self, text=self.text + words, tasks=tuple(tasks.values()))


@dataclass(slots=True, kw_only=True)
class RecordingStreams:
    """The part of the `Chat` port that is about messages that grow, without a Slack.

    Attributes:
        faults: What is to go wrong.
        stamp: Gives the next `ts`.
        streamed: Every such message, in order.
        takes_text: How many characters it can write over a message.
    """

    faults: Faults
    stamp: Callable[[], str]
    streamed: list[Streamed] = field(default_factory=list[Streamed])
    takes_text: int = 12_000

    def start_stream(self, thread: ThreadKey, reader: Reader) -> str:
        """Begin an empty message."""
        with self.faults.around("start_stream"):
            self.streamed.append(Streamed(thread=thread, ts=self.stamp(), reader=reader))
            return self.streamed[-1].ts

    def grow_stream(self, thread: ThreadKey, ts: str, chunks: Sequence[Chunk]) -> None:
        """Append to a message."""
        with self.faults.around("grow_stream"):
            old = self._growing(thread, ts)
            self._put(replace(old.holding(chunks), grew=old.grew + 1))

    def end_stream(
        self, thread: ThreadKey, ts: str, chunks: Sequence[Chunk] = (), *, last: Last | None = None
    ) -> None:
        """Append the last to a message, and name it."""
        with self.faults.around("end_stream"):
            old = self._growing(thread, ts)
            self._put(replace(old.holding(chunks), is_open=False, last=last))

    def rewrite_stream(
        self,
        thread: ThreadKey,
        ts: str,
        text: str,
        tasks: Sequence[Task],
        *,
        last: Last | None = None,
    ) -> bool:
        """Give a message that has ended another text, if it is there and that is not too long."""
        with self.faults.around("rewrite_stream"):
            found = self._find(thread, ts)
            if found is None or found.is_open or len(text) > self.takes_text:
                return False
            many = found.rewritten + 1
            self._put(replace(found, text=text, tasks=tuple(tasks), last=last, rewritten=many))
            return True

    def remove_stream(self, thread: ThreadKey, ts: str) -> None:
        """Take a message away."""
        with self.faults.around("remove_stream"):
            found = self._find(thread, ts)
            if found is not None:
                self._put(replace(found, is_open=False, is_gone=True))

    def lost_streams(self, thread: ThreadKey) -> tuple[str, ...]:
        """Name the messages that hold nothing."""
        with self.faults.around("lost_streams"):
            there = (each for each in self.grown(thread) if not each.text and not each.tasks)
            return tuple(each.ts for each in there if each.is_open)

    def grown(self, thread: ThreadKey) -> tuple[Streamed, ...]:
        """Give what stands in a thread of all that grew there."""
        return tuple(each for each in self.streamed if each.thread == thread and not each.is_gone)

    def marked(self, thread: ThreadKey, mark: str) -> tuple[str, ...]:
        """Find what ended under a name."""
        there = self.grown(thread)
        return tuple(each.ts for each in there if each.last and each.last.mark == mark)

    def _find(self, thread: ThreadKey, ts: str) -> Streamed | None:
        return next((each for each in self.grown(thread) if each.ts == ts), None)

    def _growing(self, thread: ThreadKey, ts: str) -> Streamed:
        found = self._find(thread, ts)
        if found is None or not found.is_open:
            raise UndeliverableError("message_not_in_streaming_state")
        return found

    def _put(self, new: Streamed) -> None:
        self.streamed = [new if each.ts == new.ts else each for each in self.streamed]
