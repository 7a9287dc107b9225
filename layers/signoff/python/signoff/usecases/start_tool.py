"""A tool starts: the intent is stored, then the tool runs, then its result is stored."""

import json
from dataclasses import dataclass, replace

from signoff.agent.agent import Agent
from signoff.agent.files import ToolResult
from signoff.agent.rules import Candidate, forbidden_by
from signoff.agent.tool import Tool
from signoff.core import outputs
from signoff.core.audit import Fact
from signoff.core.execution import Execution, ExecutionState, idempotency_key
from signoff.core.failure import Failure, failure
from signoff.core.frames import frame_of
from signoff.core.gate import UserInput
from signoff.core.grant_keys import key_at
from signoff.core.journal import Call, Granted
from signoff.core.merging import final_arguments
from signoff.core.observations.runs import OutcomeNoted
from signoff.core.redaction import scrubbed
from signoff.core.requirement import Outcome, OutcomeState, Requirement
from signoff.core.schema import check
from signoff.core.snapshot import Snapshot
from signoff.core.standing import require_standing
from signoff.core.switches import Reach, switches_over
from signoff.core.transitions import calling, granting
from signoff.ports import RefusedError, TaskState
from signoff.ports.model import ToolFailedError
from signoff.usecases.authorise import OFF_NOTE
from signoff.usecases.callers import ids_within, rules_over, tool_of
from signoff.usecases.give_files import kept_files
from signoff.usecases.give_output import Ending, Output, give_output
from signoff.usecases.lock_card import lock_card
from signoff.usecases.plan_calls import denied
from signoff.usecases.show_task import show
from signoff.usecases.start_facts import ended_facts, lapsed
from signoff.usecases.turn import Turn, TurnPorts, written
from signoff.usecases.vouching import Blocked, blocked, held_back

CHANGED = "Not run: the tool {tool} was changed or removed while this call waited."
MISFIT = "Not run, the arguments do not fit after all: {problems}."

_NOTE_CHARACTERS = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A tool that is about to run.

    Attributes:
        call: The model's call.
        tool: The tool, as it is now.
        arguments: What it runs with, as canonical JSON.
        execution: The record of this start.
        reach: What switches ask about it.
        requirement: The decision that lets it run; None when it needs none.
    """

    call: Call
    tool: Tool
    arguments: str
    execution: Execution
    reach: Reach
    requirement: Requirement | None


def reach_of(view: Snapshot, call: Call, *, agent: Agent) -> Reach:
    """Say what switches ask about a call: its tool, and all agents above it, and its own."""
    own = ids_within(view, frame_of(view, call.at), agent=agent)
    asked = view.requirement(call)
    then = (*asked.callers, asked.agent) if asked else ()
    return Reach(agents=(*own, *then, call.agent), tool=call.tool)


def is_switched_off(refused: RefusedError, team: str, reach: Reach) -> bool:
    """Tell whether a switch refused a start."""
    return any(key in refused.old for key in switches_over(team, reach))


def has_lapsed(refused: RefusedError, turn: Turn, call: Call) -> bool:
    """Tell whether the standing approval that a call rested on refused its start."""
    if not isinstance(call.plan, Granted):
        return False
    return key_at(turn.thread.team, call.plan.place) in refused.old


def start_tool(
    turn: Turn,
    call: Call,
    requirement: Requirement | None,
    *,
    attempt: int,
    agent: Agent,
    ports: TurnPorts,
) -> Turn:
    """Start a call that may run; what is no longer what was asked about does not start.

    A call of another agent has begun with that: its conversation takes the place of a function.

    Raises:
        UnreadableRowError: The decision behind it is not what was decided, or is gone.
        UnverifiedVoiceError: Its risk is high, and nobody can say now who may still decide.
    """
    require_standing(turn.thread, call, requirement)
    tool = tool_of(turn.view, call, agent=agent)
    if tool is None or tool.version != call.tool_version:
        facts = held_back(requirement, "the tool was changed or removed", now=ports.clock())
        return _refuse(turn, call, requirement, CHANGED.format(tool=call.tool), ports, facts=facts)
    arguments = final_arguments(requirement) if requirement else call.arguments
    against = _against(turn, call, tool, requirement, agent=agent, ports=ports)
    if against is not None:
        return _refuse(turn, call, requirement, against.said, ports, facts=against.facts)
    lock_card(turn, requirement, ports)
    start = Start(
        call=call,
        tool=tool,
        arguments=arguments,
        execution=_execution(turn, call, arguments, attempt=attempt, now=ports.clock()),
        reach=reach_of(turn.view, call, agent=agent),
        requirement=requirement,
    )
    return _begin(turn, start, ports)


def _begin(turn: Turn, start: Start, ports: TurnPorts) -> Turn:
    """Store the intent, which the table may still refuse, and run what it is about."""
    try:
        turn = _intend(turn, start, ports)
    except RefusedError as refused:
        return _not_started(turn, start, refused, ports)
    if start.call.agent:
        show(turn.live, start.call, start.tool, start.arguments, TaskState.IN_PROGRESS)
        return turn
    taken_up = turn.view.requirement(start.call) if start.requirement else None
    return run_tool(turn, replace(start, requirement=taken_up), ports=ports)


def _against(
    turn: Turn,
    call: Call,
    tool: Tool,
    requirement: Requirement | None,
    *,
    agent: Agent,
    ports: TurnPorts,
) -> Blocked | None:
    """Say what stands against a start: its arguments, a rule, or who let it run."""
    arguments = final_arguments(requirement) if requirement else call.arguments
    misfit = _misfit(requirement, arguments)
    if misfit:
        facts = held_back(requirement, "the arguments do not fit", now=ports.clock())
        return Blocked(said=MISFIT.format(problems=misfit), facts=facts)
    forbidden = _forbidden(turn, call, requirement, arguments, agent)
    if forbidden:
        fact = denied(tool, arguments, call.at, rule=forbidden, now=ports.clock())
        return Blocked(said=outputs.FORBIDDEN, facts=(fact,))
    return blocked(requirement, thread=turn.thread, chat=ports.chat, clock=ports.clock)


def _execution(turn: Turn, call: Call, arguments: str, *, attempt: int, now: int) -> Execution:
    return Execution(
        at=call.at,
        attempt=attempt,
        idempotency_key=idempotency_key(pk=turn.thread.pk, at=call.at, arguments=arguments),
        started_at=now,
        fence=turn.fence,
    )


def _intend(turn: Turn, start: Start, ports: TurnPorts) -> Turn:
    running = Outcome(state=OutcomeState.RUNNING, at=start.execution.started_at)
    writes = calling.started(
        turn.thread, start.execution, start.requirement, running=running, reach=start.reach
    )
    leave = () if start.requirement else granting.leave(turn.thread, start.call, now=running.at)
    return written(turn, ports, *writes, *leave)


def run_tool(turn: Turn, start: Start, *, ports: TurnPorts) -> Turn:
    """Run a tool whose start is stored, and store what came of it."""
    key = start.execution.idempotency_key
    state, outcome, note = ExecutionState.SUCCEEDED, OutcomeState.DONE, ""
    raised: Failure | None = None
    show(turn.live, start.call, start.tool, start.arguments, TaskState.IN_PROGRESS)
    result: str | ToolResult
    try:
        result = ports.tools(start.tool, json.loads(start.arguments), idempotency_key=key)
    except ToolFailedError as error:
        state, outcome, note = ExecutionState.FAILED, OutcomeState.FAILED, str(error)
        result, raised = f"The tool failed: {error}", failure(error)
    text, files = kept_files(result, ports.store)
    now = ports.clock()
    after = Outcome(
        state=outcome,
        at=now,
        took=now - start.execution.started_at,
        note=_note(start.requirement, note),
    )
    output = Output(
        call=start.call,
        text=outputs.told_of_edit(start.requirement) + text,
        requirement=start.requirement,
        after=after if start.requirement else None,
        ending=Ending(execution=start.execution, was=ExecutionState.STARTED, now=state),
        facts=ended_facts(start.execution, start.requirement, state, now, call=start.call),
        files=files,
    )
    turn = give_output(turn, output, ports=ports)
    end, has_failed = TaskState.COMPLETE, raised is not None
    show(turn.live, start.call, start.tool, start.arguments, end, has_failed=has_failed)
    ports.tell(_noted(turn, start, after, raised))
    return turn


def _note(requirement: Requirement | None, text: str) -> str:
    """Cut a text for the receipt; first goes what is hidden, of which a half would be left."""
    return (scrubbed(requirement, text) if requirement else text)[:_NOTE_CHARACTERS]


def _noted(turn: Turn, start: Start, after: Outcome, raised: Failure | None) -> OutcomeNoted:
    return OutcomeNoted(
        thread=turn.thread,
        at=start.call.at,
        tool=start.tool.name,
        attempt=start.execution.attempt,
        outcome=after.state,
        took_ms=after.took,
        failure=raised,
    )


def _not_started(turn: Turn, start: Start, refused: RefusedError, ports: TurnPorts) -> Turn:
    """Say why a start was refused, where it is for good.

    Raises:
        RefusedError: It was for something that may be otherwise in a moment.
    """
    if is_switched_off(refused, turn.thread.team, start.reach):
        facts = held_back(start.requirement, OFF_NOTE, now=ports.clock())
        return _refuse(turn, start.call, start.requirement, outputs.OFF, ports, facts=facts)
    if has_lapsed(refused, turn, start.call):
        return _lapsed(turn, start.call, ports)
    raise refused


def _lapsed(turn: Turn, call: Call, ports: TurnPorts) -> Turn:
    """Refuse in a word what rested on an approval that does not count any more."""
    fact = lapsed(call, now=ports.clock())
    return _refuse(turn, call, None, outputs.LAPSED, ports, facts=(fact,))


def _misfit(requirement: Requirement | None, arguments: str) -> str:
    """Check what a person filled in or changed once more, on this side of the pause."""
    if requirement is None or not (isinstance(requirement.ask, UserInput) or requirement.edited):
        return ""
    return "; ".join(map(str, check(json.loads(requirement.schema), json.loads(arguments))))


def _forbidden(
    turn: Turn, call: Call, requirement: Requirement | None, arguments: str, agent: Agent
) -> str:
    """Hold what people filled in or changed against the rules: nobody can approve it either."""
    if requirement is None or arguments == call.arguments:
        return ""
    candidate = Candidate(
        tool=call.tool,
        arguments=json.loads(arguments),
        user=requirement.requester.id,
        joined=requirement.joined,
        channel=turn.thread.channel,
    )
    return forbidden_by(rules_over(turn.view, call, agent=agent), candidate)


def _refuse(
    turn: Turn,
    call: Call,
    requirement: Requirement | None,
    text: str,
    ports: TurnPorts,
    *,
    facts: tuple[Fact, ...] = (),
) -> Turn:
    note = _note(requirement, text)
    after = Outcome(state=OutcomeState.NOT_RUN, at=ports.clock(), note=note)
    output = Output(
        call=call,
        text=text,
        requirement=requirement,
        after=after if requirement else None,
        facts=facts,
    )
    turn = give_output(turn, output, ports=ports)
    ports.tell(
        OutcomeNoted(thread=turn.thread, at=call.at, tool=call.tool, attempt=0, outcome=after.state)
    )
    return turn
