"""All scenarios, and the stack that those play in which need none of their own."""

import json
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from playground.model import LocalModel
from playground.plain import is_object
from playground.runner.everything import Everything
from playground.runner.system import Timing
from tests.at_home import (
    files,
    limits,
    long_answers,
    oauth,
    pauses,
    people,
    sessions,
    socket_mode,
    streaming,
)
from tests.at_home.ids import raw_ids
from tests.at_home.scenario import Apart, Losses, Scenario
from tests.scenarios.stacks import PATIENCE, ROOT
from tests.scenarios.stage import Stage

TOPICS: dict[str, Sequence[Scenario | Apart]] = {
    "the four pauses": pauses.SCENARIOS,
    "long answers": long_answers.SCENARIOS,
    "files": files.SCENARIOS,
    "rate limits": limits.SCENARIOS,
    "people": people.SCENARIOS,
    "OAuth": oauth.SCENARIOS,
    "beside a thread": sessions.SCENARIOS,
    "socket mode": socket_mode.SCENARIOS,
    "answers that grow": streaming.SCENARIOS,
}
"""What is played, by topic."""

_ENDED_BY_SLACK = ("run_given_up", "thread_abandoned")
_ENDED_BY_PEOPLE = ("stopped", "too many steps")


@dataclass(slots=True, kw_only=True)
class Suite:
    """A stack, and what its functions print."""

    everything: Everything
    lines: list[str] = field(default_factory=list[str])

    def played(self, scenario: Scenario | Apart) -> Losses:
        """Play one scenario.

        Raises:
            AssertionError: Something is not as it must be.
        """
        if isinstance(scenario, Apart):
            return scenario.play()
        first, stage = len(self.lines), Stage(self.everything)
        shown_before, over_before = len(raw_ids(stage.slack)), stage.slack.over_tier
        try:
            losses = scenario.play(stage)
            stage.settle()
            shown = len(raw_ids(stage.slack)) - shown_before
        finally:
            stage.clear()
        failed = sum(map(_is_failed_run, self.lines[first:]))
        over = stage.slack.over_tier - over_before
        return losses + Losses(runs_failed_by_slack=failed, raw_ids=shown, over_tier=over)


@contextmanager
def suite() -> Generator[Suite, None, None]:
    """Let the stack of template.yaml stand for a while."""
    lines: list[str] = []

    def tell(name: str, line: str) -> None:
        lines.append(f"{name} {line}")

    with Everything(
        ROOT / "template.yaml",
        model=LocalModel(),
        tell=tell,
        timing=Timing(schedule_seconds=0, watches=False),
        patience=PATIENCE,
    ) as everything:
        yield Suite(everything=everything, lines=lines)


def _is_failed_run(line: str) -> bool:
    """Tell whether a function says that a run ended that neither a person nor the model ended."""
    _, brace, rest = line.partition("{")
    try:
        fact = json.loads(brace + rest) if brace else None
    except ValueError:
        return False
    if not is_object(fact) or fact.get("message") not in _ENDED_BY_SLACK:
        return False
    return fact.get("why") not in _ENDED_BY_PEOPLE
