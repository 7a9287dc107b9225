"""What a button says: where to look, and which version was shown; nothing of it is trusted."""

from dataclasses import dataclass
from typing import Self

from signoff.core.keys import Position, ThreadKey
from signoff.core.requirement import Requirement

LONGEST = 75
"""Slack's limit for the value of an overflow option, the tightest place an address stands in."""

SHOWN = 16
"""So many digits of a digest stand in an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A requirement as one card showed it.

    Attributes:
        channel: The thread's channel.
        thread_ts: The thread's first message.
        at: The call's place in the thread.
        rev: The revision that was drawn.
        shown: The first 16 hexadecimal digits of the digest that was drawn.
    """

    channel: str
    thread_ts: str
    at: Position
    rev: int
    shown: str

    @classmethod
    def of(cls, thread: ThreadKey, asked: Requirement) -> Self:
        """Point at a request as it is stored now."""
        return cls(
            channel=thread.channel,
            thread_ts=thread.thread_ts,
            at=asked.at,
            rev=asked.rev,
            shown=asked.digest[:SHOWN],
        )

    def thread(self, team: str) -> ThreadKey:
        """Give the thread, in the team that a signed payload names."""
        return ThreadKey(team=team, channel=self.channel, thread_ts=self.thread_ts)

    def value(self, verb: str) -> str:
        """Write it as the value of a button that does `verb`."""
        return f"{verb}.{self.channel}.{self.thread_ts}.{self.at.place}.{self.rev}.{self.shown}"

    @classmethod
    def parse(cls, value: str) -> tuple[str, Self]:
        """Read a button's value: its verb, and the address.

        Raises:
            ValueError: The text is no address.
        """
        parts = value.split(".")
        if len(parts) != _PARTS or len(value) > LONGEST:
            raise ValueError("no address")
        verb, channel, seconds, fraction, run, step, index, rev, shown = parts
        if not (rev.isascii() and rev.isdigit() and len(shown) == SHOWN and verb and channel):
            raise ValueError("no address")
        address = cls(
            channel=channel,
            thread_ts=f"{seconds}.{fraction}",
            at=Position.parse(f"{run}.{step}.{index}"),
            rev=int(rev),
            shown=shown,
        )
        if address.value(verb) != value:
            # A number has other spellings, such as 01, and none of them is on a card.
            raise ValueError("no address")
        return verb, address


_PARTS = 9
