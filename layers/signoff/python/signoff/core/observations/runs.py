"""What happened to a thread and its run."""

from dataclasses import dataclass
from typing import ClassVar

from signoff.core.failure import Failure
from signoff.core.keys import Position, ThreadKey
from signoff.core.observations.observed import Level, Measure, Observed, count, time
from signoff.core.requirement import OutcomeState


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageHeard(Observed):
    """A message came out of the queue.

    Attributes:
        thread: Where it was written.
        ts: The message.
        became: What became of it.
    """

    thread: ThreadKey
    ts: str
    became: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnEnded(Observed):
    """A worker is done with a thread, for now.

    Attributes:
        thread: The thread.
        end: How it ended.
        tries: How many claims it took since the last stored step; 0: it was not claimed.
        took_ms: How long it took.
    """

    thread: ThreadKey
    end: str
    tries: int
    took_ms: int

    @property
    def measures(self) -> tuple[Measure, ...]:
        # Who found the thread taken has taken no turn.
        return (count("Turns"), time("TurnTime", self.took_ms)) if self.tries else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnPutOff(Observed):
    """Something outside did not work: a later wake goes on.

    Attributes:
        thread: The thread.
        again_s: When, in seconds.
        failure: What was raised.
    """

    thread: ThreadKey
    again_s: int
    failure: Failure

    level: ClassVar[Level] = "WARNING"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAnswered(Observed):
    """The model's answer is stored.

    Attributes:
        thread: The thread.
        run: The run.
        step: The step that holds the answer.
        calls: How many tools it called.
        asks: How many of them wait for a person.
        input_tokens: What it read.
        output_tokens: What it wrote.
        took_ms: How long it thought.
        agent: The id of the agent whose model it is.
    """

    thread: ThreadKey
    run: int
    step: int
    calls: int
    asks: int
    input_tokens: int
    output_tokens: int
    took_ms: int
    agent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeNoted(Observed):
    """A tool came to its end.

    Attributes:
        thread: The thread.
        at: The call.
        tool: The tool, as its author named it.
        attempt: Which start it was, from 1; 0: it was not started.
        outcome: How it ended.
        took_ms: How long it ran.
        failure: What it raised.
    """

    thread: ThreadKey
    at: Position
    tool: str
    attempt: int
    outcome: OutcomeState
    took_ms: int = 0
    failure: Failure | None = None

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (Measure("Outcomes", by=("Outcome", self.outcome.value)),)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeUnknown(Observed):
    """A tool was started, and nobody saw how it ended.

    Attributes:
        thread: The thread.
        at: The call.
        tool: The tool, as its author named it.
        attempt: Which start it was, from 1.
        is_asked: Whether a person is asked; otherwise the call counts as failed.
    """

    thread: ThreadKey
    at: Position
    tool: str
    attempt: int
    is_asked: bool

    level: ClassVar[Level] = "WARNING"

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (count("UnknownOutcomes"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunGivenUp(Observed):
    """A run could not go on.

    Attributes:
        thread: The thread.
        run: The run.
        step: Its last step.
        why: Why not, in words of ours.
        cancelled: How many open requests were cancelled.
        unknown: How many calls were started and have no known end.
    """

    thread: ThreadKey
    run: int
    step: int
    why: str
    cancelled: int
    unknown: int

    level: ClassVar[Level] = "WARNING"

    @property
    def measures(self) -> tuple[Measure, ...]:
        unknown = (count("UnknownOutcomes", self.unknown),) if self.unknown else ()
        return (count("RunsGivenUp"), *unknown)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadAbandoned(Observed):
    """A thread's rows can't be read, or not written: nothing more is tried by itself.

    Attributes:
        thread: The thread.
        failure: What was raised.
    """

    thread: ThreadKey
    failure: Failure

    level: ClassVar[Level] = "ERROR"

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (count("RunsGivenUp"),)
