"""Values that were given as they are, not with Slack's fields, read as the answer that they are."""

import json

from signoff.adapters.slack import forms
from signoff.adapters.slack.questions import questions_of
from signoff.adapters.slack.widgets import Absent, Choices, Field
from signoff.core.approving import ApproveWith, changes_in
from signoff.core.canonical import Json, JsonObject, canonical
from signoff.core.click import FieldProblem, Invalid
from signoff.core.decision import Answered, Approved
from signoff.core.requirement import Requirement
from signoff.core.schema import Problem


def filled_in(requirement: Requirement, given: JsonObject) -> Answered | Invalid:
    """Read the fields of a form; what is not given stays as it was proposed, or blank."""
    fields = forms.fields_of(requirement)
    standing = {field.name: _standing(field) for field in fields if field.name}
    kept = {name: value for name, value in standing.items() if not isinstance(value, Absent)}
    filled: JsonObject = {**kept, **given}
    problems = forms.unfit(requirement, filled)
    return Invalid(problems=problems) if problems else Answered(values=canonical(filled))


def answered(requirement: Requirement, given: Json) -> Answered | Invalid:
    """Read an answer to each question, in their order: a text, or for several choices a list."""
    questions, fields = questions_of(requirement), forms.fields_of(requirement)
    listed = [given] if isinstance(given, str) and len(questions) == 1 else given
    if not isinstance(listed, list) or len(listed) != len(questions):
        return forms.invalid("", f"Give a list of {len(questions)} answers, one for each question")
    is_each_known = len(fields) == len(questions)
    answers: list[JsonObject] = []
    for number, (question, said) in enumerate(zip(questions, listed, strict=True), 1):
        takes_several = not is_each_known or isinstance(fields[number - 1].widget, Choices)
        answer = _answer(said, takes_several=takes_several)
        if answer is None:
            return forms.invalid("", f"Answer {number} must be a text that is not empty")
        answers.append({"question": question, "answer": answer})
    return Answered(values=canonical(answers))


def changed(requirement: Requirement, wished: JsonObject) -> Approved | ApproveWith | Invalid:
    """Read other values of arguments; an approval as it is where nothing is another."""
    found = changes_in(requirement, wished)
    if isinstance(found, tuple):
        return Invalid(problems=tuple(_problem(each) for each in found))
    return ApproveWith(values=canonical(found)) if found else Approved()


def as_json(text: str) -> Json:
    """Read a value that was written as JSON.

    Raises:
        ValueError: It is none.
    """
    read: Json = json.loads(text, parse_constant=_no_constant)
    return read


def _no_constant(name: str) -> Json:
    raise ValueError(f"{name} is no number in JSON")


def _standing(field: Field) -> "Json | Absent":
    if field.value is not None:
        return field.value
    return field.blank if field.is_optional else Absent()


def _answer(said: Json, *, takes_several: bool) -> Json:
    several = said if isinstance(said, list) else [said]
    is_text = all(isinstance(each, str) and each.strip() for each in several)
    if not several or not is_text:
        return None
    if isinstance(said, list):
        return said if takes_several else None
    return said


def _problem(found: Problem) -> FieldProblem:
    return FieldProblem(field="", message=str(found))
