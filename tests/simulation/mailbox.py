"""The queue: at least once, in no order, hidden while worked on, put aside after five tries."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from signoff.core.keys import ThreadKey
from tests.simulation.faults import CrashError, Kind
from tests.simulation.scheduler import Scheduler

VISIBILITY_MS = 1_080_000
MOST_RECEIVES = 5
_TWICE = 0.03
_AFTER_FAILING_MS = (2_000, 8_000, 32_000, 120_000, 120_000)


@dataclass(slots=True, kw_only=True, eq=False)
class Letter:
    """A message in the queue.

    Attributes:
        id: What the queue calls it.
        body: What it says.
        group: Whose turn it takes away.
        sent_at: When it was sent.
        fuse: After how many calls to the outside whoever works on it dies; None: nobody does.
        received: How often it was delivered.
        is_gone: Whether it is out of the queue.
        hidden_until: Until when, as a dead letter, somebody looks at it.
        seen_by: The teams whose clock has looked at it, as a dead letter.
    """

    id: str
    body: str
    group: str
    sent_at: int
    fuse: int | None = None
    received: int = 0
    is_gone: bool = False
    hidden_until: int = 0
    seen_by: set[str] = field(default_factory=set[str])


@dataclass(slots=True, kw_only=True)
class Mailbox:
    """A standard queue with its function behind it.

    Attributes:
        scheduler: Who is next.
        rng: Delivers some messages twice; None: each is delivered once, in order.
        work: What the function does with a message; it raises if it failed.
        letters: What was sent and not done.
        dead: What was tried too often.
        sent: How many messages were sent in all.
        skew: Says how far the clock of the next worker is off.
        poison: Says of a message that is sent when whoever works on it dies, each time.
        buried: How many were tried too often in all.
    """

    scheduler: Scheduler
    rng: Random | None
    work: Callable[[str, int], None]
    letters: list[Letter] = field(default_factory=list[Letter])
    dead: list[Letter] = field(default_factory=list[Letter])
    sent: int = 0
    skew: Callable[[], int] = lambda: 0
    poison: Callable[[str], int | None] = lambda _body: None
    buried: int = 0

    def send_message(self, **request: Any) -> dict[str, str]:
        """Take a message, as the SDK's client does."""
        body, delay_s = str(request["MessageBody"]), int(request.get("DelaySeconds", 0))
        group = str(request.get("MessageGroupId", ""))

        def send() -> dict[str, str]:
            self.put(body, group=group, delay_ms=delay_s * 1000)
            return {"MessageId": str(self.sent)}

        return self.scheduler.call(Kind.QUEUE, f"send {body:.60}", send)

    def put(self, body: str, *, group: str = "", delay_ms: int = 0) -> None:
        """Keep a message, and deliver it when its time has come."""
        self.sent += 1
        letter = Letter(
            id=f"m{self.sent}",
            body=body,
            group=group,
            sent_at=self.scheduler.now,
            fuse=self.poison(body),
        )
        self.letters.append(letter)
        self._deliver(letter, after_ms=delay_ms)
        if self.rng is not None and self.rng.random() < _TWICE:
            self._deliver(letter, after_ms=delay_ms + self.rng.randrange(400_000))

    def wakes(self, thread: ThreadKey) -> int:
        """Count the messages that name a thread."""
        return sum(thread.thread_ts in letter.body for letter in self.letters)

    def _deliver(self, letter: Letter, *, after_ms: int) -> None:
        name = f"worker {letter.body[9:14]}"
        self.scheduler.spawn(name, lambda: self._invoke(letter), after_ms=after_ms)

    def _invoke(self, letter: Letter) -> None:
        if letter.is_gone:
            return
        letter.received += 1
        try:
            with self.scheduler.process(skew_ms=self.skew(), fuse=letter.fuse):
                self.work(letter.body, letter.received)
        except CrashError:
            self._again(letter, VISIBILITY_MS)
        except Exception as error:  # noqa: BLE001 - as Lambda does, whatever it is
            self.scheduler.raised.append(("worker", error))
            self._again(letter, _AFTER_FAILING_MS[min(letter.received, MOST_RECEIVES) - 1])
        else:
            self._delete(letter)

    def _delete(self, letter: Letter) -> None:
        """Take a message out, as Lambda does once its function has ended well."""
        try:
            with self.scheduler.process():
                self.scheduler.call(Kind.QUEUE, "delete", lambda: self._done(letter))
        except (CrashError, ConnectionError):
            self._again(letter, VISIBILITY_MS)

    def _again(self, letter: Letter, wait_ms: int) -> None:
        if letter.is_gone:
            return
        if letter.received >= MOST_RECEIVES:
            self._done(letter)
            self.dead.append(letter)
            self.buried += 1
        else:
            self._deliver(letter, after_ms=wait_ms)

    def _done(self, letter: Letter) -> None:
        if not letter.is_gone:
            letter.is_gone = True
            self.letters.remove(letter)
