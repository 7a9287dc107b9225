"""The modals: to give a reason, to fill a form, to report a result, to review long arguments."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

from signoff.adapters.slack import edits, keeping, look, passing, revealing, review
from signoff.adapters.slack.arguments import PAGES, PIECES_IN_PAGE, pieces, written
from signoff.adapters.slack.blocks import Block, line, modal, preformatted, rich, run, section
from signoff.adapters.slack.bodies import shown_of
from signoff.adapters.slack.decisions import INSTEAD, REASON, RESULT
from signoff.adapters.slack.elements import field_blocks
from signoff.adapters.slack.escapes import one_line
from signoff.adapters.slack.forms import fields_of, own_key, states_by_key
from signoff.adapters.slack.labels import SUBMIT, no_of, on_modal, yes_of
from signoff.adapters.slack.limits import FIELDS_IN_FORM, TEXT_IN_BLOCK, clipped
from signoff.adapters.slack.questions import questions_of
from signoff.adapters.slack.schemas import order_of, stored_schema
from signoff.adapters.slack.states import State, UnreadableError, value_of
from signoff.adapters.slack.surfaces import marked
from signoff.adapters.slack.verbs import VERB_OF
from signoff.adapters.slack.widgets import Choice, Choices, Field, Text
from signoff.adapters.slack.words import NOT_EDITABLE, WRONG_FORM
from signoff.core.canonical import canonical
from signoff.core.click import Form, Invalid, OpenForm
from signoff.core.decision import Reconcile
from signoff.core.gate import Confirmation, ExternalExecution, UserFeedback, UserInput
from signoff.core.redaction import hidden_arguments, seen_arguments
from signoff.core.requirement import Requirement
from signoff.core.titles import title_of

_EVERY = (Confirmation, UserInput, ExternalExecution, UserFeedback, Reconcile)
_FITS: dict[Form, tuple[type, ...]] = {
    "reject": (Confirmation,),
    "edit": (Confirmation,),
    "keep": (Confirmation,),
    "instead": (Confirmation, UserInput),
    "fill": (UserInput,),
    "done": (ExternalExecution,),
    "cannot": (ExternalExecution,),
    "answer": (UserFeedback,),
    "review": _EVERY,
    "look": _EVERY,
    "hand": _EVERY,
    "cancel": _EVERY,
    "reveal": _EVERY,
}
_MOST_PIECES = PAGES * PIECES_IN_PAGE


def view(form: OpenForm, requirement: Requirement) -> Block:
    """Draw the modal that a button asks for, or another page of it."""
    if not isinstance(requirement.ask, _FITS[form.form]):
        return refused(WRONG_FORM)
    # It only addresses: team and person come from the signed payload.
    verb = VERB_OF.get(form.form, form.form)
    metadata = marked(form.click.address.value(verb), form.click.home)
    return _DRAWN[form.form](form, requirement, metadata)


def refused(text: str) -> Block:
    """Draw the small modal that says why nothing was done."""
    return modal(
        callback_id="refused",
        metadata="",
        title="Nothing changed",
        blocks=[section("e", text or WRONG_FORM)],
        close="Close",
    )


def _reason(requirement: Requirement, metadata: str, form: Literal["reject", "cannot"]) -> Block:
    is_no = form == "reject"
    hint = (
        "The agent reads this. It also stands on the card."
        if is_no
        else "What went wrong? The agent reads this."
    )
    return modal(
        callback_id=form,
        metadata=metadata,
        title="Reject" if is_no else "Could not run",
        blocks=[
            _title(requirement),
            *_focused(replace(REASON, hint=hint)),
            *(keeping.refusal_fields(requirement) if is_no else []),
        ],
        submit=on_modal(no_of(requirement)) if is_no else "Send",
    )


def _result(requirement: Requirement, metadata: str) -> Block:
    field = replace(RESULT, hint="Up to 3,000 characters. If it printed nothing, say so.")
    return modal(
        callback_id="done",
        metadata=metadata,
        title="Result",
        blocks=[_title(requirement), *_as_far_as_fits(requirement), *_focused(field)],
        submit="Send result",
    )


def _instead(requirement: Requirement, metadata: str) -> Block:
    hint = "The agent gets this as what came of it. The tool does not run."
    return modal(
        callback_id="instead",
        metadata=metadata,
        title="Answer for it",
        blocks=[_title(requirement), *_focused(replace(INSTEAD, hint=hint))],
        submit="Send answer",
    )


def _as_far_as_fits(requirement: Requirement) -> list[Block]:
    """Draw what was to be run; of very much, its beginning."""
    drawn = _arguments(requirement, ())
    if len(drawn) <= _MOST_PIECES:
        return drawn
    return [*drawn[:_MOST_PIECES], section("x", "Only the beginning stands here.")]


_STAYS = rich("k", line(run("These stay as they are:", italic=True)))


def _edit(requirement: Requirement, metadata: str) -> Block:
    if not edits.may_be_edited(requirement):
        return refused(NOT_EDITABLE)
    fields = edits.fields_of_edit(requirement)
    fixed = _arguments(requirement, [field.name for field in fields], is_raw=False)
    drawn = [block for field in fields for block in field_blocks(field)]
    length = shown_of(requirement).length
    return modal(
        callback_id="edit",
        metadata=metadata,
        title="Edit and approve",
        blocks=[
            _title(requirement),
            *([_STAYS, *fixed] if fixed else []),
            *drawn,
            *([review.box(length)] if edits.must_be_ticked(requirement) else []),
        ],
        submit="Approve with edits",
    )


def _keep(requirement: Requirement, metadata: str) -> Block:
    if not keeping.is_offered(requirement):
        return refused(keeping.NOT_KEPT)
    return keeping.view(requirement, metadata)


def _fill(requirement: Requirement, metadata: str, fields: Sequence[Field]) -> Block:
    names = requirement.ask.fields if isinstance(requirement.ask, UserInput) else ()
    given = _arguments(requirement, names)
    if len(given) > _MOST_PIECES:
        return refused(
            "The other arguments are too long to be shown here, so this form can't be sent: "
            "decline, and ask for less at once."
        )
    drawn = [block for field in fields for block in field_blocks(field)]
    return modal(
        callback_id="fill",
        metadata=metadata,
        title="Fill in",
        blocks=[_title(requirement), *given, *drawn],
        submit=on_modal(yes_of(requirement, SUBMIT)),
    )


def _answer(requirement: Requirement, metadata: str, fields: Sequence[Field]) -> Block:
    questions = questions_of(requirement)
    listed = _listed(questions) if len(questions) > FIELDS_IN_FORM else []
    drawn = [block for number, field in enumerate(fields, 1) for block in _question(field, number)]
    return modal(
        callback_id="answer",
        metadata=metadata,
        title="Your answer" if len(questions) == 1 else "Your answers",
        blocks=[*listed[:_MOST_PIECES], *drawn] or [section("e", "There is no question.")],
        submit="Submit" if drawn else "",
    )


def _question(field: Field, number: int) -> list[Block]:
    if not isinstance(field.widget, Choice | Choices):
        return field_blocks(field, number=number)
    own = Field(
        key=own_key(field),
        name="",
        label="Or in your own words",
        widget=Text(),
        is_optional=True,
    )
    return [*field_blocks(replace(field, is_optional=True), number=number), *field_blocks(own)]


def _listed(questions: Sequence[str]) -> list[Block]:
    text = "\n".join(f"{number}. {one_line(asked)}" for number, asked in enumerate(questions, 1))
    return [rich(f"q.{index}", preformatted(piece)) for index, piece in enumerate(pieces(text))]


def _reveal(form: OpenForm, requirement: Requirement, metadata: str) -> Block:
    if not hidden_arguments(requirement):
        return refused(WRONG_FORM)
    back_to = "look1" if form.click.home else "page1"
    return revealing.view(
        requirement,
        form.click.address,
        metadata=metadata,
        back_to=back_to if form.view else "",
    )


def _title(requirement: Requirement) -> Block:
    title = clipped(one_line(title_of(requirement)), TEXT_IN_BLOCK)
    return rich("t", line(run(title, bold=True)))


def _arguments(
    requirement: Requirement, without: Sequence[str], *, is_raw: bool = True
) -> list[Block]:
    """Draw the arguments in full, except those that the person fills in."""
    given = seen_arguments(requirement)
    kept = canonical({name: value for name, value in given.items() if name not in without})
    order, hidden = order_of(stored_schema(requirement)), requirement.terms.redact
    text = written(kept, order=order, is_raw=is_raw, hidden=hidden)
    return [rich(f"x.{index}", preformatted(piece)) for index, piece in enumerate(pieces(text))]


def _focused(field: Field) -> list[Block]:
    blocks = field_blocks(field)
    blocks[-1]["element"]["focus_on_load"] = True
    return blocks


def _filled(requirement: Requirement, filled: str) -> tuple[Field, ...]:
    """Fill the form with what stood on the card when its button was pressed."""
    fields = fields_of(requirement)
    states = states_by_key(requirement, json.loads(filled)) if filled else {}
    if isinstance(states, Invalid):
        return fields
    hidden = requirement.terms.redact
    return tuple(
        field if field.name in hidden else _with(field, states.get(field.key)) for field in fields
    )


def _with(field: Field, state: State | None) -> Field:
    if state is None:
        return field
    try:
        return replace(field, value=value_of(field, state))
    except UnreadableError:
        return field


_DRAWN: dict[Form, Callable[[OpenForm, Requirement, str], Block]] = {
    "reject": lambda _, asked, metadata: _reason(asked, metadata, "reject"),
    "cannot": lambda _, asked, metadata: _reason(asked, metadata, "cannot"),
    "edit": lambda _, asked, metadata: _edit(asked, metadata),
    "keep": lambda _, asked, metadata: _keep(asked, metadata),
    "instead": lambda _, asked, metadata: _instead(asked, metadata),
    "done": lambda _, asked, metadata: _result(asked, metadata),
    "fill": lambda form, asked, metadata: _fill(asked, metadata, _filled(asked, form.filled)),
    "answer": lambda form, asked, metadata: _answer(asked, metadata, _filled(asked, form.filled)),
    "hand": lambda _, asked, metadata: passing.form("hand", asked, metadata),
    "cancel": lambda _, asked, metadata: passing.form("cancel", asked, metadata),
    "review": lambda form, asked, metadata: review.view(
        asked, form.click.address, page=form.page, metadata=metadata
    ),
    "look": lambda form, asked, metadata: look.view(
        asked,
        form.click.address.thread(form.click.team),
        form.click.address,
        page=form.page,
        metadata=metadata,
    ),
    "reveal": _reveal,
}
