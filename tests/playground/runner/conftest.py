"""One local AWS for all tests here, and a running fixture stack."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from playground.runner.aws import Clients, LocalAws, clients
from playground.runner.system import System, Timing

FIXTURE = Path(__file__).parent / "fixture"


@dataclass(slots=True)
class Lines:
    """What functions printed."""

    said: list[tuple[str, str]] = field(default_factory=list)
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


@pytest.fixture(scope="session")
def aws() -> Iterator[LocalAws]:
    with LocalAws() as aws:
        yield aws


@pytest.fixture
def aws_clients(aws: LocalAws) -> Clients:
    return clients(aws.url)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(
        FIXTURE, tmp_path / "stack", ignore=shutil.ignore_patterns("__pycache__")
    )


@pytest.fixture
def lines() -> Lines:
    return Lines()


@pytest.fixture
def system(
    aws: LocalAws, aws_clients: Clients, folder: Path, lines: Lines, request: pytest.FixtureRequest
) -> Iterator[System]:
    system = System(
        folder / "template.yaml",
        clients=aws_clients,
        tell=lines.tell,
        name=f"s{abs(hash(request.node.nodeid)):x}",
        timing=Timing(schedule_seconds=0),
    )
    try:
        yield system.start({"Secret": "hush", "Endpoint": aws.url})
    finally:
        system.stop()
