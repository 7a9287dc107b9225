"""A call has its output: journal it, use up the decision behind it, and show the receipt."""

from dataclasses import dataclass, replace

from signoff.core.audit import Fact
from signoff.core.effects import Card, Out
from signoff.core.execution import Execution, ExecutionState
from signoff.core.files_out import OutFile
from signoff.core.items import Write
from signoff.core.journal import Call, ToolReturned
from signoff.core.requirement import Outcome, Requirement
from signoff.core.transitions import asking, calling, drawing
from signoff.core.transitions.deciding import redrawn
from signoff.core.transitions.lease import progress
from signoff.ports import RefusedError
from signoff.usecases.give_files import outs_of
from signoff.usecases.lock_card import is_at_hand
from signoff.usecases.note_drawing import AGAIN_MS
from signoff.usecases.send_out import send_out
from signoff.usecases.turn import Turn, TurnPorts, written


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a start ended.

    Attributes:
        execution: The start.
        was: The state it was left in.
        now: The state it is in.
    """

    execution: Execution
    was: ExecutionState
    now: ExecutionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What the model is told of a call, and what else is to be noted with it.

    Attributes:
        call: The call.
        text: What the model is told.
        requirement: What the call waited for; None when it waited for nobody.
        after: What the receipt says became of the call; None where the decision says it all.
        ending: How the start ended; None when there was none.
        facts: What the audit is told.
        files: The files that the people in the thread get.
    """

    call: Call
    text: str
    requirement: Requirement | None = None
    after: Outcome | None = None
    ending: Ending | None = None
    facts: tuple[Fact, ...] = ()
    files: tuple[OutFile, ...] = ()


def give_output(turn: Turn, output: Output, *, ports: TurnPorts) -> Turn:
    """Journal a call's one output; the model reads it at its next step."""
    meta = turn.view.meta
    entry = ToolReturned(
        step=meta.step + 1,
        at=output.call.at,
        call_id=output.call.call_id,
        output=output.text,
    )
    outs = outs_of(output.files, run=meta.run, step=entry.step, now=ports.clock())
    beside = (
        *_ended(turn, output),
        *_noted(turn, output, entry.step),
        *(asking.said(turn.thread, out) for out in outs),
    )
    left = _left(turn, output, entry, *beside, ports=ports)
    if left is not None:
        turn = left
    else:
        announced = _redrawn(turn, output, ports)
        turn = _stored(turn, entry, *beside, *announced, facts=output.facts, ports=ports)
        card = _card_after(turn, output)
        if card is not None:
            turn.receipts.draw(turn.thread, card, _rows_on(turn, card))
    for out in outs:
        _send(turn, out, ports)
    return turn


def _stored(
    turn: Turn, entry: ToolReturned, *beside: Write, facts: tuple[Fact, ...], ports: TurnPorts
) -> Turn:
    """Journal an output; while nothing else happens, nobody need look for messages after it."""
    run, meta = turn.view.meta.run, turn.thread.meta()
    moved = progress(turn.thread, fence=turn.fence, run=run, step=entry.step)
    quiet = progress(turn.thread, fence=turn.fence, run=run, step=entry.step, if_quiet=turn.seen)
    try:
        step = calling.returned(turn.thread, run, entry, quiet)
        after = written(turn, ports, *step, *beside, facts=facts)
    except RefusedError as refused:
        if set(refused.old) != {meta}:
            raise
        step = calling.returned(turn.thread, run, entry, moved)
        return written(turn, ports, *step, *beside, facts=facts)
    # What waits may be edited or deleted without a wake.
    return replace(after, is_fresh=not after.view.has_inbox)


def _send(turn: Turn, out: Out, ports: TurnPorts) -> None:
    send_out(
        turn.thread,
        out,
        store=ports.store,
        chat=ports.chat,
        clock=ports.clock,
        tell=ports.tell,
    )


def _ended(turn: Turn, output: Output) -> tuple[Write, ...]:
    ending = output.ending
    if ending is None:
        return ()
    return (calling.ended(turn.thread, ending.execution, ending.now, was=ending.was),)


def _noted(turn: Turn, output: Output, step: int) -> tuple[Write, ...]:
    requirement = output.requirement
    if requirement is None:
        return ()
    if requirement.consumed_by is None:
        by = turn.thread.step(turn.view.meta.run, step)
        return (calling.taken_up(turn.thread, requirement, by, after=output.after),)
    if output.after is None:
        return ()
    return (calling.outcome(turn.thread, requirement, output.after),)


def _redrawn(turn: Turn, output: Output, ports: TurnPorts) -> tuple[Write, ...]:
    card = _card_after(turn, output)
    if card is None:
        return ()
    # It is noted with a later step. But whoever draws it, too, may have died: then the clock comes
    # to it as soon as to any other.
    until = 0 if card.drawers else turn.view.meta.lease_until
    return (redrawn(turn.thread, card.at, now=ports.clock(), until=until),)


def _card_after(turn: Turn, output: Output) -> Card | None:
    """Give the card that says what became of a call, if it says so."""
    if output.requirement is None or output.after is None:
        return None
    return turn.view.card(output.requirement.card)


def _left(
    turn: Turn, output: Output, entry: ToolReturned, *beside: Write, ports: TurnPorts
) -> Turn | None:
    """Store an output, and leave its receipt to whoever decided, if they are still drawing.

    Returns:
        None: nobody is; nothing is stored.
    """
    card, asked = _card_after(turn, output), output.requirement
    if card is None or asked is None:
        return None
    if not is_at_hand(card, asked, now=ports.clock(), within=AGAIN_MS):
        return None
    wanted = drawing.left_to_others(turn.thread, card)
    try:
        return _stored(turn, entry, *beside, wanted, facts=output.facts, ports=ports)
    except RefusedError as refused:
        if wanted.key not in refused.old:
            raise
        return None


def _rows_on(turn: Turn, card: Card) -> tuple[Requirement, ...]:
    """Give all requirements on a card as the turn knows them; none, where it does not know one."""
    known = {each.at: each for each in turn.view.requirements if each.at in card.rows}
    return tuple(known[at] for at in card.rows) if len(known) == len(card.rows) else ()
