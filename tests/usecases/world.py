"""A small world: an agent, a thread, doubles for all that is outside; events driven by hand."""

from collections.abc import Sequence
from itertools import count

from signoff.adapters.tools import FunctionTools
from signoff.agent.agent import Agent
from signoff.agent.model import OpenAIResponses
from signoff.agent.toolkit import ToolLike
from signoff.core.address import Address
from signoff.core.click import Click, ClickOutcome, Decide, Reading, Wish
from signoff.core.hearing import Deleted, Edited, Message
from signoff.core.inbound import Inbound
from signoff.core.items import Item
from signoff.core.keys import ThreadKey
from signoff.core.lost import requirement_in
from signoff.core.requirement import Requirement
from signoff.core.snapshot import Snapshot
from signoff.core.who import Who
from signoff.ports import Begin, Tell, at_once
from signoff.testing import (
    InMemoryQueue,
    InMemoryStore,
    ManualClock,
    RecordingChat,
    RecordingPresence,
    RecordingTell,
    RetriedEvent,
    RowPlace,
    ScriptedModel,
    guest,
    member,
    stranger,
)
from signoff.testing.model import Line
from signoff.usecases.amend import hear_deletion, hear_edit
from signoff.usecases.decision_ports import DecisionPorts
from signoff.usecases.hear_event import Delivery, Heard, hear_event
from signoff.usecases.record_decision import record_decision
from signoff.usecases.stop_run import StopAnswer, StopPorts, stop_run
from signoff.usecases.sweep import SweepPorts, see_to, sweep
from signoff.usecases.take_turn import Times, TurnEnd, take_turn
from signoff.usecases.turn import TurnPorts
from tests.core.rows import BOB, NOON, THREAD

STOPPED = "Stopped by bob."

LEASE_MS = 190_000
SLICE_MS = 120_000


class World:
    """Everything around one thread."""

    def __init__(self, *lines: Line, tools: Sequence[ToolLike] = ()) -> None:
        self.store = InMemoryStore()
        self.queue = InMemoryQueue()
        self.chat = RecordingChat(
            member("U0ANA", "ana"),
            member("U0BOB", "bob"),
            member("U0EVE", "eve"),
            guest("U0GUEST", "guest"),
            stranger("U0OUT", "out"),
        )
        self.clock = ManualClock(NOON)
        self.operator = RecordingTell()
        self.presence = RecordingPresence()
        self.tell: Tell = self.operator
        self.begin: Begin = at_once
        self.model = ScriptedModel(*lines)
        self.agent = Agent(name="Assistant", model=OpenAIResponses(id="gpt-5.4"), tools=[*tools])
        self.thread = THREAD
        self._ts = count(1)

    @property
    def ports(self) -> TurnPorts:
        return TurnPorts(
            store=self.store,
            queue=self.queue,
            chat=self.chat,
            model=self.model,
            tools=FunctionTools(),
            clock=self.clock,
            tell=self.tell,
            presence=self.presence,
            begin=self.begin,
        )

    @property
    def decision_ports(self) -> DecisionPorts:
        return DecisionPorts(
            store=self.store,
            queue=self.queue,
            chat=self.chat,
            clock=self.clock,
            tell=self.tell,
        )

    @property
    def times(self) -> Times:
        return Times(lease_ms=LEASE_MS, slice_end=self.clock() + SLICE_MS)

    def message(
        self,
        text: str,
        *,
        ts: str = "",
        opens: bool = True,
        thread: ThreadKey | None = None,
        user: str = "U0ANA",
        is_bot: bool = False,
        edited: int = 0,
    ) -> Message:
        """Somebody's words; without a `ts`, later than all before."""
        stamp = ts or f"1795096800.{99 + next(self._ts):06d}"
        return Message(
            thread=thread or self.thread,
            inbound=Inbound(ts=stamp, user=user, text=text, is_bot=is_bot, edited=edited),
            opens=opens,
        )

    def hear(self, message: Message, *, is_retried: bool = False) -> Heard:
        """Deliver one event."""
        delivery = Delivery(body=message.inbound.text, is_retried=is_retried)
        return hear_event(message, delivery, agent=self.agent, ports=self.ports, times=self.times)

    def edit(self, message: Message, *, is_retried: bool = False) -> Heard:
        """Deliver the event of an edit."""
        delivery = Delivery(body=message.inbound.text, is_retried=is_retried)
        edited = Edited(message=message)
        return hear_edit(edited, delivery, agent=self.agent, ports=self.ports, times=self.times)

    def delete(self, ts: str, *, opens: bool = False) -> Heard:
        """Deliver the event of a deletion."""
        deleted = Deleted(thread=self.thread, ts=ts, opens=opens)
        return hear_deletion(deleted, ports=self.ports)

    def say(self, text: str) -> Heard:
        """Write to the agent."""
        return self.hear(self.message(text))

    def turn(self) -> TurnEnd:
        """Take one turn, as a wake does."""
        return take_turn(self.thread, agent=self.agent, ports=self.ports, times=self.times)

    def work(self) -> None:
        """Deliver wakes until none is left."""
        while waiting := self.queue.taken():
            for message in waiting:
                assert not isinstance(message, RetriedEvent)
                take_turn(message.thread, agent=self.agent, ports=self.ports, times=self.times)

    def sweep(self) -> dict[str, int]:
        """Let the clock function look once."""
        ports = SweepPorts(
            store=self.store,
            queue=self.queue,
            chat_of=lambda _: self.chat,
            clock=self.clock,
            tell=self.tell,
        )
        return dict(sweep(ports, has_time=lambda: True))

    def see_to(self, place: RowPlace) -> str:
        """Let a worker see to a row whose place has come."""
        ports = SweepPorts(
            store=self.store,
            queue=self.queue,
            chat_of=lambda _: self.chat,
            clock=self.clock,
            tell=self.tell,
        )
        return see_to(place.key, due=place.due, ports=ports)

    @property
    def view(self) -> Snapshot:
        """The thread as it is stored."""
        return Snapshot.of(self.thread, self.rows)

    @property
    def rows(self) -> tuple[Item, ...]:
        """All that is stored."""
        return self.store.rows

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """All that was ever asked, in order."""
        rows = {str(row["sk"]): row for row in self.rows if "#REQ#" in str(row["sk"])}
        return tuple(requirement_in(rows[sk]) for sk in sorted(rows))

    def click(self, requirement: Requirement, *, by: str = "U0BOB", team: str = "") -> Click:
        """A click on a requirement as it was shown."""
        address = Address.of(self.thread, requirement)
        return Click(team=team or self.thread.team, user=by, address=address)

    def decide(
        self, requirement: Requirement, decision: Wish | Reading, *, by: str = "U0BOB"
    ) -> ClickOutcome:
        """Decide as one person; nothing is worked on yet."""
        reading = decision if callable(decision) else (lambda _: decision)
        return record_decision(
            Decide(click=self.click(requirement, by=by), reading=reading),
            ports=self.decision_ports,
        )

    def stop(self, *, by: Who = BOB) -> StopAnswer:
        """Want the run to end; nothing is worked on yet."""
        ports = StopPorts(store=self.store, queue=self.queue, clock=self.clock)
        return stop_run(self.thread, by=by, ports=ports)

    @property
    def said(self) -> tuple[str, ...]:
        """What the agent said in the thread."""
        return self.chat.words(self.thread)

    def outputs(self) -> list[str]:
        """What the model was told of its calls, at its last call."""
        told = self.model.conversations[-1]
        return [str(item["output"]) for item in told if item["type"] == "function_call_output"]
