"""A whole thread in memory: people write, the agent works, cards stand, time passes."""

from collections.abc import Iterable, Sequence
from itertools import count
from typing import assert_never

from signoff.agent.agent import Agent
from signoff.agent.files import File
from signoff.agent.values import BuildModel, no_models
from signoff.core.canonical import JsonObject
from signoff.core.click import ClickOutcome, Decide
from signoff.core.hearing import Message
from signoff.core.inbound import Inbound
from signoff.core.items import Item
from signoff.core.journal import Entry, ModelSpoke, Refuse, ToolReturned
from signoff.core.keys import Position, ThreadKey
from signoff.core.lost import requirement_in
from signoff.core.person import Person
from signoff.core.requirement import Requirement
from signoff.core.snapshot import Snapshot
from signoff.testing.card import AskedCard
from signoff.testing.chat import RecordingChat
from signoff.testing.chat_records import SentFile
from signoff.testing.clock import ManualClock
from signoff.testing.model import Line, ScriptedModel
from signoff.testing.people import ANA, TEAM, everybody
from signoff.testing.presence import RecordingPresence
from signoff.testing.queue import InMemoryQueue, QueueMessage, RetriedEvent, Wake
from signoff.testing.store import InMemoryStore
from signoff.testing.telling import RecordingTell
from signoff.testing.tools import Ran, RecordingTools
from signoff.usecases.decision_ports import DecisionPorts
from signoff.usecases.hear_event import Delivery, hear_event
from signoff.usecases.record_decision import record_decision
from signoff.usecases.sweep import SweepPorts, sweep
from signoff.usecases.take_turn import Times, take_turn
from signoff.usecases.turn import TurnPorts

CHANNEL = "C0OPS"
_LEASE_MS, _SLICE_MS = 190_000, 120_000
_MOST_ROUNDS = 1_000


class SlackThread:
    """One thread of one agent: the real use cases over doubles, with nothing outside of the test.

    The agent's own functions run. After each act everything that follows from it has happened:
    turns, cards, replies. What waits for a time happens when the clock is moved there.

    Attributes:
        clock: The time.
        model: The script.
        chat: Slack.
        store: The table.
        queue: The queue.
        operator: What the operator was told.
        presence: What Slack shows beside the thread.
    """

    def __init__(
        self,
        agent: Agent,
        *lines: Line,
        model: ScriptedModel | None = None,
        clock: ManualClock | None = None,
        people: Iterable[Person] = (),
        models: BuildModel = no_models,
    ) -> None:
        """Begin an empty thread.

        Args:
            agent: The agent.
            lines: The model's script.
            model: The model, if it was made before; `lines` are added to its script.
            clock: The time; otherwise a clock of its own.
            people: Who is in the workspace besides ana, bob, eve, a guest and a stranger.
            models: Builds the pydantic objects that tools take.
        """
        self.clock: ManualClock = clock or ManualClock()
        self.model: ScriptedModel = model or ScriptedModel()
        self.model.script(*lines)
        self.chat: RecordingChat = RecordingChat(*everybody(), *people)
        self.store: InMemoryStore = InMemoryStore()
        self.queue: InMemoryQueue = InMemoryQueue()
        self.operator: RecordingTell = RecordingTell()
        self.presence: RecordingPresence = RecordingPresence()
        self._agent = agent
        self._tools = RecordingTools(models)
        self._opened_at = self.clock() // 1000
        self._stamps = count(100)
        self._waiting: list[tuple[int, QueueMessage]] = []
        self._events: dict[str, Message] = {}
        first = f"{self._opened_at}.{next(self._stamps):06d}"
        self.key: ThreadKey = ThreadKey(team=TEAM, channel=CHANNEL, thread_ts=first)
        self.clock.lead(self._until)

    def say(self, text: str, *, by: str = ANA, files: Sequence[File] = ()) -> None:
        """Write to the agent; `files` are attached to the message."""
        is_first = not self._events
        stamp = f"{self._opened_at}.{next(self._stamps):06d}"
        ts = self.key.thread_ts if is_first else stamp
        attached = tuple(self.chat.attach_file(file) for file in files)
        names = tuple(file.name for file in files)
        inbound = Inbound(ts=ts, user=by, text=text, files=names, attached=attached)
        message = Message(thread=self.key, inbound=inbound, opens=is_first)
        self._events[ts] = message
        self._hear(message, ts, is_retried=False)
        self._settle()

    @property
    def cards(self) -> tuple[AskedCard, ...]:
        """Every request that people were ever asked, in order."""
        return tuple(AskedCard(self, self.key, each.at) for each in self._requirements())

    @property
    def card(self) -> AskedCard:
        """The first request that is open; where none is, the last of all.

        Raises:
            AssertionError: Nobody was ever asked anything.
        """
        asked = self._requirements()
        if not asked:
            raise AssertionError("nobody was asked anything in this thread")
        chosen = next((each for each in asked if each.is_open), asked[-1])
        return AskedCard(self, self.key, chosen.at)

    @property
    def said(self) -> tuple[str, ...]:
        """What the agent said in the thread, in order."""
        return self.chat.words(self.key)

    @property
    def files(self) -> tuple[SentFile, ...]:
        """The files that tools put into the thread, in order."""
        return tuple(file for file in self.chat.files if file.thread == self.key)

    @property
    def ran(self) -> tuple[Ran, ...]:
        """Every tool that ran, with its arguments, in order."""
        return tuple(self._tools.ran)

    @property
    def tools_ran(self) -> tuple[str, ...]:
        """The names of the tools that ran, in order."""
        return tuple(each.tool for each in self._tools.ran)

    @property
    def told(self) -> tuple[str, ...]:
        """What the model is told of its calls, in order: results, decisions, and refusals."""
        return tuple(said for step in self.view.steps for said in _told(step.entry))

    @property
    def conversation(self) -> tuple[JsonObject, ...]:
        """All that the model had before it when it was last asked."""
        return self.model.conversations[-1]

    @property
    def view(self) -> Snapshot:
        """The thread as it is stored."""
        return Snapshot.of(self.key, self._rows())

    def requirement(self, at: Position) -> Requirement:
        """Give a requirement as it is stored now."""
        return next(each for each in self._requirements() if each.at == at)

    def clicked(self, decide: Decide) -> ClickOutcome:
        """Take a click, and let everything that follows from it happen."""
        ports = DecisionPorts(
            store=self.store, queue=self.queue, chat=self.chat, clock=self.clock, tell=self.operator
        )
        outcome = record_decision(decide, ports=ports)
        self._settle()
        return outcome

    def _rows(self) -> tuple[Item, ...]:
        return tuple(row for row in self.store.rows if row["pk"] == self.key.pk)

    def _requirements(self) -> tuple[Requirement, ...]:
        rows = {str(row["sk"]): row for row in self._rows() if "#REQ#" in str(row["sk"])}
        return tuple(requirement_in(rows[sk]) for sk in sorted(rows))

    def _until(self, target: int) -> None:
        """Go to each moment at which something is due, up to a time, and see to it."""
        for _ in range(_MOST_ROUNDS):
            dues = self.store.due(now=target, limit=1)
            moments = [int(str(row["due"])) for row in self.store.read(*dues) if row is not None]
            moments += [due for due, _ in self._waiting if due <= target]
            if not moments:
                return
            self.clock.stop_at(min(moments))
            self._settle()
            self._sweep()
            self._settle()
        raise AssertionError("the same rows are due for ever")

    def _sweep(self) -> None:
        ports = SweepPorts(
            store=self.store,
            queue=self.queue,
            chat_of=lambda _: self.chat,
            clock=self.clock,
            tell=self.operator,
        )
        sweep(ports, has_time=lambda: True)

    def _settle(self) -> None:
        """Deliver what is in the queue, until all that is left waits for a time."""
        while ready := self._ready():
            for message in ready:
                self._deliver(message)

    def _ready(self) -> list[QueueMessage]:
        now = self.clock()
        self._waiting += [(now + each.delay_s * 1000, each) for each in self.queue.taken()]
        ready = [each for due, each in self._waiting if due <= now]
        self._waiting = [(due, each) for due, each in self._waiting if due > now]
        return ready

    def _deliver(self, message: QueueMessage) -> None:
        match message:
            case Wake(thread=thread):
                take_turn(thread, agent=self._agent, ports=self._ports, times=self._times)
            case RetriedEvent(body=body, is_retried=is_retried):
                self._hear(self._events[body], body, is_retried=is_retried)
            case _:
                assert_never(message)

    def _hear(self, message: Message, body: str, *, is_retried: bool) -> None:
        delivery = Delivery(body=body, is_retried=is_retried)
        hear_event(message, delivery, agent=self._agent, ports=self._ports, times=self._times)

    @property
    def _ports(self) -> TurnPorts:
        return TurnPorts(
            store=self.store,
            queue=self.queue,
            chat=self.chat,
            model=self.model,
            tools=self._tools,
            clock=self.clock,
            tell=self.operator,
            presence=self.presence,
        )

    @property
    def _times(self) -> Times:
        return Times(lease_ms=_LEASE_MS, slice_end=self.clock() + _SLICE_MS)


def _told(entry: Entry) -> tuple[str, ...]:
    match entry:
        case ModelSpoke(calls=made):
            return tuple(call.plan.output for call in made if isinstance(call.plan, Refuse))
        case ToolReturned(output=output):
            return (output,)
        case _:
            return ()
