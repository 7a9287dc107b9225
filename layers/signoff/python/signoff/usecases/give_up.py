"""A run can't go on, or is not to: it ends with a sentence in the thread."""

from signoff.core.frames import all_open_calls
from signoff.core.stopping import place, said_before
from signoff.core.thread import Stop
from signoff.core.transitions import asking, lease
from signoff.ports import RefusedError, TransientError
from signoff.usecases.ask_model import MESSAGES_A_STEP
from signoff.usecases.end_run import Ending, Left, end_run, lets_run
from signoff.usecases.introduce import introduced
from signoff.usecases.send_out import send_out
from signoff.usecases.turn import Turn, TurnPorts

TRIES = 5
"""After so many claims without a stored step, the next one gives the run up."""

STUCK = (
    "I can't work in this thread any more: what is stored of it can't be read, or not written. "
    "The log has the reason. Write to me in a new thread."
)

STOPPED = "Stopped by {by}."

_GIVEN_UP = "the run was given up"
_STOPPED = "the run was stopped"


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
    run, step = place(turn.view)
    ending = Ending(
        run=run,
        step=step,
        said=said,
        heard=introduced(turn.view, turn.view.inbox[:MESSAGES_A_STEP], chat=ports.chat),
        left=_left(turn),
        why=_GIVEN_UP,
        cause=cause,
    )
    return end_run(turn, ending, ports=ports)


def give_up_stopped(turn: Turn, stop: Stop, *, ports: TurnPorts) -> Turn:
    """End the run as somebody wants it; what was written after they did begins the next."""
    run, step = place(turn.view)
    ending = Ending(
        run=run,
        step=step,
        said=STOPPED.format(by=stop.by),
        heard=introduced(
            turn.view, said_before(turn.view, stop)[:MESSAGES_A_STEP], chat=ports.chat
        ),
        left=_left(turn),
        why=_STOPPED,
        cause="stopped",
    )
    return end_run(turn, ending, ports=ports)


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
        send_out(
            thread, out, store=ports.store, chat=ports.chat, clock=ports.clock, tell=ports.tell
        )
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
    waiting = ((view.requirement(call), view.execution(call)) for call in all_open_calls(view))
    return Left(
        asked=view.open_requirements(),
        let_through=tuple(
            (each, start) for each, start in waiting if each is not None and lets_run(each)
        ),
    )
