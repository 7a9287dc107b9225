"""A run can't go on: end it with a sentence in the thread, and nothing left open behind it."""

from signoff.core.audit import Fact
from signoff.core.decision import Cancelled, Verdict
from signoff.core.items import Write
from signoff.core.journal import GaveUp
from signoff.core.requirement import Requirement
from signoff.core.transitions import asking
from signoff.core.transitions.deciding import redrawn, settled
from signoff.core.transitions.lease import progress
from signoff.usecases.ask_model import MESSAGES_A_STEP, place
from signoff.usecases.draw_card import draw_card
from signoff.usecases.send_out import send_out
from signoff.usecases.turn import Turn, TurnPorts, written

TRIES = 5
"""After so many claims without a stored step, the next one gives the run up."""


def give_up(turn: Turn, said: str, *, ports: TurnPorts) -> Turn:
    """End the run: the thread is told, open requests are cancelled, messages count as heard.

    Calls without an output get one when the model next reads the thread.
    """
    now, thread = ports.clock(), turn.thread
    run, step = place(turn.view)
    heard = turn.view.inbox[:MESSAGES_A_STEP]
    entry = GaveUp(step=step, heard=heard, said=said)
    out = asking.new_out(run=run, name=f"notice.{step}", text=said, now=now)
    open_now = turn.view.open_requirements()
    cards = tuple(dict.fromkeys(each.card for each in open_now))
    meta = progress(thread, fence=turn.fence, run=run, step=step, drop=("stop",))
    writes: tuple[Write, ...] = (
        *asking.spoken(thread, run, entry, meta),
        asking.said(thread, out),
        *(settled(thread, each, _cancelled(now)) for each in open_now),
        *(redrawn(thread, card, now=now) for card in cards),
    )
    turn = written(turn, ports, *writes, facts=_facts(open_now, now))
    for at in cards:
        card = turn.view.card(at)
        if card is not None:
            draw_card(ports.canvas, thread, card)
    send_out(thread, out, store=ports.store, chat=ports.chat, clock=ports.clock)
    return turn


def _cancelled(now: int) -> Verdict:
    return Verdict(decision=Cancelled(reason="the run was given up."), at=now)


def _facts(requirements: tuple[Requirement, ...], now: int) -> tuple[Fact, ...]:
    if not requirements:
        return ()
    return (
        Fact(
            action="cancelled",
            at=now,
            by=None,
            about=tuple(each.at.place for each in requirements),
            digests=tuple(each.digest for each in requirements),
            note="the run was given up",
        ),
    )
