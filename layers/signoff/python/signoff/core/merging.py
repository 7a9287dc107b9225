"""The arguments that run: the model's, with what people filled in or changed."""

import json

from signoff.core.canonical import JsonObject, canonical
from signoff.core.decision import Answered
from signoff.core.defaults import complete
from signoff.core.gate import UserInput
from signoff.core.requirement import Requirement


def final_arguments(requirement: Requirement) -> str:
    """Give the arguments that run, or would if it were approved now, as canonical JSON."""
    decision = requirement.verdict.decision if requirement.verdict else None
    if isinstance(requirement.ask, UserInput) and isinstance(decision, Answered):
        filled = {**json.loads(requirement.arguments), **json.loads(decision.values)}
        return canonical(complete(json.loads(requirement.schema), filled))
    if requirement.edited is None:
        return requirement.arguments
    return canonical({**json.loads(requirement.arguments), **changed_arguments(requirement)})


def changed_arguments(requirement: Requirement) -> JsonObject:
    """Give the arguments that people changed, with their new values."""
    if requirement.edited is None:
        return {}
    values: JsonObject = json.loads(requirement.edited.values)
    return values
