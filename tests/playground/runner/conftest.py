"""One local AWS for all tests here, and a fixture stack of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.runner.aws import Clients, LocalAws, clients
from playground.runner.function import Function
from playground.runner.system import System
from tests.playground.runner.stage import Lines, Stage, a_copy, a_stage


@pytest.fixture(scope="session")
def aws() -> Iterator[LocalAws]:
    with LocalAws() as aws:
        yield aws


@pytest.fixture(scope="session")
def aws_clients(aws: LocalAws) -> Clients:
    return clients(aws.url)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return a_copy(tmp_path)


@pytest.fixture
def lines() -> Lines:
    return Lines()


@pytest.fixture
def stage(aws: LocalAws, aws_clients: Clients, folder: Path, lines: Lines) -> Iterator[Stage]:
    """A stack of the test's own, not started yet."""
    stage = a_stage(folder, clients=aws_clients, endpoint=aws.url, lines=lines)
    yield stage
    stage.system.stop()


@pytest.fixture(scope="module")
def running(
    aws: LocalAws, aws_clients: Clients, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    """A stack that all tests of a module share."""
    folder = a_copy(tmp_path_factory.mktemp("shared"))
    stage = a_stage(folder, clients=aws_clients, endpoint=aws.url, lines=Lines())
    stage.start()
    yield stage
    stage.system.stop()


@pytest.fixture
def system(running: Stage) -> System:
    return running.system


@pytest.fixture
def door(system: System) -> Function:
    return system.function("door")
