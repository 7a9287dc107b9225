"""A tool call: its intent before its effect, its result after, and each only under the lease."""

from signoff.core.codec import column, to_item
from signoff.core.decision import RequirementState
from signoff.core.execution import Execution, ExecutionState
from signoff.core.items import Check, Clause, Column, Equal, Missing, Put, Update, Write
from signoff.core.journal import Step, ToolReturned
from signoff.core.keys import Key, ThreadKey
from signoff.core.requirement import Outcome, Requirement
from signoff.core.switches import Reach
from signoff.core.transitions.switching import none_over


def started(
    thread: ThreadKey,
    execution: Execution,
    requirement: Requirement | None,
    *,
    running: Outcome,
    reach: Reach,
) -> tuple[Write, ...]:
    """Write down that a tool is about to run.

    A gated call needs a standing decision on exactly these bytes, which this start uses up. No
    switch may stand over what it reaches.
    """
    key = thread.execution(execution.at, execution.attempt)
    start = Put(key=key, item=to_item(execution, key), when=(Missing(name="pk"),))
    return (
        start,
        *_under_lease(thread, execution.fence, reach),
        *_used(thread, requirement, key, running),
    )


def restarted(
    thread: ThreadKey, execution: Execution, *, fence: int, reach: Reach
) -> tuple[Write, ...]:
    """Take over a start whose end nobody saw, of a tool that may be started twice."""
    return (
        Update(
            key=thread.execution(execution.at, execution.attempt),
            put={"fence": fence},
            when=(
                Equal(name="state", value=ExecutionState.STARTED.value),
                Equal(name="fence", value=execution.fence),
            ),
        ),
        *_under_lease(thread, fence, reach),
    )


def ended(
    thread: ThreadKey, execution: Execution, state: ExecutionState, *, was: ExecutionState
) -> Update:
    """Write down how a start ended."""
    return Update(
        key=thread.execution(execution.at, execution.attempt),
        put={"state": state.value},
        when=(
            Equal(name="state", value=was.value),
            Equal(name="fence", value=execution.fence),
        ),
    )


def returned(thread: ThreadKey, run: int, entry: ToolReturned, meta: Update) -> tuple[Write, ...]:
    """Journal a call's output."""
    key = thread.step(run, entry.step)
    step = Put(key=key, item=to_item(Step(run=run, entry=entry), key), when=(Missing(name="pk"),))
    return (step, meta)


def outcome(thread: ThreadKey, requirement: Requirement, after: Outcome) -> Update:
    """Note on a requirement what became of the call that it let through."""
    return Update(
        key=thread.requirement(requirement.at),
        put={"outcome": column(after)},
        when=(Equal(name="digest", value=requirement.digest),),
    )


def taken_up(
    thread: ThreadKey, requirement: Requirement, by: Key, *, after: Outcome | None = None
) -> Update:
    """Use up a decision: it lets one thing happen, once."""
    put: dict[str, Column] = {"consumed_by": by.sk}
    if after is not None:
        put["outcome"] = column(after)
    return Update(
        key=thread.requirement(requirement.at),
        put=put,
        when=(
            Equal(name="state", value=requirement.state.value),
            Equal(name="digest", value=requirement.digest),
            Missing(name="consumed_by"),
        ),
    )


def _used(
    thread: ThreadKey, requirement: Requirement | None, by: Key, running: Outcome
) -> tuple[Update, ...]:
    if requirement is None:
        return ()
    if requirement.state not in {RequirementState.APPROVED, RequirementState.ANSWERED}:
        raise ValueError(f"{requirement.at.place} lets nothing run: {requirement.state}")
    return (taken_up(thread, requirement, by, after=running),)


def _under_lease(thread: ThreadKey, fence: int, reach: Reach) -> tuple[Check, ...]:
    held: tuple[Clause, ...] = (Equal(name="fence", value=fence), Missing(name="stop"))
    return (Check(key=thread.meta(), when=held), *none_over(thread.team, reach))
