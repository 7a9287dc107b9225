"""A world in trouble: one call to the outside goes wrong, and everything else does what it can."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from signoff.adapters.tools import FunctionTools
from signoff.agent.agent import Agent
from signoff.agent.tool import Tool
from signoff.agent.toolkit import ToolLike
from signoff.core.canonical import JsonObject
from signoff.core.click import NotRecorded, Unverified, Wish
from signoff.core.decision import Who
from signoff.core.hearing import Message
from signoff.core.keys import ThreadKey
from signoff.core.requirement import Requirement
from signoff.ports import Answer, Chat, Model, Queue, Store, TransientError, UnreachableError
from signoff.testing import RecordingChat, RetriedEvent, ScriptedModel
from signoff.testing.model import Line, Reply
from signoff.usecases.stop_run import StopAnswer
from signoff.usecases.turn import TurnPorts
from tests.core.rows import BOB
from tests.usecases.world import LEASE_MS, World

PORTS = frozenset({*vars(Store), *vars(Queue), *vars(Chat), *vars(Model)})
"""All that is a call to the outside."""

VISIBILITY_MS = 200_000
MOST_RECEIVES = 5


class Fault(StrEnum):
    """How one call goes wrong."""

    CRASH_BEFORE = "crash before"
    CRASH_AFTER = "crash after"
    LOST_REPLY = "lost reply"
    ERROR = "error"
    STALL_BEFORE = "stall before"
    STALL_AFTER = "stall after"


class CrashError(BaseException):
    """The process is gone; nothing in it can catch this."""


@dataclass(slots=True)
class Trouble:
    """Counts the calls to the outside, and spoils one of them.

    Attributes:
        at: Which call, from 1; 0: none.
        fault: How.
        calls: The calls so far, by name.
        struck: The call that was spoilt.
        is_dead: Whether the process that made it is gone.
        meanwhile: What happens while a call stalls.
    """

    at: int = 0
    fault: Fault = Fault.ERROR
    calls: list[str] = field(default_factory=list[str])
    struck: str = ""
    is_dead: bool = False
    meanwhile: Callable[[], None] = lambda: None

    def call(self, name: str, does: Callable[[], Any], *, is_slack: bool) -> Any:
        """Make a call, or have it go wrong."""
        if self.is_dead:
            raise CrashError
        self.calls.append(name)
        if len(self.calls) != self.at or self.struck:
            return does()
        self.struck = name
        return self._strike(does, is_slack=is_slack)

    def _strike(self, does: Callable[[], Any], *, is_slack: bool) -> Any:
        error = UnreachableError("slow", is_ambiguous=True) if is_slack else TransientError("slow")
        match self.fault:
            case Fault.CRASH_BEFORE:
                self.is_dead = True
                raise CrashError
            case Fault.CRASH_AFTER:
                does()
                self.is_dead = True
                raise CrashError
            case Fault.LOST_REPLY:
                does()
                raise error
            case Fault.ERROR:
                raise error
            case Fault.STALL_BEFORE:
                self.meanwhile()
                return does()
            case Fault.STALL_AFTER:
                given = does()
                self.meanwhile()
                return given


class Spoilt:
    """A double, with every call to it counted and perhaps spoilt; the rest is as it was."""

    def __init__(self, double: object, trouble: Trouble) -> None:
        self._double = double
        self._trouble = trouble

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._double, name)
        if name not in PORTS:
            return found
        is_slack = isinstance(self._double, RecordingChat)

        def call(*args: Any, **named: Any) -> Any:
            return self._trouble.call(name, lambda: found(*args, **named), is_slack=is_slack)

        return call


class StorySoFarModel(ScriptedModel):
    """A model that says the line that fits the conversation, however often it is asked."""

    def __init__(self, *lines: Line) -> None:
        super().__init__()
        self.lines = lines
        self.asked: list[Sequence[JsonObject]] = []

    def answer(self, agent: Agent, conversation: Sequence[JsonObject]) -> Answer:
        self.asked.append(conversation)
        told = sum(item["type"] == "function_call" for item in conversation)
        before = 0
        for line in self.lines:
            if not isinstance(line, Reply):
                raise type(line)(*line.args)
            if before == told:
                return self._spoken(line)
            before += len(line.calls)
        raise AssertionError(f"{agent.name} has no line after {told} calls")


class SpoiltTools:
    """The user's functions, with a worker that may die just before or after one."""

    def __init__(self, trouble: Trouble) -> None:
        self._trouble = trouble

    def __call__(self, tool: Tool, arguments: JsonObject, *, idempotency_key: str) -> str:
        def call() -> str:
            return FunctionTools()(tool, arguments, idempotency_key=idempotency_key)

        is_deadly = self._trouble.fault in {Fault.LOST_REPLY, Fault.ERROR}
        if is_deadly and len(self._trouble.calls) + 1 == self._trouble.at:
            # A tool has no reply to lose; what it raises is an output like any other.
            self._trouble.at = 0
        return str(self._trouble.call(f"tool {tool.name}", call, is_slack=False))


@dataclass(slots=True)
class Waiting:
    """A message in the queue."""

    message: Message | ThreadKey
    ready_at: int
    received: int = 0


class TroubledWorld(World):
    """A world with a queue that delivers again, a clock that ticks, and people who click again."""

    def __init__(self, *lines: Line, tools: Sequence[ToolLike] = ()) -> None:
        super().__init__(tools=tools)
        self.trouble = Trouble()
        self.model = StorySoFarModel(*lines)
        for name in ("store", "queue", "chat", "model"):
            setattr(self, name, Spoilt(getattr(self, name), self.trouble))
        self.trouble.meanwhile = self._meanwhile
        self.waiting: list[Waiting] = []
        self.dead_letters: list[Waiting] = []
        self.sweeps: list[dict[str, int]] = []
        self.raised: list[BaseException] = []
        self.unanswered: list[BaseException] = []

    @property
    def ports(self) -> TurnPorts:
        return TurnPorts(
            store=self.store,
            queue=self.queue,
            chat=self.chat,
            model=self.model,
            tools=SpoiltTools(self.trouble),
            clock=self.clock,
            tell=self.tell,
        )

    def write(self, text: str) -> None:
        """Somebody writes: the queue has the event."""
        self.waiting.append(Waiting(message=self.message(text), ready_at=self.clock()))

    def press(self, requirement: Requirement, decision: Wish, *, by: str = "U0BOB") -> None:
        """Somebody clicks, and again if they are told to or told nothing."""
        for _ in range(3):
            before = len(self.raised)
            outcome = self._living(lambda: self.decide(requirement, decision, by=by))
            self.unanswered += [
                error for error in self.raised[before:] if not isinstance(error, CrashError)
            ]
            if not isinstance(outcome, NotRecorded | Unverified | None):
                return

    def stop(self, *, by: Who = BOB) -> StopAnswer:
        """Somebody wants the run to end, and says so again if they are told nothing."""
        for _ in range(3):
            answer = self._living(lambda: super(TroubledWorld, self).stop(by=by))
            if answer:
                break
        assert isinstance(answer, StopAnswer)
        return answer

    def settle(self, *, minutes: int = 40) -> None:
        """Deliver what is ready, and let minutes pass, until nothing is left to do."""
        for _ in range(minutes):
            self._deliver()
            if self.is_quiet:
                return
            self.clock.advance(seconds=60)
            self.sweeps.append(self._living(self.sweep) or {})

    @property
    def is_quiet(self) -> bool:
        """Whether neither queue nor clock has anything to do, but to wait for people."""
        rows = (row for row in self.store.rows if "#REQ#" not in str(row["sk"]))
        late = any(int(str(row["due"])) <= self.clock() for row in self.store.rows if "due" in row)
        return not self.waiting and not late and not any("due" in row for row in rows)

    def _deliver(self) -> None:
        self._collect()
        while ready := [each for each in self.waiting if each.ready_at <= self.clock()]:
            self.waiting.remove(ready[0])
            self._receive(ready[0])
            self._collect()

    def _receive(self, each: Waiting) -> None:
        each.received += 1
        before = len(self.raised)
        if self._living(lambda: self._work(each.message)) is not None:
            return
        if each.received >= MOST_RECEIVES:
            self.dead_letters.append(each)
            return
        was_killed = isinstance(self.raised[before], CrashError)
        wait = VISIBILITY_MS if was_killed else min(2000 * 4 ** (each.received - 1), 120_000)
        self.waiting.append(
            Waiting(message=each.message, ready_at=self.clock() + wait, received=each.received)
        )

    def _work(self, message: Message | ThreadKey) -> str:
        return (self.hear(message) if isinstance(message, Message) else self.turn()).value

    def _collect(self) -> None:
        for sent in self.queue.taken():
            assert not isinstance(sent, RetriedEvent)
            ready_at = self.clock() + 1000 * sent.delay_s
            self.waiting.append(Waiting(message=sent.thread, ready_at=ready_at))

    def _living(self, does: Callable[[], Any]) -> Any:
        """Run a process; None: it did not come to its end."""
        try:
            return does()
        except (CrashError, TransientError) as error:
            self.raised.append(error)
            return None
        except ExceptionGroup as group:
            if group.split(TransientError)[1] is not None:
                raise
            self.raised.append(group)
            return None
        finally:
            self.trouble.is_dead = False

    def _meanwhile(self) -> None:
        """A worker stalls past its lease: the others take its place."""
        self.clock.advance(ms=LEASE_MS + 1)
        self._living(self.sweep)
        self._deliver()
