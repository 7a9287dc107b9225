"""The conversations inside a run: the thread's own agent's, and one for each call of another."""

from signoff.core.decision import RequirementState
from signoff.core.journal import Call, ModelSpoke, Refuse
from signoff.core.keys import Position
from signoff.core.snapshot import Snapshot


def answers(view: Snapshot, within: Position | None) -> tuple[ModelSpoke, ...]:
    """Give what was answered in a conversation of the current run, in order.

    Args:
        view: The thread.
        within: The call that the conversation is about; None: it is the thread's own.
    """
    spoken = (entry for entry in view.run if isinstance(entry, ModelSpoke))
    return tuple(entry for entry in spoken if entry.within == within)


def open_calls(view: Snapshot, within: Position | None = None) -> tuple[Call, ...]:
    """Give the calls of a conversation's last answer that have no output yet."""
    spoken, outputs = answers(view, within), view.outputs
    return tuple(
        call
        for entry in spoken[-1:]
        for call in entry.calls
        if not isinstance(call.plan, Refuse) and call.at not in outputs
    )


def all_open_calls(view: Snapshot) -> tuple[Call, ...]:
    """Give the calls of the current run that have no output yet, in whichever conversation."""
    return _open_below(view, None)


def has_begun(view: Snapshot, call: Call) -> bool:
    """Tell whether a call was handed to another agent, whose conversation answers it."""
    return bool(call.agent) and view.execution(call) is not None


def last_word(view: Snapshot, call: Call) -> str | None:
    """Give what another agent made of a call; None: it has not come to its end."""
    spoken = answers(view, call.at)
    return spoken[-1].said if spoken and not spoken[-1].calls else None


def gave_way(view: Snapshot, within: Position) -> bool:
    """Tell whether what was waited for last, here or below, gives way to a message in the thread.

    Whoever takes a request back while a message waits wants that to be read; and only the thread's
    own agent reads it.
    """
    return any(
        _is_taken_back(view, call) or gave_way(view, call.at)
        for entry in answers(view, within)[-1:]
        for call in entry.calls
    )


def frame_of(view: Snapshot, at: Position) -> Position | None:
    """Tell in which conversation a call was made."""
    made = (entry for entry in view.run if isinstance(entry, ModelSpoke))
    return next((entry.within for entry in made if entry.step == at.step), None)


def calls_into(view: Snapshot, within: Position | None) -> tuple[Call, ...]:
    """Give the calls that lead from the thread's own conversation into another one."""
    leading: list[Call] = []
    while within is not None:
        call = _call(view, within)
        leading.insert(0, call)
        within = frame_of(view, call.at)
    return tuple(leading)


def _open_below(view: Snapshot, within: Position | None) -> tuple[Call, ...]:
    still_open = open_calls(view, within)
    inside = (each for call in still_open for each in _open_below(view, call.at))
    return (*still_open, *inside)


def _is_taken_back(view: Snapshot, call: Call) -> bool:
    requirement = view.requirement(call)
    match requirement.state if requirement else None:
        case RequirementState.SUPERSEDED:
            return True
        case RequirementState.CANCELLED:
            return bool(view.inbox)
        case _:
            return False


def _call(view: Snapshot, at: Position) -> Call:
    spoken = (entry for entry in view.run if isinstance(entry, ModelSpoke))
    return next(call for entry in spoken for call in entry.calls if call.at == at)
