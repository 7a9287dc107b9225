"""What came out of the queue, and what the clock mended."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from signoff.core.failure import Failure
from signoff.core.keys import Key, ThreadKey
from signoff.core.observations.observed import Level, Measure, Observed, count, time


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFailed(Observed):
    """Working on a message of the queue raised an error; it is delivered again.

    Attributes:
        message_id: The queue's own id of it.
        received: How often it was delivered, this time included.
        again_s: When it is delivered again, in seconds; None: after the queue's own time-out.
        failure: What was raised.
    """

    message_id: str
    received: int
    again_s: int | None
    failure: Failure

    level: ClassVar[Level] = "ERROR"

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (count("FailedDeliveries"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrandFailed(Observed):
    """Something that is done beside the work raised an error; no run rests on it.

    Attributes:
        failure: What was raised.
    """

    failure: Failure

    level: ClassVar[Level] = "ERROR"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseRepaired(Observed):
    """A worker was cut off: its lease ran out, and the clock woke its thread.

    Attributes:
        thread: The thread.
        late_ms: How long ago the lease ran out.
        tries: How many claims it took since the last stored step.
    """

    thread: ThreadKey
    late_ms: int
    tries: int

    level: ClassVar[Level] = "WARNING"

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (count("StuckLeases"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadWoken(Observed):
    """Something happened to a thread, and no turn has seen it yet: the clock woke it once more.

    Attributes:
        thread: The thread.
        late_ms: How long ago it was due.
    """

    thread: ThreadKey
    late_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepDone(Observed):
    """The clock has looked at what was due.

    Attributes:
        became: How many rows were seen to, by what became of them.
        failed: How many could not be seen to.
        took_ms: How long it took.
    """

    became: Mapping[str, int]
    failed: int
    took_ms: int

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (count("Sweeps"), time("SweepTime", self.took_ms))


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLost(Observed):
    """A large text is missing from the bucket, or is not what was stored there.

    Attributes:
        key: The row that names it.
        why: Which object, and what is wrong with it.
    """

    key: Key
    why: str

    level: ClassVar[Level] = "ERROR"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFailed(Observed):
    """The clock could not see to a row.

    Attributes:
        key: The row.
        failure: What was raised.
    """

    key: Key
    failure: Failure

    level: ClassVar[Level] = "ERROR"

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (count("FailedRows"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetterTold(Observed):
    """A message failed too often; its thread is told.

    Attributes:
        thread: Its thread.
        message_id: The queue's own id of it.
    """

    thread: ThreadKey
    message_id: str

    level: ClassVar[Level] = "ERROR"

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (count("DeadLetters"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFailed(Observed):
    """The clock could not see to a dead letter.

    Attributes:
        message_id: The queue's own id of it.
        failure: What was raised.
    """

    message_id: str
    failure: Failure

    level: ClassVar[Level] = "ERROR"
