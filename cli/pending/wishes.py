"""What somebody wants of a request, from the options of a command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never, get_args

import click

from signoff.adapters.slack import given
from signoff.core.canonical import Json, JsonObject
from signoff.core.click import FieldProblem, Invalid, Reading, Wish
from signoff.core.decision import (
    AnsweredFor,
    Approved,
    Ask,
    CouldNotRun,
    Executed,
    ItHappened,
    Reconcile,
    Rejected,
    RunAgain,
    Stopped,
    fits,
)
from signoff.core.gate import Confirmation, ExternalExecution, UserFeedback, UserInput
from signoff.core.requirement import Requirement

Verb: TypeAlias = Literal[
    "approve",
    "reject",
    "edit",
    "answer",
    "instead",
    "done",
    "cannot",
    "happened",
    "again",
    "stop",
]
VERBS: tuple[Verb, ...] = get_args(Verb)

LETS_RUN: frozenset[Verb] = frozenset({"approve", "edit", "again"})
"""After these a tool starts with what was shown; after the answer to a form, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a command was given beside its verb.

    Attributes:
        reason: Why; empty: nothing.
        result: What came of it, or stands in the tool's place; None: not given.
        values: The fields of a form, or the answers; None: not given.
        changes: Single values, by name.
    """

    reason: str = ""
    result: str | None = None
    values: Json = None
    changes: JsonObject


_TAKES: Mapping[Verb, frozenset[str]] = {
    "approve": frozenset(),
    "reject": frozenset({"--reason"}),
    "edit": frozenset({"--set"}),
    "answer": frozenset({"--values", "--set"}),
    "instead": frozenset({"--result"}),
    "done": frozenset({"--result"}),
    "cannot": frozenset({"--reason"}),
    "happened": frozenset(),
    "again": frozenset(),
    "stop": frozenset(),
}
_NEEDS: Mapping[Verb, str] = {
    "edit": "--set",
    "answer": "--values",
    "instead": "--result",
    "done": "--result",
    "cannot": "--reason",
}


def lets_run(verb: Verb, requirement: Requirement) -> bool:
    """Tell whether a tool would start after this, with something that nobody fills in."""
    return verb in LETS_RUN or (verb == "answer" and isinstance(requirement.ask, UserInput))


def require_fitting(verb: Verb, said: Said) -> None:
    """Hold the options against the verb.

    Raises:
        UsageError: One is missing, or is of no use.
    """
    present = {
        "--reason": bool(said.reason),
        "--result": said.result is not None,
        "--values": said.values is not None,
        "--set": bool(said.changes),
    }
    for option, is_given in present.items():
        if is_given and option not in _TAKES[verb]:
            raise click.UsageError(f"{verb} takes no {option}.")
    if present["--values"] and present["--set"]:
        raise click.UsageError("--values and --set are two ways of saying the same: give one.")
    needed = _NEEDS.get(verb)
    if needed and not any(present[each] for each in _TAKES[verb]):
        raise click.UsageError(f"{verb} needs {needed}.")


def reading(verb: Verb, said: Said) -> Reading:
    """Keep what was wanted, to be read once it is known what is asked."""

    def read(requirement: Requirement) -> Wish | Invalid:
        if verb in fitting_verbs(requirement.ask):
            _, wish = _WISHES[verb]
            return wish(requirement, said)
        return _wrong(verb, requirement.ask)

    return read


def fitting_verbs(ask: Ask) -> tuple[Verb, ...]:
    """List what a request of this kind takes; what several approved, nobody alone starts again."""
    may_start_again = fits(ask, RunAgain())
    return tuple(
        verb
        for verb in VERBS
        if isinstance(ask, _WISHES[verb][0]) and (verb != "again" or may_start_again)
    )


def kind_of(ask: Ask) -> str:
    """Name a kind of request."""
    match ask:
        case Confirmation():
            return "confirmation"
        case UserInput():
            return "form"
        case UserFeedback():
            return "questions"
        case ExternalExecution():
            return "external execution"
        case Reconcile():
            return "unknown outcome"
        case _:
            assert_never(ask)


def _wrong(verb: Verb, ask: Ask) -> Invalid:
    takes = ", ".join(fitting_verbs(ask))
    message = f"{verb} is no answer to a request of the kind {kind_of(ask)}, which takes {takes}"
    return Invalid(problems=(FieldProblem(field="", message=message),))


def _answer(requirement: Requirement, said: Said) -> Wish | Invalid:
    values = said.changes or said.values
    if isinstance(requirement.ask, UserFeedback):
        return given.answered(requirement, values)
    if isinstance(values, Mapping):
        return given.filled_in(requirement, values)
    message = "The fields of a form are one JSON object"
    return Invalid(problems=(FieldProblem(field="", message=message),))


def _refused(requirement: Requirement, said: Said) -> Wish:
    if isinstance(requirement.ask, ExternalExecution):
        return CouldNotRun(reason=said.reason.strip())
    return Rejected(reason=said.reason.strip())


_Kinds: TypeAlias = type | tuple[type, ...]
_WISHES: Mapping[Verb, tuple[_Kinds, Callable[[Requirement, Said], Wish | Invalid]]] = {
    "approve": (Confirmation, lambda _, __: Approved()),
    "reject": ((Confirmation, UserInput, UserFeedback), _refused),
    "edit": (Confirmation, lambda asked, said: given.changed(asked, said.changes)),
    "answer": ((UserInput, UserFeedback), _answer),
    "instead": (
        (Confirmation, UserInput),
        lambda _, said: AnsweredFor(output=said.result or ""),
    ),
    "done": (ExternalExecution, lambda _, said: Executed(result=said.result or "")),
    "cannot": (ExternalExecution, _refused),
    "happened": (Reconcile, lambda _, __: ItHappened()),
    "again": (Reconcile, lambda _, __: RunAgain()),
    "stop": (Reconcile, lambda _, __: Stopped()),
}
