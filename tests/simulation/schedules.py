"""Random schedules: several threads, teams and people at once, and all kinds of trouble."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from random import Random

from signoff.core.decision import Reconcile
from signoff.core.gate import Confirmation, ExternalExecution, UserFeedback, UserInput
from signoff.core.grants import may_be_kept
from signoff.core.keys import ThreadKey
from signoff.core.requirement import Requirement
from signoff.core.switches import EveryTool, OneAgent, OneTool
from signoff.testing.model import Line, Reply, call, calls, say, unavailable
from tests.simulation.deeds import HIDDEN, PRECIOUS, TAKEN_AWAY, an_agent_without
from tests.simulation.endings import PoisonError, at_the_end, lost, requirements, silent
from tests.simulation.faults import OVERLAPS_MS, Faults
from tests.simulation.invariants import Violation, Watch
from tests.simulation.mind import Script
from tests.simulation.people import Crowd, Offer, tampered
from tests.simulation.scheduler import Moment
from tests.simulation.stories import QUESTION
from tests.simulation.system import GUEST, MEMBERS, System

TEAMS = ("T0LOCAL", "T0OTHER")
HOUR_MS = 3_600_000
_SKEW_MS = 300_000
_ILL = 0.4
_CALLS_AGENTS = 0.15
_LASTS = 0.4
_PLAYFUL = 20
_IS_FINAL = 0.2
_KEEPS = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of a schedule.

    Attributes:
        seed: It plays again with this.
        violations: What did not hold.
        faults: How many calls went wrong.
        calls: How many calls to the outside there were.
        deeds: How many tools did something.
        events: How many messages people wrote.
        trace: All calls, if they were kept.
        struck: What went wrong, in words.
        buried: How many messages were tried too often, and set aside.
    """

    seed: int
    violations: tuple[Violation, ...]
    faults: int
    calls: int
    deeds: int
    events: int
    trace: tuple[Moment, ...] = ()
    struck: tuple[str, ...] = ()
    buried: int = 0


@dataclass(slots=True, kw_only=True)
class Schedule:
    """One random run, all of which follows from its seed."""

    seed: int
    is_traced: bool = False
    rng: Random = field(init=False)
    system: System = field(init=False)
    crowd: Crowd = field(init=False)
    watch: Watch = field(init=False)

    def __post_init__(self) -> None:
        """Choose how much goes wrong."""
        self.rng = rng = Random(self.seed)  # noqa: S311 - it is to come again
        faults = Faults(
            rng=rng,
            rate=rng.choice((0.01, 0.03, 0.1)),
            left=rng.choice((0, 1, 2, 4, 8)),
            stall_ms=Random(self.seed * 41).choice(OVERLAPS_MS),  # noqa: S311 - likewise
        )
        teams = TEAMS if rng.random() < 0.3 else TEAMS[:1]
        self.system = System(faults=faults, rng=rng, is_traced=self.is_traced, teams=teams)
        final = Random(self.seed * 61)  # noqa: S311 - likewise
        self.crowd = Crowd(system=self.system, is_final=lambda: final.random() < _IS_FINAL)
        self.watch = Watch(system=self.system, crowd=self.crowd)
        if faults.left and rng.random() < 0.1:
            self.system.mailbox.skew = lambda: rng.randrange(-_SKEW_MS, _SKEW_MS)
            self.watch.clocks_differ = True

        self.system.mailbox.poison = Poison(rng=Random(self.seed * 37))  # noqa: S311 - likewise

    def play(self) -> Result:
        """Play it to its end."""
        for number in range(self.rng.choice((1, 1, 2, 3))):
            self._begin(number)
        for team in self.system.teams:
            for _ in range(self.rng.choice((1, 2, 4))):
                self.system.scheduler.spawn(f"person {team}", self._person(team))
        self._trouble()
        self._turns(Random(self.seed * 59))  # noqa: S311 - likewise
        is_quiet = self._brought_to_rest()
        self.watch.found += silent(self.system)
        is_quiet = self._redriven() and is_quiet
        found = at_the_end(self.watch, is_quiet=is_quiet)
        self.system.scheduler.drop_all()
        return Result(
            seed=self.seed,
            violations=tuple(found),
            faults=len(self.system.faults.struck),
            calls=self.system.scheduler.calls,
            deeds=len(self.system.hands.done),
            events=len(self.system.written),
            trace=tuple(self.system.scheduler.trace or ()),
            struck=tuple(f"{fault}: {name}" for _, name, fault in self.system.faults.struck),
            buried=self.system.mailbox.buried,
        )

    def _begin(self, number: int) -> None:
        """Somebody opens a thread, and perhaps writes more in it."""
        team, name = self.rng.choice(self.system.teams), f"Task {number}"
        self.system.mind.scripts[name] = self._script(number)
        thread = self.system.write(name, team=team, user=self._somebody())
        self.watch.threads[name] = thread
        for index in range(self.rng.choice((0, 0, 1, 3))):
            self.system.scheduler.spawn(
                "writer", self._writer(thread, f"{name}, more: {index}"), after_ms=self._moment()
            )

    def _writer(self, thread: ThreadKey, text: str) -> Callable[[], object]:
        user = self._somebody()
        return lambda: self.system.write(text, thread=thread, user=user)

    def _script(self, number: int) -> Script:
        """Write what the model says: one line for each place, with other words each time."""
        rng, asked = Random(self.seed * 31 + number), [0]  # noqa: S311 - likewise
        kinds = [rng.choice(_LINES) for _ in range(rng.choice((1, 1, 2, 3)))]
        others = Random(self.seed * 43 + number)  # noqa: S311 - likewise
        if others.random() < _CALLS_AGENTS:
            kinds[others.randrange(len(kinds))] = others.choice(_TO_AGENTS)
            self.system.mind.scripts["Inside"] = self._inside(number)
        lasting = Random(self.seed * 53 + number)  # noqa: S311 - likewise
        if lasting.random() < _LASTS:
            kinds += lasting.choices(_LASTING, k=lasting.choice((1, 1, 2, 3)))
            kinds = [*lasting.choice(((), (_LASTING[0],) * 3)), *kinds]
        poison = rng.choice((0, 0, 0, 0, 0, 1, 3, 99))

        def line(answered: int) -> Line:
            asked[0] += 1
            if asked[0] <= poison:
                return _trouble_of(asked[0], poison)
            if answered >= len(kinds):
                return say(f"Done, {answered}.")
            return kinds[answered](f"{number}.{answered}.{asked[0]}")

        return line

    def _inside(self, number: int) -> Script:
        """Write what the models of called agents say; some of it is of no tool of theirs."""
        rng, asked = Random(self.seed * 47 + number), [0]  # noqa: S311 - likewise
        kinds = [rng.choice((*_LINES[:7], *_TO_AGENTS)) for _ in range(rng.choice((1, 1, 2)))]
        poison = rng.choice((0, 0, 0, 0, 1, 3))

        def line(answered: int) -> Line:
            asked[0] += 1
            if asked[0] <= poison:
                return unavailable()
            if answered >= len(kinds):
                return say(f"Done inside, {answered}.")
            return kinds[answered](f"in {number}.{answered}.{asked[0]}")

        return line

    def _person(self, team: str) -> Callable[[], None]:
        """Look at the cards now and then, and press something; remember old ones and press them."""
        rng, user = self.rng, self._somebody()
        times = rng.choice((1, 2, 4))

        def live() -> None:
            remembered: list[Offer] = []
            for _ in range(times):
                self.system.scheduler.sleep(self._moment())
                seen = self.crowd.seen(team)
                remembered += seen
                if not remembered:
                    continue
                offer = rng.choice(seen or remembered if rng.random() < 0.8 else remembered)
                offer = tampered(offer) if rng.random() < 0.05 else offer
                elsewhere = rng.choice(TEAMS) if rng.random() < 0.1 else team
                for _ in range(rng.choice((1, 1, 1, 2))):
                    self.crowd.press(offer, by=user, team=elsewhere)

        return live

    def _trouble(self) -> None:
        """Stop a run, switch a workspace off, deploy other tools, let Slack be down."""
        rng, spawn = self.rng, self.system.scheduler.spawn
        team = self.system.teams[0]
        if rng.random() < 0.1:
            spawn("stop", self._stop, after_ms=self._moment())
        if rng.random() < 0.05:
            off = EveryTool()
            spawn("kill", lambda: self.system.kill(team, off), after_ms=self._moment())
            spawn("revive", lambda: self.system.revive(team, off), after_ms=2 * HOUR_MS)
        if rng.random() < 0.05:
            spawn("deploy", self._deploy, after_ms=self._moment())
        if rng.random() < 0.1:
            spawn("outage", self._outage, after_ms=self._moment())

    def _turns(self, rng: Random) -> None:
        """Throw switches, take back what stands, leave a group, look into an inbox."""
        spawn, team, system = self.system.scheduler.spawn, self.system.teams[0], self.system
        scope = rng.choice(_SCOPES)
        if rng.random() < 0.1:
            spawn("kill", lambda: system.kill(team, scope), after_ms=self._later(rng))
            spawn("revive", lambda: system.revive(team, scope), after_ms=2 * HOUR_MS)
        if rng.random() < 0.15:
            spawn("revoke", lambda: system.take_back(team), after_ms=self._later(rng))
        if rng.random() < 0.1:
            gone, group = rng.choice(MEMBERS[1:]), system.slacks[team].groups["S0SRE"]
            spawn("leaver", lambda: group.remove(gone), after_ms=self._later(rng))
        if rng.random() < 0.15:
            verb, user = rng.choice(("approve", "reject", "look", "keep")), rng.choice(MEMBERS)
            at_home = partial(self.crowd.decide_at_home, verb, by=user, team=team)
            spawn("home", at_home, after_ms=self._later(rng))

    def _later(self, rng: Random) -> int:
        return rng.choice((1, 5_000, 30_000, 180_000, 900_000)) + rng.randrange(1000)

    def _stop(self) -> None:
        threads = [ThreadKey.from_pk(str(row["pk"])) for row in self.system.stored("META")]
        if threads:
            self.system.stop(self.rng.choice(threads))

    def _deploy(self) -> None:
        gone = self.rng.choice(TAKEN_AWAY)
        self.system.agent = an_agent_without(gone)

    def _outage(self) -> None:
        for slack in self.system.slacks.values():
            slack.down_until = self.system.scheduler.now + self.rng.choice((1, 10, 60)) * 60_000

    def _brought_to_rest(self) -> bool:
        """Let all go on; then nothing more goes wrong, and somebody decides what is still open."""
        self.system.scheduler.run(is_over=lambda: True, until=self.system.scheduler.now + HOUR_MS)
        self.system.faults.left = 0
        for slack in self.system.slacks.values():
            slack.down_until = 0
        return self._decided()

    def _redriven(self) -> bool:
        """Mend what was wrong, and send all dead letters again: twice, and once cut off."""
        mailbox = self.system.mailbox
        mailbox.poison = lambda _body: None
        dead, is_quiet = list(mailbox.dead), True
        for _ in range(2 if dead else 0):
            mailbox.dead += [
                replace(each, hidden_until=0) for each in dead if each not in mailbox.dead
            ]
            self.system.scheduler.spawn("operator", self._send_again)
            is_quiet = self._decided() and is_quiet
            self.watch.found += lost(self.system)
        return is_quiet

    def _send_again(self) -> None:
        self.system.redrive(fuse=self.rng.choice((2, 3, 4, 5, 9)))
        self.system.scheduler.sleep(61_000)
        self.system.redrive()

    def _decided(self) -> bool:
        """Let somebody decide what is still open, until nothing is."""
        for tries in range(160):
            is_quiet = self.system.settle()
            waiting = [each for each in requirements(self.system) if each[1].is_open]
            if not is_quiet or not waiting:
                return is_quiet
            self._decide(*self.rng.choice(waiting), tries=tries)
        return False

    def _decide(self, thread: ThreadKey, asked: Requirement, *, tries: int) -> None:
        verb = self.rng.choice(_VERBS[type(asked.ask)])
        user = self.rng.choice(MEMBERS)
        others = Random(f"{self.seed} {asked.at.place} {self.system.scheduler.calls}")  # noqa: S311
        if tries < _PLAYFUL and others.random() < _LASTS:
            verb = others.choice(_MORE_VERBS.get(type(asked.ask), (verb,)))
            verb = "keep" if may_be_kept(asked) and others.random() < _KEEPS else verb

        def decide() -> None:
            self.crowd.decide(verb, place=asked.at.place, by=user, team=thread.team)

        self.system.scheduler.spawn(f"closer {verb}", decide)

    def _somebody(self) -> str:
        return GUEST if self.rng.random() < 0.05 else self.rng.choice(MEMBERS)

    def _moment(self) -> int:
        return self.rng.choice((1, 100, 5_000, 30_000, 180_000, 900_000)) + self.rng.randrange(1000)


@dataclass(slots=True, kw_only=True)
class Poison:
    """Messages that kill whoever works on them, each time: a few, in some schedules.

    Attributes:
        rng: Chooses which, and when.
        left: How many more there are.
    """

    rng: Random
    left: int = field(init=False)

    def __post_init__(self) -> None:
        """Choose how many there are."""
        self.left = self.rng.choice((0, 0, 0, 0, 0, 0, 1, 1, 2, 4))

    def __call__(self, _body: str) -> int | None:
        """Say after how many calls to the outside whoever works on a message dies."""
        if not self.left or self.rng.random() > _ILL:
            return None
        self.left -= 1
        return self.rng.choice((0, 1, 1, 2, 3, 5, 8))


def _trouble_of(asked: int, poison: int) -> Line:
    if asked % 2:
        return unavailable()
    raise PoisonError(f"nobody has foreseen this, {poison} times")


def _email(nonce: str) -> Reply:
    return call("send_email", to="bob", subject=nonce)


_LINES: tuple[Callable[[str], Reply], ...] = (
    _email,
    _email,
    lambda nonce: calls(_email(nonce), _email(f"{nonce}b")),
    lambda nonce: calls(*[_email(f"{nonce}.{index}") for index in range(7)]),
    lambda nonce: calls(_email(nonce), call("look_up", order=nonce)),
    lambda nonce: call("look_up", order=nonce),
    lambda nonce: call("book", order=nonce),
    lambda nonce: call("wipe", table=nonce),
    lambda nonce: call("refund", order=nonce, amount=None),
    lambda nonce: call("roll_back", deployment=nonce),
    lambda _: call("ask_user", questions=[QUESTION]),
    lambda nonce: calls(call("refund", order=nonce, amount=None), _email(nonce)),
    lambda nonce: call("explode", what=nonce),
    lambda nonce: call("unheard_of", what=nonce),
    lambda nonce: say(f"Well, {nonce}."),
)

_TO_AGENTS: tuple[Callable[[str], Reply], ...] = (
    lambda nonce: call("mailer", input=f"Inside {nonce}"),
    lambda nonce: call("clerk", input=f"Inside {nonce}"),
    lambda nonce: calls(*[call("mailer", input=f"Inside {nonce}.{index}") for index in range(2)]),
    lambda nonce: calls(call("clerk", input=f"Inside {nonce}"), _email(nonce)),
)

_LASTING: tuple[Callable[[str], Reply], ...] = (
    lambda nonce: call("restart", service="api", reason=nonce),
    lambda nonce: call("restart", service="api", reason=nonce),
    lambda nonce: calls(call("restart", service="api", reason=nonce), _email(nonce)),
    lambda nonce: call("demolish", house=nonce),
    lambda nonce: call("rotate", service=nonce, key=HIDDEN),
    lambda nonce: call("erase", volume=f"{PRECIOUS}-{nonce}"),
    lambda nonce: call("call_in", whom=nonce),
    lambda nonce: call("publish", title=nonce),
    lambda nonce: call("archive", what=nonce),
    lambda nonce: call("announce", channel="ops", subject=nonce),
)

_SCOPES = (
    EveryTool(),
    OneTool(name="restart"),
    OneTool(name="send_email"),
    OneAgent(id="mailer"),
    OneAgent(id="assistant"),
)

_MORE_VERBS: dict[type, tuple[str, ...]] = {
    Confirmation: ("keep", "edit", "instead", "hand", "cancel", "yesall", "noall", "keep"),
    UserInput: ("instead", "hand", "cancel"),
    ExternalExecution: ("hand", "cancel"),
    UserFeedback: ("hand", "cancel"),
    Reconcile: ("hand", "cancel"),
}

_VERBS: dict[type, tuple[str, ...]] = {
    Confirmation: ("approve", "reject", "why"),
    UserInput: ("submit", "fill", "decline"),
    ExternalExecution: ("done", "cannot"),
    UserFeedback: ("pick0", "skip"),
    Reconcile: ("happened", "again", "stop"),
}


def played(seed: int, *, is_traced: bool = False) -> Result:
    """Play the schedule of a seed."""
    return Schedule(seed=seed, is_traced=is_traced).play()
