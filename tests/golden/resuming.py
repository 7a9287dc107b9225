"""A stored thread is taken up: people go on, the clock looks, the queue has forgotten all."""

import json
from collections.abc import Iterator
from itertools import pairwise

from signoff.adapters.tools import FunctionTools
from signoff.agent.agent import Agent
from signoff.agent.model import OpenAIResponses
from signoff.core.address import Address
from signoff.core.audit import AuditEntry, AuditHead, is_intact
from signoff.core.click import Click, Decide
from signoff.core.codec import from_item
from signoff.core.effects import Card, Out
from signoff.core.execution import Execution
from signoff.core.hearing import Message
from signoff.core.inbound import Inbound
from signoff.core.items import Item, Put
from signoff.core.journal import History, Step
from signoff.core.keys import Key, Position
from signoff.core.requirement import OutcomeState, Requirement
from signoff.core.thread import Meta, ThreadState
from signoff.ports import Store
from signoff.testing import (
    InMemoryQueue,
    ManualClock,
    RecordingChat,
    RetriedEvent,
    ScriptedModel,
    member,
)
from signoff.usecases.decision_ports import DecisionPorts
from signoff.usecases.hear_event import Delivery, hear_event
from signoff.usecases.record_decision import record_decision
from signoff.usecases.sweep import SweepPorts, sweep
from signoff.usecases.take_turn import Times, take_turn
from signoff.usecases.turn import TurnPorts
from signoff.usecases.verify_audit import verify_audit
from tests.core.rows import THREAD
from tests.golden.journal import Decided, Event, Golden, Sequel, Waited, Wrote
from tests.golden.tools import ALL, DONE

KINDS: dict[str, type] = {
    "META": Meta,
    "IN": Inbound,
    "STEP": Step,
    "REQ": Requirement,
    "EXEC": Execution,
    "CARD": Card,
    "OUT": Out,
    "AUD": AuditEntry,
    "AUDHEAD": AuditHead,
    "HIST": History,
}
MINUTES = 30


class Resumed:
    """A thread on this head, with nothing left of the world that stored it but its rows."""

    def __init__(self, golden: Golden, store: Store) -> None:
        self.golden = golden
        self.store = store
        self.queue = InMemoryQueue()
        self.chat = RecordingChat(member("U0ANA", "ana"), member("U0BOB", "bob"))
        self.clock = ManualClock(golden.now)
        self.model = ScriptedModel(*golden.sequel.model)
        self.agent = Agent(name="Assistant", model=OpenAIResponses(id="gpt-5.4"), tools=ALL)
        for row in golden.rows:
            key = Key(str(row["pk"]), str(row["sk"]))
            store.commit(Put(key=key, item=row))

    def play(self) -> None:
        """Let everything happen that the golden journal tells."""
        self.settle()
        for event in self.golden.sequel.then:
            self._happens(event)
            self.settle()

    def settle(self) -> None:
        """Let minutes pass, until neither the clock nor the queue has anything to do."""
        for _ in range(MINUTES):
            ports = SweepPorts(
                store=self.store,
                queue=self.queue,
                chat_of=lambda _: self.chat,
                clock=self.clock,
            )
            sweep(ports, has_time=lambda: True)
            self._work()
            if not any("due" in row and "#REQ#" not in str(row["sk"]) for row in self.rows):
                return
            self.clock.advance(seconds=60)

    @property
    def rows(self) -> tuple[Item, ...]:
        """All rows of the thread."""
        return self.store.query(THREAD.pk, " ", "~")

    def _happens(self, event: Event) -> None:
        match event:
            case Waited(seconds=seconds):
                self.clock.advance(seconds=seconds)
            case Wrote(text=text, ts=ts):
                inbound = Inbound(ts=ts, user="U0ANA", text=text)
                message = Message(thread=THREAD, inbound=inbound, opens=True)
                delivery = Delivery(body=text, is_retried=False)
                ports, times = self._ports(), self._times()
                hear_event(message, delivery, agent=self.agent, ports=ports, times=times)
            case Decided():
                self._decide(event)

    def _decide(self, event: Decided) -> None:
        at = Position.parse(event.place)
        (item,) = self.store.read(THREAD.requirement(at))
        asked = from_item(Requirement, item or {})
        address = Address(
            channel=THREAD.channel,
            thread_ts=THREAD.thread_ts,
            at=at,
            rev=asked.rev,
            shown=asked.digest[:16],
        )
        ports = DecisionPorts(store=self.store, queue=self.queue, chat=self.chat, clock=self.clock)
        click = Click(team=THREAD.team, user=event.by, address=address)
        record_decision(Decide(click=click, reading=lambda _: event.decision), ports=ports)

    def _work(self) -> None:
        while waiting := self.queue.taken():
            for message in waiting:
                assert not isinstance(message, RetriedEvent)
                take_turn(
                    message.thread, agent=self.agent, ports=self._ports(), times=self._times()
                )

    def _ports(self) -> TurnPorts:
        return TurnPorts(
            store=self.store,
            queue=self.queue,
            chat=self.chat,
            model=self.model,
            tools=FunctionTools(),
            clock=self.clock,
        )

    def _times(self) -> Times:
        return Times(lease_ms=190_000, slice_end=self.clock() + 120_000)


def resumed(golden: Golden, store: Store) -> list[str]:
    """Take a golden journal up, and list what is not as it must be."""
    DONE.clear()
    world = Resumed(golden, store)
    world.play()
    return [*_unlike(golden.sequel, world), *_left_over(world), *_audit(world)]


def _unlike(sequel: Sequel, world: Resumed) -> Iterator[str]:
    if tuple(DONE) != sequel.done:
        yield f"the tools did {list(DONE)}, not {sequel.done}"
    if world.chat.words(THREAD) != sequel.said:
        yield f"said {world.chat.words(THREAD)}, not {sequel.said}"
    if world.model.remaining:
        yield f"the model was asked {world.model.remaining} times less"
    asked = world.model.conversations
    told = json.dumps(asked[-1], ensure_ascii=False) if asked else ""
    yield from (f"the model does not know {words!r}" for words in sequel.knows if words not in told)


def _left_over(world: Resumed) -> Iterator[str]:
    values = [(str(row["sk"]), _value(row)) for row in world.rows if "body" in row]
    for sk, value in values:
        match value:
            case Meta(state=state) if state is not ThreadState.IDLE:
                yield f"the thread is {state}"
            case Requirement(is_open=True):
                yield f"{sk} is open"
            case Requirement(outcome=outcome) if outcome and outcome.state is OutcomeState.RUNNING:
                yield f"{sk} runs for ever"
            case Card(have=have, want=want) if have != want:
                yield f"{sk} stands as {have}, not {want}"
            case _:
                pass
    yield from (f"{row['sk']} is due" for row in world.rows if "due" in row)
    yield from (f"{row['sk']} is unread" for row in world.rows if str(row["sk"]).startswith("IN#"))


def _value(row: Item) -> object:
    names = str(row["sk"]).split("#")
    kind = KINDS[names[2] if names[0] == "R" else names[0]]
    return from_item(kind, row)


def _audit(world: Resumed) -> Iterator[str]:
    entries = [
        from_item(AuditEntry, row) for row in world.rows if str(row["sk"]).startswith("AUD#")
    ]
    if not all(map(is_intact, entries)):
        yield "an audit entry is spoilt"
    if any(after.previous != before.hash for before, after in pairwise(entries)):
        yield "the audit's chain is broken"
    for finding in verify_audit(THREAD, store=world.store, now=world.clock()).findings:
        yield f"{finding.row}: {finding.what}"
