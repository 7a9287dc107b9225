"""Another agent works on a call: its model goes on, or its conversation ends and is the output."""

from signoff.agent.agent import Agent
from signoff.core import outputs
from signoff.core.execution import ExecutionState
from signoff.core.failure import Failure, failure
from signoff.core.frames import answers, calls_into, gave_way, last_word
from signoff.core.journal import Call
from signoff.core.keys import Position
from signoff.core.observations.runs import OutcomeNoted
from signoff.core.requirement import Outcome, OutcomeState
from signoff.core.thread import ThreadState
from signoff.ports import PermanentError
from signoff.usecases.ask_model import Speaker, ask_model
from signoff.usecases.callers import agent_within, ids_within, path_to, rules_within
from signoff.usecases.give_output import Ending, Output, give_output
from signoff.usecases.start_facts import ended_facts
from signoff.usecases.turn import Turn, TurnPorts

GONE = "Not finished: the agent {tool} was changed or removed while it worked on this."
TOO_LONG = "Not finished: {name} was stopped after {steps} steps without coming to an end."
BROKEN_OFF = "Not finished: {name} was broken off, because somebody wrote in the thread."
FAILED = "Not finished: {name} could not go on. {why}"


def ask_within(
    turn: Turn, within: Position, *, agent: Agent, ports: TurnPorts
) -> Turn | ThreadState:
    """Have the agent of a call go on; when it can't, the agent that called is told, and goes on.

    Args:
        turn: The turn.
        within: The call.
        agent: The thread's own agent.
        ports: The outside.
    """
    call = calls_into(turn.view, within)[-1]
    speaker = agent_within(turn.view, within, agent=agent)
    if speaker is None:
        return _failed(turn, call, GONE.format(tool=call.tool), ports)
    if gave_way(turn.view, within):
        return _failed(turn, call, BROKEN_OFF.format(name=speaker.name), ports)
    steps = len(answers(turn.view, within))
    if steps >= speaker.max_steps:
        text = TOO_LONG.format(name=speaker.name, steps=steps)
        return _failed(turn, call, text, ports)
    try:
        return ask_model(turn, _speaker(turn, within, speaker, agent=agent), ports=ports)
    except PermanentError as error:
        text = FAILED.format(name=speaker.name, why=error)
        return _failed(turn, call, text, ports, raised=failure(error))


def _speaker(turn: Turn, within: Position, speaker: Agent, *, agent: Agent) -> Speaker:
    *rules, _ = rules_within(turn.view, within, agent=agent)
    *callers, _ = ids_within(turn.view, within, agent=agent)
    return Speaker(
        agent=speaker,
        within=within,
        callers=tuple(callers),
        path=path_to(turn.view, within, agent=agent),
        above=tuple(rules),
    )


def end_within(turn: Turn, call: Call, *, ports: TurnPorts) -> Turn:
    """Give a call the last word of the agent that worked on it as its output."""
    said = last_word(turn.view, call)
    if said is None:
        raise ValueError(f"{call.at.place}: its agent has not come to an end")
    return _ended(turn, call, outputs.stored(said), OutcomeState.DONE, ports)


def _failed(
    turn: Turn, call: Call, text: str, ports: TurnPorts, *, raised: Failure | None = None
) -> Turn:
    return _ended(turn, call, text, OutcomeState.FAILED, ports, raised=raised)


def _ended(
    turn: Turn,
    call: Call,
    text: str,
    state: OutcomeState,
    ports: TurnPorts,
    *,
    raised: Failure | None = None,
) -> Turn:
    execution, requirement = turn.view.execution(call), turn.view.requirement(call)
    if execution is None:
        raise ValueError(f"{call.at.place} was never started")
    now, is_done = ports.clock(), state is OutcomeState.DONE
    after = Outcome(state=state, at=now, took=now - execution.started_at)
    ending = Ending(
        execution=execution,
        was=ExecutionState.STARTED,
        now=ExecutionState.SUCCEEDED if is_done else ExecutionState.FAILED,
    )
    output = Output(
        call=call,
        text=outputs.told_of_edit(requirement) + text,
        requirement=requirement,
        after=after if requirement else None,
        ending=ending,
        facts=ended_facts(execution, requirement, ending.now, now, call=call),
    )
    turn = give_output(turn, output, ports=ports)
    turn.live.ended(call.at.place, has_failed=not is_done)
    ports.tell(
        OutcomeNoted(
            thread=turn.thread,
            at=call.at,
            tool=call.tool,
            attempt=execution.attempt,
            outcome=state,
            took_ms=after.took,
            failure=raised,
        )
    )
    return turn
