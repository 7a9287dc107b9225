"""What must hold of a start, and of who decides, by what was promised to people before."""

import json
from collections.abc import Iterator

from signoff.core.codec import from_item
from signoff.core.decision import Cancelled
from signoff.core.execution import Execution
from signoff.core.grant_keys import key_at
from signoff.core.grants import Grant, GrantState
from signoff.core.items import Item
from signoff.core.journal import Call, Granted, ModelSpoke, Step
from signoff.core.keys import Key, Position, ThreadKey
from signoff.core.merging import final_arguments
from signoff.core.nudge import Nudge
from signoff.core.requirement import Requirement
from signoff.core.switches import EveryTool, OneAgent, OneTool, Scope, switch_key
from tests.simulation.deeds import AGENT, Deed
from tests.simulation.people import Crowd
from tests.simulation.system import System

LATE_MS = 60_000
"""So long after a decision nobody is called to it any more: what is on its way may arrive."""

Found = Iterator[tuple[str, str]]
"""Names of invariants, and what was seen of each."""


def call_at(system: System, key: Key) -> Call | None:
    """Give the call that a start is of; None: its step is not there."""
    _, run, _, place, *_ = key.sk.split("#")
    step, index = place.split(".")
    return _call(system, ThreadKey.from_pk(key.pk), int(run), int(step), int(index))


def starts_rightly(system: System, key: Key, new: Item) -> Found:
    """Hold a start that is just being written against all switches, and what lets it run."""
    call, thread = call_at(system, key), ThreadKey.from_pk(key.pk)
    if call is None:
        yield "intent", f"{key.sk} is of no call"
        return
    for scope in _scopes(system, thread, call):
        (row,) = system.table.rows.read(switch_key(thread.team, scope))
        if row is not None or (thread.team, scope) in system.off:
            yield "killed", f"{key.sk} of {call.tool} started while {scope} was switched off"
    if isinstance(call.plan, Granted) and not _was_asked(system, key):
        (row,) = system.table.rows.read(key_at(thread.team, call.plan.place))
        yield from _rests_on(system, key, from_item(Execution, new), row)


def _rests_on(system: System, key: Key, start: Execution, row: Item | None) -> Found:
    grant = from_item(Grant, row) if row is not None else None
    if grant is None or grant.state is not GrantState.LIVE:
        yield "revoked", f"{key.sk} started by a grant that is {grant and grant.state}"
    elif grant.id in system.taken_back:
        yield "revoked", f"{key.sk} started by {grant.id}, of which an operator was told it is over"
    elif start.started_at >= grant.until:
        yield "revoked", f"{key.sk} started after {grant.id} had run out"


def bar_of_grant(
    system: System, crowd: Crowd, deed: Deed, thread: ThreadKey, call: Call | None
) -> str:
    """Say what is wrong with a deed that nobody was asked about; nothing: it was let before."""
    if call is None or not isinstance(call.plan, Granted):
        return "it uses up no decision"
    (row,) = system.table.rows.read(key_at(thread.team, call.plan.place))
    grant = from_item(Grant, row or {})
    (given_on,) = system.table.rows.read(grant.came_from.requirement(grant.at))
    before = from_item(Requirement, given_on or {})
    kept = (grant.came_from.pk, grant.at.place, before.digest[:16], grant.by.id)
    if kept not in crowd.kept:
        return f"{grant.by.id} never said that {grant.id} was to stand"
    if grant.in_thread and grant.came_from != thread:
        return f"{grant.id} is of another thread"
    same, now = (json.loads(each) for each in (final_arguments(before), deed.arguments))
    names = same if grant.names is None else grant.names
    if before.tool != deed.tool.name or any(same.get(name) != now.get(name) for name in names):
        return f"{grant.id} is about {same}, done was {now}"
    return ""


def decides_rightly(old: Item, new: Item) -> Found:
    """Hold a change of a request against what was handed over, and who was called before."""
    before, after = from_item(Requirement, old), from_item(Requirement, new)
    gone: dict[str, bool] = {}
    for each in before.handed:
        gone |= {each.by.id: True, each.to.id: False}
    is_cancelled = after.verdict is not None and isinstance(after.verdict.decision, Cancelled)
    acted = [vote.by.id for vote in after.votes if vote not in before.votes]
    if after.verdict is not None and after.verdict.by is not None and not is_cancelled:
        acted.append(after.verdict.by.id)
    acted += [each.by.id for each in after.handed[len(before.handed) :]]
    for user in acted:
        if gone.get(user):
            yield "handed on", f"{user} decided {after.at.place}, and had handed it on"
    for name in ("reminded_at", "escalated_at"):
        if name in old and old[name] != new.get(name):
            yield "called twice", f"{after.at.place}: {name} was {old[name]}"


def called_too_late(system: System, thread: ThreadKey, nudge: Nudge) -> str:
    """Say what is wrong with calling people to a request now; nothing: it waits for them."""
    (row,) = system.table.rows.read(thread.requirement(nudge.at))
    asked = from_item(Requirement, row or {})
    over = min(asked.exp, asked.verdict.at if asked.verdict else asked.exp)
    now = system.scheduler.now
    return f"{nudge.why} for {nudge.at.place}, over since {over}" if now > over + LATE_MS else ""


def _was_asked(system: System, key: Key) -> bool:
    """Tell whether a start uses up a decision: one that was asked about an unknown outcome."""
    first = key.sk.replace("#EXEC#", "#REQ#").rpartition("#")[0]
    rows = system.table.rows.query(key.pk, first, first + "s")
    return any(row.get("consumed_by") == key.sk for row in rows)


def _scopes(system: System, thread: ThreadKey, call: Call) -> Iterator[Scope]:
    """List all that a switch may stop this by, from the journal alone."""
    yield EveryTool()
    yield OneTool(name=call.tool)
    yield OneAgent(id=AGENT.id)
    at: Position | None = call.at
    own: Call | None = call
    while own is not None:
        if own.agent:
            yield OneAgent(id=own.agent)
        at = _within(system, thread, own.at)
        own = _call(system, thread, at.run, at.step, at.index) if at else None


def _call(system: System, thread: ThreadKey, run: int, step: int, index: int) -> Call | None:
    spoken = _spoken(system, thread, run, step)
    found = (each for each in spoken.calls if each.at.index == index) if spoken else ()
    return next(iter(found), None)


def _within(system: System, thread: ThreadKey, at: Position) -> Position | None:
    spoken = _spoken(system, thread, at.run, at.step)
    return spoken.within if spoken else None


def _spoken(system: System, thread: ThreadKey, run: int, step: int) -> ModelSpoke | None:
    (row,) = system.table.rows.read(thread.step(run, step))
    entry = from_item(Step, row).entry if row is not None else None
    return entry if isinstance(entry, ModelSpoke) else None
