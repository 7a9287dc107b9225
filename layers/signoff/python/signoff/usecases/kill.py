"""An operator throws a kill switch, releases one, or asks which are thrown."""

from dataclasses import dataclass, replace

from signoff.core.actions import OPERATOR, Action
from signoff.core.audit import Fact
from signoff.core.codec import UnreadableRowError, from_item
from signoff.core.items import Item, Write
from signoff.core.keys import Key, ThreadKey
from signoff.core.switches import (
    EveryTool,
    OneAgent,
    OneTool,
    Scope,
    Switch,
    first_and_last,
    scope_at,
    switch_key,
)
from signoff.core.transitions import switching
from signoff.core.who import Who
from signoff.ports import Clock, RefusedError, Store
from signoff.usecases.auditing import commit_audited

NOBODY = Who(id="", name="somebody")
"""Who threw a switch whose row does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KillPorts:
    """What switching needs."""

    store: Store
    clock: Clock


def kill_on(team: str, switch: Switch, *, ports: KillPorts) -> Switch | None:
    """Throw a switch: once this returns, no tool within its scope starts.

    Returns:
        The switch that stood there before, which stays as it was; None: there was none.

    Raises:
        TransientError: It could not be stored.
    """
    thrown = replace(switch, at=ports.clock())
    try:
        _write(team, thrown, "kill_on", switching.thrown(team, thrown), ports)
    except RefusedError as refused:
        row = refused.old.get(switch_key(team, switch.scope))
        return switch if row is None else _read(row)
    return None


def kill_off(team: str, switch: Switch, *, ports: KillPorts) -> Switch | None:
    """Release a switch: what no other switch stops may start again.

    Args:
        team: The workspace.
        switch: Its scope, who releases it, and why.
        ports: What it needs.

    Returns:
        The switch that stood there; None: there was none, and nothing was written.

    Raises:
        TransientError: It could not be stored.
    """
    (row,) = ports.store.read(switch_key(team, switch.scope))
    if row is None:
        return None
    now = replace(switch, at=ports.clock())
    _write(team, now, "kill_off", switching.released(team, switch.scope), ports)
    return _read(row)


def kill_list(team: str, *, store: Store) -> tuple[Switch, ...]:
    """List the switches that are thrown, the one over everything first."""
    first, last = first_and_last(team)
    return tuple(_read(row) for row in store.query(first.pk, first.sk, last.sk))


def _write(team: str, switch: Switch, action: Action, write: Write, ports: KillPorts) -> None:
    note = in_words(switch.scope) + (f": {switch.note}" if switch.note else "")
    fact = Fact(
        action=action,
        at=switch.at,
        by=switch.by,
        about=(),
        digests=(),
        note=note,
        evidence=OPERATOR,
    )
    commit_audited(ports.store, ThreadKey.of_team(team), (fact,), write)


def in_words(scope: Scope) -> str:
    """Name what a switch stops: `all tools`, `tool send_email`, `agent ops`."""
    match scope:
        case EveryTool():
            return "all tools"
        case OneTool(name=name):
            return f"tool {name}"
        case OneAgent(id=agent):
            return f"agent {agent}"


def _read(row: Item) -> Switch:
    """Read a switch; one that another hand put there stops no less, whatever its row says."""
    try:
        return from_item(Switch, row)
    except UnreadableRowError:
        scope = scope_at(Key(str(row["pk"]), str(row["sk"])))
        return Switch(scope=scope, by=NOBODY, at=0)
