"""Cards: the Slack message that asks, and that becomes the receipt."""

from collections.abc import Sequence
from typing import assert_never

from signoff.adapters.slack import together
from signoff.adapters.slack.asks import ask, reject, run_again
from signoff.adapters.slack.blocks import (
    Block,
    Drawn,
    actions,
    context,
    divider,
    line,
    rich,
    run,
    section,
)
from signoff.adapters.slack.bodies import facts, reason
from signoff.adapters.slack.receipts import receipt, settled, state_word
from signoff.adapters.slack.routing import Copy, Kind, elsewhere, stays_here, way_back
from signoff.adapters.slack.spot import Spot
from signoff.adapters.slack.texts import text_of
from signoff.core.decision import Reconcile
from signoff.core.gate import Confirmation, ExternalExecution, UserFeedback, UserInput
from signoff.ports import CardView

_WHOLE = Copy()


def draw(view: CardView, copy: Copy = _WHOLE) -> Drawn:
    """Draw a card as its requirements stand now: open ones to decide, the others as receipts."""
    spots = _spots(view)
    blocks = [] if copy.kind is Kind.NOTE else _shared(view, spots)
    for spot in spots:
        blocks += [divider()] if spot.number else []
        blocks += _row(spot, copy)
    blocks += [] if copy.kind is Kind.NOTE else together.footer(view, spots)
    return Drawn(text=text_of(view.rows), blocks=[*blocks, *_beside(view, copy)])


def fallback(view: CardView, copy: Copy = _WHOLE) -> Drawn:
    """Draw a card as plainly as can be, for when Slack refuses the other drawing."""
    blocks = [block for spot in _spots(view) for block in _plainly(spot)]
    return Drawn(text=text_of(view.rows), blocks=[*blocks, *_beside(view, copy)])


def _row(spot: Spot, copy: Copy) -> list[Block]:
    if not spot.requirement.is_open:
        return receipt(spot)
    if copy.kind is Kind.NOTE:
        title = line(run(spot.numbered_title, bold=True))
        return [rich(f"q{spot.suffix}", title), elsewhere(spot)]
    return ask(spot)


def _beside(view: CardView, copy: Copy) -> list[Block]:
    """Draw how a copy hangs together with the others."""
    suffix = f".{view.card.at.place}.{view.card.want}"
    if copy.kind is Kind.AWAY:
        return [way_back(suffix, view.thread.channel, copy.link)]
    return [stays_here(suffix, copy.not_elsewhere)] if copy.not_elsewhere else []


def _spots(view: CardView) -> list[Spot]:
    is_alone = len(view.rows) == 1
    expiries = {row.exp for row in view.rows if row.is_open}
    reasons = {row.reason for row in view.rows}
    return [
        Spot(
            thread=view.thread,
            requirement=row,
            want=view.card.want,
            number=None if is_alone else number,
            has_own_expiry=len(expiries) > 1,
            has_own_reason=is_alone or len(reasons) > 1,
        )
        for number, row in enumerate(view.rows, 1)
    ]


def _shared(view: CardView, spots: Sequence[Spot]) -> list[Block]:
    """Draw above several rows what holds for all of those that are open."""
    if len(spots) < 2:  # noqa: PLR2004 - one row says it all itself
        return []
    left = [spot for spot in spots if spot.requirement.is_open]
    suffix = f".{view.card.at.place}.{view.card.want}"
    claim = [] if spots[0].has_own_reason else reason(spots[0].requirement)
    claimed = [rich(f"r{suffix}", *claim)] if claim else []
    if not left:
        return [context(f"h{suffix}", f"*{len(spots)} decisions, all made*"), *claimed]
    open_now = "" if len(left) == len(spots) else f", {len(left)} left"
    said = facts(
        left[0].requirement,
        quorum=1,
        head=f"*{len(spots)} decisions{open_now}*",
        says_risk=False,
        says_expiry=not left[0].has_own_expiry,
    )
    return [context(f"h{suffix}", said), *claimed]


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
    review = spot.button("review", "Review…")
    match spot.requirement.ask:
        case Confirmation():
            return [review, reject(spot)]
        case UserInput():
            return [
                spot.button("fill", "Fill in…"),
                review,
                spot.decline(),
            ]
        case ExternalExecution():
            return [review, *spot.report()]
        case UserFeedback():
            return [spot.button("answer", "Answer…"), review, spot.button("skip", "Skip")]
        case Reconcile() as ask:
            happened = spot.button("happened", "It happened")
            return [review, happened, *run_again(spot, ask), spot.button("stop", "Stop")]
        case _:
            assert_never(spot.requirement.ask)
