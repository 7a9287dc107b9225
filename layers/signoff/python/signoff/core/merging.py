"""The arguments that run after a form: the model's, with the fields that a person filled."""

import json

from signoff.core.canonical import canonical
from signoff.core.decision import Answered
from signoff.core.defaults import complete
from signoff.core.requirement import Requirement


def final_arguments(requirement: Requirement) -> str:
    """Give the arguments that a decided requirement lets run, as canonical JSON."""
    verdict = requirement.verdict
    if verdict is None or not isinstance(verdict.decision, Answered):
        return requirement.arguments
    filled = {**json.loads(requirement.arguments), **json.loads(verdict.decision.values)}
    return canonical(complete(json.loads(requirement.schema), filled))
