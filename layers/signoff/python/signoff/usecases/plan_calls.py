"""The model called tools: decide once, for each call, whether it runs, waits, or is refused."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from signoff.agent.agent import Agent
from signoff.agent.arguments import Refused
from signoff.agent.rules import Candidate, Rules, forbidden_by
from signoff.agent.tool import Tool
from signoff.agent.when import CallContext
from signoff.core import outputs
from signoff.core.addressees import with_ids
from signoff.core.asked import asked_fact
from signoff.core.audit import Fact
from signoff.core.canonical import JsonObject, canonical
from signoff.core.gate import Confirmation, Gate
from signoff.core.journal import AskFirst, Call, Granted, Refuse, RunNow
from signoff.core.keys import Position
from signoff.core.policy import is_the_requesters
from signoff.core.requirement import NEVER, Requirement, digest_of
from signoff.core.terms import Approver, ChannelMembers, Policy, Terms
from signoff.core.transitions.asking import ROWS_A_CARD, Questions, new_card
from signoff.core.who import Who
from signoff.ports.model import ModelCall
from signoff.usecases.precedent import Precedent

CALLS_AN_ANSWER = 40
"""So many calls of one answer are made; with their rows they fit one transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What every requirement of one answer has in common.

    Attributes:
        run: The run's number.
        step: The step's number.
        reason: What the model said along with its calls.
        requester: Who opened the run.
        joined: Who else was heard in it by now, by Slack id.
        asked_ts: The message that opened it.
        now: The time, in milliseconds since 1970.
        agent: The id of the agent that calls.
        callers: The ids of the agents through which that one was called.
        path: The names of the agents from below the thread's own down to that one.
        channel: The channel of the thread.
        people: Everybody of the thread, as the model knows them.
        above: The rules of the agents through which that one was called; they hold for it, too.
        named: Gives an approver with the name that people know them by, if Slack says it.
        precedent: Gives what somebody decided before on calls like one.
    """

    run: int
    step: int
    reason: str
    requester: Who
    asked_ts: str
    now: int
    agent: str = ""
    callers: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    channel: str = ""
    people: tuple[Who, ...] = ()
    above: tuple[Rules, ...] = ()
    named: Callable[[Approver], Approver] = lambda approver: approver
    precedent: Callable[[Requirement], Precedent | None] = lambda _: None

    @property
    def context(self) -> CallContext:
        """Who asks, and where, as an author's `when=` is told."""
        return CallContext(user=self.requester.id, joined=self.joined, channel=self.channel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What is to become of the calls of one answer.

    Attributes:
        calls: The calls, each with its plan.
        questions: What people are asked.
        forbidden: The calls among them that are refused before anybody is asked.
        facts: What the audit is told.
    """

    calls: tuple[Call, ...]
    questions: Questions
    forbidden: tuple[Call, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _One:
    """What is to become of one call."""

    call: Call
    asked: Requirement | None = None
    is_forbidden: bool = False
    facts: tuple[Fact, ...] = ()


def plan_calls(agent: Agent, made: Sequence[ModelCall], asking: Asking) -> Planned:
    """Plan the calls of one answer, and make the requirements and cards they need."""
    each_one = [
        _plan(agent, each, Position(run=asking.run, step=asking.step, index=index), asking)
        for index, each in enumerate(made)
    ]
    waiting = [one.asked for one in each_one if one.asked is not None]
    questions = _on_cards(waiting, asking.now)
    asked = (asked_fact(questions.requirements, now=asking.now),) if waiting else ()
    return Planned(
        calls=tuple(one.call for one in each_one),
        questions=questions,
        forbidden=tuple(one.call for one in each_one if one.is_forbidden),
        facts=(*(fact for one in each_one for fact in one.facts), *asked),
    )


def _plan(agent: Agent, made: ModelCall, at: Position, asking: Asking) -> _One:
    tool = agent.tool(made.name)
    if tool is None:
        names = ", ".join(sorted(each.name for each in agent.tools)) or "none"
        text = f"There is no tool {made.name}. The tools are: {names}."
        return _One(call=_refused(made, at, text))
    if at.index >= CALLS_AN_ANSWER:
        text = f"Not run: at most {CALLS_AN_ANSWER} calls at a time. Call it again, alone."
        return _One(call=_refused(made, at, text, tool.terms.redact))
    prepared = tool.prepare(with_ids(made.arguments, tool.schema, asking.people))
    if isinstance(prepared, Refused):
        return _One(call=_refused(made, at, str(prepared), tool.terms.redact))
    sound = _Sound(made=made, at=at, tool=tool, arguments=prepared.arguments)
    return _ruled(agent, sound, asking)


_NOBODY_ASKED = "whoever asked decides, and no person asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sound:
    """A call that can be made, as far as its tool and its arguments go."""

    made: ModelCall
    at: Position
    tool: Tool
    arguments: JsonObject


def _ruled(agent: Agent, sound: _Sound, asking: Asking) -> _One:
    """Go by the agent's rules before anybody is asked, and by the tool's own gate."""
    tool, arguments, at = sound.tool, sound.arguments, sound.at
    candidate = Candidate(
        tool=tool.name,
        arguments=arguments,
        user=asking.requester.id,
        joined=asking.joined,
        channel=asking.channel,
    )
    rules = (*asking.above, agent.rules)
    forbidden = forbidden_by(rules, candidate)
    if forbidden:
        fact = denied(tool, canonical(arguments), at, rule=forbidden, now=asking.now)
        refused = _refused(sound.made, at, outputs.FORBIDDEN, tool.terms.redact)
        return _One(call=refused, is_forbidden=True, facts=(fact,))
    # A field that only a person can fill is asked for, whatever `when=` says.
    is_gated = tool.gate is not None and (
        tool.is_gated_for(arguments, asking.context) or bool(tool.check_final(arguments))
    )
    is_asked = is_gated or any(each.asks(candidate) for each in rules)
    call = Call(
        at=at,
        call_id=sound.made.call_id,
        tool=tool.name,
        tool_version=tool.version,
        arguments=canonical(arguments),
        plan=AskFirst() if is_asked else RunNow(),
        agent=tool.agent.id if tool.agent else "",
        redact=tool.terms.redact,
    )
    if tool.gate is None and not is_asked:
        return _One(call=call)
    if is_asked and not asking.requester.id and is_the_requesters(tool.terms.policy):
        refused = _refused(sound.made, at, outputs.NOBODY_ASKED, tool.terms.redact)
        fact = denied(tool, call.arguments, at, rule=_NOBODY_ASKED, now=asking.now)
        return _One(call=refused, is_forbidden=True, facts=(fact,))
    gate = tool.gate or Confirmation()
    return _decided_before(_requirement(tool, gate, call, arguments, asking), call, asking)


def _decided_before(asked: Requirement, call: Call, asking: Asking) -> _One:
    """Ask only where nobody has said already what is to become of calls like this one."""
    before = asking.precedent(asked)
    match before.plan if before else None, call.plan:
        case (Refuse() as refusal, _):
            answered = replace(call, plan=refusal)
            return _One(call=answered, is_forbidden=True, facts=_told(before))
        case (Granted() as granted, AskFirst()):
            return _One(call=replace(call, plan=granted), facts=_told(before))
        case (_, AskFirst()):
            return _One(call=call, asked=asked)
        case _:
            return _One(call=call)


def _told(before: Precedent | None) -> tuple[Fact, ...]:
    return (before.fact,) if before else ()


def denied(tool: Tool, arguments: str, at: Position, *, rule: str, now: int) -> Fact:
    """Tell the audit which rule forbade a call; what it held stands as a digest alone."""
    covered = digest_of(tool=tool.name, version=tool.version, arguments=arguments, at=at)
    return Fact(action="denied", at=now, by=None, about=(at.place,), digests=(covered,), note=rule)


def _refused(made: ModelCall, at: Position, output: str, redact: tuple[str, ...] = ()) -> Call:
    return Call(
        at=at,
        call_id=made.call_id,
        tool=made.name,
        tool_version="",
        arguments=made.arguments,
        plan=Refuse(output=output),
        redact=redact,
    )


def _requirement(
    tool: Tool, gate: Gate, call: Call, arguments: JsonObject, asking: Asking
) -> Requirement:
    lasts = tool.expires_in
    return Requirement(
        at=call.at,
        card=call.at,
        ask=gate,
        tool=tool.name,
        tool_version=tool.version,
        call_id=call.call_id,
        arguments=call.arguments,
        schema=canonical(tool.schema),
        title=tool.title(arguments),
        titled_by=tool.titled_by(arguments),
        binds=True,
        terms=terms_here(tool, channel=asking.channel, named=asking.named),
        agent=asking.agent,
        callers=asking.callers,
        path=asking.path,
        risk=tool.risk,
        reason=asking.reason,
        requester=asking.requester,
        joined=asking.joined,
        asked_ts=asking.asked_ts,
        asked_at=asking.now,
        exp=NEVER if lasts is None else asking.now + int(lasts.total_seconds() * 1000),
        digest=digest_of(
            tool=tool.name, version=tool.version, arguments=call.arguments, at=call.at
        ),
    )


def terms_here(tool: Tool, *, channel: str, named: Callable[[Approver], Approver]) -> Terms:
    """Give a tool's terms, with the thread's own channel where they speak of it."""
    policy = tool.terms.policy
    approvers, later = (
        tuple(_here(each, channel, named) for each in some)
        for some in (policy.approvers, policy.escalate_to)
    )
    return replace(tool.terms, policy=replace(policy, approvers=approvers, escalate_to=later))


def _here(approver: Approver, channel: str, named: Callable[[Approver], Approver]) -> Approver:
    is_own = isinstance(approver, ChannelMembers) and not approver.id
    return ChannelMembers(id=channel) if is_own else named(approver)


def _on_cards(waiting: Sequence[Requirement], now: int) -> Questions:
    """Put confirmations together, and everything that is filled in on a card of its own."""
    together = [each for each in waiting if isinstance(each.ask, Confirmation)]
    alone = [each for each in waiting if not isinstance(each.ask, Confirmation)]
    groups = [
        alike[n : n + ROWS_A_CARD]
        for alike in _alike(together)
        for n in range(0, len(alike), ROWS_A_CARD)
    ]
    groups += [[each] for each in alone]
    return Questions(
        requirements=tuple(_standing_on(each, group[0].at) for group in groups for each in group),
        cards=tuple(new_card(group, now=now) for group in groups),
    )


def _alike(waiting: Sequence[Requirement]) -> list[list[Requirement]]:
    """Keep together what the same people decide in the same place: one line says it for all."""
    groups: dict[tuple[Policy, str], list[Requirement]] = {}
    for each in waiting:
        groups.setdefault((each.terms.policy, each.terms.route), []).append(each)
    return list(groups.values())


def _standing_on(requirement: Requirement, card: Position) -> Requirement:
    return replace(requirement, card=card)
