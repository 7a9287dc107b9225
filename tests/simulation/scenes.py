"""A stage for the scenarios: the system, the people around it, and what must come of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from signoff.agent.agent import Agent
from signoff.core.keys import ThreadKey
from signoff.core.switches import EveryTool, Scope, Switch
from signoff.core.transitions import lease
from signoff.testing import InMemoryQueue
from signoff.testing.model import Line
from signoff.usecases.kill import KillPorts, kill_on
from signoff.usecases.stop_run import StopPorts, stop_run
from tests.simulation.corrections import delete_last, edit_last
from tests.simulation.deeds import AGENT
from tests.simulation.endings import requirements
from tests.simulation.invariants import Watch
from tests.simulation.people import Crowd, offers
from tests.simulation.system import OPERATOR, System

SAID = "That is all."

A_MINUTE = 60_000


@dataclass(slots=True, kw_only=True)
class Stage:
    """A system with one thread, and the people around it."""

    system: System
    crowd: Crowd
    watch: Watch
    thread: ThreadKey | None = None
    is_quiet: bool = True
    doubt: str = "happened"
    moment: int = 3

    def write(self, text: str) -> None:
        """Somebody writes in the thread."""
        self.thread = self.system.write(text, thread=self.thread)
        self.watch.threads.setdefault("Do it", self.thread)

    def edit(self, text: str) -> None:
        """Somebody changes what they wrote last."""
        if self.thread is not None:
            edit_last(self.system, text, thread=self.thread)

    def delete(self) -> None:
        """Somebody deletes what they wrote last."""
        if self.thread is not None:
            delete_last(self.system, thread=self.thread)

    def settle(self) -> None:
        """Let all go on until nothing is left to do but to wait for people."""
        self.is_quiet = self.system.settle()

    def decide(self, *verbs: str, by: str = "U0BOB") -> None:
        """Decide one request after the other, and say how a start ended if that is asked."""
        left = list(verbs)
        for _ in range(20):
            waiting = [each for _, each in requirements(self.system) if each.is_open]
            if not waiting:
                return
            verb = self.doubt if waiting[0].ask.kind == "reconcile" else left.pop(0)
            self.press(verb, waiting[0].at.place, by=by)
            self.settle()

    def press(self, verb: str, place: str, *, by: str = "U0BOB") -> None:
        """Somebody clicks, beside all that goes on."""
        self.system.scheduler.spawn(
            f"click {verb}", lambda: self.crowd.decide(verb, place=place, by=by)
        )

    def press_now(self, *, by: str = "U0ANA") -> None:
        """Somebody whose message waits wants it read, beside all that goes on."""
        team = self.system.teams[0]
        told = self.system.slacks[team].offered
        for offer in offers(told[-1]) if told else ():
            self.system.scheduler.spawn(
                "click now", partial(self.crowd.press, offer, by=by, team=team)
            )

    def stop(self) -> None:
        """Somebody wants the run to end."""
        thread = self.thread
        if thread is not None:
            self.system.scheduler.spawn("stop", lambda: self.system.stop(thread))

    def stop_now(self) -> None:
        """An operator's stop comes between two calls of the others."""
        if self.thread is not None:
            clock = self.system.scheduler.clock
            ports = StopPorts(store=self.system.table.rows, queue=InMemoryQueue(), clock=clock)
            answer = stop_run(self.thread, by=OPERATOR, ports=ports)
            self.watch.stops |= {(self.thread.pk, answer.run)} if answer.run else set()

    def kill_now(self, scope: Scope | None = None) -> None:
        """An operator's switch comes between two calls of the others."""
        ports = KillPorts(store=self.system.table.rows, clock=self.system.scheduler.clock)
        switch = Switch(scope=scope or EveryTool(), by=OPERATOR, at=0)
        kill_on(self.system.teams[0], switch, ports=ports)
        self.system.off.add((self.system.teams[0], switch.scope))

    def take_over(self) -> None:
        """Whoever works stands still past its lease: another one claims the thread, and dies."""
        if self.thread is None:
            return
        scheduler, rows = self.system.scheduler, self.system.table.rows
        (meta,) = rows.read(self.thread.meta())
        scheduler.now = max(scheduler.now, int(str((meta or {}).get("lease_until", 0))) + 1)
        with scheduler.process():
            rows.change(lease.claim(self.thread, now=scheduler.now, lease_ms=A_MINUTE))

    def press_at_home(self, verb: str, *, by: str = "U0BOB") -> None:
        """Somebody clicks in their inbox, beside all that goes on."""
        self.system.scheduler.spawn(f"home {verb}", lambda: self.crowd.decide_at_home(verb, by=by))


Story = Callable[[Stage], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What the model says, what people do, and what must have come of it.

    Attributes:
        lines: What the model says.
        story: What people do.
        said: The last words in the thread; empty: it depends on who was faster.
        done: What the tools did, in order.
        clock_is_needed: Whether the clock has work to do even if nothing goes wrong.
        doubt: What a person says who is asked how a start ended.
        inside: What the models of other agents say, by what those are told to do.
        never: Tools that must not have run, whatever went wrong.
        agent: Who works.
    """

    lines: tuple[Line, ...]
    story: Story
    said: str = SAID
    done: tuple[str, ...] = ()
    clock_is_needed: bool = False
    doubt: str = "happened"
    inside: Mapping[str, tuple[Line, ...]] = field(default_factory=dict[str, tuple[Line, ...]])
    never: tuple[str, ...] = ()
    agent: Agent = AGENT
