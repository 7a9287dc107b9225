"""Actors that run one at a time: each until its next call to the outside, a seed says who is next.

Time is virtual: it moves only when nobody can run, to the moment for which somebody waits.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any, TypeVar

from greenlet import getcurrent, greenlet

from tests.simulation.faults import CrashError, Fault, Faults, Kind

T = TypeVar("T")

_SLOWNESS = 0.3
_WAITS_MS = {
    # Our own client hangs up on Slack after ten seconds at the latest.
    Kind.SLACK: (1, 200, 1_000, 4_000),
    Kind.MODEL: (1, 200, 3_000, 20_000),
    Kind.TOOL: (1, 200, 3_000, 20_000),
}


@dataclass(slots=True, kw_only=True, eq=False)
class Actor:
    """Something that happens beside all else: an invocation of a function, a person, a minute.

    Attributes:
        name: What the trace calls it.
        thread: Where it runs.
        skew_ms: How far its clock is off.
        is_dead: Whether the process it runs in is gone: nothing in it reaches the outside.
        fence: The claim under which it works, so far as is known.
        is_endless: Whether it goes on for ever, so that nobody waits for its end.
        team: In whose name it acts, where it is a person's click.
        inbox_read_at: After how many writes it looked into the inbox last.
        fuse: After how many more calls to the outside it dies, whatever happens; None: it lives.
    """

    name: str
    thread: greenlet | None = None
    skew_ms: int = 0
    is_dead: bool = False
    fence: int | None = None
    is_endless: bool = False
    team: str = ""
    inbox_read_at: int = 0
    fuse: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A line of the trace: who called what, when, and what went wrong with it."""

    at: int
    actor: str
    call: str
    fault: Fault | None

    def __str__(self) -> str:
        """Write it as one line."""
        struck = f"   <- {self.fault}" if self.fault else ""
        return f"{self.at / 1000:14.3f}  {self.actor:<16} {self.call}{struck}"


@dataclass(slots=True, kw_only=True)
class Scheduler:
    """Runs actors, one call to the outside at a time.

    Attributes:
        rng: Chooses who is next; None: whoever waits longest.
        faults: What goes wrong, and when.
        now: The time, in milliseconds since 1970.
        trace: All calls so far; None: they are not kept.
        calls: How many calls to the outside there were.
        raised: What came out of actors and was not a crash of ours.
    """

    rng: Random | None
    faults: Faults
    now: int
    trace: list[Moment] | None = None
    calls: int = 0
    raised: list[tuple[str, BaseException]] = field(default_factory=list[tuple[str, BaseException]])
    _ready: list[Actor] = field(default_factory=list[Actor])
    _timers: list[tuple[int, int, Actor]] = field(default_factory=list[tuple[int, int, Actor]])
    _intruders: dict[int, list[Callable[[], object]]] = field(
        default_factory=dict[int, list[Callable[[], object]]]
    )
    _numbers: Any = field(default_factory=count)
    _main: greenlet = field(default_factory=getcurrent)
    _actor_of: dict[greenlet, Actor] = field(default_factory=dict[greenlet, Actor])

    def spawn(
        self, name: str, does: Callable[[], object], *, after_ms: int = 0, is_endless: bool = False
    ) -> None:
        """Have something happen beside all else, at the earliest after a while."""
        actor = Actor(name=name, is_endless=is_endless)

        def live() -> None:
            try:
                does()
            except CrashError:
                pass
            except BaseException as error:  # noqa: BLE001 - it is told once the run is over
                self.raised.append((name, error))

        actor.thread = greenlet(live, self._main)
        self._actor_of[actor.thread] = actor
        if after_ms:
            self._wake_at(self.now + after_ms, actor)
        else:
            self._ready.append(actor)

    def run(self, *, is_over: Callable[[], bool], until: int) -> bool:
        """Run until it is over and nobody can go on; False: it was not over by then."""
        while True:
            while self._timers and self._timers[0][0] <= self.now:
                self._ready.append(heappop(self._timers)[2])
            if self._ready:
                self._go_on(self._next())
            elif self.is_idle and is_over():
                return True
            elif self._timers and self._timers[0][0] <= until:
                self.now = self._timers[0][0]
            else:
                return False

    def before_call(self, number: int, does: Callable[[], object]) -> None:
        """Have something done just before a call, counted from here on."""
        self._intruders.setdefault(self.calls + number, []).append(does)

    def drop_all(self) -> None:
        """End whoever still waits: a world that is done with leaves nobody behind."""
        for actor in [*self._ready, *(actor for _, _, actor in self._timers)]:
            actor.is_dead = True
            if actor.thread:
                actor.thread.throw(CrashError)
        self._ready.clear()
        self._timers.clear()

    @property
    def is_idle(self) -> bool:
        """Whether everybody who ever ends has come to an end."""
        return all(actor.is_endless for actor in self._actor_of.values())

    @property
    def actor(self) -> Actor | None:
        """Who runs now; None: nobody, it is the story itself that acts."""
        return self._actor_of.get(getcurrent())

    def clock(self) -> int:
        """Give the time by the clock of whoever asks."""
        actor = self.actor
        return self.now + actor.skew_ms if actor else self.now

    def sleep(self, ms: int) -> None:
        """Wait, while all others go on."""
        actor = self.actor
        if actor is None:
            self.now += ms
            return
        self._wake_at(self.now + ms, actor)
        self._main.switch()

    def pause(self) -> None:
        """Let others go first."""
        actor = self.actor
        if actor is not None:
            self._ready.append(actor)
            self._main.switch()

    @contextmanager
    def process(self, *, skew_ms: int = 0, fuse: int | None = None) -> Generator[None, None, None]:
        """Be a process of its own for a while: it may die, and whoever called it lives on.

        With `fuse`, it dies for certain, after so many calls to the outside.
        """
        actor = self.actor
        if actor is None:
            yield
            return
        before = actor.skew_ms, actor.fence, actor.fuse
        actor.skew_ms, actor.fence, actor.fuse = skew_ms, None, fuse
        try:
            yield
        finally:
            actor.is_dead = False
            actor.skew_ms, actor.fence, actor.fuse = before

    def call(self, kind: Kind, name: str, does: Callable[[], T]) -> T:
        """Call the outside: others may go first, and it may go wrong."""
        actor = self.take_turn()
        fault = self._fault(actor, kind) if actor else None
        if self.trace is not None:
            who = actor.name if actor else "story"
            self.trace.append(Moment(at=self.now, actor=who, call=name, fault=fault))
        if fault is None or actor is None:
            return self._in_its_time(kind, does)
        self.faults.struck.append((kind, name, fault))
        return self._strike(actor, kind, fault, does)

    def take_turn(self) -> Actor | None:
        """Let others go first, and then be the one who calls the outside; the dead never are."""
        actor = self.actor
        if actor is not None and actor.is_dead:
            raise CrashError
        self.pause()
        self.calls += 1
        self._intrude()
        return actor

    def _fault(self, actor: Actor, kind: Kind) -> Fault | None:
        """Say how a call goes wrong: somebody who is to die does, and the others may."""
        if actor.fuse is None:
            return self.faults.strike(self.calls, kind)
        actor.fuse -= 1
        return Fault.CRASH_BEFORE if actor.fuse < 0 else self.faults.strike(self.calls, kind)

    def _intrude(self) -> None:
        """Do what was to be done just before this call."""
        for does in self._intruders.pop(self.calls, ()):
            does()

    def _in_its_time(self, kind: Kind, does: Callable[[], T]) -> T:
        """Make a call; in a random run it may be a while on its way, there and back."""
        rng = self.rng
        waits_ms = _WAITS_MS.get(kind)
        if rng is None or waits_ms is None or rng.random() > _SLOWNESS:
            return does()
        self.sleep(rng.choice(waits_ms))
        given = does()
        self.sleep(rng.choice(waits_ms))
        return given

    def _strike(self, actor: Actor, kind: Kind, fault: Fault, does: Callable[[], T]) -> T:
        match fault:
            case Fault.CRASH_BEFORE:
                actor.is_dead = True
                raise CrashError
            case Fault.CRASH_AFTER:
                does()
                actor.is_dead = True
                raise CrashError
            case Fault.LOST_REPLY:
                does()
                raise self.faults.error(kind, is_ambiguous=True)
            case Fault.ERROR:
                raise self.faults.error(kind, is_ambiguous=False)
            case Fault.STALL_BEFORE:
                self.sleep(self.faults.stall(self.now))
                return does()
            case Fault.STALL_AFTER:
                given = does()
                self.sleep(self.faults.stall(self.now))
                return given

    def _next(self) -> Actor:
        if self.rng is None or len(self._ready) == 1:
            return self._ready.pop(0)
        return self._ready.pop(self.rng.randrange(len(self._ready)))

    def _go_on(self, actor: Actor) -> None:
        thread = actor.thread
        if thread is None or thread.dead:
            return
        thread.switch()
        if thread.dead:
            self._actor_of.pop(thread, None)

    def _wake_at(self, at: int, actor: Actor) -> None:
        heappush(self._timers, (at, next(self._numbers), actor))
