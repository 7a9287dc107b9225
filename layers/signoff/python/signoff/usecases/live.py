"""What people see of a turn while it goes on; nothing of it touches the run."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from signoff.core import flowing
from signoff.ports.live import Task, TaskState
from signoff.usecases.growing import (
    FAILED,
    LONGEST,
    Growing,
    Hands,
    Outcome,
    settled,
    under_way,
)
from signoff.usecases.shown import Shown

BETWEEN = "\n\n"
"""What stands between two answers in one message."""


@dataclass(slots=True, kw_only=True)
class Live:
    """A turn as it is seen: its text and its tool calls, in a message that grows.

    It is best effort: whatever Slack does, the turn goes on, and what was journalled is said
    afterwards as if nothing had been shown.

    Attributes:
        hands: Who handles the messages; None: nothing is shown.
        user: Whom they are shown to.
        write: Writes the model's words for Slack.
        messages: Those that hold the answer under way; the last one grows.
        answer: All that was heard of it.
        told: What of it stands in the messages, as it is written there.
        aside: What was said beside calls, and stands in no message yet.
        tasks: The calls that are to stand in the last message, as they are now.
        is_off: Whether nothing more is shown in this turn.
        is_broken: Whether nothing more is shown in these messages.
    """

    hands: Hands | None = None
    user: str = ""
    write: Callable[[str], str] = str
    messages: list[Growing] = field(default_factory=list[Growing])
    answer: str = ""
    told: str = ""
    aside: str = ""
    tasks: dict[str, Task] = field(default_factory=dict[str, Task])
    is_off: bool = False
    is_broken: bool = False

    def begins(self) -> None:
        """An answer begins; one that begins anew can't go on from what stands there."""
        self.is_broken = self.is_broken or bool(self.told)
        self.answer = self.told = ""

    def hears(self, text: str) -> None:
        """Show a little more of the answer, once it is worth it."""
        self.answer += text
        hands = self._ready()
        message = self._message(hands) if hands and text else None
        if hands is None or message is None or hands.is_held:
            return
        now, many = hands.clock(), len(self.answer) - len(self.told)
        if flowing.is_worth_it(many, message.sent_at, since=message.since, now=now):
            self._grow(hands, message, flowing.cut_safely(self.answer))

    def answered(self) -> None:
        """The answer is journalled, and calls tools: what stands of it stays, for now."""
        self.aside = self._more(self.answer)
        self.answer = self.told = ""
        if self.hands and self.is_broken and self.messages:
            self._let_go(self.hands)
        self.messages = self.messages[-1:]

    def task(self, task: Task) -> None:
        """Show how far a tool call has come: when it starts at once, otherwise before long."""
        hands = self._ready()
        if hands is None:
            return
        starts = task.state is TaskState.IN_PROGRESS
        # An old message ends before: what starts now stands in the new one alone.
        message = self._message(hands) if starts or self.messages else None
        self.tasks[task.id] = task
        if message is None or hands.is_held or task.state is TaskState.PENDING:
            return
        if flowing.may_burst(message.sent_at, now=hands.clock()):
            self._grow(hands, message, "")

    def ended(self, id_: str, *, has_failed: bool) -> None:
        """Show that a call is over of which it was shown that it goes on."""
        task = self.tasks.get(id_)
        if task is not None:
            title = FAILED.format(title=task.title)[:LONGEST] if has_failed else task.title
            self.task(replace(task, title=title, state=TaskState.COMPLETE))

    def stop(self) -> None:
        """End what grows, before a pause or for the next worker: it stays as it is."""
        if self.hands and self.messages and not self.is_broken:
            self._end(self.hands, self.messages[-1], self.answer)
        elif self.hands and self.messages:
            self._let_go(self.hands)
        self._forget()

    def hand_over(self, *, as_: TaskState = TaskState.COMPLETE) -> Shown:
        """Give what the last word is to stand in; until it is stored all that may still go."""
        if not self.messages:
            return Shown()
        known = {**self.messages[-1].tasks, **self.tasks}
        return Shown(
            streams=tuple(each.ts for each in self.messages),
            words="".join(each.words for each in self.messages),
            tasks=settled(known.values(), as_=as_),
            is_sound=not self.is_broken,
        )

    def over(self) -> None:
        """The last word is stored: whoever sends it sees to the messages."""
        self._forget()

    def close(self) -> None:
        """End whatever is left of a turn; the words of an answer that never came go."""
        if self.told and self.hands:
            for message in self.messages:
                self.hands.remove(message.ts)
        elif self.messages:
            self.answer = ""
            self.stop()
        self._forget()
        if self.hands:
            self.hands.close()

    def tidy(self, left: Iterable[str], *, is_unsure: bool) -> None:
        """Take away what a worker left behind that died: what it had to say is said anew."""
        if self.hands is None:
            return
        for ts in left:
            self.hands.remove(ts)
        if is_unsure and self.hands.may_stream:
            self.hands.tidy()

    def _ready(self) -> Hands | None:
        """Give who shows things, unless nothing is shown now."""
        is_still = self.is_off or self.is_broken or not self.user
        return None if is_still or not self.hands or not self.hands.may_stream else self.hands

    def _message(self, hands: Hands) -> Growing | None:
        """Give the message that grows: a new one where there is none, or it is old."""
        if self.messages:
            old = self.messages[-1]
            if hands.clock() - old.since < flowing.LIFE_MS:
                return old
            self._rotate(hands, old)
        return None if self.is_broken else self._begun(hands)

    def _begun(self, hands: Hands) -> Growing | None:
        if hands.is_held:
            return None
        begun = hands.begin(self.user)
        if isinstance(begun, Growing):
            self.messages.append(begun)
            return begun
        self.is_off = begun is Outcome.NO
        return None

    def _rotate(self, hands: Hands, old: Growing) -> None:
        """End an old message behind a whole line, to go on in a new one."""
        self.is_broken = self._end(hands, old, flowing.cut_at_line(self.answer)) is Outcome.NO
        if not self.told and not self.is_broken:
            self.messages = []

    def _more(self, upto: str) -> str:
        """Write what stands in no message yet, of all that was said up to a place."""
        written = self.write(upto)
        if self.told.startswith(written):
            return self.aside
        if not written.startswith(self.told):
            # What came later has changed how the beginning is written.
            self.is_broken = True
            return ""
        above = self.aside or (self.messages[-1].words if self.messages and not self.told else "")
        between = BETWEEN if above and not self.told else ""
        return f"{self.aside}{between}{written[len(self.told) :]}"

    def _grow(self, hands: Hands, message: Growing, upto: str) -> None:
        words, news = self._more(upto), self._news(message)
        if self.is_broken or not (words or news):
            return
        became = hands.grow(message, words, news)
        self.is_broken = became is Outcome.NO
        if became is Outcome.DONE:
            self._is_told(upto)

    def _is_told(self, upto: str) -> None:
        written = self.write(upto)
        self.told = max(self.told, written, key=len)
        self.aside = ""

    def _news(self, message: Growing) -> tuple[Task, ...]:
        """List the calls that stand otherwise in a message, or not yet."""
        return tuple(each for each in self.tasks.values() if message.tasks.get(each.id) != each)

    def _end(self, hands: Hands, message: Growing, upto: str) -> Outcome:
        """End a message; the calls that are under way are ended in it, and go on in the next."""
        words = self._more(upto)
        whole = settled({**message.tasks, **self.tasks}.values())
        last = tuple(each for each in whole if message.tasks.get(each.id) != each)
        became = Outcome.NO if self.is_broken else hands.end(message, words, last)
        if became is Outcome.NO and not self.told:
            message.holds(words, last, now=hands.clock())
            hands.leave(message)
        self._is_told(upto)
        self.tasks = under_way(self.tasks.values())
        return became

    def _let_go(self, hands: Hands) -> None:
        hands.leave(self.messages[-1])
        self.messages, self.is_broken = [], False
        self.tasks = under_way(self.tasks.values())

    def _forget(self) -> None:
        self.messages, self.answer, self.told, self.aside = [], "", "", ""
        self.tasks = under_way(self.tasks.values())
        self.is_broken = False
