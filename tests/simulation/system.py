"""The whole system under the scheduler: the doors, the worker, the clock, and what is outside."""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any
from urllib.parse import urlencode

from signoff.adapters.dead_letters import DeadLetterQueue
from signoff.adapters.deliveries import Worker, times, work
from signoff.adapters.http import Response
from signoff.adapters.slack import review
from signoff.adapters.slack.chat import SlackChat
from signoff.adapters.slack.circles import Circles
from signoff.adapters.slack.door import admitted
from signoff.adapters.slack.interactions import interact
from signoff.adapters.slack.people import People
from signoff.adapters.slack.relay import relay
from signoff.adapters.slack.sessions import Sessions
from signoff.adapters.slack.streams import SlackStreams
from signoff.adapters.sqs import QueueClient, TurnQueue
from signoff.agent.agent import Agent
from signoff.core.codec import from_item
from signoff.core.grant_keys import all_of
from signoff.core.grants import Grant
from signoff.core.keys import ThreadKey
from signoff.core.requirement import Requirement
from signoff.core.switches import Scope, Switch
from signoff.core.who import Who
from signoff.ports import CardView, Held, TransientError
from signoff.settings import Door
from signoff.usecases.decision_ports import DecisionPorts
from signoff.usecases.each_minute import each_minute
from signoff.usecases.give_up import STOPPED
from signoff.usecases.grants import revoke_as_operator
from signoff.usecases.kill import KillPorts, kill_off, kill_on
from signoff.usecases.redrive import RedrivePorts, redrive
from signoff.usecases.stop_run import StopPorts, stop_run
from signoff.usecases.sweep import SweepPorts, sweep
from signoff.usecases.tell_dead_letters import DeadLetterPorts, tell_dead_letters
from signoff.usecases.turn import TurnPorts
from tests.core.rows import NOON
from tests.simulation.dead_box import DeadBox
from tests.simulation.deeds import AGENT, Hands
from tests.simulation.faults import CrashError, Faults
from tests.simulation.mailbox import Mailbox
from tests.simulation.mind import Mind
from tests.simulation.rows import Table
from tests.simulation.scheduler import Moment, Scheduler
from tests.simulation.workspace import BOT, Workspace

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105 - made up for the tests
APP = "A0LOCAL"
CHANNEL = "C0OPS"
QUEUE_URL = "https://sqs.us-east-1.amazonaws.com/123456789012/turns"
FUNCTION_MS = 180_000
MINUTE_MS = 60_000
_SLACK_RETRIES_MS = (0, 60_000, 300_000)
_STUBBORN = 5
_OK = 200

OPERATOR = Who(id="arn:aws:iam::123456789012:user/op", name="op")
STOPPED_BY_OP = STOPPED.format(by=OPERATOR.name)

MEMBERS = ("U0ANA", "U0BOB", "U0EVE", "U0KIM")
GUEST = "U0GUEST"


def members(team: str, *more: str) -> dict[str, Any]:
    """Give the people of a team, as Slack tells of them."""
    people: dict[str, Any] = {
        user: {"id": user, "team_id": team, "name": user[2:].lower(), "profile": {}}
        for user in (*MEMBERS, *more)
    }
    return people | {
        GUEST: {"id": GUEST, "team_id": team, "name": "guest", "is_restricted": True, "profile": {}}
    }


def groups() -> dict[str, list[str]]:
    """Give who is in each user group."""
    return {"S0SRE": ["U0BOB", "U0EVE", "U0KIM"]}


class Chat(SlackChat):
    """The production adapter, over a simulated Web API."""

    def __init__(self, workspace: Workspace, scheduler: Scheduler) -> None:
        """Know nobody yet, as a fresh process does."""
        self._web = workspace
        self._clock = scheduler.clock
        self._people = People(web=workspace, our_team=self.team, clock=scheduler.clock)
        self._circles = Circles(web=workspace, clock=scheduler.clock)
        self._upload = workspace.upload
        self._us = None
        self._clock = scheduler.clock
        self._team = ""
        self._streams = SlackStreams(web=workspace, us=lambda: BOT)


@dataclass(slots=True, kw_only=True)
class Switchboard:
    """The `Chat` port over several teams: each thread's own."""

    chats: Mapping[str, Chat]

    def needs_file(self, requirement: Requirement) -> bool:
        """Tell it as every team's chat does."""
        return review.needs_file(requirement)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Call the method of the team whose thread is named first, or what belongs to one."""

        def call(first: ThreadKey | CardView | Held, *args: Any, **named: Any) -> Any:
            thread = first if isinstance(first, ThreadKey) else first.thread
            return getattr(self.chats[thread.team], name)(first, *args, **named)

        return call


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Something that a person wrote, and whether Slack was told that it was taken."""

    thread: ThreadKey
    ts: str
    is_taken: bool


Furnish = Callable[[Scheduler, Mailbox], tuple[Table, QueueClient]]
"""Gives another table than the one in memory, and another way into the queue."""


@dataclass(slots=True, kw_only=True, eq=False)
class System:
    """Everything, in one process, under one scheduler.

    Attributes:
        faults: What goes wrong.
        rng: Chooses all that is left to chance; None: nothing is.
        is_traced: Whether all calls are kept for the trace.
        teams: The teams that share the table.
        agent: What the workers run, as deployed now.
        written: What people wrote, by time stamp.
        sweeps: What the clock saw to, in order.
        worked: What became of each delivery that a worker lived through, in order.
        door_skew_ms: How far the clock of the functions is off that Slack calls.
        clock_is_down: Whether nobody looks at what is due.
        furnish: Where table and queue are to be others than those in memory.
        off: Which switches stand, as an operator was told: the workspace, and what is stopped.
        taken_back: Which standing decisions are taken back, as an operator was told, by name.
        told: What the functions told their operator.
        texts: What each message said, at first and after each edit, by partition and `ts`.
        deleted: The messages that their authors deleted.
    """

    faults: Faults
    rng: Random | None = None
    is_traced: bool = False
    teams: tuple[str, ...] = ("T0LOCAL",)
    agent: Agent = AGENT
    written: list[Written] = field(default_factory=list[Written])
    sweeps: list[Mapping[str, int]] = field(default_factory=list[Mapping[str, int]])
    worked: list[str] = field(default_factory=list[str])
    door_skew_ms: int = 0
    clock_is_down: bool = False
    furnish: Furnish | None = None
    off: set[tuple[str, Scope]] = field(default_factory=set[tuple[str, Scope]])
    taken_back: set[str] = field(default_factory=set[str])
    told: list[object] = field(default_factory=list[object])
    texts: dict[tuple[str, str], list[str]] = field(
        default_factory=dict[tuple[str, str], list[str]]
    )
    deleted: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    scheduler: Scheduler = field(init=False)
    table: Table = field(init=False)
    mailbox: Mailbox = field(init=False)
    mind: Mind = field(init=False)
    hands: Hands = field(init=False)
    slacks: dict[str, Workspace] = field(init=False)
    _sender: QueueClient = field(init=False)
    _chats: dict[str, Chat] = field(init=False)
    _stamps: int = 0

    def __post_init__(self) -> None:
        """Put it together, and start the clock."""
        trace: list[Moment] | None = [] if self.is_traced else None
        self.scheduler = Scheduler(rng=self.rng, faults=self.faults, now=NOON, trace=trace)
        self.mailbox = Mailbox(scheduler=self.scheduler, rng=self.rng, work=self._work)
        self.table, self._sender = Table(self.scheduler, lag=self.rng), self.mailbox
        if self.furnish is not None:
            self.table, self._sender = self.furnish(self.scheduler, self.mailbox)
        self.mind = Mind(scheduler=self.scheduler)
        self.hands = Hands(scheduler=self.scheduler)
        self.slacks = {
            team: Workspace(
                scheduler=self.scheduler, team=team, people=members(team), groups=groups()
            )
            for team in self.teams
        }
        self._chats = {team: Chat(slack, self.scheduler) for team, slack in self.slacks.items()}
        self.scheduler.spawn("clock", self._tick, is_endless=True)

    @property
    def queue(self) -> TurnQueue:
        """The production adapter, over the simulated queue."""
        return TurnQueue(self._sender, QUEUE_URL)

    def write(
        self,
        text: str,
        *,
        thread: ThreadKey | None = None,
        team: str = "",
        user: str = "U0ANA",
        times: int = 1,
    ) -> ThreadKey:
        """Somebody writes: a mention, which opens a thread, or another one in it.

        With `times`, Slack hands the one event over so often.
        """
        self._stamps += 1
        ts = f"{self.scheduler.now // 1000}.{self._stamps:06d}"
        where = thread or ThreadKey(team=team or self.teams[0], channel=CHANNEL, thread_ts=ts)
        self.texts[where.pk, ts] = [text]
        event = {
            "type": "app_mention",
            "user": user,
            "text": f"<@{BOT}> {text}",
            "ts": ts,
            "channel": where.channel,
            **({"thread_ts": where.thread_ts} if thread else {}),
        }
        for _ in range(times):
            self.scheduler.spawn("slack event", lambda: self._deliver(where, ts, event))
        if thread:
            twin = {**event, "type": "message", "channel_type": "channel"}
            self.scheduler.spawn("slack twin", lambda: self._deliver(where, ts, twin))
        return where

    def tell(self, thread: ThreadKey, event: Mapping[str, Any]) -> None:
        """Slack tells of what became of a message, beside all that goes on."""
        self.scheduler.spawn("slack change", lambda: self._insist(_event(thread.team, event)))

    def settle(self, *, hours: int = 48) -> bool:
        """Let all go on until nothing is left to do but to wait for people; False: it never is."""
        until = self.scheduler.now + hours * 3_600_000
        return self.scheduler.run(is_over=lambda: self.is_quiet, until=until)

    def advance(self, *, seconds: int) -> None:
        """Let time pass, and all that happens in it."""
        until = self.scheduler.now + 1000 * seconds
        self.scheduler.run(is_over=lambda: False, until=until)
        self.scheduler.now = max(self.scheduler.now, until)

    @property
    def is_quiet(self) -> bool:
        """Whether neither queue nor clock has anything to do."""
        return not (
            self.mailbox.letters
            or self._unseen
            or any(self._is_owed(row) for row in self.table.rows.rows)
        )

    def click(self, payload: Mapping[str, Any]) -> Response | None:
        """Have the function for clicks answer; None: it died."""
        body = urlencode({"payload": json.dumps(payload)})
        team = str(payload["team"]["id"])
        chat = self._chats.get(team) or Chat(next(iter(self.slacks.values())), self.scheduler)
        ports = DecisionPorts(
            store=self.table,
            queue=self.queue,
            chat=chat,
            clock=self.scheduler.clock,
            tell=self.told.append,
        )

        def answer(body: bytes) -> Response:
            return interact(
                body,
                ports_of=lambda _: ports,
                door=Door(app=APP, team=None),
                tell=self.told.append,
            )

        return self._answered(body, answer)

    def stop(self, thread: ThreadKey) -> None:
        """An operator wants the run of a thread to end."""
        ports = StopPorts(store=self.table, queue=self.queue, clock=self.scheduler.clock)
        self._operate(lambda: stop_run(thread, by=OPERATOR, ports=ports))

    def kill(self, team: str, scope: Scope) -> None:
        """An operator throws a switch."""
        ports = KillPorts(store=self.table, clock=self.scheduler.clock)
        switch = Switch(scope=scope, by=OPERATOR, at=0)
        if self._operate(lambda: kill_on(team, switch, ports=ports)):
            self.off.add((team, scope))

    def revive(self, team: str, scope: Scope) -> None:
        """An operator releases a switch."""
        ports = KillPorts(store=self.table, clock=self.scheduler.clock)
        switch = Switch(scope=scope, by=OPERATOR, at=0)
        self.off.discard((team, scope))
        self._operate(lambda: kill_off(team, switch, ports=ports))

    def take_back(self, team: str) -> None:
        """An operator takes back all decisions of a workspace that stand."""
        clock = self.scheduler.clock
        first, last = all_of(team)
        for row in self.table.rows.query(first.pk, first.sk, last.sk):
            name = from_item(Grant, row).id

            def revoke(name: str = name) -> object:
                return revoke_as_operator(team, name, by=OPERATOR, store=self.table, clock=clock)

            if self._operate(revoke):
                self.taken_back.add(name)

    def _operate(self, does: Callable[[], object]) -> bool:
        """An operator does something until they are answered; False: they have given it up."""
        for _ in range(_STUBBORN):
            try:
                with self.scheduler.process():
                    does()
            except (CrashError, TransientError):
                self.scheduler.sleep(_SLACK_RETRIES_MS[1])
            else:
                return True
        return False

    def open_home(self, user: str, *, team: str = "") -> None:
        """Somebody opens the app's Home tab; Slack says so once more where nobody takes it."""
        where = team or self.teams[0]
        event = {"type": "app_home_opened", "user": user, "tab": "home", "channel": f"D{user[1:]}"}
        for wait_ms in (*_SLACK_RETRIES_MS, 0):
            response = self._hand_over(_event(where, event))
            if response is not None and response["statusCode"] == _OK:
                return
            self.scheduler.sleep(wait_ms)

    def redrive(self, *, fuse: int | None = None) -> None:
        """An operator sends all dead letters again; with `fuse`, they are cut off meanwhile."""
        box = DeadBox(scheduler=self.scheduler, mailbox=self.mailbox, rng=self.rng)
        ports = RedrivePorts(dead_letters=self._dead_letters(box), store=self.table)
        try:
            with self.scheduler.process(fuse=fuse):
                redrive(ports, wanted=None, tell=lambda _letter: None)
        except (CrashError, TransientError):
            return

    def stored(self, kind: str) -> list[Any]:
        """Give all rows of a kind, by key."""
        return [row for row in self.table.rows.rows if kind in str(row["sk"])]

    def _is_owed(self, row: Mapping[str, Any]) -> bool:
        if "due" not in row:
            return False
        return "#REQ#" not in str(row["sk"]) or int(row["due"]) <= self.scheduler.now

    def _deliver(self, thread: ThreadKey, ts: str, event: Mapping[str, Any]) -> None:
        """Slack hands an event over, and again when it is not answered with 200."""
        is_taken = self._insist(_event(thread.team, event))
        self.written.append(Written(thread=thread, ts=ts, is_taken=is_taken))

    def _insist(self, body: str) -> bool:
        for wait_ms in (*_SLACK_RETRIES_MS, None):
            response = self._hand_over(body)
            if response is not None and response["statusCode"] == _OK:
                return True
            if wait_ms is not None:
                self.scheduler.sleep(wait_ms)
        return False

    def _hand_over(self, body: str) -> Response | None:
        def answer(read: bytes) -> Response:
            return relay(read, queue=self.queue, door=Door(app=APP, team=None))

        return self._answered(body, answer)

    def _answered(self, body: str, answer: Callable[[bytes], Response]) -> Response | None:
        event = _signed(body, at_s=self.scheduler.now // 1000)
        try:
            with self.scheduler.process(skew_ms=self.door_skew_ms):
                admitted_body = admitted(
                    event, secrets=lambda: (SECRET,), clock=self.scheduler.clock
                )
                if not isinstance(admitted_body, bytes):
                    raise TypeError(admitted_body["body"])
                return answer(admitted_body)
        except CrashError:
            return None

    def _work(self, body: str, received: int) -> None:
        team = _team_of(body)
        ports = TurnPorts(
            store=self.table,
            queue=self.queue,
            chat=self._chats[team],
            model=self.mind,
            tools=self.hands,
            clock=self.scheduler.clock,
            tell=self.told.append,
            presence=Sessions(web=self.slacks[team], clock=self.scheduler.clock),
        )
        planned = times(now=self.scheduler.clock(), remaining_ms=FUNCTION_MS)
        worker = Worker(agent=self.agent, ports=ports, times=planned, door=Door(app=APP, team=None))
        self.worked.append(work(body, worker, is_first_try=received == 1))

    def _tick(self) -> None:
        """Look once a minute, if there is anything to see."""
        while True:
            self.scheduler.sleep(MINUTE_MS - self.scheduler.now % MINUTE_MS)
            if not self.clock_is_down and self._has_work:
                self._minute()

    @property
    def _has_work(self) -> bool:
        now = self.scheduler.now
        return self._unseen or any(
            int(str(row.get("due", now + 1))) <= now for row in self.table.rows.rows
        )

    @property
    def _unseen(self) -> bool:
        """Whether there is a dead letter that some team's clock has not looked at."""
        return any(len(each.seen_by) < len(self.teams) for each in self.mailbox.dead)

    def _minute(self) -> None:
        """Do what the function of the clock does, for all teams at one time."""
        switchboard = Switchboard(chats=self._chats)

        def chat_of(_: str) -> Switchboard:
            return switchboard

        ports: Any = {
            "store": self.table,
            "queue": self.queue,
            "chat_of": chat_of,
            "clock": self.scheduler.clock,
            "tell": self.told.append,
        }
        parts = [partial(self._tell_dead_letters, team) for team in self.teams]
        due = SweepPorts(**ports)
        try:
            with self.scheduler.process():
                self.sweeps.append(each_minute(lambda: sweep(due, has_time=lambda: True), *parts))
        except CrashError:
            return
        except Exception as error:  # noqa: BLE001 - the schedule calls it again, whatever it raises
            self.scheduler.raised.append(("clock", error))

    def _tell_dead_letters(self, team: str) -> Mapping[str, int]:
        box = DeadBox(scheduler=self.scheduler, mailbox=self.mailbox, rng=self.rng)
        ports = DeadLetterPorts(
            dead_letters=self._dead_letters(box),
            store=self.table,
            chat_of=lambda _: self._chats[team],
            clock=self.scheduler.clock,
        )
        counts = tell_dead_letters(ports, has_time=lambda: True)
        for letter in self.mailbox.dead:
            letter.seen_by |= {team} if letter.id in box.taken else set()
        return counts

    @staticmethod
    def _dead_letters(box: DeadBox) -> DeadLetterQueue:
        return DeadLetterQueue(box, url="https://dead", turn_queue="https://queue")


def _event(team: str, event: Mapping[str, Any]) -> str:
    return json.dumps(
        {
            "type": "event_callback",
            "team_id": team,
            "api_app_id": APP,
            "event": event,
            "authorizations": [{"team_id": team, "user_id": BOT, "is_bot": True}],
        }
    )


def _signed(body: str, *, at_s: int) -> dict[str, object]:
    signed = hmac.new(SECRET.encode(), f"v0:{at_s}:{body}".encode(), hashlib.sha256).hexdigest()
    return {
        "headers": {"x-slack-request-timestamp": str(at_s), "x-slack-signature": f"v0={signed}"},
        "body": body,
        "isBase64Encoded": False,
    }


def _team_of(body: str) -> str:
    message = json.loads(body)
    return str(message.get("team") or json.loads(message["body"])["team_id"])
