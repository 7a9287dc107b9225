"""The model: it says the line that the conversation has come to, however often it is asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from signoff.agent.agent import Agent
from signoff.core.canonical import JsonObject
from signoff.ports.model import NOBODY, Answer, Listener
from signoff.testing import ScriptedModel
from signoff.testing.model import Line, Reply, say
from tests.simulation.faults import Kind
from tests.simulation.scheduler import Scheduler

Script = Callable[[int], Line]
"""Gives the line after so many answers."""


def script(*lines: Line) -> Script:
    """Write a script out; past its end there is nothing more to say."""
    return lambda answered: lines[answered] if answered < len(lines) else say("Fine.")


@dataclass(slots=True, kw_only=True)
class Mind:
    """The `Model` port.

    Attributes:
        scheduler: Who is next.
        scripts: What is said in each thread, by the first words that were written there.
        asked: How often each line was asked for, by thread and number of the line.
        watch: Looks on when a line is asked for.
    """

    scheduler: Scheduler
    scripts: dict[str, Script] = field(default_factory=dict[str, Script])
    asked: dict[tuple[str, int], int] = field(default_factory=dict[tuple[str, int], int])
    watch: Callable[[str, int], None] = lambda _name, _answered: None

    def answer(
        self, agent: Agent, conversation: Sequence[JsonObject], listener: Listener = NOBODY
    ) -> Answer:
        """Say the line that comes next, to whoever listens as well."""
        opening, answered = str(conversation[0]["content"]), _answers(conversation)
        name = next(name for name in self.scripts if name in opening)

        def speak() -> Answer:
            at = name, answered
            self.watch(name, answered)
            self.asked[at] = self.asked.get(at, 0) + 1
            line = self.scripts[name](answered)
            if not isinstance(line, Reply):
                raise type(line)(*line.args)
            return ScriptedModel(line).answer(agent, conversation)

        answer = self.scheduler.call(Kind.MODEL, f"model: line {answered} of {name}", speak)
        listener.begins()
        listener.hears(answer.text)
        return answer


def _answers(conversation: Sequence[JsonObject]) -> int:
    """Count the answers: what the model gave out between two things it was told."""
    given = [
        item["type"] == "function_call" or item.get("role") == "assistant" for item in conversation
    ]
    return sum(is_ours and not before for before, is_ours in pairwise([False, *given]))
