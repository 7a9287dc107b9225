"""What the tests of the runner stand on: a copy of the fixture stack, and what it prints."""

import itertools
import shutil
import threading
from dataclasses import dataclass, field
from pathlib import Path

from playground.runner.aws import Clients
from playground.runner.system import System, Timing

_NUMBERS = itertools.count(1)
FIXTURE = Path(__file__).parent / "fixture"


@dataclass(slots=True)
class Lines:
    """What functions printed."""

    said: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    _news: threading.Condition = field(default_factory=threading.Condition)

    def tell(self, function: str, line: str) -> None:
        with self._news:
            self.said.append((function, line))
            self._news.notify_all()

    def wait_for(self, words: str, *, count: int = 1) -> None:
        with self._news:
            assert self._news.wait_for(lambda: self.count(words) >= count, timeout=10), self.said

    def count(self, words: str) -> int:
        return sum(words in line for _, line in self.said)


@dataclass(slots=True, kw_only=True)
class Stage:
    """A fixture stack that can be started, and its resources."""

    system: System
    clients: Clients
    endpoint: str
    lines: Lines

    def start(self) -> System:
        return self.system.start({"Secret": "hush", "Endpoint": self.endpoint})

    def name(self, logical_id: str) -> str:
        return self.system.resources.physical_name(logical_id)

    @property
    def queue_url(self) -> str:
        return self.system.resources.attribute("Queue", None)

    @property
    def dead_url(self) -> str:
        return self.system.resources.attribute("Dead", None)

    def wait_until_waiting(self, count: int) -> None:
        (poller,) = self.system.pollers
        pause = threading.Event()
        for _ in range(200):
            if poller.waiting() == count:
                return
            pause.wait(0.02)
        raise AssertionError(poller.waiting())

    def receive(self, url: str) -> str:
        received = self.clients.sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5)
        return received["Messages"][0].get("Body", "")


def a_copy(folder: Path) -> Path:
    return shutil.copytree(FIXTURE, folder / "stack", ignore=shutil.ignore_patterns("__pycache__"))


def a_stage(folder: Path, *, clients: Clients, endpoint: str, lines: Lines) -> Stage:
    system = System(
        folder / "template.yaml",
        clients=clients,
        tell=lines.tell,
        name=f"stack{next(_NUMBERS)}",
        timing=Timing(schedule_seconds=0),
    )
    return Stage(system=system, clients=clients, endpoint=endpoint, lines=lines)
