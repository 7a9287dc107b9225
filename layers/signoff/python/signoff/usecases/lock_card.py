"""A decision is acted upon: its card loses its buttons, whoever has to draw it."""

from signoff.core.codec import from_item
from signoff.core.effects import Card
from signoff.core.requirement import Requirement
from signoff.core.transitions import drawing
from signoff.usecases.draw_card import draw_card
from signoff.usecases.turn import Turn, TurnPorts

AT_IT_MS = 2_000
"""So long after a decision its card is left to whoever is drawing it: they begin at once."""


def lock_card(turn: Turn, requirement: Requirement | None, ports: TurnPorts) -> None:
    """Draw a card that nobody has managed to draw since it was decided on.

    Whoever clicked had little time, and the clock would come to it later.
    """
    card = turn.view.card(requirement.card) if requirement else None
    if requirement is None or card is None or card.have == card.want:
        return
    if is_at_hand(card, requirement, now=ports.clock()):
        return
    joined = ports.store.change(drawing.joined(turn.thread, card, now=ports.clock()))
    draw_card(ports.canvas, turn.thread, from_item(Card, joined))


def is_at_hand(card: Card, requirement: Requirement, *, now: int, within: int = AT_IT_MS) -> bool:
    """Tell whether somebody decided so lately that they are likely to be drawing it just now.

    If they died instead, the card is due in their name.
    """
    is_at_it = card.drawers > 0 and card.tries == 0
    decided = requirement.verdict
    return is_at_it and decided is not None and now - decided.at < within
