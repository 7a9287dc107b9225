"""A decision is acted upon: its card has lost its buttons by then, whoever had to draw it."""

from signoff.core.codec import from_item
from signoff.core.effects import Card
from signoff.core.requirement import Requirement
from signoff.core.transitions import drawing
from signoff.usecases.draw_card import draw_card
from signoff.usecases.turn import Turn, TurnPorts


def lock_card(turn: Turn, requirement: Requirement | None, ports: TurnPorts) -> None:
    """Draw a card that nobody has managed to draw since it was decided on.

    Whoever clicked had little time, and the clock would come to it later.
    """
    card = turn.view.card(requirement.card) if requirement else None
    if card is None or card.have == card.want:
        return
    joined = ports.store.change(drawing.joined(turn.thread, card, now=ports.clock()))
    draw_card(ports.canvas, turn.thread, from_item(Card, joined))
