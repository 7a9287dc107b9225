"""What Slack is answered over HTTP: nothing more for a click; for a form, what becomes of it."""

from collections.abc import Sequence

from signoff.adapters.http import Response, answer, answer_json
from signoff.adapters.slack.answers import in_view
from signoff.adapters.slack.limits import ERROR_TEXT, clipped
from signoff.adapters.slack.payloads import object_at, objects_at, text_at
from signoff.adapters.slack.surfaces import home_of
from signoff.core.canonical import JsonObject
from signoff.core.click import Applied, ClickOutcome, Invalid


def to_click() -> Response:
    """Take a click; what became of it, its person is told beside the card."""
    return answer(200)


def to_form(payload: JsonObject, outcome: ClickOutcome) -> Response:
    """Answer a submitted form: it closes, or shows what to mend, or why nothing was done.

    Args:
        payload: The submission.
        outcome: What became of it.
    """
    match outcome:
        case Applied() if home_of(payload):
            return _updated(outcome)
        case Applied():
            return answer_json({"response_action": "clear"})
        case Invalid():
            inputs = _inputs(payload)
            may_mend = inputs and outcome.problems
            return _mend(inputs, outcome) if may_mend else _updated(outcome)
        case _:
            return _updated(outcome)


def _updated(outcome: ClickOutcome) -> Response:
    view: JsonObject = in_view(outcome)
    return answer_json({"response_action": "update", "view": view})


def _mend(inputs: Sequence[str], invalid: Invalid) -> Response:
    """Put each problem at its field, and what concerns the whole form at the first one."""
    said: dict[str, list[str]] = {}
    for problem in invalid.problems:
        place = problem.field if problem.field in inputs else inputs[0]
        said.setdefault(place, []).append(problem.message)
    errors = {
        place: clipped(f"{'; '.join(messages)}.", ERROR_TEXT) for place, messages in said.items()
    }
    return answer_json({"response_action": "errors", "errors": errors})


def _inputs(payload: JsonObject) -> tuple[str, ...]:
    blocks = objects_at(object_at(payload, "view"), "blocks")
    named = (text_at(block, "block_id") for block in blocks if text_at(block, "type") == "input")
    return tuple(name for name in named if name)
