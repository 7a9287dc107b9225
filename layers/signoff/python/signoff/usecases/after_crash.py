"""A start whose end nobody saw: by the tool's own word it runs again, fails, or a person says."""

from dataclasses import replace
from functools import partial
from typing import assert_never

from signoff.agent.agent import Agent
from signoff.agent.tool import Tool
from signoff.core import outputs
from signoff.core.asked import asked_fact
from signoff.core.audit import Fact
from signoff.core.codec import UnreadableRowError
from signoff.core.decision import Reconcile
from signoff.core.execution import Execution, ExecutionState
from signoff.core.frames import frame_of
from signoff.core.gate import OnInterrupt
from signoff.core.journal import Call, Granted
from signoff.core.merging import final_arguments
from signoff.core.observations.runs import OutcomeUnknown
from signoff.core.requirement import Outcome, OutcomeState, Requirement, digest_of
from signoff.core.standing import require_standing
from signoff.core.terms import Terms
from signoff.core.titles import title_of
from signoff.core.transitions import asking, calling, granting
from signoff.core.transitions.asking import Questions, new_card
from signoff.core.transitions.deciding import redrawn
from signoff.core.transitions.lease import progress
from signoff.ports import RefusedError
from signoff.usecases.askers import joined, requester
from signoff.usecases.authorise import named
from signoff.usecases.callers import ids_within, path_to, tool_of
from signoff.usecases.draw_card import draw_card
from signoff.usecases.give_output import Ending, Output, give_output
from signoff.usecases.plan_calls import terms_here
from signoff.usecases.start_facts import begun_facts
from signoff.usecases.start_tool import (
    Start,
    has_lapsed,
    is_switched_off,
    reach_of,
    run_tool,
)
from signoff.usecases.turn import Turn, TurnPorts, written
from signoff.usecases.vouching import blocked

ASK_FOR_MS = 86_400_000
"""How long a person has to say how a start ended: a day."""


def after_crash(turn: Turn, call: Call, *, agent: Agent, ports: TurnPorts) -> Turn:
    """Go on with a call that a worker had started when it was cut off.

    Raises:
        UnreadableRowError: Its rows contradict each other.
    """
    execution = _execution(turn, call)
    asked = turn.view.requirement(call)
    if asked is not None and asked.at.again >= execution.attempt:
        raise UnreadableRowError(f"{call.at.place}: its end was asked about, and it has begun")
    tool = tool_of(turn.view, call, agent=agent)
    is_same = tool is not None and tool.version == call.tool_version
    if tool is not None and is_same and (tool.idempotent or tool.on_interrupt is OnInterrupt.RETRY):
        return _restart(turn, call, tool, execution, agent=agent, ports=ports)
    on_interrupt = tool.on_interrupt if tool else _without_tool(call)
    match on_interrupt:
        case OnInterrupt.FAIL:
            return _fail(turn, call, execution, ports)
        case OnInterrupt.ASK | OnInterrupt.RETRY:
            return _ask(turn, call, execution, agent=agent, ports=ports)
        case _:
            assert_never(on_interrupt)


def _without_tool(call: Call) -> OnInterrupt:
    """Ask about a tool that is gone; not where who may decide would be anybody's guess."""
    return OnInterrupt.FAIL if isinstance(call.plan, Granted) else OnInterrupt.ASK


def _restart(
    turn: Turn, call: Call, tool: Tool, execution: Execution, *, agent: Agent, ports: TurnPorts
) -> Turn:
    """Start it again, under the same key; not where nobody may let it run any more.

    Raises:
        UnverifiedVoiceError: Its risk is high, and nobody can say now who may still decide.
    """
    requirement = turn.view.requirement(call)
    require_standing(turn.thread, call, requirement)
    against = blocked(requirement, thread=turn.thread, chat=ports.chat, clock=ports.clock)
    if against is not None:
        return _fail(turn, call, execution, ports, facts=against.facts)
    reach = reach_of(turn.view, call, agent=agent)
    again = calling.restarted(turn.thread, execution, fence=turn.fence, reach=reach)
    leave = () if requirement else granting.leave(turn.thread, call, now=ports.clock())
    try:
        turn = written(turn, ports, *again, *leave)
    except RefusedError as refused:
        is_off = is_switched_off(refused, turn.thread.team, reach)
        if is_off or has_lapsed(refused, turn, call):
            return _fail(turn, call, execution, ports)
        raise
    start = Start(
        call=call,
        tool=tool,
        arguments=_arguments(call, requirement),
        execution=replace(execution, fence=turn.fence),
        reach=reach,
        requirement=requirement,
    )
    return run_tool(turn, start, ports=ports)


def _fail(
    turn: Turn,
    call: Call,
    execution: Execution,
    ports: TurnPorts,
    *,
    facts: tuple[Fact, ...] = (),
) -> Turn:
    requirement = turn.view.requirement(call)
    unknown = Outcome(state=OutcomeState.UNKNOWN, at=ports.clock())
    output = Output(
        call=call,
        text=outputs.FAILED_UNKNOWN,
        requirement=requirement,
        after=unknown if requirement else None,
        ending=Ending(execution=execution, was=ExecutionState.STARTED, now=ExecutionState.ABORTED),
        facts=(*begun_facts(execution, requirement, call=call), *facts),
    )
    turn = give_output(turn, output, ports=ports)
    ports.tell(_unknown(turn, call, execution, is_asked=False))
    return turn


def _unknown(turn: Turn, call: Call, execution: Execution, *, is_asked: bool) -> OutcomeUnknown:
    return OutcomeUnknown(
        thread=turn.thread,
        at=call.at,
        tool=call.tool,
        attempt=execution.attempt,
        is_asked=is_asked,
    )


def _ask(turn: Turn, call: Call, execution: Execution, *, agent: Agent, ports: TurnPorts) -> Turn:
    """Ask a person, who can look where we can't."""
    before, now = turn.view.requirement(call), ports.clock()
    within = frame_of(turn.view, call.at)
    *above, own = ids_within(turn.view, within, agent=agent)
    question = replace(
        _question(turn, call, execution, before, now),
        agent=own,
        callers=tuple(above),
        path=path_to(turn.view, within, agent=agent),
        terms=before.terms if before else _terms(turn, call, agent, ports),
    )
    card = new_card((question,), now=now)
    meta = turn.view.meta
    unknown = Outcome(state=OutcomeState.UNKNOWN, at=now)
    writes = (
        calling.ended(turn.thread, execution, ExecutionState.UNKNOWN, was=ExecutionState.STARTED),
        progress(turn.thread, fence=turn.fence, run=meta.run, step=meta.step),
        *asking.asked(turn.thread, Questions(requirements=(question,), cards=(card,))),
        *(
            (
                calling.outcome(turn.thread, before, unknown),
                redrawn(turn.thread, before.card, now=now),
            )
            if before
            else ()
        ),
    )
    fact = asked_fact((question,), now=now, note="outcome unknown")
    begun = begun_facts(execution, before, call=call)
    turn.live.stop()
    turn = written(turn, ports, *writes, facts=(*begun, fact))
    ports.tell(_unknown(turn, call, execution, is_asked=True))
    for each in (question, before):
        shown = turn.view.card(each.card) if each else None
        if shown is not None:
            draw_card(ports.canvas, turn.thread, shown)
    return turn


def _question(
    turn: Turn, call: Call, execution: Execution, before: Requirement | None, now: int
) -> Requirement:
    at = replace(call.at, again=execution.attempt)
    runs = _arguments(call, before)
    edited = replace(before.edited, rev=1) if before and before.edited else None
    who, ts = requester(turn.view, ())
    return Requirement(
        at=at,
        card=at,
        ask=Reconcile(
            attempt=execution.attempt,
            started_at=execution.started_at,
            quorum=before.quorum if before else 1,
        ),
        tool=call.tool,
        tool_version=call.tool_version,
        call_id=call.call_id,
        arguments=before.arguments if before and edited else runs,
        schema=before.schema if before else "{}",
        title=title_of(before) if before else call.tool,
        binds=True,
        terms=before.terms if before else Terms(redact=call.redact),
        handed=before.handed if before else (),
        risk=before.risk if before else None,
        reason="",
        requester=who,
        joined=joined(turn.view, ()),
        asked_ts=ts,
        asked_at=now,
        exp=now + ASK_FOR_MS,
        digest=digest_of(tool=call.tool, version=call.tool_version, arguments=runs, at=at),
        edited=edited,
    )


def _terms(turn: Turn, call: Call, agent: Agent, ports: TurnPorts) -> Terms:
    """Give the terms of a call that nobody was asked about, for the question how it ended."""
    tool = tool_of(turn.view, call, agent=agent)
    here = partial(terms_here, channel=turn.thread.channel, named=partial(named, chat=ports.chat))
    terms = here(tool) if tool else Terms()
    # The tool may be another by now: what it hid when it was called stays hidden.
    return replace(terms, redact=tuple(dict.fromkeys((*call.redact, *terms.redact))))


def _arguments(call: Call, requirement: Requirement | None) -> str:
    return final_arguments(requirement) if requirement else call.arguments


def _execution(turn: Turn, call: Call) -> Execution:
    execution = turn.view.execution(call)
    if execution is None:
        raise ValueError(f"{call.at.place} was never started")
    return execution
