"""What somebody is told whose message waits: what for, and how to have it read at once."""

from signoff.adapters.slack.blocks import Block, Drawn, actions, button
from signoff.adapters.slack.links import linked
from signoff.core.address import Address
from signoff.core.requirement import Requirement
from signoff.ports import Held

MARK = "hourglass_flowing_sand"
"""The reaction on a message that waits."""

_ONE = "Your message waits until the open request is decided."
_SEVERAL = "Your message waits until the {count} open requests are decided."


def waits(held: Held, *, link: str) -> Drawn:
    """Say in mrkdwn what a message waits for; `link` is the card's address, or empty."""
    text = _ONE if held.count <= 1 else _SEVERAL.format(count=held.count)
    if held.is_decision:
        card = linked(link, "card")
        text = f"Words in the thread decide nothing: decide on the {card}. {text}"
    view = held.waiting
    return Drawn(text=text, blocks=[_said(text), *(_way_out(held, view.rows[0]) if view else [])])


def _said(text: str) -> Block:
    words = {"type": "mrkdwn", "text": text, "verbatim": True}
    return {"type": "section", "block_id": "w", "text": words}


def _way_out(held: Held, asked: Requirement) -> list[Block]:
    which = "the request" if held.count <= 1 else "them"
    address = Address.of(held.thread, asked)
    text = f"Cancel {which} and read this now"
    return [actions("n", button("now", text, address.value("now"), about=f"{text}: your message"))]
