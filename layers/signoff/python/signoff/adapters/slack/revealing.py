"""What a card hides, shown to one person: the button for it, and the modal."""

from signoff.adapters.slack.arguments import PAGES, PIECES_IN_PAGE, pieces, written
from signoff.adapters.slack.blocks import (
    Block,
    actions,
    button,
    context,
    line,
    modal,
    preformatted,
    rich,
    run,
    section,
)
from signoff.adapters.slack.escapes import one_line
from signoff.adapters.slack.limits import TEXT_IN_BLOCK, clipped
from signoff.adapters.slack.schemas import order_of, stored_schema
from signoff.adapters.slack.spot import Spot
from signoff.core.address import Address
from signoff.core.canonical import canonical
from signoff.core.redaction import hidden_arguments
from signoff.core.requirement import Requirement
from signoff.core.titles import title_of

SHOW = "Show hidden…"

_MOST_PIECES = PAGES * PIECES_IN_PAGE


def show_hidden(spot: Spot) -> list[Block]:
    """Draw the button; nothing where nothing is hidden."""
    return [spot.button("reveal", SHOW)] if hidden_arguments(spot.requirement) else []


def beside_pages(requirement: Requirement, address: Address) -> list[Block]:
    """Draw the button below a page of the review."""
    if not (requirement.is_open and hidden_arguments(requirement)):
        return []
    return [actions("h", button("reveal", SHOW, address.value("reveal")))]


def view(requirement: Requirement, address: Address, *, metadata: str, back_to: str) -> Block:
    """Draw the hidden values themselves.

    Args:
        requirement: Whose.
        address: Where it is, as it was shown.
        metadata: What the modal carries.
        back_to: The verb that leads back to what it stands in place of; empty: it replaces nothing.
    """
    title = clipped(one_line(title_of(requirement)), TEXT_IN_BLOCK)
    text = written(
        canonical(hidden_arguments(requirement)), order=order_of(stored_schema(requirement))
    )
    cut = pieces(text)
    shown = [rich(f"x.{index}", preformatted(piece)) for index, piece in enumerate(cut)]
    too_long = section("e", f"This has {len(text):,} characters, too many to be shown here.")
    back = [actions("n", button(back_to, "Back", address.value(back_to)))] if back_to else []
    return modal(
        callback_id="reveal",
        metadata=metadata,
        title="Hidden values",
        blocks=[
            rich("t", line(run(title, bold=True))),
            *(shown if len(cut) <= _MOST_PIECES else [too_long]),
            context("c", "Only you see this. It is noted that you looked."),
            *back,
        ],
        close="Close",
    )
