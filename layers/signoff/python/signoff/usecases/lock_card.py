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
    if card.drawers and is_just_decided(requirement, now=ports.clock()):
        return
    joined = ports.store.change(drawing.joined(turn.thread, card, now=ports.clock()))
    draw_card(ports.canvas, turn.thread, from_item(Card, joined))


def is_just_decided(requirement: Requirement, *, now: int, within: int = AT_IT_MS) -> bool:
    """Tell whether somebody decided so lately that they may still be drawing it.

    If they died instead, the card is due in their name.
    """
    decided = requirement.verdict
    return decided is not None and now - decided.at < within
