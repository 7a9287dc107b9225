"""Somebody has agreed to install the app: keep what lets the bot speak there."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias

from signoff.core.installation import Installation
from signoff.core.observations.installs import Installed
from signoff.ports import (
    Authority,
    Clock,
    Granted,
    Installations,
    PermanentError,
    Tell,
    TransientError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallPorts:
    """What installing needs."""

    installations: Installations
    authority: Authority
    clock: Clock
    tell: Tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """Which app may be installed, and where.

    Attributes:
        app: The app; empty: whichever the client's id is of.
        places: Workspaces and organisations; none: everywhere.
    """

    app: str
    places: Collection[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotHere:
    """It may not be installed there; nothing is kept."""

    where: str


Installing: TypeAlias = Installation | NotHere


def install(code: str, *, allowed: Allowed, ports: InstallPorts) -> Installing:
    """Exchange a code for the tokens, and keep them.

    Raises:
        UnreachableError: Slack did not answer.
        UndeliverableError: The code is not worth anything.
    """
    granted = ports.authority.exchange(code)
    if not _is_allowed(granted, allowed):
        # Nobody would ever use it, and nobody could take it back later.
        with suppress(TransientError, PermanentError):
            ports.authority.revoke(granted.tokens.bot)
        return NotHere(where=granted.key)
    now = ports.clock()
    installation = Installation(
        key=granted.key,
        name=granted.name,
        app=granted.app,
        bot_user=granted.bot_user,
        by=granted.by,
        scopes=granted.scopes,
        installed_at=now,
        tokens=granted.tokens,
        version=now,
    )
    ports.installations.save(installation)
    ports.tell(Installed(where=granted.key, by=granted.by))
    return installation


def _is_allowed(granted: Granted, allowed: Allowed) -> bool:
    is_our_app = allowed.app in {"", granted.app}
    places = set(allowed.places)
    return is_our_app and (not places or bool(places & {granted.team, granted.organisation}))
