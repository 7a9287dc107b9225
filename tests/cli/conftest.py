"""A running stack on the ports of `make dev`, and the command line pointed at it."""

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from playground.loopback import PortTakenError
from playground.model import LocalModel
from playground.runner.everything import Everything, Ports
from playground.runner.system import Timing
from tests.scenarios.stage import Stage

ROOT = Path(__file__).parents[2]

Run = Callable[..., Result]
Ask = Callable[..., Any]


def _everything() -> tuple[int, Everything]:
    """Take four ports in a row, as `make dev` does."""
    for _ in range(50):
        page = random.randrange(20_000, 30_000)  # noqa: S311 - any port will do
        try:
            return page, Everything(
                ROOT / "template.yaml",
                model=LocalModel(port=page + 2),
                tell=lambda *_: None,
                ports=Ports(page=page, events=page + 1, model=page + 2, aws=page + 3),
                timing=Timing(schedule_seconds=0, watches=False),
            )
        except PortTakenError:
            continue
    raise AssertionError("no four free ports in a row")


@pytest.fixture(scope="session")
def running() -> Iterator[tuple[int, Everything]]:
    port, everything = _everything()
    with everything:
        yield port, everything


@pytest.fixture
def everything(running: tuple[int, Everything]) -> Everything:
    return running[1]


@pytest.fixture
def stage(everything: Everything) -> Iterator[Stage]:
    """A fresh thread in it."""
    stage = Stage(everything)
    yield stage
    stage.clear()


@pytest.fixture
def signoff(running: tuple[int, Everything]) -> Run:
    """Runs `signoff … --local PORT`."""
    return lambda *words: CliRunner().invoke(main, [*words, "--local", str(running[0])])


@pytest.fixture
def ask(signoff: Run) -> Ask:
    """Runs a command for a machine, and gives its answer."""

    def asked(*words: str, status: int = 0) -> Any:
        result = signoff(*words, "--json")
        assert result.exit_code == status, result.output
        return json.loads(result.stdout)

    return asked
