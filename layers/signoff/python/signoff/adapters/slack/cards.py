"""Cards: the Slack message that asks, and that becomes the receipt."""

from typing import assert_never

from signoff.adapters.slack.asks import ask
from signoff.adapters.slack.blocks import Block, Drawn, actions, context, section
from signoff.adapters.slack.bodies import facts
from signoff.adapters.slack.receipts import receipt, settled, state_word
from signoff.adapters.slack.spot import Spot
from signoff.adapters.slack.texts import text_of
from signoff.core.decision import Reconcile
from signoff.core.gate import Confirmation, ExternalExecution, UserFeedback, UserInput
from signoff.ports import CardView


def draw(view: CardView) -> Drawn:
    """Draw a card as its requirements stand now: open ones to decide, the others as receipts."""
    spots = _spots(view)
    blocks = [block for spot in spots for block in _drawn(spot)]
    head = [_shared(view)] if len(spots) > 1 else []
    return Drawn(text=text_of(view.rows), blocks=[*head, *blocks])


def fallback(view: CardView) -> Drawn:
    """Draw a card as plainly as can be, for when Slack refuses the other drawing."""
    blocks = [block for spot in _spots(view) for block in _plainly(spot)]
    return Drawn(text=text_of(view.rows), blocks=blocks)


def _spots(view: CardView) -> list[Spot]:
    is_alone = len(view.rows) == 1
    return [
        Spot(
            thread=view.thread,
            requirement=row,
            want=view.card.want,
            number=None if is_alone else number,
        )
        for number, row in enumerate(view.rows, 1)
    ]


def _drawn(spot: Spot) -> list[Block]:
    return ask(spot) if spot.requirement.is_open else receipt(spot)


def _shared(view: CardView) -> Block:
    """Draw the line above several rows: what holds for all of those that are open."""
    rows = view.rows
    left = [row for row in rows if row.is_open]
    count = f"{len(rows)} decisions"
    if not left:
        head = f"*{count}, all made*"
    elif len(left) < len(rows):
        head = f"*{count}, {len(left)} left*"
    else:
        head = f"*{count}*"
    said = facts(left[0], head=head, is_shared=True) if left else head
    return context(f"h.{view.card.at.place}.{view.card.want}", said)


def _plainly(spot: Spot) -> list[Block]:
    asked = spot.requirement
    if not asked.is_open:
        word = f"{state_word(asked)}: {spot.numbered_title}"
        return [section(f"q{spot.suffix}", word), context(f"s{spot.suffix}", settled(asked))]
    return [
        section(f"q{spot.suffix}", spot.numbered_title),
        actions(f"a{spot.suffix}", *_plain_buttons(spot)),
    ]


def _plain_buttons(spot: Spot) -> list[Block]:
    match spot.requirement.ask:
        case Confirmation():
            verbs = [("review", "Review…"), ("reject", "Reject")]
        case UserInput():
            verbs = [("fill", "Fill in…"), ("review", "Review…"), ("decline", "Decline")]
        case ExternalExecution():
            verbs = [
                ("review", "Review…"),
                ("done", "Done, add result…"),
                ("cannot", "Could not run…"),
            ]
        case UserFeedback():
            verbs = [("answer", "Answer…"), ("review", "Review…"), ("skip", "Skip")]
        case Reconcile():
            verbs = [
                ("review", "Review…"),
                ("happened", "It happened"),
                ("again", "Run it again"),
                ("stop", "Stop"),
            ]
        case _:
            assert_never(spot.requirement.ask)
    return [spot.button(verb, text) for verb, text in verbs]
