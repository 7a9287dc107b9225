"""One confirm cycle, counted: who was asked how often, over how many connections."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.deeds import approval, delivery
from bench.lab import CLOCK, EVENTS, INTERACTIONS, WORKER, Lab, NotDoneError, accepted
from bench.process import Process
from bench.world.ledger import Asked

_STATUS = ("agents.sessions.", "assistant.")
"""How the methods begin that show a status: it is best effort, and counted apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """What a cycle asked for.

    Attributes:
        asked: All requests, from the message to the reply.
        paused_bytes: What was stored once the run was paused.
    """

    asked: Sequence[Asked]
    paused_bytes: int

    @property
    def slack_calls(self) -> int:
        """How often Slack was called, not counting a status."""
        return len(self._slack)

    @property
    def status_calls(self) -> int:
        """How often a status was shown."""
        return len(self._of_slack) - len(self._slack)

    @property
    def round_trips(self) -> int:
        """How often the table was asked."""
        return len([each for each in self.asked if each.service == "dynamodb"])

    @property
    def connections(self) -> int:
        """Over how many connections one process called Slack, at most, not counting a status."""
        used = {(each.who, each.connection) for each in self._slack}
        whose = [who for who, _ in used]
        return max(map(whose.count, whose), default=0)

    @property
    def _slack(self) -> list[Asked]:
        return [each for each in self._of_slack if not is_status(each.what)]

    @property
    def _of_slack(self) -> list[Asked]:
        return [each for each in self.asked if each.service == "slack"]


def is_status(method: str) -> bool:
    """Say whether a method shows a status."""
    return method.startswith(_STATUS)


def cycles(lab: Lab, *, count: int = 2) -> list[Cycle]:
    """Play some cycles in the same two processes: the first starts them, the others are warm."""
    lab.outside.clear()
    with Process(lab.recipe(WORKER)) as worker, Process(lab.recipe(INTERACTIONS)) as clicks:
        return [_cycle(lab, worker, clicks) for _ in range(count)]


def _cycle(lab: Lab, worker: Process, clicks: Process) -> Cycle:
    lab.outside.messages()
    lab.outside.taken()
    before = lab.outside.stored_bytes()
    card = lab.paused(worker)
    paused_bytes = lab.outside.stored_bytes() - before
    accepted(clicks.invoke(INTERACTIONS, approval(card)))
    accepted(worker.invoke(WORKER, delivery(lab.message())))
    asked = lab.outside.taken()
    said = [each for each in asked if each.what == "chat.postMessage" and each.who == WORKER]
    if len(said) < 2:  # noqa: PLR2004 - the card and the reply
        raise NotDoneError("a cycle ended without a reply")
    return Cycle(asked=asked, paused_bytes=paused_bytes)


def modules(lab: Lab) -> dict[str, dict[str, str]]:
    """Give what each function has imported once it is ready, with the files."""
    found: dict[str, dict[str, str]] = {}
    for module in (EVENTS, INTERACTIONS, WORKER, CLOCK):
        with Process(lab.recipe(module)) as process:
            found[module] = dict(process.about().modules)
    return found
