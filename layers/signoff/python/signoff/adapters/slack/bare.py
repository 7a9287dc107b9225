"""A card in words alone: for when Slack takes none of its blocks, and so none of its buttons."""

import re
from typing import assert_never

from signoff.adapters.slack.arguments import written
from signoff.adapters.slack.blocks import Drawn
from signoff.adapters.slack.bodies import facts
from signoff.adapters.slack.escapes import mrkdwn, one_line
from signoff.adapters.slack.forms import fields_of
from signoff.adapters.slack.questions import questions_of
from signoff.adapters.slack.schemas import order_of, stored_schema
from signoff.adapters.slack.texts import told
from signoff.adapters.slack.words import utc_time
from signoff.core.canonical import canonical
from signoff.core.decision import Reconcile
from signoff.core.gate import Confirmation, ExternalExecution, UserFeedback, UserInput
from signoff.core.redaction import seen_arguments
from signoff.core.requirement import Requirement
from signoff.core.titles import title_of
from signoff.ports import CardView

LONGEST = 12_000
"""Arguments of more characters are not written here: without buttons nobody approves them."""

_FRAME = re.compile("`(?=``)")

NO_BUTTONS = (
    "Slack did not take this card with its buttons, so nobody can decide on it now. It is drawn "
    "again within the hour. What nobody has decided when it expires is not executed."
)


def in_words(view: CardView) -> Drawn:
    """Write a card's questions and receipts as a text, whole, with no way to approve them."""
    said = [_asked(row) if row.is_open else _unframed(told(row)) for row in view.rows]
    if any(row.is_open for row in view.rows):
        said.append(NO_BUTTONS)
    return Drawn(text="\n\n".join(said), blocks=[])


def _asked(row: Requirement) -> str:
    can = "decide" if isinstance(row.ask, Confirmation | Reconcile) else "answer"
    return "\n".join([f"*{_head(row)}*", *_body(row), facts(row, can=can)])


def _head(row: Requirement) -> str:
    # A frame that a title opened would close where that of the arguments opens.
    title = _unframed(one_line(title_of(row)))
    match row.ask:
        case Confirmation():
            votes = f", {len(row.votes)} of {row.quorum} given" if row.quorum > 1 else ""
            return f"Approval needed{votes}: {title}"
        case UserInput():
            return f"Input needed: {title}"
        case ExternalExecution():
            return f"To be run by a person: {title}"
        case UserFeedback():
            return "An answer is needed"
        case Reconcile(started_at=started_at):
            return f"Outcome unknown: {title}. Started at {utc_time(started_at)}"
        case _:
            assert_never(row.ask)


def _body(row: Requirement) -> list[str]:
    if isinstance(row.ask, UserFeedback):
        return [_unframed(f"• {one_line(question)}") for question in questions_of(row)]
    shown = _arguments(row)
    if not isinstance(row.ask, UserInput):
        return [shown]
    labels = ", ".join(field.label for field in fields_of(row))
    return [shown, _unframed(f"To fill in: {labels}")]


def _arguments(row: Requirement) -> str:
    seen, order = canonical(seen_arguments(row)), order_of(stored_schema(row))
    whole = written(seen, order=order, hidden=row.terms.redact)
    if not whole:
        return "No arguments."
    if len(whole) > LONGEST:
        return f"Its arguments are {len(whole):,} characters long, too long to stand here."
    # What would end the frame stands escaped, as what cannot be seen does.
    return "\n".join(["```", _unframed(whole), "```"])


def _unframed(text: str) -> str:
    return mrkdwn(_FRAME.sub(r"\\u{60}", text))
