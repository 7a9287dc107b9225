"""Settled requirements on a card: what became of them, who decided, when and why."""

from signoff.adapters.slack.ballots import (
    ROOM_ALONE,
    ROOM_AMONG_OTHERS,
    changed_count,
    diff,
    is_let_through,
    tally,
)
from signoff.adapters.slack.blocks import Block, context, line, preformatted, quote, rich_all, run
from signoff.adapters.slack.bodies import arguments, reason, shown_of, words
from signoff.adapters.slack.escapes import one_line, visible
from signoff.adapters.slack.keeping import standing
from signoff.adapters.slack.labels import risk_in_mrkdwn, way_in_mrkdwn
from signoff.adapters.slack.limits import clipped
from signoff.adapters.slack.questions import answers_in, questions_of
from signoff.adapters.slack.spot import Spot
from signoff.adapters.slack.words import live, live_time, took
from signoff.core.decision import (
    Answered,
    AnsweredFor,
    Approved,
    ApprovedEdited,
    Cancelled,
    CouldNotRun,
    Decision,
    Executed,
    Expired,
    ItHappened,
    Reconcile,
    Rejected,
    RunAgain,
    Stopped,
    Superseded,
    Verdict,
)
from signoff.core.gate import UserFeedback, UserInput
from signoff.core.redaction import scrubbed
from signoff.core.requirement import OutcomeState, Requirement

_REASON = 1_000
_NOTE = 300
_RESULT = 900
_ANSWERS = 6_000
"""How much of each stands on the receipt; all of it is in the store."""


def receipt(spot: Spot) -> list[Block]:
    """Draw a settled requirement: no buttons, the state word first, the arguments kept."""
    asked = spot.requirement
    word = state_word(asked)
    if spot.number:
        title = [run(spot.numbered_title, bold=True)]
        said = f"*{word}*{' · ' if has_outcome(asked) else ' '}{settled(asked)}"
    else:
        title = [run(f"{word}: ", bold=True), run(_about(spot))]
        said = settled(asked)
    room = ROOM_ALONE if spot.number is None else ROOM_AMONG_OTHERS
    claim = reason(asked) if spot.has_own_reason else []
    body = [line(*title), *_given(spot), *diff(asked, room=room), *claim, *_told(asked)]
    return [*rich_all(f"q{spot.suffix}", body), context(f"s{spot.suffix}", said), *standing(spot)]


def _about(spot: Spot) -> str:
    """Say what it was about: for a question, the question itself."""
    asked = spot.requirement
    if not isinstance(asked.ask, UserFeedback):
        return spot.title
    questions = questions_of(asked)
    if len(questions) == 1:
        return clipped(one_line(questions[0]), _REASON)
    return f"{len(questions)} questions"


def _given(spot: Spot) -> list[Block]:
    """Draw the arguments that ran, or would have."""
    asked = spot.requirement
    decision = asked.verdict.decision if asked.verdict else None
    match asked.ask:
        case UserFeedback():
            return []
        case UserInput(fields=names) if not isinstance(decision, Answered):
            found = shown_of(asked, without=names, is_roomy=True)
            return arguments(found, rest="") if found.length else []
        case _:
            return arguments(shown_of(asked, is_roomy=spot.number is None), rest="")


def state_word(asked: Requirement) -> str:
    """Say in a word where a settled requirement stands."""
    outcome = asked.outcome
    if outcome and outcome.state is not OutcomeState.RUNNING and not _is_final(asked):
        return _OUTCOMES[outcome.state]
    return decided_word(asked)


def settled(asked: Requirement) -> str:
    """Say who decided, when, and how far the call came, in mrkdwn."""
    verdict = asked.verdict
    if verdict is None:
        return "Settled"
    said = [*_decided(asked, verdict), how_far(asked)]
    return " · ".join(filter(None, [*said, risk_in_mrkdwn(asked), way_in_mrkdwn(asked)]))


def _decided(asked: Requirement, verdict: Verdict) -> list[str]:
    counted = tally(asked)
    if counted and is_let_through(asked):
        word = f"{decided_word(asked).lower()} " if has_outcome(asked) else ""
        return [f"{word}{counted}", changed_count(asked)]
    own = changed_count(asked) if is_let_through(asked) else ""
    return [_who(asked, verdict), live_time(verdict.at), counted, own]


def _who(asked: Requirement, verdict: Verdict) -> str:
    if verdict.by is None:
        return "nobody decided" if isinstance(verdict.decision, Expired) else ""
    by = f"by {live(verdict.by)}"
    return f"{decided_word(asked).lower()} {by}" if has_outcome(asked) else by


def has_outcome(asked: Requirement) -> bool:
    """Tell whether the state word is about the call, not about the decision."""
    return state_word(asked) != decided_word(asked)


def how_far(asked: Requirement) -> str:
    """Say how far the call came after the decision."""
    if _is_final(asked):
        is_none = _has_happened(asked) or isinstance(asked.ask, UserFeedback)
        is_unknown = isinstance(asked.ask, Reconcile)
        return "" if is_none else "no answer came back" if is_unknown else "not run"
    outcome = asked.outcome
    if outcome is None:
        return "not started yet"
    if outcome.state is OutcomeState.DONE:
        return f"took {took(outcome.took)}"
    return _HOW_FAR[outcome.state]


_HOW_FAR = {
    OutcomeState.RUNNING: "running",
    OutcomeState.FAILED: "the agent was told",
    OutcomeState.UNKNOWN: "no answer came back",
    OutcomeState.NOT_RUN: "not run",
}
_OUTCOMES = {
    OutcomeState.DONE: "Done",
    OutcomeState.FAILED: "Failed",
    OutcomeState.UNKNOWN: "Outcome unknown",
    OutcomeState.NOT_RUN: "Not run",
}


def _is_final(asked: Requirement) -> bool:
    """Tell whether nothing of ours runs after the decision."""
    decision = asked.verdict.decision if asked.verdict else None
    match decision:
        case Approved() | ApprovedEdited() | RunAgain():
            return False
        case Answered():
            return isinstance(asked.ask, UserFeedback)
        case _:
            return True


def _has_happened(asked: Requirement) -> bool:
    decision = asked.verdict.decision if asked.verdict else None
    return isinstance(decision, Answered | Executed | ItHappened | Stopped)


def decided_word(asked: Requirement) -> str:
    """Say in a word what was decided."""
    if asked.verdict is None:
        return "Settled"
    decision = asked.verdict.decision
    match decision:
        case Rejected():
            return _refusal_of(asked)
        case Answered():
            return "Filled in" if isinstance(asked.ask, UserInput) else "Answered"
        case _:
            return _WORDS[type(decision)]


def _refusal_of(asked: Requirement) -> str:
    if isinstance(asked.ask, UserInput):
        return "Declined"
    return "Skipped" if isinstance(asked.ask, UserFeedback) else "Rejected"


_WORDS: dict[type[Decision], str] = {
    Approved: "Approved",
    ApprovedEdited: "Approved with edits",
    Executed: "Done",
    AnsweredFor: "Answered in its place",
    CouldNotRun: "Could not run",
    Expired: "Expired",
    Cancelled: "Cancelled",
    Superseded: "Replaced",
    ItHappened: "It happened",
    RunAgain: "Run again",
    Stopped: "Stopped",
}


def _told(asked: Requirement) -> list[Block]:
    decision = asked.verdict.decision if asked.verdict else None
    match decision:
        case Rejected(reason=why) | CouldNotRun(reason=why):
            said = _reason(scrubbed(asked, why))
        case Cancelled(reason=why) | Superseded(reason=why):
            said = _reason(scrubbed(asked, why))
        case Executed(result=result):
            said = _result(scrubbed(asked, result), "Result")
        case AnsweredFor(output=output):
            said = _result(scrubbed(asked, output), "Its answer")
        case Answered(values=values) if isinstance(asked.ask, UserFeedback):
            said = _answers(values)
        case _:
            said = []
    return [*said, *_note(asked)]


def _reason(why: str) -> list[Block]:
    return [words("Reason", why, most=_REASON)] if why.strip() else []


def _note(asked: Requirement) -> list[Block]:
    outcome = asked.outcome
    if outcome is None or not outcome.note.strip():
        return []
    label = "Error" if outcome.state is OutcomeState.FAILED else "Note"
    return [words(label, scrubbed(asked, outcome.note), most=_NOTE)]


def _result(result: str, label: str) -> list[Block]:
    text = visible(result).strip("\n")
    if not text.strip():
        return [line(run("The result is empty.", italic=True))]
    shown = clipped(text, _RESULT)
    drawn = [line(run(label, italic=True)), preformatted(shown)]
    if shown != text:
        seen = f"The first {_RESULT - 1:,} of {len(text):,} characters; the agent read all of them."
        drawn.append(line(run(seen, italic=True)))
    return drawn


def _answers(values: str) -> list[Block]:
    listed = answers_in(values)
    room = _ANSWERS // max(1, len(listed))
    drawn: list[Block] = []
    for question, answer in listed:
        asked = "" if len(listed) == 1 else clipped(question, min(200, room // 2))
        drawn += [line(run(asked))] if asked else []
        drawn.append(quote(run(clipped(answer, max(60, room // 2)), bold=True)))
    return drawn or [line(run("No answers.", italic=True))]
