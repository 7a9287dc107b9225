"""Whether an audit and the starts of gated calls agree."""

from collections.abc import Collection, Iterator, Mapping

from signoff.core.actions import Action
from signoff.core.audit import Fact
from signoff.core.audit_chain import Finding
from signoff.core.audit_testimony import UNREADABLE, Testimony
from signoff.core.codec import UnreadableRowError, from_item
from signoff.core.execution import Execution, ExecutionState

LATE_MS = 3_600_000
"""So long after a start its next write has come, even where a worker was cut off."""

_ENDS: Mapping[ExecutionState, Action] = {
    ExecutionState.SUCCEEDED: "succeeded",
    ExecutionState.FAILED: "failed",
}

_Start = tuple[str, str]


def start_disagreements(told: Testimony, gated: Collection[str]) -> Iterator[Finding]:
    """List what starts say and the audit does not, and the other way round.

    Args:
        told: The audit and its rows.
        gated: The places of the calls that were asked about: the audit tells of no others.
    """
    ends: dict[_Start, Action] = {
        _start(fact): fact.action for fact in told.facts if fact.action in _ENDS.values()
    }
    begun = {_start(fact) for fact in told.facts if fact.action == "started"}
    stored: dict[_Start, ExecutionState] = {}
    for row in told.of("EXEC"):
        sk = str(row["sk"])
        try:
            start = from_item(Execution, row)
        except UnreadableRowError:
            yield Finding(row=sk, what=UNREADABLE)
            continue
        if told.thread.execution(start.at, start.attempt).sk != sk:
            yield Finding(row=sk, what="it stands in another start's place")
        name = (start.at.place, f"attempt {start.attempt}")
        stored[name] = start.state
        if start.at.place in gated and name not in begun and not _is_under_way(start, told.now):
            yield Finding(row=sk, what="no entry tells of this start")
    for name in begun:
        yield from (
            Finding(row=told.row(name[0], "EXEC"), what=what)
            for what in _of_end(name[1], stored.get(name), ends.get(name))
        )


def _is_under_way(start: Execution, now: int) -> bool:
    """Tell whether the audit may still have to be told: a start had no room for its entry."""
    return start.state is ExecutionState.STARTED and start.started_at >= now - LATE_MS


def _of_end(attempt: str, state: ExecutionState | None, told: Action | None) -> Iterator[str]:
    if state is None:
        yield f"an entry tells of {attempt}, which is not there"
    elif _ENDS.get(state) != told:
        yield f"{attempt} is {state}, and the entries tell otherwise"


def _start(fact: Fact) -> _Start:
    """Name a start by its call, also where a question about an earlier one let it run."""
    return (fact.about[0].partition("r")[0] if fact.about else "", fact.note)
