"""The whole stack, once for all scenarios: every scenario has a thread of its own in it."""

from collections.abc import Iterator

import pytest

from playground.model import LocalModel
from playground.runner.everything import Everything
from playground.runner.system import Timing
from tests.scenarios.stacks import PATIENCE, ROOT
from tests.scenarios.stage import Stage


@pytest.fixture(scope="session")
def lines() -> list[str]:
    """All that the functions print, each line with its function's name in front."""
    return []


@pytest.fixture(scope="session")
def everything(lines: list[str]) -> Iterator[Everything]:
    """template.yaml at work: real handlers in real Lambda bootstraps, moto, Slack and a model."""
    with Everything(
        ROOT / "template.yaml",
        model=LocalModel(),
        tell=lambda *line: lines.append(" ".join(map(str, line))),
        timing=Timing(schedule_seconds=0, watches=False),
        patience=PATIENCE,
    ) as everything:
        yield everything


@pytest.fixture
def stage(everything: Everything) -> Iterator[Stage]:
    """A fresh thread, and a model with nothing in its script."""
    stage = Stage(everything)
    yield stage
    stage.clear()
