"""The review of long arguments: page after page, and Approve only behind the last one."""

from collections.abc import Sequence

from signoff.adapters.slack.arguments import PAGES, pages, written
from signoff.adapters.slack.blocks import (
    Block,
    actions,
    button,
    context,
    labelled,
    line,
    modal,
    plain,
    preformatted,
    rich,
    run,
    section,
)
from signoff.adapters.slack.escapes import one_line
from signoff.adapters.slack.labels import on_modal, yes_of
from signoff.adapters.slack.limits import TEXT_IN_BLOCK, clipped
from signoff.adapters.slack.papers import Paper, is_filed
from signoff.adapters.slack.payloads import objects_at
from signoff.adapters.slack.revealing import beside_pages
from signoff.adapters.slack.schemas import order_of, stored_schema
from signoff.adapters.slack.states import State
from signoff.adapters.slack.widgets import ACTION
from signoff.core.address import Address
from signoff.core.canonical import canonical
from signoff.core.decision import Reconcile
from signoff.core.gate import Confirmation, ExternalExecution, UserInput
from signoff.core.redaction import seen_arguments
from signoff.core.requirement import Requirement
from signoff.core.titles import title_of

READ_ALL = "ack"
"""The block of the box that says: I have read all of it."""

UNREAD = "Tick the box once you have read all of it"

_TICKED = "0"
_SURELY_SHORT = 8_000


def can_be_read(requirement: Requirement, *, without: Sequence[str] = ()) -> bool:
    """Tell whether a modal holds all of the arguments, so that a yes is possible at all."""
    return len(_sheets(_text(requirement, without))) <= PAGES


def is_ticked(state: State) -> bool:
    """Tell whether the box was ticked."""
    ticked = objects_at(state, "selected_options")
    return [option.get("value") for option in ticked] == [_TICKED]


def view(
    requirement: Requirement, address: Address, *, page: int, metadata: str, turn: str = "page"
) -> Block:
    """Draw a page of the arguments, from 1; a page that does not exist becomes the nearest."""
    text = _text(requirement)
    sheets = _sheets(text)
    paper = Paper.of(requirement, text) if len(sheets) > PAGES else None
    has_file = paper is not None and is_filed(requirement, text)
    readable = 1 if has_file else min(len(sheets), PAGES)
    number = min(max(page, 1), readable)
    may_approve = (
        isinstance(requirement.ask, Confirmation)
        and (has_file or number == len(sheets))
        and requirement.is_open
    )
    blocks = [
        rich("t", line(run(clipped(one_line(title_of(requirement)), TEXT_IN_BLOCK), bold=True))),
        *_sheet(sheets, number, len(text)),
        *([_in_file(requirement, paper, has_file=has_file)] if paper else []),
        *_turns(address, number, readable, turn),
        *beside_pages(requirement, address),
        *([box(len(text))] if may_approve else []),
    ]
    return modal(
        callback_id="review",
        metadata=metadata,
        title="Review" if readable == 1 else f"Review, page {number} of {readable}",
        blocks=blocks,
        submit=on_modal(yes_of(requirement)) if may_approve else "",
        close="Close",
    )


def needs_file(requirement: Requirement) -> bool:
    """Tell whether no modal holds all of a call's arguments, so that they are read in a file."""
    is_call = isinstance(requirement.ask, Confirmation | ExternalExecution | Reconcile)
    # Written out, a byte becomes nine characters at most: short ones need no closer look.
    is_short = len(requirement.arguments) < _SURELY_SHORT
    return is_call and not is_short and not can_be_read(requirement)


def paper_of(requirement: Requirement) -> Paper:
    """Make the file that holds all arguments, written as in a modal."""
    return Paper.of(requirement, _text(requirement))


def can_be_approved(requirement: Requirement) -> bool:
    """Tell whether all arguments can be read, in a modal or in the file beside the card."""
    if can_be_read(requirement):
        return True
    return is_filed(requirement, _text(requirement))


def _text(requirement: Requirement, without: Sequence[str] = ()) -> str:
    given = seen_arguments(requirement)
    kept = canonical({name: value for name, value in given.items() if name not in without})
    order, hidden = order_of(stored_schema(requirement)), requirement.terms.redact
    is_raw = isinstance(requirement.ask, UserInput)
    return written(kept, order=order, is_raw=is_raw, hidden=hidden)


def _sheets(text: str) -> tuple[tuple[str, ...], ...]:
    return pages(text) or ((),)


def _sheet(sheets: tuple[tuple[str, ...], ...], number: int, length: int) -> list[Block]:
    if not length:
        return [context(f"p.{number}", "No arguments.")]
    before = sum(len(piece) for sheet in sheets[: number - 1] for piece in sheet)
    here = sum(map(len, sheets[number - 1]))
    counted = f"Characters {before + 1:,} to {before + here:,} of {length:,}"
    return [
        context(f"p.{number}", counted),
        *(
            rich(f"x.{number}.{index}", preformatted(piece))
            for index, piece in enumerate(sheets[number - 1])
        ),
    ]


def _in_file(requirement: Requirement, paper: Paper, *, has_file: bool) -> Block:
    length = f"{len(paper.text):,} characters"
    if has_file:
        said = f"All {length} stand in the file {paper.name} beside the card. SHA-256 of the file:"
        return section("e", f"{said} {paper.sha256}")
    said = f"These arguments have {length}, more than the {PAGES} pages that can be reviewed here."
    if not needs_file(requirement):
        return section("e", f"{said} Ask for less at once.")
    return section(
        "e",
        f"{said} The file that holds all of them could not be put beside the card yet, so they "
        "can't be approved now. It is tried again.",
    )


def _turns(address: Address, number: int, last: int, turn: str) -> list[Block]:
    turns: list[Block] = []
    if number > 1:
        verb = f"{turn}{number - 1}"
        turns.append(button(verb, "Back", address.value(verb)))
    if number < last:
        verb = f"{turn}{number + 1}"
        turns.append(button(verb, "Next page", address.value(verb), style="primary"))
    return [actions(f"n.{number}", *turns)] if turns else []


def box(length: int) -> Block:
    """Draw the box that says: I have read all of it."""
    text = f"I have read all {length:,} characters" if length else "It has no arguments"
    box: Block = {
        "type": "checkboxes",
        "action_id": ACTION,
        "options": [{"text": plain(text), "value": _TICKED}],
    }
    return labelled(READ_ALL, "Before you approve", box)
