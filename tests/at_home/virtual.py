"""The insides of the functions in virtual time, in front of a local Slack that keeps its tiers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count, cycle
from types import TracebackType
from typing import Any, Self

from playground.slack.clock import ManualClock
from playground.slack.deliveries.transport import Kind
from playground.slack.local_slack import LocalSlack
from playground.slack.records import Message
from signoff import tool
from signoff.adapters.deliveries import Worker, times, work
from signoff.adapters.http import Response
from signoff.adapters.slack.chat import SlackChat
from signoff.adapters.slack.door import admitted
from signoff.adapters.slack.interactions import interact
from signoff.adapters.slack.relay import relay
from signoff.adapters.slack.sessions import TIMEOUT_S, Sessions
from signoff.adapters.slack.web import SlackWeb
from signoff.adapters.sqs import TurnQueue
from signoff.adapters.tools import FunctionTools
from signoff.agent.agent import Agent
from signoff.agent.model import OpenAIResponses
from signoff.core.canonical import JsonObject
from signoff.core.observations.runs import RunGivenUp, ThreadAbandoned
from signoff.ports.model import NOBODY, Answer, Listener
from signoff.settings import Door
from signoff.testing import InMemoryStore, RecordingTell, ScriptedModel, call, say
from signoff.usecases.decision_ports import DecisionPorts
from signoff.usecases.sweep import SweepPorts, sweep
from signoff.usecases.turn import TurnPorts

OPS, ANA, BOB, BOT = "C0OPS", "U0ANA", "U0BOB", "U0BOT"
WORKERS, DOORS = 10, 5
"""So many processes work on the queue, and answer clicks, at a time."""

MINUTE_S = 60.0
_FUNCTION_MS = 180_000
_DOOR = Door(app="A0LOCAL", team="T0LOCAL")


@tool(requires_confirmation=True)
def restart(service: str) -> str:
    """Restart a service."""
    return f"{service} runs again"


class OneTask(ScriptedModel):
    """It restarts what it is told to, and says so."""

    def answer(
        self, agent: Agent, conversation: Sequence[JsonObject], listener: Listener = NOBODY
    ) -> Answer:
        """Call the tool, or say what came of it."""
        outputs = [item for item in conversation if item.get("type") == "function_call_output"]
        told = json.dumps(conversation[0], ensure_ascii=False).partition("restart ")[2]
        service = told.split('"')[0].split("\\")[0]
        self.script(say(f"Done with {service}.") if outputs else call("restart", service=service))
        return super().answer(agent, conversation, listener)


@dataclass(slots=True)
class Letters:
    """A queue whose messages are there when their delay is over."""

    clock: ManualClock
    _waiting: list[tuple[float, int, str]] = field(default_factory=list[tuple[float, int, str]])
    _numbers: Any = field(default_factory=count)

    def send_message(self, **request: Any) -> None:
        """Take a message, as the SDK's client does."""
        at = self.clock.now() + float(request.get("DelaySeconds", 0))
        heappush(self._waiting, (at, next(self._numbers), str(request["MessageBody"])))

    def next_at(self) -> float:
        """Say when there is one."""
        return self._waiting[0][0] if self._waiting else float("inf")

    def take(self) -> str:
        """Take it."""
        return heappop(self._waiting)[2]


class Virtual:
    """Doors, workers and the clock, each a process of its own; time passes only in `run`."""

    def __init__(self) -> None:
        self.time = ManualClock()
        self.slack = LocalSlack(deliver=self._delivered, clock=self.time)
        self.store = InMemoryStore()
        self.letters = Letters(self.time)
        self.queue = TurnQueue(self.letters, "turns")
        self.told = RecordingTell()
        model = OpenAIResponses(id="gpt-5.4")
        self.agent = Agent(name="Assistant", model=model, tools=[restart])
        self.model = OneTask()
        names = [f"worker {n}" for n in range(WORKERS)], [f"door {n}" for n in range(DOORS)]
        self._workers, self._doors = map(cycle, names)
        self._chats: dict[str, SlackChat] = {}
        self._presences: dict[str, Sessions] = {}
        self._next_minute = self.time.now() + MINUTE_S

    def __enter__(self) -> Self:
        self.slack.__enter__()
        self.slack.keep_tiers()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.slack.__exit__(kind, error, trace)

    def clock(self) -> int:
        """Give the time, in milliseconds since 1970."""
        return round(self.time.now() * 1000)

    def run(self, *, seconds: float) -> None:
        """Let time pass, and everything happen at its time."""
        end = self.time.now() + seconds
        while (at := min(self.letters.next_at(), self._next_minute)) <= end:
            self._move_to(at)
            if at == self._next_minute:
                self._next_minute += MINUTE_S
                self._minute()
            else:
                self._work(self.letters.take())
        self._move_to(end)

    def _move_to(self, at: float) -> None:
        self.time.advance(max(at - self.time.now(), 0.0))

    def _chat(self, process: str) -> SlackChat:
        self.slack.name_caller(process)
        if process not in self._chats:
            self._chats[process] = SlackChat(
                token="xoxb-local",  # noqa: S106 - a token that opens nothing but this
                api_url=self.slack.api_url,
                timeout_s=10,
                clock=self.clock,
            )
        return self._chats[process]

    def _presence(self, process: str) -> Sessions:
        if process not in self._presences:
            web = SlackWeb(
                token="xoxb-local",  # noqa: S106 - likewise
                api_url=self.slack.api_url,
                timeout_s=TIMEOUT_S,
                clock=self.clock,
            )
            self._presences[process] = Sessions(web=web, clock=self.clock)
        return self._presences[process]

    def _work(self, body: str) -> None:
        process = next(self._workers)
        ports = TurnPorts(
            store=self.store,
            queue=self.queue,
            chat=self._chat(process),
            model=self.model,
            tools=FunctionTools(),
            clock=self.clock,
            tell=self.told,
            presence=self._presence(process),
        )
        planned = times(now=self.clock(), remaining_ms=_FUNCTION_MS)
        worker = Worker(agent=self.agent, ports=ports, times=planned, door=_DOOR)
        work(body, worker, is_first_try=True)

    def _minute(self) -> None:
        chat = self._chat("clock")
        ports = SweepPorts(
            store=self.store,
            queue=self.queue,
            chat_of=lambda _: chat,
            clock=self.clock,
            tell=self.told,
        )
        sweep(ports, has_time=lambda: True)

    def _delivered(self, kind: Kind, headers: dict[str, str], body: str, /) -> tuple[int, str]:
        event = {"headers": headers, "body": body, "isBase64Encoded": False}
        found = admitted(event, secrets=lambda: ("local-signing-secret",), clock=self.clock)
        answer = self._answered(kind, found) if isinstance(found, bytes) else found
        return int(str(answer["statusCode"])), str(answer["body"])

    def _answered(self, kind: Kind, body: bytes) -> Response:
        if kind == "event":
            return relay(body, queue=self.queue, door=_DOOR)
        ports = DecisionPorts(
            store=self.store,
            queue=self.queue,
            chat=self._chat(next(self._doors)),
            clock=self.clock,
            tell=self.told,
        )
        return interact(body, ports_of=lambda _: ports, door=_DOOR)

    # What is there.

    def cards(self, thread_ts: str) -> list[Message]:
        """Give the cards of a thread."""
        return [message for message in self._ours(thread_ts) if _is_card(message)]

    def said(self, thread_ts: str) -> list[str]:
        """Give what was said in a thread."""
        return [message.text for message in self._ours(thread_ts) if not _is_card(message)]

    def _ours(self, thread_ts: str) -> list[Message]:
        return [m for m in self.slack.messages(OPS, thread_ts) if m.user == BOT]

    @property
    def owed(self) -> int:
        """How many rows somebody must still look at, questions that are open left out."""
        rows = self.store.rows
        return sum("due" in row and "#REQ#" not in str(row["sk"]) for row in rows)

    @property
    def failed_runs(self) -> int:
        """How many runs ended for anything but an answer."""
        return len(self.told.of(RunGivenUp)) + len(self.told.of(ThreadAbandoned))


def _is_card(message: Message) -> bool:
    return (message.metadata or {}).get("event_type") == "signoff_card"
