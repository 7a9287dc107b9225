"""What comes next in a thread: it depends on its rows alone, whatever was cut off before."""

from dataclasses import dataclass
from typing import TypeAlias

from signoff.core.journal import Call, Refuse
from signoff.core.snapshot import Snapshot
from signoff.core.thread import ThreadState


@dataclass(frozen=True, slots=True, kw_only=True)
class AskModel:
    """Everything it asked for has come back, or somebody wrote: the model is to go on."""


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
    """Choose the next move of a thread."""
    if not view.is_run_open:
        return AskModel() if view.inbox else Rest(state=ThreadState.IDLE)
    still_open = open_calls(view)
    for call in still_open:
        if not _waits(view, call):
            return Work(call=call)
    return Rest(state=ThreadState.WAITING) if still_open else AskModel()


def open_calls(view: Snapshot) -> tuple[Call, ...]:
    """Give the calls of the last answer that the model has no output of yet."""
    answer = view.last_answer
    if answer is None:
        return ()
    outputs = view.outputs
    return tuple(
        call
        for call in answer.calls
        if not isinstance(call.plan, Refuse) and call.at not in outputs
    )


def _waits(view: Snapshot, call: Call) -> bool:
    requirement = view.requirement(call)
    return requirement is not None and requirement.is_open
