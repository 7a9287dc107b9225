"""An answer of the model's with all that follows from it, ready to be stored."""

from dataclasses import dataclass

from signoff.core.audit import Fact
from signoff.core.effects import Out
from signoff.core.journal import Call, ModelSpoke
from signoff.core.keys import ThreadKey
from signoff.core.observations.runs import ModelAnswered, OutcomeNoted
from signoff.core.requirement import OutcomeState
from signoff.core.transitions.asking import Questions


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """An answer with all that follows from it, ready to be stored.

    Attributes:
        run: The run's number.
        entry: The journal entry.
        questions: What people are asked.
        unread: What is said of files that were not read; None: nothing.
        out: What is said in the thread: the last word, or what runs without asking; None: nothing.
        forbidden: The calls that were refused before anybody was asked.
        facts: What the audit is told.
    """

    run: int
    entry: ModelSpoke
    questions: Questions
    unread: Out | None
    out: Out | None
    forbidden: tuple[Call, ...]
    facts: tuple[Fact, ...]

    @property
    def outs(self) -> tuple[Out, ...]:
        """All that is said in the thread, in order."""
        return tuple(out for out in (self.unread, self.out) if out is not None)

    def answered(self, thread: ThreadKey, agent: str, *, took_ms: int) -> ModelAnswered:
        """Say to the operator that an agent's model answered."""
        entry = self.entry
        return ModelAnswered(
            thread=thread,
            run=self.run,
            step=entry.step,
            calls=len(entry.calls),
            asks=len(self.questions.requirements),
            input_tokens=entry.usage.input,
            output_tokens=entry.usage.output,
            took_ms=took_ms,
            agent=agent,
        )


def not_run(thread: ThreadKey, call: Call) -> OutcomeNoted:
    """Say to the operator that a call was refused before anybody was asked."""
    state = OutcomeState.NOT_RUN
    return OutcomeNoted(thread=thread, at=call.at, tool=call.tool, attempt=0, outcome=state)
