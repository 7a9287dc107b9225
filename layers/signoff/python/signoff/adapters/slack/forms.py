"""Forms: which fields a requirement asks for, and what was filled in as a decision."""

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias, assert_never

from signoff.adapters.slack.escapes import one_line
from signoff.adapters.slack.form_fields import fields_of_form
from signoff.adapters.slack.limits import ERROR_TEXT, clipped
from signoff.adapters.slack.questions import fields_of_questions, questions_of
from signoff.adapters.slack.schemas import stored_schema
from signoff.adapters.slack.states import State, States, UnreadableError, value_of
from signoff.adapters.slack.verbs import picked
from signoff.adapters.slack.widgets import ACTION, Absent, Choice, Choices, Field, Structure, Text
from signoff.adapters.slack.words import WRONG_FORM
from signoff.core.canonical import Json, JsonObject, canonical
from signoff.core.click import FieldProblem, Invalid
from signoff.core.decision import Answered, Decision, Reconcile
from signoff.core.gate import Confirmation, ExternalExecution, UserFeedback, UserInput
from signoff.core.requirement import Requirement
from signoff.core.schema import Problem, check

_Read: TypeAlias = Decision | Invalid

_Filled: TypeAlias = tuple[JsonObject, list[FieldProblem]]
_LABEL = 60
_OWN = Field(key="o", name="", label="Other", widget=Text(is_long=True))


def fields_of(requirement: Requirement) -> tuple[Field, ...]:
    """List what a person fills in, in the order in which it is asked."""
    match requirement.ask:
        case UserInput(fields=names):
            return fields_of_form(requirement, names)
        case UserFeedback():
            return fields_of_questions(requirement)
        case Confirmation() | ExternalExecution() | Reconcile():
            return ()
        case _:
            assert_never(requirement.ask)


def read(requirement: Requirement, verb: str, values: States) -> Decision | Invalid:
    """Read what was filled in as an answer, or say what is wrong with it."""
    match requirement.ask:
        case UserInput(fields=names):
            return _read_form(requirement, names, values)
        case UserFeedback():
            return _read_answers(requirement, verb, values)
        case Confirmation() | ExternalExecution() | Reconcile():
            return invalid("", WRONG_FORM)
        case _:
            assert_never(requirement.ask)


def own_key(field: Field) -> str:
    """Name the field for an answer in own words: `o0` beside `f0`."""
    return f"o{field.key[1:]}"


def invalid(key: str, message: str) -> Invalid:
    """Say one thing that is wrong; without a key it concerns the whole form."""
    return Invalid(problems=(FieldProblem(field=key, message=message.rstrip(".")),))


def problem(field: Field, words: str) -> FieldProblem:
    """Say what is wrong with a field, by its label."""
    return FieldProblem(field=field.key, message=f"{clipped(field.label, _LABEL)} {words}")


def states_by_key(requirement: Requirement, values: States) -> dict[str, State] | Invalid:
    """Sort what Slack reports by the keys of a form's fields, whatever version was drawn."""
    return states_of(fields_of(requirement), requirement, values)


def states_of(
    fields: Sequence[Field], requirement: Requirement, values: States
) -> dict[str, State] | Invalid:
    """Sort what Slack reports by the keys of some fields; anything else was never asked for."""
    known = {field.key: field for field in fields}
    own = {own_key(field) for field in known.values()}
    found: dict[str, State] = {}
    for block_id, states in values.items():
        key, _, drawn_for = block_id.partition(".")
        is_ours = not drawn_for or drawn_for.startswith(f"{requirement.at.place}.")
        state = states.get(ACTION) if isinstance(states, Mapping) else None
        if not is_ours or key not in known.keys() | own or not isinstance(state, Mapping):
            return invalid("", "The form holds a field that nobody asked for")
        found[key] = state
    return found


def _read_form(requirement: Requirement, names: Sequence[str], values: States) -> _Read:
    states = states_by_key(requirement, values)
    if isinstance(states, Invalid):
        return states
    fields = fields_of(requirement)
    read_all = _filled_at_once if _is_all_in_one(fields) else _filled
    filled, problems = read_all(fields, states)
    unread = {each.field for each in problems}
    left = {field.key for field in fields} - unread
    unfit = _unfit(requirement, names, fields, filled)
    problems += [each for each in unfit if not unread or each.field in left]
    return Invalid(problems=tuple(problems)) if problems else Answered(values=canonical(filled))


def _is_all_in_one(fields: Sequence[Field]) -> bool:
    return len(fields) == 1 and not fields[0].name and isinstance(fields[0].widget, Structure)


def _filled_at_once(fields: Sequence[Field], states: Mapping[str, State]) -> _Filled:
    try:
        value = value_of(fields[0], states.get(fields[0].key, {}))
    except UnreadableError as error:
        return {}, [problem(fields[0], str(error))]
    if not isinstance(value, dict):
        return {}, [problem(fields[0], "must be one JSON object")]
    return value, []


def _filled(fields: Sequence[Field], states: Mapping[str, State]) -> _Filled:
    filled: dict[str, Json] = {}
    problems: list[FieldProblem] = []
    for field in fields:
        try:
            value = value_of(field, states.get(field.key, {}))
        except UnreadableError as error:
            problems.append(problem(field, str(error)))
            continue
        if value is not None:
            filled[field.name] = value
        elif not field.is_optional:
            problems.append(problem(field, "is missing"))
        elif not isinstance(field.blank, Absent):
            filled[field.name] = field.blank
    return filled, problems


def _unfit(
    requirement: Requirement, names: Sequence[str], fields: Sequence[Field], filled: JsonObject
) -> list[FieldProblem]:
    """Hold the arguments that would run against the schema that was stored with the question."""
    extra = sorted(filled.keys() - set(names))
    if extra:
        return [FieldProblem(field="", message=f"{one_line(extra[0])} is not asked for")]
    given: JsonObject = json.loads(requirement.arguments)
    kept = {name: value for name, value in given.items() if name not in names}
    by_name = {field.name: field for field in fields}
    return [told(by_name, each) for each in check(stored_schema(requirement), {**kept, **filled})]


def told(by_name: Mapping[str, Field], found: Problem) -> FieldProblem:
    """Say a problem with some arguments at the field where it can be mended."""
    name, *inside = found.path or ("",)
    field = by_name.get(str(name))
    words = clipped(one_line(found.message), ERROR_TEXT)
    if field is None:
        return FieldProblem(field="", message=str(Problem(path=found.path, message=words)))
    where = str(Problem(path=tuple(inside), message=words)) if inside else words
    return problem(field, f"{'at ' if inside else ''}{where}")


def unfit(requirement: Requirement, filled: JsonObject) -> tuple[FieldProblem, ...]:
    """Say what is wrong with the values of a form that were given as they are."""
    names = requirement.ask.fields if isinstance(requirement.ask, UserInput) else ()
    return tuple(_unfit(requirement, names, fields_of(requirement), filled))


def _read_answers(requirement: Requirement, verb: str, values: States) -> _Read:
    fields = fields_of(requirement)
    questions = questions_of(requirement)
    index = picked(verb)
    if index is not None:
        return _picked(fields, questions, index)
    states = states_by_key(requirement, values)
    if isinstance(states, Invalid):
        return states
    if _is_all_in_one(fields) and len(questions) != 1:
        return _answered_at_once(fields[0], questions, states)
    answers: list[Json] = []
    problems: list[FieldProblem] = []
    for field, question in zip(fields, questions, strict=True):
        try:
            answers.append({"question": question, "answer": _answer(field, states)})
        except UnreadableError as error:
            problems.append(problem(field, str(error)))
    return Invalid(problems=tuple(problems)) if problems else _answered(answers)


def _picked(fields: Sequence[Field], questions: Sequence[str], index: int) -> _Read:
    widget = fields[0].widget if len(fields) == 1 else None
    if not isinstance(widget, Choice) or index >= len(widget.options):
        return invalid("", "That is not one of the options")
    return _answered([{"question": questions[0], "answer": widget.options[index].value}])


def _answered(answers: list[Json]) -> _Read:
    unfit = check({}, answers)
    if unfit:
        return invalid("", f"An answer {unfit[0].message}")
    return Answered(values=canonical(answers))


def _answer(field: Field, states: Mapping[str, State]) -> Json:
    own = value_of(_OWN, states.get(own_key(field), {}))
    chosen = value_of(field, states.get(field.key, {}))
    if isinstance(field.widget, Choices):
        several = chosen if isinstance(chosen, list) else []
        answer: Json = [*several, own] if own is not None else several
    else:
        # A chosen radio button can't be given up again: own words speak louder.
        answer = chosen if own is None else own
    if answer is None or answer == []:
        raise UnreadableError("needs an answer")
    return answer


def _answered_at_once(field: Field, questions: Sequence[str], states: Mapping[str, State]) -> _Read:
    try:
        value = value_of(field, states.get(field.key, {}))
    except UnreadableError as error:
        return Invalid(problems=(problem(field, str(error)),))
    if not isinstance(value, list) or len(value) != len(questions):
        return Invalid(problems=(problem(field, f"must be a list of {len(questions)} answers"),))
    return _answered(
        [{"question": q, "answer": each} for q, each in zip(questions, value, strict=True)]
    )
