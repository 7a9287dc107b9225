"""A run can't go on: end it with a sentence in the thread, and nothing left open behind it."""

from dataclasses import dataclass, replace

from signoff.core.audit import Fact
from signoff.core.decision import Answered, Approved, ApprovedEdited, Cancelled, RunAgain, Verdict
from signoff.core.effects import Out
from signoff.core.execution import Execution, ExecutionState
from signoff.core.gate import UserInput
from signoff.core.items import Write
from signoff.core.journal import GaveUp, Inbound
from signoff.core.keys import ThreadKey
from signoff.core.moves import open_calls
from signoff.core.observations.runs import RunGivenUp
from signoff.core.requirement import Outcome, OutcomeState, Requirement
from signoff.core.stopping import place, said_before
from signoff.core.thread import Stop
from signoff.core.transitions import asking, calling, lease
from signoff.core.transitions.deciding import redrawn, settled
from signoff.core.transitions.lease import progress
from signoff.ports import RefusedError, TransientError
from signoff.usecases.ask_model import MESSAGES_A_STEP
from signoff.usecases.draw_card import draw_card
from signoff.usecases.send_out import send_out
from signoff.usecases.start_tool import begun_facts
from signoff.usecases.turn import Turn, TurnPorts, written

TRIES = 5
"""After so many claims without a stored step, the next one gives the run up."""

STUCK = (
    "I can't work in this thread any more: what is stored of it can't be read, or not written. "
    "The log has the reason. Write to me in a new thread."
)

STOPPED = "Stopped by {by}."

_GIVEN_UP = "the run was given up"
_STOPPED = "the run was stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What a run leaves open.

    Attributes:
        asked: Requests that nobody has decided.
        let_through: Decisions that let a call run which has no output, with its start, if any.
    """

    asked: tuple[Requirement, ...]
    let_through: tuple[tuple[Requirement, Execution | None], ...]

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """All of them."""
        return (*self.asked, *(each for each, _ in self.let_through))


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Why a run leaves something open, and since when."""

    why: str
    at: int


def give_up(turn: Turn, said: str, *, cause: str, ports: TurnPorts) -> Turn:
    """End the run: the thread is told, open requests are cancelled, messages count as heard.

    What was approved and not started stays so, and its receipt says it. Calls without an output
    get one when the model next reads the thread.

    Args:
        turn: The turn.
        said: What the thread is told.
        cause: What the operator is told, with no word of anybody's.
        ports: The outside.
    """
    return _end(turn, said, heard=turn.view.inbox, why=_GIVEN_UP, cause=cause, ports=ports)


def give_up_stopped(turn: Turn, stop: Stop, *, ports: TurnPorts) -> Turn:
    """End the run as somebody wants it; what was written after they did begins the next."""
    said, heard = STOPPED.format(by=stop.by), said_before(turn.view, stop)
    return _end(turn, said, heard=heard, why=_STOPPED, cause="stopped", ports=ports)


def _end(
    turn: Turn, said: str, *, heard: tuple[Inbound, ...], why: str, cause: str, ports: TurnPorts
) -> Turn:
    now, thread = ports.clock(), turn.thread
    run, step = place(turn.view)
    entry = GaveUp(step=step, heard=heard[:MESSAGES_A_STEP], said=said)
    out = asking.new_out(run=run, name=f"notice.{step}", text=said, now=now)
    left = _left(turn)
    cards = tuple(dict.fromkeys(each.card for each in left.requirements))
    meta = progress(thread, fence=turn.fence, run=run, step=step, drop=("stop",))
    writes: tuple[Write, ...] = (
        *asking.spoken(thread, run, entry, meta),
        asking.said(thread, out),
        *(settled(thread, each, _cancelled(why, now)) for each in left.asked),
        *(_noted(turn, each, start, Note(why=why, at=now)) for each, start in left.let_through),
        *(redrawn(thread, card, now=now) for card in cards),
    )
    turn = written(turn, ports, *writes, facts=_facts(left, Note(why=why, at=now)))
    ports.tell(_given_up(turn, entry, left, run=run, why=cause))
    for at in cards:
        card = turn.view.card(at)
        if card is not None:
            draw_card(ports.canvas, thread, card)
    _send(thread, out, ports)
    return replace(turn, tries=1)


def _send(thread: ThreadKey, out: Out, ports: TurnPorts) -> None:
    send_out(thread, out, store=ports.store, chat=ports.chat, clock=ports.clock, tell=ports.tell)


def _given_up(turn: Turn, entry: GaveUp, left: Left, *, run: int, why: str) -> RunGivenUp:
    return RunGivenUp(
        thread=turn.thread,
        run=run,
        step=entry.step,
        why=why,
        cancelled=len(left.asked),
        unknown=sum(_is_running(start) for _, start in left.let_through),
    )


def abandon(turn: Turn, *, ports: TurnPorts) -> bool:
    """Let a thread lie that can't even be given up, and say so in it, once; nothing is read.

    Returns:
        Whether it was let go: otherwise it is still under the lease.
    """
    thread = turn.thread
    out = asking.new_out(run=0, name=f"stuck.{turn.seen}", text=STUCK, now=ports.clock())
    let_go = lease.abandon(thread, fence=turn.fence, seen=turn.seen)
    try:
        ports.store.commit(asking.said(thread, out), let_go)
        _send(thread, out, ports)
    except RefusedError as refused:
        return thread.meta() not in refused.old and _let_lie(turn, ports)
    except TransientError:
        return False
    return True


def _let_lie(turn: Turn, ports: TurnPorts) -> bool:
    """The thread was told before, of the same trouble."""
    try:
        ports.store.change(lease.abandon(turn.thread, fence=turn.fence, seen=turn.seen))
    except (RefusedError, TransientError):
        return False
    return True


def _left(turn: Turn) -> Left:
    view = turn.view
    waiting = ((view.requirement(call), view.execution(call)) for call in open_calls(view))
    return Left(
        asked=view.open_requirements(),
        let_through=tuple(
            (each, start) for each, start in waiting if each is not None and lets_run(each)
        ),
    )


def lets_run(requirement: Requirement) -> bool:
    """Tell whether a requirement was decided so that its call may run."""
    decision = requirement.verdict.decision if requirement.verdict else None
    is_filled = isinstance(requirement.ask, UserInput) and isinstance(decision, Answered)
    return is_filled or isinstance(decision, Approved | ApprovedEdited | RunAgain)


def _noted(turn: Turn, each: Requirement, start: Execution | None, note: Note) -> Write:
    """Write on the receipt that the call was not run, or that nobody knows."""
    state = OutcomeState.UNKNOWN if _is_running(start) else OutcomeState.NOT_RUN
    after = Outcome(state=state, at=note.at, note=note.why)
    if each.consumed_by is not None:
        return calling.outcome(turn.thread, each, after)
    by = turn.thread.step(*place(turn.view))
    return calling.taken_up(turn.thread, each, by, after=after)


def _is_running(start: Execution | None) -> bool:
    return start is not None and start.state is ExecutionState.STARTED


def _cancelled(why: str, now: int) -> Verdict:
    return Verdict(decision=Cancelled(reason=f"{why}."), at=now)


def _facts(left: Left, note: Note) -> tuple[Fact, ...]:
    begun = tuple(
        fact
        for each, start in left.let_through
        if start is not None and start.state is ExecutionState.STARTED
        for fact in begun_facts(start, each)
    )
    told = (("cancelled", left.asked), ("given_up", tuple(each for each, _ in left.let_through)))
    return begun + tuple(
        Fact(
            action=action,
            at=note.at,
            by=None,
            about=tuple(each.at.place for each in requirements),
            digests=tuple(each.digest for each in requirements),
            note=note.why,
        )
        for action, requirements in told
        if requirements
    )
