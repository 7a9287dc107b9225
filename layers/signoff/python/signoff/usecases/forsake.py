"""A part of what is stored of a thread is gone: end the run, and begin after it."""

from dataclasses import replace

from signoff.core.audit import Fact
from signoff.core.decision import Cancelled, Verdict
from signoff.core.execution import ExecutionState
from signoff.core.items import Delete, Write
from signoff.core.journal import GaveUp
from signoff.core.keys import Key
from signoff.core.requirement import Outcome, OutcomeState, Requirement
from signoff.core.transitions import asking, calling
from signoff.core.transitions.deciding import redrawn, settled
from signoff.core.transitions.lease import progress
from signoff.usecases.ask_model import MESSAGES_A_STEP
from signoff.usecases.draw_card import draw_card
from signoff.usecases.give_up import lets_run
from signoff.usecases.send_out import send_out
from signoff.usecases.turn import Turn, TurnPorts, reread, written

FORSAKEN = (
    "I had to stop: a part of what is stored of this thread is gone, or is not what was stored. "
    "Nothing that waited here is run. I don't know what was said before this; "
    "write to me to begin anew."
)

_WHY = "what is stored of it can't be read any more"


def forsake(turn: Turn, *, ports: TurnPorts) -> Turn:
    """End the run without what is lost, once and for good.

    Nothing is run: open requests are cancelled, and what was let through is noted as not run, or
    as unknown. What was said so far is not read again; messages that can be read count as heard.
    """
    now, thread, view = ports.clock(), turn.thread, turn.view
    run = view.meta.run + 1
    asked = tuple(each for each in view.requirements if each.is_open)
    let_through = tuple(each for each in view.requirements if _is_under_way(each))
    inbox = view.sound_inbox[:MESSAGES_A_STEP]
    lost = view.lost_inbox[: MESSAGES_A_STEP - len(inbox)]
    out = asking.new_out(run=run, name="notice.1", text=FORSAKEN, now=now)
    meta = progress(thread, fence=turn.fence, run=run, step=1, base=run, drop=("stop",))
    cards = tuple(dict.fromkeys(each.card for each in (*asked, *let_through)))
    writes: tuple[Write, ...] = (
        *asking.spoken(thread, run, GaveUp(step=1, heard=inbox, said=FORSAKEN), meta),
        asking.said(thread, out),
        *(Delete(key=thread.inbound(ts)) for ts in lost),
        *(settled(thread, each, _cancelled(now)) for each in asked),
        *(_noted(turn, each, thread.step(run, 1), now) for each in let_through),
        *(redrawn(thread, card, now=now) for card in cards),
    )
    turn = written(turn, ports, *writes, facts=_facts(turn, asked, let_through, now))
    for at in cards:
        card = turn.view.card(at)
        if card is not None:
            draw_card(ports.canvas, thread, card)
    send_out(thread, out, store=ports.store, chat=ports.chat, clock=ports.clock)
    return replace(reread(turn, ports), tries=1)


def _is_under_way(requirement: Requirement) -> bool:
    """Tell whether a call was let run and has no end yet."""
    outcome = requirement.outcome
    is_running = outcome is not None and outcome.state is OutcomeState.RUNNING
    return is_running or (lets_run(requirement) and requirement.consumed_by is None)


def _noted(turn: Turn, each: Requirement, by: Key, now: int) -> Write:
    """Write on the receipt that the call was not run, or that nobody knows."""
    start = turn.view.execution_at(replace(each.at, again=0))
    is_started = start is not None and start.state is ExecutionState.STARTED
    state = OutcomeState.UNKNOWN if is_started else OutcomeState.NOT_RUN
    after = Outcome(state=state, at=now, note=_WHY)
    if each.consumed_by is not None:
        return calling.outcome(turn.thread, each, after)
    return calling.taken_up(turn.thread, each, by, after=after)


def _cancelled(now: int) -> Verdict:
    return Verdict(decision=Cancelled(reason=f"{_WHY}."), at=now)


def _facts(
    turn: Turn, asked: tuple[Requirement, ...], let_through: tuple[Requirement, ...], now: int
) -> tuple[Fact, ...]:
    missed = tuple(str(item["sk"]) for item in turn.view.missed)
    lost = Fact(action="lost", at=now, by=None, about=missed, digests=(), note=_WHY)
    told = (("cancelled", asked), ("given_up", let_through))
    settled_now = (
        Fact(
            action=action,
            at=now,
            by=None,
            about=tuple(each.at.place for each in requirements),
            digests=tuple(each.digest for each in requirements),
            note=_WHY,
        )
        for action, requirements in told
        if requirements
    )
    return (lost, *settled_now)
