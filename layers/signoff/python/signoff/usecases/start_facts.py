"""What the audit is told of a start, and of its end."""

from dataclasses import replace

from signoff.core.actions import Action
from signoff.core.audit import Fact
from signoff.core.execution import Execution, ExecutionState
from signoff.core.journal import Call, Granted
from signoff.core.requirement import Requirement, digest_of


def ended_facts(
    execution: Execution,
    requirement: Requirement | None,
    state: ExecutionState,
    now: int,
    *,
    call: Call,
) -> tuple[Fact, ...]:
    """Tell the audit of a start together with its end."""
    ended: Action = "succeeded" if state is ExecutionState.SUCCEEDED else "failed"
    return tuple(
        fact
        for begun in begun_facts(execution, requirement, call=call)
        for fact in (begun, replace(begun, action=ended, at=now))
    )


def begun_facts(
    execution: Execution, requirement: Requirement | None, *, call: Call | None = None
) -> tuple[Fact, ...]:
    """Tell the audit of a start, in the first write after it: it had no room in its own.

    Of a call that waited for nobody nothing is told, unless a standing approval let it run.
    """
    if requirement is not None:
        at, shown = requirement.at, requirement.digest
    elif call is not None and isinstance(call.plan, Granted):
        at, shown = call.at, called(call)
    else:
        return ()
    return (
        Fact(
            action="started",
            at=execution.started_at,
            by=None,
            about=(at.place,),
            digests=(shown,),
            note=f"attempt {execution.attempt}",
        ),
    )


def lapsed(call: Call, *, now: int) -> Fact:
    """Tell the audit that the standing approval which let a call run does not count any more."""
    return Fact(
        action="grant_lapsed",
        at=now,
        by=None,
        about=(call.at.place,),
        digests=(called(call),),
    )


def called(call: Call) -> str:
    """Digest what a call that nobody was asked about is: as a request of it would."""
    return digest_of(
        tool=call.tool, version=call.tool_version, arguments=call.arguments, at=call.at
    )
