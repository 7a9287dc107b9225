"""What people asked for beside a thread."""

from dataclasses import dataclass

from signoff.core.keys import ThreadKey
from signoff.core.observations.observed import Measure, Observed


@dataclass(frozen=True, slots=True, kw_only=True)
class StopTaken(Observed):
    """Somebody pressed Stop.

    Attributes:
        thread: Where.
        user: The person's id.
        became: What became of it.
    """

    thread: ThreadKey
    user: str
    became: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRated(Observed):
    """Somebody said what they think of an answer.

    Attributes:
        thread: Where it stands.
        run: The run that it ended.
        answer: The name of its message in that run.
        user: The person's id.
        opinion: `good` or `bad`.
    """

    thread: ThreadKey
    run: int
    answer: str
    user: str
    opinion: str

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (Measure("Feedback", by=("Opinion", self.opinion)),)
