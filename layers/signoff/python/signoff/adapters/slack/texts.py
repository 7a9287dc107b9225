"""What a card says without its blocks: in notifications and to screen readers, in mrkdwn."""

from collections.abc import Sequence
from typing import assert_never

from signoff.adapters.slack.ballots import (
    changed_names,
    is_let_through,
    old_value,
    tally_text,
)
from signoff.adapters.slack.deciders import who_decides_plainly
from signoff.adapters.slack.escapes import mrkdwn, one_line
from signoff.adapters.slack.forms import fields_of
from signoff.adapters.slack.keeping import standing_text
from signoff.adapters.slack.labels import risk_of, way_of, yes_of
from signoff.adapters.slack.limits import TOP_LEVEL_TEXT, TOP_LEVEL_WRITTEN, clipped
from signoff.adapters.slack.questions import answers_in, questions_of
from signoff.adapters.slack.receipts import decided_word, has_outcome, how_far, state_word
from signoff.adapters.slack.schemas import order_of, stored_schema
from signoff.adapters.slack.words import (
    named,
    still_needed,
    utc_moment,
    utc_time,
)
from signoff.core.canonical import Json, canonical
from signoff.core.decision import (
    Answered,
    AnsweredFor,
    Cancelled,
    CouldNotRun,
    Decision,
    Executed,
    Reconcile,
    Rejected,
)
from signoff.core.gate import Confirmation, ExternalExecution, UserFeedback, UserInput
from signoff.core.redaction import scrubbed, seen_arguments
from signoff.core.requirement import Requirement
from signoff.core.titles import title_of

_ARGUMENTS = 500
_REASON = 300
_CHANGES = 300


def text_of(rows: Sequence[Requirement]) -> str:
    """Say what is asked, or what became of it."""
    open_rows = [row for row in rows if row.is_open]
    if len(rows) == 1:
        said = asked(rows[0]) if open_rows else told(rows[0])
    else:
        said = _several(rows, open_rows)
    written, most = mrkdwn(clipped(said, TOP_LEVEL_TEXT)), TOP_LEVEL_TEXT
    while len(written) > TOP_LEVEL_WRITTEN:
        most = most * 3 // 4
        written = mrkdwn(clipped(said, most))
    return written


def asked(row: Requirement) -> str:
    """Say what an open requirement asks."""
    title, risk = one_line(title_of(row)), _risk(row)
    match row.ask:
        case Confirmation():
            head = f"{_needed(row)}{risk}: {title}.{_arguments(row)}{_changed(row)}{_voted(row)}"
        case UserInput():
            labels = ", ".join(field.label for field in fields_of(row))
            head = f"Input needed{risk}: {title}. To fill in: {labels}.{_arguments(row)}"
        case ExternalExecution():
            done = yes_of(row, "Done").rstrip(".…")
            head = f"Please run this yourself{risk}: {title}.{_arguments(row)} Then press {done}."
        case UserFeedback():
            head = _questions(row)
        case Reconcile(started_at=started_at, quorum=quorum):
            again = " Run it again," if quorum == 1 else ""
            head = (
                f"Outcome unknown{risk}: {title}. It started at {utc_time(started_at)} and may "
                f"or may not have happened. Look, then choose: It happened,{again} or Stop."
            )
        case _:
            assert_never(row.ask)
    return f"{head} {_rule(row)}"


def told(row: Requirement) -> str:
    """Say what became of a settled requirement."""
    title, verdict = _about(row), row.verdict
    if verdict is None:
        return f"Settled: {title}."
    word, rest = state_word(row), how_far(row)
    by = f" by {named(verdict.by)}" if verdict.by else ""
    at = f"{by} at {utc_time(verdict.at)}"
    if row.quorum > 1 and is_let_through(row):
        at = f" by {tally_text(row)}"
    if has_outcome(row):
        said = f"{word}: {title}. {decided_word(row)}{at}."
    else:
        said = f"{word}{at}{', not run' if rest == 'not run' else ''}: {_ended(title)}"
    return f"{said}{_why(row)}{_changed(row)}{_way(row)}{standing_text(row)}"


def _risk(row: Requirement) -> str:
    said = risk_of(row)
    return f", {said.lower()}" if said else ""


def _way(row: Requirement) -> str:
    said = way_of(row)
    return f" Asked {said}." if said else ""


def _needed(row: Requirement) -> str:
    if row.votes:
        return f"{len(row.votes)} of {row.quorum} approvals"
    return "Approval needed" if row.quorum == 1 else f"{row.quorum} approvals needed"


def _voted(row: Requirement) -> str:
    if not row.votes:
        return ""
    return f" Approved by {tally_text(row)}; {still_needed(len(row.votes), row.quorum)} needed."


def _changed(row: Requirement) -> str:
    names = changed_names(row)
    if not names:
        return ""
    most = _CHANGES // len(names)
    said = "; ".join(f"{one_line(name)}, was {old_value(row, name, most=most)}" for name in names)
    return f" Changed: {_ended(said)}"


def _about(row: Requirement) -> str:
    questions = questions_of(row) if isinstance(row.ask, UserFeedback) else ()
    if not questions:
        return one_line(title_of(row))
    return one_line(questions[0]) if len(questions) == 1 else f"{len(questions)} questions"


def _several(rows: Sequence[Requirement], open_rows: Sequence[Requirement]) -> str:
    numbers = {row.at: number for number, row in enumerate(rows, 1)}
    listed = [
        f"{numbers[row.at]} {one_line(title_of(row))}{_in_brackets(row)}" for row in open_rows
    ]
    count = len(open_rows)
    if count == len(rows):
        head = [f"{count} approvals needed: {'; '.join(listed)}.", _rule(rows[0], quorum=1)]
    elif count:
        noun = "approval" if count == 1 else "approvals"
        rule = _rule(open_rows[0], quorum=1)
        head = [f"{count} {noun} left of {len(rows)}: {'; '.join(listed)}.", rule]
    else:
        head = [f"All {len(rows)} decided."]
    return " ".join([*head, *(told(row) for row in rows if not row.is_open)])


def _in_brackets(row: Requirement) -> str:
    needed = "" if row.quorum == 1 else f"{len(row.votes)} of {row.quorum} approvals"
    said = "; ".join(filter(None, [_flat(row), needed]))
    said = "; ".join(filter(None, [risk_of(row).lower(), said]))
    return f" ({said})" if said else ""


def _arguments(row: Requirement) -> str:
    said = _flat(row)
    return f" {_ended(said)}" if said else ""


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def _flat(row: Requirement) -> str:
    given = seen_arguments(row)
    filled_in = row.ask.fields if isinstance(row.ask, UserInput) else ()
    names = [name for name in order_of(stored_schema(row)) if name in given]
    names += [name for name in given if name not in names]
    said = "; ".join(_pair(name, given[name]) for name in names if name not in filled_in)
    if len(said) <= _ARGUMENTS:
        return said
    return f"The arguments are {len(said):,} characters long; review them before you decide"


def _pair(name: str, value: Json) -> str:
    return f"{one_line(name)}: {one_line(value if isinstance(value, str) else canonical(value))}"


def _questions(row: Requirement) -> str:
    fields = fields_of(row)
    asked_all = [one_line(question) for question in questions_of(row)]
    if len(asked_all) != 1:
        listed = " ".join(f"{number} {each}" for number, each in enumerate(asked_all, 1))
        return f"{len(asked_all)} questions: {listed}"
    labels = [option.label for option in getattr(fields[0].widget, "options", ())]
    choice = f" {', '.join(labels)}, or another answer." if labels else ""
    return f"Question: {asked_all[0]}{choice}"


def _why(row: Requirement) -> str:
    decision = row.verdict.decision if row.verdict else None
    label, said = _said(decision)
    if isinstance(row.ask, UserFeedback) and isinstance(decision, Answered):
        said = "; ".join(answer for _, answer in answers_in(decision.values))
    if not said.strip() and row.outcome:
        label, said = "", row.outcome.note
    said = scrubbed(row, said)
    return f" {label}{_ended(clipped(one_line(said), _REASON))}" if said.strip() else ""


def _said(decision: Decision | None) -> tuple[str, str]:
    """Give what a person said along with a decision, and what to call it."""
    match decision:
        case Rejected(reason=said) | CouldNotRun(reason=said) | Cancelled(reason=said):
            return "Reason: ", said
        case Executed(result=said):
            return "Result: ", said
        case AnsweredFor(output=said):
            return "Answer: ", said
        case _:
            return "", ""


def _rule(row: Requirement, *, quorum: int | None = None) -> str:
    can = "decide" if isinstance(row.ask, Confirmation | Reconcile) else "answer"
    until = "No expiry." if row.never_expires else f"Expires {utc_moment(row.exp)}."
    return f"Can {can}: {who_decides_plainly(row, quorum=quorum)}. {until}{_way(row)}"
