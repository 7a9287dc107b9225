"""What comes next in a thread: it depends on its rows alone, whatever was cut off before."""

from dataclasses import dataclass
from typing import TypeAlias

from signoff.core.frames import has_begun, last_word, open_calls
from signoff.core.journal import Call
from signoff.core.keys import Position
from signoff.core.snapshot import Snapshot
from signoff.core.thread import ThreadState


@dataclass(frozen=True, slots=True, kw_only=True)
class AskModel:
    """Everything it asked for has come back, or somebody wrote: the model is to go on.

    Attributes:
        within: The call whose agent is to go on; None: the thread's own.
    """

    within: Position | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A call can go on: to its start, to its output, or to a question about its end."""

    call: Call


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Nothing can go on until something happens outside."""

    state: ThreadState


Move: TypeAlias = AskModel | Work | Rest


def next_move(view: Snapshot) -> Move:
    """Choose the next move of a thread: in its own conversation, or in one inside of it."""
    if not view.is_run_open:
        return AskModel() if view.inbox else Rest(state=ThreadState.IDLE)
    return _next_in(view, None)


def _next_in(view: Snapshot, within: Position | None) -> Move:
    """Choose the next move in a conversation; calls beside one that waits go on."""
    still_open = open_calls(view, within)
    for call in still_open:
        move = _next_of(view, call)
        if not isinstance(move, Rest):
            return move
    return Rest(state=ThreadState.WAITING) if still_open else AskModel(within=within)


def _next_of(view: Snapshot, call: Call) -> Move:
    if _waits(view, call):
        return Rest(state=ThreadState.WAITING)
    if has_begun(view, call) and last_word(view, call) is None:
        return _next_in(view, call.at)
    return Work(call=call)


def _waits(view: Snapshot, call: Call) -> bool:
    requirement = view.requirement(call)
    return requirement is not None and requirement.is_open
