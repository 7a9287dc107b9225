"""Where a row lives: one partition per Slack thread, one sort key per fact."""

from dataclasses import dataclass
from typing import Final, NamedTuple, Self

_WIDTH = 6

LAST_NUMBER: Final = 10**_WIDTH - 1
"""The highest run or step that keys keep in order."""

AUDITED = ("META", "AUDHEAD", "AUD#000001")
"""What every partition that has an audit has one of, whichever single row somebody takes away."""


class Key(NamedTuple):
    """The primary key of a row: its thread, and its place in it."""

    pk: str
    sk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadKey:
    """One Slack thread.

    Attributes:
        team: The workspace's id, always from a signed payload.
        channel: The conversation's id.
        thread_ts: The `ts` of the thread's first message.
    """

    team: str
    channel: str
    thread_ts: str

    @property
    def pk(self) -> str:
        """The thread's partition."""
        return f"T#{self.team}#C#{self.channel}#{self.thread_ts}"

    @classmethod
    def from_pk(cls, pk: str) -> Self:
        """Read a partition's name back."""
        _, team, _, channel, thread_ts = pk.split("#")
        return cls(team=team, channel=channel, thread_ts=thread_ts)

    @classmethod
    def of_team(cls, team: str) -> Self:
        """Give the workspace's own partition: a thread without a channel, for what is of no thread.

        Its switches, its standing approvals, and its part of the audit.
        """
        return cls(team=team, channel="", thread_ts="")

    def meta(self) -> Key:
        """The thread's own row: lease, counters, place in the journal."""
        return Key(self.pk, "META")

    def seen(self, ts: str) -> Key:
        """The proof that a message was accepted once."""
        return Key(self.pk, f"SEEN#{ts}")

    def pressed(self, mark: str) -> Key:
        """The proof that a press of Stop was taken in once."""
        return Key(self.pk, f"STOP#{mark}")

    def inbound(self, ts: str) -> Key:
        """A message that no step has heard yet."""
        return Key(self.pk, f"IN#{ts}")

    def step(self, run: int, step: int) -> Key:
        """An entry of the journal."""
        return Key(self.pk, f"{run_prefix(run)}STEP#{_padded(step)}")

    def requirement(self, at: "Position") -> Key:
        """What a tool call waits for."""
        return Key(self.pk, f"{run_prefix(at.run)}REQ#{at.sort_key}")

    def execution(self, at: "Position", attempt: int) -> Key:
        """One start of a tool call."""
        return Key(self.pk, f"{run_prefix(at.run)}EXEC#{at.sort_key}#{_padded(attempt)}")

    def card(self, at: "Position") -> Key:
        """A card, named by the first requirement on it."""
        return Key(self.pk, f"{run_prefix(at.run)}CARD#{at.sort_key}")

    def out(self, run: int, name: str) -> Key:
        """Another effect on Slack that must not be forgotten."""
        return Key(self.pk, f"{run_prefix(run)}OUT#{name}")

    def feedback(self, run: int, answer: str = "", user: str = "") -> Key:
        """What somebody thinks of an answer, which no turn reads; or where a run's begin."""
        ends = f"{answer}#{user}" if answer else ""
        return Key(self.pk, f"FEEDBACK#{_padded(run)}#{ends}")

    def audit(self, number: int) -> Key:
        """An entry of the audit."""
        return Key(self.pk, f"AUD#{_padded(number)}")

    def audit_head(self) -> Key:
        """How far the audit goes: sorts behind all of its entries."""
        return Key(self.pk, "AUDHEAD")

    def history(self, run: int) -> Key:
        """Everything said up to and including a run, in one row."""
        return Key(self.pk, f"HIST#{_padded(run)}")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Position:
    """A tool call's place in its thread: never the model's call id, which models reuse.

    Attributes:
        run: The run's number in its thread, from 1.
        step: The journal step in which the model made the call, from 1.
        index: The call's place in that answer, from 0.
        again: 0 for the request itself; n for the n-th question about an unknown outcome.
    """

    run: int
    step: int
    index: int
    again: int = 0

    @property
    def sort_key(self) -> str:
        """The position as part of a row's key, in an order that sorts as numbers do."""
        again = f"r{_padded(self.again)}" if self.again else ""
        return f"{_padded(self.step)}.{_padded(self.index)}{again}"

    @property
    def place(self) -> str:
        """The position as people and buttons write it, `1.2.0` or `1.2.0r1`."""
        again = f"r{self.again}" if self.again else ""
        return f"{self.run}.{self.step}.{self.index}{again}"

    @classmethod
    def of_key(cls, sk: str) -> Self:
        """Read the position in the sort key of a requirement."""
        _, run, _, place = sk.split("#")
        return cls.parse(f"{int(run)}.{place}")

    @classmethod
    def parse(cls, place: str) -> Self:
        """Read `place` back.

        Raises:
            ValueError: The text is no position.
        """
        run, step, last = place.split(".")
        index, _, again = last.partition("r")
        numbers = (run, step, index, again or "0")
        if not all(_is_number(number) for number in numbers):
            raise ValueError(f"{place!r} is no position")
        return cls(run=int(run), step=int(step), index=int(index), again=int(again or "0"))


def run_prefix(run: int) -> str:
    """How the keys of a run's rows begin."""
    return f"R#{_padded(run)}#"


def _padded(number: int) -> str:
    return f"{number:0{_WIDTH}d}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _WIDTH
