"""A token ends soon: one process asks for its successor, all others go on with what they have."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from signoff.core.failure import reason
from signoff.core.installation import Installation
from signoff.core.observations.installs import TokenNotRenewed, TokenRenewed
from signoff.ports import (
    Authority,
    Clock,
    Installations,
    Tell,
    UndeliverableError,
    UnreachableError,
    silent,
)

CLAIM_MS = 30_000
"""So long nobody else tries: longer than one call to Slack, and a write after it, may take."""

AT_ONCE = 50
"""How many are renewed in one minute, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalPorts:
    """What renewing needs."""

    installations: Installations
    authority: Authority
    clock: Clock
    tell: Tell = silent


def renew_expiring(ports: RenewalPorts, *, has_time: Callable[[], bool]) -> Mapping[str, int]:
    """Renew every token that ends soon, so that no click has to wait for a new one.

    Returns:
        How many there were, by what became of them.
    """
    counts: dict[str, int] = {}
    for key in ports.installations.expiring(now=ports.clock(), limit=AT_ONCE):
        if not has_time():
            break
        installation = ports.installations.find(key)
        if installation is None or not installation.is_due(ports.clock()):
            continue
        is_new = renewed(installation, ports).version != installation.version
        became = "tokens_renewed" if is_new else "tokens_not_renewed"
        counts[became] = counts.get(became, 0) + 1
    return counts


def renewed(installation: Installation, ports: RenewalPorts) -> Installation:
    """Give an installation with a token that lasts, if one can be had now.

    Slack may have renewed it and the answer may have been lost: the same refresh token is then
    used again, by whoever tries next. So what is stored is only ever replaced by an answer.
    """
    now = ports.clock()
    if not installation.is_due(now):
        return installation
    if not ports.installations.claim_renewal(installation, now=now, until=now + CLAIM_MS):
        return _as_stored(installation, ports)
    try:
        tokens = ports.authority.renew(installation.tokens.refresh)
    except UnreachableError as error:
        return _not_renewed(installation, reason(error), ports, is_final=False)
    except UndeliverableError as error:
        return _refused(installation, reason(error), ports)
    new = ports.installations.replace_tokens(installation, tokens)
    if new is None:
        # Meanwhile it was installed anew, or removed: what was asked for here is of no use.
        return _as_stored(installation, ports)
    ports.tell(TokenRenewed(where=installation.key))
    return new


def _as_stored(installation: Installation, ports: RenewalPorts) -> Installation:
    return ports.installations.find(installation.key) or installation


def _refused(installation: Installation, why: str, ports: RenewalPorts) -> Installation:
    """Somebody else may have been first, after standing still; otherwise there is no next one."""
    stored = _as_stored(installation, ports)
    if stored.version != installation.version:
        return stored
    return _not_renewed(installation, why, ports, is_final=True)


def _not_renewed(
    installation: Installation, why: str, ports: RenewalPorts, *, is_final: bool
) -> Installation:
    ports.tell(TokenNotRenewed(where=installation.key, why=why, is_final=is_final))
    return installation
