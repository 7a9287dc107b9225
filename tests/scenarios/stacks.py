"""The stack of template.yaml, with an agent of a test in it."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from playground.model import LocalModel
from playground.runner.environment import TellLine
from playground.runner.everything import Everything
from playground.runner.system import Timing

ROOT = Path(__file__).parents[2]
PATIENCE = 10.0
"""A busy machine says nothing about Slack's three seconds: what depends on them has own tests."""

_COPIED = shutil.ignore_patterns("__pycache__")


def _silently(*_: object) -> None:
    """Keep what the functions print to themselves."""


def stack_with(
    agent: str,
    root: Path,
    *,
    tell: TellLine = _silently,
    parameters: Mapping[str, str] | None = None,
) -> Everything:
    """Give a stack whose worker has another agent.py; it stands once it is entered.

    Args:
        agent: The file beside the tests that takes the place of agent.py.
        root: An empty folder for the functions.
        tell: Gets each line that a function prints.
        parameters: What the template is given beside what stands here.
    """
    shutil.copytree(ROOT / "functions", root / "functions", ignore=_COPIED)
    own = Path(__file__).with_name(agent)
    shutil.copyfile(own, root / "functions" / "turn_worker" / "agent.py")
    (root / "layers").symlink_to(ROOT / "layers")
    return Everything(
        ROOT / "template.yaml",
        root=root,
        model=LocalModel(),
        tell=tell,
        timing=Timing(schedule_seconds=0, watches=False),
        patience=PATIENCE,
        parameters=parameters,
    )
