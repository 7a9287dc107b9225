"""One turn: model and tools, until a reply, a pause, or the end of this worker's time."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from signoff.agent.agent import Agent
from signoff.core.codec import UnreadableRowError
from signoff.core.failure import failure, reason
from signoff.core.frames import answers
from signoff.core.keys import Position, ThreadKey
from signoff.core.moves import AskModel, Rest, Work, next_move
from signoff.core.observations.runs import ThreadAbandoned, TurnEnded, TurnPutOff
from signoff.core.presence import Activity
from signoff.core.stopping import stopped
from signoff.core.thread import Stop, ThreadState
from signoff.core.transitions import lease, stopping
from signoff.ports import (
    LONGEST_DELAY_S,
    PermanentError,
    RefusedError,
    TransientError,
    UnreachableError,
)
from signoff.usecases.ask_model import Speaker, ask_model
from signoff.usecases.ask_within import ask_within
from signoff.usecases.forsake import forsake
from signoff.usecases.give_up import TRIES, abandon, give_up, give_up_stopped
from signoff.usecases.holding import hold
from signoff.usecases.showing import Showing
from signoff.usecases.turn import (
    LostLeaseError,
    Turn,
    TurnPorts,
    begun,
    claim,
    live_of,
    load,
    reread,
    with_inbox,
    written,
)
from signoff.usecases.work_call import work_call

TRIED_TOO_OFTEN = (
    "I could not go on with this: it failed {tries} times in a row. "
    "Nothing more will be tried by itself; write here to start again."
)
TOO_MANY_STEPS = "I stopped after {steps} steps without coming to an end. Write here to go on."

_REFUSALS = 5
_FIRST_WAIT_S = 5
_LONGEST_WAIT_S = 300


class TurnEnd(StrEnum):
    """How a turn ended, for the log."""

    IDLE = "idle"
    WAITING = "waiting"
    HELD = "held"
    BUSY = "busy"
    LOST = "lost"
    YIELDED = "yielded"
    DELAYED = "delayed"
    FAILED = "failed"


_ENDS = {ThreadState.IDLE: TurnEnd.IDLE, ThreadState.WAITING: TurnEnd.WAITING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """How long this worker has.

    Attributes:
        lease_ms: For how long to claim the thread: the time-out of the function, and some more.
        slice_end: When to hand the thread on, in milliseconds since 1970.
    """

    lease_ms: int
    slice_end: int


def take_turn(
    thread: ThreadKey,
    *,
    agent: Agent,
    ports: TurnPorts,
    times: Times,
    begun_with: Turn | None = None,
) -> TurnEnd:
    """Take a thread as far as it goes; whoever comes later goes on from what is stored.

    Args:
        thread: The thread.
        agent: The agent.
        ports: The outside.
        times: How long this worker has.
        begun_with: The turn whose lease was taken with the thread's first message.

    Raises:
        Exception: Whatever is not foreseen; the lease is given back before.
    """
    began = ports.clock()
    turn = begun_with or claim(thread, ports, lease_ms=times.lease_ms)
    end = TurnEnd.FAILED
    try:
        end = _end(turn, agent=agent, ports=ports, times=times) if turn else TurnEnd.BUSY
    finally:
        tries = turn.tries if turn else 0
        took = ports.clock() - began
        ports.tell(TurnEnded(thread=thread, end=end.value, tries=tries, took_ms=took))
    return end


def _end(turn: Turn, *, agent: Agent, ports: TurnPorts, times: Times) -> TurnEnd:
    """Go on with a thread that was just claimed, and give it back whatever happens."""
    live = live_of(turn, agent, ports)
    turn = replace(turn, live=live)
    try:
        end = _gone_on(begun(load(turn, ports)), agent=agent, ports=ports, times=times)
    except LostLeaseError:
        live.close()
        return TurnEnd.LOST
    except TransientError as error:
        live.close()
        return _later(turn, error, ports)
    except Exception as error:
        live.close()
        if turn.tries > TRIES and abandon(turn, ports=ports):
            ports.presence.show(turn.thread, Activity.CLOSED)
            ports.tell(ThreadAbandoned(thread=turn.thread, failure=failure(error)))
        else:
            _let_go(turn, ports, due=ports.clock())
        raise
    except BaseException:
        _let_go(turn, ports, due=ports.clock())
        raise
    live.close()
    return end


def _gone_on(turn: Turn, *, agent: Agent, ports: TurnPorts, times: Times) -> TurnEnd:
    """Go on, and leave nothing under way beside it."""
    try:
        end = _go_on(turn, agent=agent, ports=ports, times=times)
    except Exception:
        turn.receipts.close()
        raise
    turn.receipts.close()
    return end


def _go_on(turn: Turn, *, agent: Agent, ports: TurnPorts, times: Times) -> TurnEnd:
    showing = Showing(ports)
    while True:
        if ports.clock() >= times.slice_end:
            turn.live.stop()
            _let_go(turn, ports, due=ports.clock())
            ports.queue.wake(turn.thread)
            return TurnEnd.YIELDED
        after = _moved(turn, showing, agent=agent, ports=ports)
        if isinstance(after, TurnEnd):
            return after
        turn = after
        showing.moved()


def _moved(turn: Turn, showing: Showing, *, agent: Agent, ports: TurnPorts) -> Turn | TurnEnd:
    """Make the next move; when somebody was faster with a row, look again and move from there.

    Raises:
        TransientError: Others keep being faster.
        UnreadableRowError: Nobody is, claim after claim: the rows contradict each other.
    """
    for _ in range(_REFUSALS):
        try:
            return _move(turn, showing, agent=agent, ports=ports)
        except RefusedError:
            turn = reread(turn, ports)
    if turn.tries > TRIES:
        raise UnreadableRowError("the rows of this thread contradict each other")
    raise TransientError("others keep changing this thread")


def _move(turn: Turn, showing: Showing, *, agent: Agent, ports: TurnPorts) -> Turn | TurnEnd:
    """Make the thread's next move."""
    if turn.view.missed:
        return forsake(turn, ports=ports)
    if turn.view.meta.stop:
        return _stop(turn, turn.view.meta.stop, ports)
    move = next_move(turn.view)
    if isinstance(move, Rest):
        return _rest(turn, move, showing, ports)
    if turn.tries > TRIES:
        said = TRIED_TOO_OFTEN.format(tries=TRIES)
        return give_up(turn, said, cause="tried too often", ports=ports)
    showing.works(turn)
    match move:
        case AskModel(within=within):
            return _ask(turn, within, showing, agent=agent, ports=ports)
        case Work(call=call):
            return work_call(turn, call, agent=agent, ports=ports)
        case _:
            assert_never(move)


def _stop(turn: Turn, stop: Stop, ports: TurnPorts) -> Turn:
    """End the run that somebody wants to end; if it ended by itself, go on as if nothing was."""
    if stopped(turn.view):
        return give_up_stopped(turn, stop, ports=ports)
    return written(turn, ports, stopping.came_late(turn.thread, stop))


def _ask(
    turn: Turn, within: Position | None, showing: Showing, *, agent: Agent, ports: TurnPorts
) -> Turn | TurnEnd:
    steps = len(answers(turn.view, None))
    if within is None and turn.view.is_run_open and steps >= agent.max_steps:
        said = TOO_MANY_STEPS.format(steps=steps)
        return give_up(turn, said, cause="too many steps", ports=ports)
    turn = with_inbox(turn, ports)
    sooner = _sooner(turn, ports)
    if sooner is not None:
        return sooner
    try:
        if within is not None:
            after = ask_within(turn, within, agent=agent, ports=ports)
        else:
            after = ask_model(turn, Speaker(agent=agent), ports=ports)
    except PermanentError as error:
        return give_up(turn, str(error), cause=reason(error), ports=ports)
    if isinstance(after, Turn):
        return after
    showing.answered(turn, after)
    return _ENDS[after]


def _sooner(turn: Turn, ports: TurnPorts) -> Turn | None:
    """Do what comes before the model is asked, now that the inbox was read again; None: nothing."""
    if turn.view.missed:
        return forsake(turn, ports=ports)
    if turn.view.meta.stop:
        return _stop(turn, turn.view.meta.stop, ports)
    # Whoever wrote may have taken it back meanwhile.
    return None if turn.view.is_run_open or turn.view.inbox else turn


def _rest(turn: Turn, rest: Rest, showing: Showing, ports: TurnPorts) -> Turn | TurnEnd:
    turn.live.stop()
    update = lease.park(turn.thread, state=rest.state, fence=turn.fence, seen=turn.seen)
    try:
        ports.store.change(update)
    except RefusedError:
        return reread(turn, ports)
    showing.rests(turn, rest.state)
    if rest.state is ThreadState.WAITING and turn.view.has_inbox:
        hold(turn, ports)
        return TurnEnd.HELD
    return _ENDS[rest.state]


def _later(turn: Turn, error: TransientError, ports: TurnPorts) -> TurnEnd:
    """Something outside does not work now: leave the thread to a later wake."""
    asked = error.retry_after_s if isinstance(error, UnreachableError) else 0
    wait = min(_FIRST_WAIT_S * 2 ** (turn.tries - 1), _LONGEST_WAIT_S)
    wait = max(wait, min(asked, LONGEST_DELAY_S))
    _let_go(turn, ports, due=ports.clock() + wait * 1000 + lease.GRACE_MS)
    ports.queue.wake(turn.thread, delay_s=wait)
    ports.tell(TurnPutOff(thread=turn.thread, again_s=wait, failure=failure(error)))
    return TurnEnd.DELAYED


def _let_go(turn: Turn, ports: TurnPorts, *, due: int) -> None:
    try:
        ports.store.change(lease.release(turn.thread, fence=turn.fence, due=due))
    except (RefusedError, TransientError):
        # The lease is another's by now, or runs out by itself; either way the row is due.
        return
