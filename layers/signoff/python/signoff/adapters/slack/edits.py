"""Edit and approve: which arguments stand open, and what came back changed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from signoff.adapters.slack import forms
from signoff.adapters.slack.bodies import shown_of
from signoff.adapters.slack.form_fields import fields_of_form
from signoff.adapters.slack.limits import FIELDS_IN_FORM
from signoff.adapters.slack.review import READ_ALL, UNREAD, can_be_read, is_ticked
from signoff.adapters.slack.states import State, States, UnreadableError, value_of
from signoff.adapters.slack.untouched import can_stand, is_untouched, looks_empty
from signoff.adapters.slack.widgets import ACTION, Absent, Field
from signoff.core.approving import ApproveWith, changes_in
from signoff.core.canonical import Json, JsonObject, canonical
from signoff.core.click import FieldProblem, Invalid
from signoff.core.decision import Approved
from signoff.core.gate import Confirmation
from signoff.core.merging import final_arguments
from signoff.core.requirement import Requirement

_Wished: TypeAlias = tuple[JsonObject, list[FieldProblem]]


def fields_of_edit(requirement: Requirement) -> tuple[Field, ...]:
    """List the arguments that may be changed, as far as a field can show what they are now."""
    names = requirement.ask.editable if isinstance(requirement.ask, Confirmation) else ()
    if len(names) > FIELDS_IN_FORM:
        return ()
    asked: JsonObject = json.loads(final_arguments(requirement))
    standing = (
        replace(field, value=asked.get(field.name)) for field in fields_of_form(requirement, names)
    )
    return tuple(
        replace(field, is_optional=field.is_optional or looks_empty(field))
        for field in standing
        if can_stand(field)
    )


def may_be_edited(requirement: Requirement) -> bool:
    """Tell whether a modal holds all of the arguments, some of them open."""
    names = [field.name for field in fields_of_edit(requirement)]
    return bool(names) and can_be_read(requirement, without=names)


def must_be_ticked(requirement: Requirement) -> bool:
    """Tell whether the card does not show all, so that a box says that the modal was read."""
    return not shown_of(requirement).is_whole


def read(requirement: Requirement, values: States) -> Approved | ApproveWith | Invalid:
    """Read what was changed; an approval as it is where nothing was."""
    fields = fields_of_edit(requirement)
    if must_be_ticked(requirement) and not is_ticked(_state(values, READ_ALL)):
        return forms.invalid(READ_ALL, UNREAD)
    own = {block: states for block, states in values.items() if block != READ_ALL}
    states = forms.states_of(fields, requirement, own)
    if isinstance(states, Invalid):
        return states
    wished, problems = _wished(fields, states)
    found = changes_in(requirement, wished)
    if isinstance(found, tuple):
        by_name = {field.name: field for field in fields}
        problems += [forms.told(by_name, each) for each in found]
    elif not problems:
        return ApproveWith(values=canonical(found)) if found else Approved()
    return Invalid(problems=tuple(problems))


def _wished(fields: Sequence[Field], states: Mapping[str, State]) -> _Wished:
    """Read the fields that somebody touched; of all others nothing is wished."""
    wished: dict[str, Json] = {}
    problems: list[FieldProblem] = []
    for field in fields:
        state = states.get(field.key)
        if state is None or is_untouched(field, state):
            continue
        try:
            wished[field.name] = _value(field, state)
        except UnreadableError as error:
            problems.append(forms.problem(field, str(error)))
    return wished, problems


def _value(field: Field, state: State) -> Json:
    value = value_of(field, state)
    if value is not None:
        return value
    if not field.is_optional or isinstance(field.blank, Absent):
        raise UnreadableError("is missing")
    return field.blank


def _state(values: States, block: str) -> State:
    states = values.get(block)
    state = states.get(ACTION) if isinstance(states, Mapping) else None
    return state if isinstance(state, Mapping) else {}
