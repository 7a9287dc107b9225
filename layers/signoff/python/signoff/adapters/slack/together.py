"""All rows of a card at one click: the buttons below them, and what became of such a click."""

from collections.abc import Sequence

from signoff.adapters.slack.blocks import Block, actions, button, confirmation, divider
from signoff.adapters.slack.bodies import shown_of
from signoff.adapters.slack.spot import Spot
from signoff.adapters.slack.words import refusal
from signoff.core.address import Address
from signoff.core.together import Tally, may_be_decided_together, shown_together
from signoff.ports import CardView


def footer(view: CardView, spots: Sequence[Spot]) -> list[Block]:
    """Draw the buttons for all rows, as long as all are open and everything of them is to be seen.

    A row of high risk, or one that several people decide, is decided by itself.
    """
    rows = view.rows
    if not (may_be_decided_together(rows) and all(shown_of(row).is_whole for row in rows)):
        return []
    address = Address(
        channel=view.thread.channel,
        thread_ts=view.thread.thread_ts,
        at=view.card.at,
        rev=len(rows),
        shown=shown_together(rows),
    )
    return [
        divider(),
        actions(
            f"z.{view.card.at.place}.{view.card.want}",
            _button("yesall", f"Approve all {len(rows)}", "Each runs as shown.", address, spots),
            _button("noall", f"Reject all {len(rows)}", "None of them runs.", address, spots),
        ),
    ]


def _button(verb: str, does: str, means: str, address: Address, spots: Sequence[Spot]) -> Block:
    listed = ", ".join(spot.numbered_title for spot in spots)
    sure = confirmation(
        title=f"{does}?",
        text=f"{means} {listed}",
        yes=does,
        style="primary" if verb == "yesall" else "danger",
    )
    value = address.value(verb)
    return button(verb, f"{does}…", value, about=f"{does}: {listed}", confirm=sure)


def told(tally: Tally) -> str:
    """Say in mrkdwn what became of a click that did not decide all."""
    by_words: dict[str, list[int]] = {}
    for number, why in tally.refused:
        by_words.setdefault(refusal(why), []).append(number)
    if not tally.done and len(by_words) == 1:
        return next(iter(by_words))
    word = "approved" if tally.is_yes else "rejected"
    head = f"{tally.done} {word}. {len(tally.refused)} not:"
    lines = [f"{', '.join(map(str, numbers))}: {said}" for said, numbers in by_words.items()]
    return "\n".join([head, *lines])
