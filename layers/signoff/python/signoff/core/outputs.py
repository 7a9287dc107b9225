"""What the model is told of a decision, in plain words that leave it no doubt."""

import json

from signoff.core.canonical import canonical
from signoff.core.decision import (
    Answered,
    AnsweredFor,
    Cancelled,
    CouldNotRun,
    Executed,
    Expired,
    ItHappened,
    Rejected,
    Stopped,
    Superseded,
    Verdict,
)
from signoff.core.gate import UserFeedback
from signoff.core.grants import Grant
from signoff.core.merging import changed_arguments
from signoff.core.requirement import Requirement

OFF = "Not run: tools are switched off by an administrator. Do not retry."
FORBIDDEN = (
    "Not run: a rule of this agent forbids it, and nobody can approve it. Do not retry; say so."
)
NOBODY_ASKED = (
    "Not run: only whoever asks for it may approve it, and no person has asked in this thread. "
    "Do not retry; say so."
)
LAPSED = (
    "Not run: the standing approval that it rested on was taken back or has run out. "
    "Call it again if it is still needed: then somebody is asked."
)
FAILED_UNKNOWN = (
    "This call was started and its outcome is unknown: the worker was cut off. "
    "It was not started again. Say so, and do not retry it by yourself."
)


MOST_STORED = 5_242_880
"""So many characters of a tool's result are stored; each turn reads them all back."""

MOST_TOLD = 200_000
"""So many of them the model is given; all its later requests carry them along."""


def stored(text: str) -> str:
    """Give what is stored of a tool's result: all of it, unless no worker could carry it."""
    return _beginning(text, MOST_STORED)


_MOST_CHANGES = 2_000


def shortened(text: str) -> str:
    """Keep the beginning of an output that no model would take whole, and say so."""
    return _beginning(text, MOST_TOLD)


def _beginning(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    return f"{text[:most]}\n[Cut here. Of {len(text)} characters these were the first {most}.]"


def told(requirement: Requirement, verdict: Verdict) -> str:
    """Say what was decided, by whom, and what to make of it."""
    who = f"@{verdict.by.name}" if verdict.by else "nobody"
    match verdict.decision:
        case Rejected(reason=reason):
            return f"Rejected by {who}, not run{_because(reason)} Do not retry unless asked to."
        case Answered(values=values):
            return _answers(requirement, values, who)
        case Executed(result=result):
            return f"Run by {who}, outside. This is what came of it:\n{result}"
        case AnsweredFor(output=output):
            return f"Not run: {who} answered in its place:\n{output}"
        case CouldNotRun(reason=reason):
            return f"Not run: {who} could not run it{_because(reason)}"
        case _:
            return _told_of_closing(requirement, verdict)


def _told_of_closing(requirement: Requirement, verdict: Verdict) -> str:
    """Say that a request was closed without an answer."""
    match verdict.decision:
        case Expired():
            return "Expired: nobody answered in time, so it was not run. Do not retry."
        case Cancelled(reason=reason) if verdict.by is not None:
            why = _because(reason)
            return f"Not run: @{verdict.by.name} cancelled the request{why} Do not retry."
        case Cancelled(reason=reason) | Superseded(reason=reason):
            return f"Not run: {reason}"
        case _:
            raise ValueError(f"{requirement.at.place}: {verdict.decision.kind} is told elsewhere")


def told_of_edit(requirement: Requirement | None) -> str:
    """Say before a result that people changed the arguments; nothing where they did not."""
    if requirement is None or requirement.edited is None:
        return ""
    changes = changed_arguments(requirement)
    if not changes:
        return ""
    who = " and ".join(f"@{each.name}" for each in requirement.edited.by)
    text = f"Before it ran, {who} changed: {', '.join(changes)}."
    written = canonical(changes)
    if len(written) <= _MOST_CHANGES:
        text += f" It ran with {written}."
    return f"{text} This is what came of it:\n"


def told_of_end(verdict: Verdict) -> str:
    """Say what a person found out about a start whose end nobody saw."""
    who = f"@{verdict.by.name}" if verdict.by else "nobody"
    match verdict.decision:
        case ItHappened():
            return f"{who} checked: it did happen. Its result was not recorded."
        case Cancelled() if verdict.by is not None:
            return f"Outcome unknown: {who} cancelled the question about it. Do not retry."
        case Stopped():
            return f"Outcome unknown. {who} decided not to run it again. Do not retry."
        case _:
            return FAILED_UNKNOWN


def told_of_refusal(grant: Grant) -> str:
    """Say who does not want to be asked about a tool any more."""
    return (
        f"Not run: @{grant.by.name} rejected {grant.tool} and does not want to be asked about it "
        "again in this thread. Do not call it here any more."
    )


def _because(reason: str) -> str:
    if not reason:
        return "."
    return f": {reason}" if reason.endswith((".", "!", "?")) else f": {reason}."


def _answers(requirement: Requirement, values: str, who: str) -> str:
    if not isinstance(requirement.ask, UserFeedback):
        raise TypeError("the values of a form go to the tool")
    answers = json.dumps(json.loads(values), ensure_ascii=False)
    return f"Answered by {who}: {answers}"
