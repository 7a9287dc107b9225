"""Requests that wait, in words and in JSON; what a tool hides stays hidden."""

from collections.abc import Iterator, Sequence

from cli import answers, threads
from cli.pending.wishes import fitting_verbs, kind_of
from signoff.adapters.slack.arguments import written
from signoff.adapters.slack.deciders import who_decides_plainly
from signoff.adapters.slack.escapes import one_line, visible
from signoff.adapters.slack.forms import fields_of
from signoff.adapters.slack.labels import risk_of, way_of
from signoff.adapters.slack.questions import questions_of
from signoff.adapters.slack.schemas import order_of, stored_schema
from signoff.adapters.slack.texts import asked as asked_in_words
from signoff.adapters.slack.texts import told
from signoff.core.canonical import canonical
from signoff.core.gate import UserFeedback, UserInput
from signoff.core.inbox import Inbox, Listed, Unchecked
from signoff.core.redaction import scrubbed, seen_arguments
from signoff.core.requirement import Requirement
from signoff.core.titles import title_of

DIGITS = 16
"""So many digits of a digest say what was seen."""

_TITLE = 60


def listed_json(listed: Listed) -> dict[str, object]:
    """Write a request for a machine, without its arguments."""
    asked = listed.requirement
    return {
        "thread": threads.named(listed.thread),
        "place": asked.at.place,
        "state": asked.state.value.lower(),
        "kind": kind_of(asked.ask),
        "tool": asked.tool,
        "title": title_of(asked),
        "risk": asked.risk.value if asked.risk else None,
        "requester": {"id": asked.requester.id, "name": asked.requester.name},
        "can_decide": who_decides_plainly(asked),
        "votes": len(asked.votes),
        "quorum": asked.quorum,
        "asked_at": answers.iso(asked.asked_at),
        "expires_at": None if asked.never_expires else answers.iso(asked.exp),
        "decided_at": answers.iso(asked.decided_at),
    }


def inbox_json(inbox: Inbox) -> dict[str, object]:
    """Write somebody's inbox for a machine."""
    return {
        "user": inbox.user,
        "waits": [listed_json(each) for each in inbox.waits],
        "asked": [listed_json(each) for each in inbox.asked],
        "decided": [listed_json(each) for each in inbox.decided],
        "unchecked": [{"of": each.of.id, "requests": each.count} for each in inbox.unchecked],
        "is_cut": inbox.is_cut,
    }


def inbox_table(inbox: Inbox, now: int) -> None:
    """Write somebody's inbox for a person."""
    for head, part in (
        ("Waits on them", inbox.waits),
        ("They asked for", inbox.asked),
        ("Decided lately", inbox.decided),
    ):
        answers.line(f"{head}: {len(part) or 'nothing'}")
        if part:
            table(part, now)
    for each in inbox.unchecked:
        answers.line(_unchecked(each))
    if inbox.is_cut:
        answers.line("There are more open requests in this workspace than were looked at.")


def table(rows: Sequence[Listed], now: int) -> None:
    """Write requests for a person."""
    cells = [
        (
            threads.named(each.thread),
            each.requirement.at.place,
            _waits(each.requirement, now),
            risk_of(each.requirement).removesuffix(" risk").lower() or answers.NOTHING,
            each.requirement.requester.name,
            one_line(title_of(each.requirement))[:_TITLE],
        )
        for each in rows
    ]
    answers.table(("thread", "place", "state", "risk", "asked by", "what"), cells)


def whole_json(listed: Listed) -> dict[str, object]:
    """Write all of a request for a machine."""
    asked = listed.requirement
    return {
        **listed_json(listed),
        "digest": asked.digest[:DIGITS],
        "takes": list(fitting_verbs(asked.ask)),
        "arguments": seen_arguments(asked),
        "hidden": [name for name in asked.terms.redact if name in seen_arguments(asked)],
        "editable": list(getattr(asked.ask, "editable", ())),
        "fields": list(asked.ask.fields) if isinstance(asked.ask, UserInput) else [],
        "questions": list(questions_of(asked)) if isinstance(asked.ask, UserFeedback) else [],
        "agents_reason": scrubbed(asked, asked.reason),
    }


def whole(listed: Listed) -> None:
    """Write all of a request for a person: exactly what would run, and nothing invisible."""
    for text in _lines(listed):
        answers.line(text)


def outcome_words(requirement: Requirement) -> str:
    """Say what a request is after somebody's word counted."""
    return asked_in_words(requirement) if requirement.is_open else told(requirement)


def _lines(listed: Listed) -> Iterator[str]:
    asked = listed.requirement
    yield one_line(title_of(asked))
    yield f"{threads.named(listed.thread)}  {asked.at.place}  {kind_of(asked.ask)}"
    until = "never" if asked.never_expires else f"{answers.clock_time(asked.exp)} UTC"
    said = [risk_of(asked), way_of(asked), f"asked by {asked.requester.name}", f"expires {until}"]
    yield " · ".join(filter(None, said))
    counted = f" {len(asked.votes)} of {asked.quorum} approved." if asked.quorum > 1 else ""
    yield f"Can decide: {who_decides_plainly(asked)}.{counted}"
    if not asked.is_open:
        yield told(asked)
    yield ""
    yield from _body(asked)
    if asked.reason.strip():
        yield f"Agent's reason: {one_line(scrubbed(asked, asked.reason))}"
    yield ""
    yield f"digest {asked.digest[:DIGITS]}   takes {', '.join(fitting_verbs(asked.ask))}"


def _body(asked: Requirement) -> Iterator[str]:
    if isinstance(asked.ask, UserFeedback):
        yield from _questions(asked)
        return
    names = order_of(stored_schema(asked))
    yield (
        written(canonical(seen_arguments(asked)), order=names, hidden=asked.terms.redact)
        or "No arguments."
    )
    if isinstance(asked.ask, UserInput):
        yield f"To fill in: {', '.join(asked.ask.fields)}"


def _questions(asked: Requirement) -> Iterator[str]:
    fields, questions = fields_of(asked), questions_of(asked)
    for number, question in enumerate(questions, 1):
        yield f"{number}. {visible(question)}"
        field = fields[number - 1] if len(fields) == len(questions) else None
        for option in getattr(field.widget, "options", ()) if field else ():
            yield f"   - {one_line(option.label)}"


def _waits(asked: Requirement, now: int) -> str:
    if not asked.is_open:
        return asked.state.value.lower()
    counted = f"{len(asked.votes)} of {asked.quorum}, " if asked.quorum > 1 else ""
    until = "never expires" if asked.never_expires else f"expires in {answers.ago(asked.exp, now)}"
    return f"{counted}{until}"


def _unchecked(left_out: Unchecked) -> str:
    count = left_out.count
    requests = "1 request is" if count == 1 else f"{count} requests are"
    return f"Who is in {left_out.of.id} could not be read: {requests} left out."
