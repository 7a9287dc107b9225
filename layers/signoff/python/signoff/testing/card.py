"""A card in a test: what it asks, what became of it, and the hands that decide on it."""

import json
from collections.abc import Mapping
from typing import Any, Protocol

from signoff.agent.writing import write
from signoff.core.address import Address
from signoff.core.approving import ApproveWith, changes_in
from signoff.core.canonical import Json, JsonObject, canonical
from signoff.core.click import (
    Applied,
    Click,
    ClickOutcome,
    Decide,
    FieldProblem,
    Invalid,
    Reading,
    Wish,
)
from signoff.core.decision import (
    Answered,
    AnsweredFor,
    Approved,
    Cancelled,
    CouldNotRun,
    Executed,
    ItHappened,
    Rejected,
    RequirementState,
    RunAgain,
    Stopped,
    Verdict,
)
from signoff.core.gate import UserFeedback, UserInput
from signoff.core.grants import ApproveAndKeep, RejectForGood
from signoff.core.keys import Position, ThreadKey
from signoff.core.merging import final_arguments
from signoff.core.requirement import Outcome, Requirement
from signoff.core.schema import Problem, check
from signoff.core.titles import title_of
from signoff.core.voting import HandTo
from signoff.testing.people import ANA, BOB


class Desk(Protocol):
    """Where cards lie and clicks go."""

    def requirement(self, at: Position) -> Requirement:
        """Give a requirement as it is stored now."""
        ...

    def clicked(self, decide: Decide) -> ClickOutcome:
        """Take a click, and let everything that follows from it happen."""
        ...


class AskedCard:
    """One request to a person, as it stands now, and as somebody looks at it.

    Whoever decides looks at the card as it is at that moment; `seen` keeps an older look.
    """

    def __init__(self, desk: Desk, thread: ThreadKey, at: Position) -> None:
        """Take a request by its place."""
        self._desk = desk
        self._thread = thread
        self._at = at
        self._seen: Requirement | None = None

    @property
    def requirement(self) -> Requirement:
        """The request as it is stored."""
        return self._desk.requirement(self._at)

    @property
    def title(self) -> str:
        """The human sentence on it."""
        return title_of(self.requirement)

    @property
    def tool(self) -> str:
        """The tool that waits."""
        return self.requirement.tool

    @property
    def path(self) -> tuple[str, ...]:
        """The names of the agents through which it came, the outermost first."""
        return self.requirement.path

    @property
    def arguments(self) -> JsonObject:
        """What will run, or has, with all that people changed or filled in."""
        found: JsonObject = json.loads(final_arguments(self.requirement))
        return found

    @property
    def state(self) -> RequirementState:
        """Where it stands."""
        return self.requirement.state

    @property
    def is_open(self) -> bool:
        """Whether it still waits."""
        return self.requirement.is_open

    @property
    def verdict(self) -> Verdict | None:
        """What was decided, by whom and when."""
        return self.requirement.verdict

    @property
    def outcome(self) -> Outcome | None:
        """What became of the call afterwards."""
        return self.requirement.outcome

    def seen(self) -> "AskedCard":
        """Give the card as it is now, to be clicked on later: an old tab, a second phone."""
        older = AskedCard(self._desk, self._thread, self._at)
        older._seen = self.requirement
        return older

    def approve(self, *, by: str = BOB) -> ClickOutcome:
        """Approve it as it stands."""
        return self.decide(Approved(), by=by)

    def edit(
        self, values: Mapping[str, Any] | None = None, /, *, by: str = BOB, **more: Any
    ) -> ClickOutcome:
        """Approve it with other arguments; only those that are `editable` may be given."""
        wished = _written({**(values or {}), **more})

        def read(asked: Requirement) -> Wish | Invalid:
            found = changes_in(asked, wished)
            if isinstance(found, tuple):
                return _invalid(found)
            return ApproveWith(values=canonical(found)) if found else Approved()

        return self._click(read, by)

    def approve_and_keep(
        self, *, hours: int = 1, in_thread: bool = True, by: str = BOB
    ) -> ClickOutcome:
        """Approve it, and later calls like it, for some hours."""
        lasts_ms = hours * 3_600_000
        return self.decide(ApproveAndKeep(in_thread=in_thread, lasts_ms=lasts_ms), by=by)

    def reject(self, reason: str = "", *, for_good: bool = False, by: str = BOB) -> ClickOutcome:
        """Reject, decline or skip it; for good: nobody is asked of its tool here again."""
        wish = RejectForGood(reason=reason) if for_good else Rejected(reason=reason)
        return self.decide(wish, by=by)

    def fill(
        self, values: Mapping[str, Any] | None = None, /, *, by: str = BOB, **more: Any
    ) -> ClickOutcome:
        """Fill in the fields of a form, with the values that the tool is to get."""
        filled = _written({**(values or {}), **more})
        return self._click(lambda asked: _filled(asked, filled), by)

    def answer(self, *answers: str | list[str], by: str = BOB) -> ClickOutcome:
        """Answer the model's questions, in their order."""
        return self._click(lambda asked: _answered(asked, answers), by)

    def answer_for(self, output: str, *, by: str = BOB) -> ClickOutcome:
        """Answer in the tool's place."""
        return self.decide(AnsweredFor(output=output), by=by)

    def done(self, result: str = "", *, by: str = BOB) -> ClickOutcome:
        """Report what came of what a person ran."""
        return self.decide(Executed(result=result), by=by)

    def could_not_run(self, reason: str, *, by: str = BOB) -> ClickOutcome:
        """Report that a person could not run it."""
        return self.decide(CouldNotRun(reason=reason), by=by)

    def hand_to(self, user: str, *, by: str = BOB) -> ClickOutcome:
        """Give one's right to decide to somebody else."""
        return self.decide(HandTo(id=user), by=by)

    def cancel(self, reason: str = "", *, by: str = ANA) -> ClickOutcome:
        """Take the request back, as whoever asked may, and whoever may decide."""
        return self.decide(Cancelled(reason=reason), by=by)

    def it_happened(self, *, by: str = BOB) -> ClickOutcome:
        """Say of an unknown outcome that it happened."""
        return self.decide(ItHappened(), by=by)

    def run_again(self, *, by: str = BOB) -> ClickOutcome:
        """Say of an unknown outcome that it is to run once more."""
        return self.decide(RunAgain(), by=by)

    def stop(self, *, by: str = BOB) -> ClickOutcome:
        """Say of an unknown outcome that it is not to run again."""
        return self.decide(Stopped(), by=by)

    def decide(self, wish: Wish, *, by: str = BOB) -> ClickOutcome:
        """Decide in one of the ways that a request can be decided."""
        return self._click(lambda _: wish, by)

    def _click(self, reading: Reading, by: str) -> ClickOutcome:
        asked = self._seen or self.requirement
        address = Address.of(self._thread, asked)
        click = Click(team=self._thread.team, user=by, address=address)
        return self._desk.clicked(Decide(click=click, reading=reading))


def applied(outcome: ClickOutcome) -> bool:
    """Tell whether a click counted."""
    return isinstance(outcome, Applied)


def _written(values: Mapping[str, Any]) -> dict[str, Json]:
    return {name: write(value) for name, value in values.items()}


def _invalid(problems: tuple[Problem, ...]) -> Invalid:
    return Invalid(
        problems=tuple(
            FieldProblem(field=str(each.path[0]) if each.path else "", message=str(each))
            for each in problems
        )
    )


def _filled(asked: Requirement, filled: JsonObject) -> Wish | Invalid:
    names = asked.ask.fields if isinstance(asked.ask, UserInput) else ()
    foreign = sorted(filled.keys() - set(names))
    if foreign:
        return _invalid((Problem(path=(foreign[0],), message="is not asked for"),))
    given: JsonObject = json.loads(asked.arguments)
    kept = {name: value for name, value in given.items() if name not in names}
    found = check(json.loads(asked.schema), {**kept, **filled})
    return _invalid(found) if found else Answered(values=canonical(filled))


def _answered(asked: Requirement, answers: tuple[str | list[str], ...]) -> Wish | Invalid:
    given: JsonObject = json.loads(asked.arguments)
    questions: Any = given.get("questions", ()) if isinstance(asked.ask, UserFeedback) else ()
    if len(questions) != len(answers):
        words = f"has {len(questions)} questions, and {len(answers)} answers were given"
        return _invalid((Problem(path=(), message=words),))
    said = [
        {"question": question["question"], "answer": answer}
        for question, answer in zip(questions, answers, strict=True)
    ]
    return Answered(values=canonical(said))
