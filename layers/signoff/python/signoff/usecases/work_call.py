"""A call can go on: start it, give its output, or ask a person how it ended."""

from typing import assert_never

from signoff.agent.agent import Agent
from signoff.core import outputs
from signoff.core.codec import UnreadableRowError
from signoff.core.decision import (
    Answered,
    Approved,
    ApprovedEdited,
    ItHappened,
    Reconcile,
    RunAgain,
)
from signoff.core.execution import ExecutionState
from signoff.core.gate import UserInput
from signoff.core.journal import Call
from signoff.core.observations.runs import OutcomeNoted
from signoff.core.requirement import Outcome, OutcomeState, Requirement
from signoff.core.standing import standing_verdict
from signoff.usecases.after_crash import after_crash
from signoff.usecases.ask_within import end_within
from signoff.usecases.give_output import Ending, Output, give_output
from signoff.usecases.lock_card import lock_card
from signoff.usecases.start_tool import start_tool
from signoff.usecases.turn import Turn, TurnPorts


def work_call(turn: Turn, call: Call, *, agent: Agent, ports: TurnPorts) -> Turn:
    """Take a call as far as it goes now; what is stored of it says where it stands."""
    execution = turn.view.execution(call)
    if execution is None:
        return _begin(turn, call, agent=agent, ports=ports)
    match execution.state:
        case ExecutionState.STARTED if call.agent:
            return end_within(turn, call, ports=ports)
        case ExecutionState.STARTED:
            return after_crash(turn, call, agent=agent, ports=ports)
        case ExecutionState.UNKNOWN:
            return _after_reconcile(turn, call, agent=agent, ports=ports)
        case (
            ExecutionState.SUCCEEDED
            | ExecutionState.FAILED
            | ExecutionState.MARKED_DONE
            | ExecutionState.ABORTED
        ):
            raise UnreadableRowError(f"{call.at.place}: it has ended and has no output")
        case _:
            assert_never(execution.state)


def _begin(turn: Turn, call: Call, *, agent: Agent, ports: TurnPorts) -> Turn:
    requirement = turn.view.requirement(call)
    if requirement is None:
        return start_tool(turn, call, None, attempt=1, agent=agent, ports=ports)
    return _after_decision(turn, call, requirement, agent=agent, ports=ports)


def _after_decision(
    turn: Turn, call: Call, requirement: Requirement, *, agent: Agent, ports: TurnPorts
) -> Turn:
    """Start what a person let run; tell the model the person's word on everything else."""
    verdict = standing_verdict(turn.thread, call, requirement)
    match requirement.ask, verdict.decision:
        case (Reconcile(), _):
            raise UnreadableRowError(f"{call.at.place}: the start that was asked about is gone")
        case (_, Approved() | ApprovedEdited()) | (UserInput(), Answered()):
            return start_tool(turn, call, requirement, attempt=1, agent=agent, ports=ports)
        case _:
            lock_card(turn, requirement, ports)
            text = outputs.told(requirement, verdict)
            return give_output(
                turn, Output(call=call, text=text, requirement=requirement), ports=ports
            )


def _after_reconcile(turn: Turn, call: Call, *, agent: Agent, ports: TurnPorts) -> Turn:
    """Go by what a person found out about a start whose end nobody saw."""
    requirement, execution = turn.view.requirement(call), turn.view.execution(call)
    if requirement is None or execution is None:
        raise UnreadableRowError(f"{call.at.place}: nobody was asked how it ended")
    verdict = standing_verdict(turn.thread, call, requirement)
    if isinstance(verdict.decision, RunAgain):
        attempt = execution.attempt + 1
        return start_tool(turn, call, requirement, attempt=attempt, agent=agent, ports=ports)
    happened = isinstance(verdict.decision, ItHappened)
    now = ExecutionState.MARKED_DONE if happened else ExecutionState.ABORTED
    outcome = OutcomeState.DONE if happened else OutcomeState.UNKNOWN
    output = Output(
        call=call,
        text=outputs.told_of_end(verdict),
        requirement=requirement,
        after=Outcome(state=outcome, at=ports.clock()),
        ending=Ending(execution=execution, was=ExecutionState.UNKNOWN, now=now),
    )
    turn = give_output(turn, output, ports=ports)
    ports.tell(
        OutcomeNoted(
            thread=turn.thread,
            at=call.at,
            tool=call.tool,
            attempt=execution.attempt,
            outcome=outcome,
        )
    )
    return turn
