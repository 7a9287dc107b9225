"""A message that the turn queue gave up on, as it lies there."""

from dataclasses import dataclass

from signoff.core.hearing import Message
from signoff.core.keys import ThreadKey


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A message of the turn queue that was given up on.

    Attributes:
        id: What the queue calls it; it keeps the name as long as it lies there.
        about: The message of a person that it brings, or the thread to look at; None: it is
            nothing that is sent into the queue.
        sent_at: When it was first sent, in milliseconds since 1970.
        body: What it says, as it was sent.
        group: Whose turn it takes away, as it was sent; empty: nobody's.
        receipt: What the queue knows this delivery of it by.
    """

    id: str
    about: Message | ThreadKey | None
    sent_at: int
    body: str
    group: str
    receipt: str

    @property
    def thread(self) -> ThreadKey | None:
        """The thread that it is about, if it names one."""
        return self.about.thread if isinstance(self.about, Message) else self.about
