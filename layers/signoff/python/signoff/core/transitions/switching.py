"""A kill switch is thrown, or released."""

from signoff.core.codec import to_item
from signoff.core.items import Check, Delete, Missing, Put
from signoff.core.switches import Reach, Scope, Switch, switch_key, switches_over


def thrown(team: str, switch: Switch) -> Put:
    """Throw a switch: every start in its scope that is not stored yet is refused from now on."""
    key = switch_key(team, switch.scope)
    return Put(key=key, item=to_item(switch, key), when=(Missing(name="pk"),))


def released(team: str, scope: Scope) -> Delete:
    """Let start again what a switch stopped, as far as no other switch stops it."""
    return Delete(key=switch_key(team, scope))


def none_over(team: str, reach: Reach) -> tuple[Check, ...]:
    """Require that no switch stands over something: of a throw and this, one comes first."""
    when = (Missing(name="pk"),)
    return tuple(Check(key=switch, when=when) for switch in switches_over(team, reach))
