"""Decisions that stand: a person's word on one call that answers later calls like it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from signoff.core.address import Address
from signoff.core.canonical import JsonObject, canonical, digest
from signoff.core.codec import UnreadableRowError, from_item
from signoff.core.gate import Confirmation, Risk
from signoff.core.grant_keys import grant_key, place_of
from signoff.core.items import Item
from signoff.core.keys import Key, Position, ThreadKey
from signoff.core.merging import final_arguments
from signoff.core.redaction import hidden_words, scrubbed
from signoff.core.requirement import NEVER, Kept, Requirement
from signoff.core.who import Who


class GrantKind(StrEnum):
    """What a standing decision says to a later call."""

    APPROVAL = "approval"
    """Run it without asking."""

    REFUSAL = "refusal"
    """Do not run it, and do not ask."""


class GrantState(StrEnum):
    """Whether a standing decision counts, as long as it lasts."""

    LIVE = "LIVE"
    REVOKED = "REVOKED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A decision that stands.

    Attributes:
        id: Its name, for people and in the audit.
        kind: What it says.
        team: The workspace.
        tool: The tool.
        agent: The id of the agent whose calls it answers.
        names: The arguments that must be the same; None: all of them.
        in_thread: Whether it counts in the thread where it was given alone.
        came_from: That thread.
        at: The request on whose card it was given.
        shown: The digest of that request.
        by: Who gave it.
        evidence: Why they were allowed to, then.
        given_at: When, in milliseconds since 1970.
        covers: What it covers, in words for a list, without anything that is hidden.
        until: Until when it counts, in milliseconds since 1970.
        version: The tool's version; a call of another one is not covered.
        pins: Covers the tool, its version, and what must be the same.
        state: Whether it counts.
        revoked_by: Who took it back; None: nobody.
        revoked_at: When, in milliseconds since 1970.
    """

    id: str
    kind: GrantKind
    team: str
    tool: str
    agent: str
    names: tuple[str, ...] | None
    in_thread: bool
    came_from: ThreadKey
    at: Position
    shown: str
    by: Who
    evidence: str
    given_at: int
    covers: str
    until: int
    version: str
    pins: str
    state: GrantState = GrantState.LIVE
    revoked_by: Who | None = None
    revoked_at: int | None = None

    columns: ClassVar[tuple[str, ...]] = (
        "until",
        "version",
        "pins",
        "state",
        "revoked_by",
        "revoked_at",
    )

    @property
    def key(self) -> Key:
        """Where its row stands, in the workspace's own partition."""
        place = place_of(self.came_from if self.in_thread else None)
        return grant_key(self.team, self.tool, place, until=self.until, name=self.id)

    @property
    def address(self) -> Address:
        """Point at the request on whose receipt it can be taken back."""
        thread = self.came_from
        return Address(
            channel=thread.channel,
            thread_ts=thread.thread_ts,
            at=self.at,
            rev=1,
            shown=self.shown[:16],
        )

    def counts(self, now: int) -> bool:
        """Tell whether it still counts."""
        return self.state is GrantState.LIVE and now < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveAndKeep:
    """Somebody wants to approve a call, and later ones like it.

    Attributes:
        in_thread: Only in its thread; otherwise in every one.
        lasts_ms: For how long, in milliseconds.
    """

    in_thread: bool
    lasts_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectForGood:
    """Somebody wants to reject a call, and not to be asked about its tool in this thread again.

    Attributes:
        reason: Why, in their words; may be empty.
    """

    reason: str = ""


def may_be_kept(requirement: Requirement) -> bool:
    """Tell whether an approval of this may stand for later calls."""
    is_simple = isinstance(requirement.ask, Confirmation) and requirement.quorum == 1
    is_sticky = requirement.terms.sticky is not None
    return is_simple and is_sticky and requirement.risk is not Risk.HIGH


def is_within(requirement: Requirement, wish: ApproveAndKeep) -> bool:
    """Tell whether an approval may stand for as long as somebody wants."""
    sticky = requirement.terms.sticky
    return sticky is not None and 0 < wish.lasts_ms <= sticky.longest_ms


def approval(
    thread: ThreadKey, asked: Requirement, wish: ApproveAndKeep, *, by: Who, evidence: str, now: int
) -> Grant:
    """Make the approval that stands beside the one of this call."""
    sticky = asked.terms.sticky
    names = sticky.arguments if sticky else None
    return Grant(
        id=_id(thread, asked),
        kind=GrantKind.APPROVAL,
        team=thread.team,
        tool=asked.tool,
        agent=asked.agent,
        names=names,
        in_thread=wish.in_thread,
        came_from=thread,
        at=asked.at,
        shown=asked.digest,
        by=by,
        evidence=evidence,
        given_at=now,
        covers=in_words(asked, names),
        until=now + wish.lasts_ms,
        version=asked.tool_version,
        pins=pins_of(asked, names),
    )


def refusal(thread: ThreadKey, asked: Requirement, *, by: Who, evidence: str, now: int) -> Grant:
    """Make the refusal that stands beside the one of this call: of its tool, in its thread."""
    return Grant(
        id=_id(thread, asked),
        kind=GrantKind.REFUSAL,
        team=thread.team,
        tool=asked.tool,
        agent=asked.agent,
        names=(),
        in_thread=True,
        came_from=thread,
        at=asked.at,
        shown=asked.digest,
        by=by,
        evidence=evidence,
        given_at=now,
        covers="every call",
        until=NEVER,
        version=asked.tool_version,
        pins=pins_of(asked, ()),
    )


def mark_of(grant: Grant) -> Kept:
    """Give what the request remembers of it, for its receipt."""
    return Kept(
        place=grant.key.sk,
        until=grant.until,
        in_thread=grant.in_thread,
        is_refusal=grant.kind is GrantKind.REFUSAL,
        revoked_by=grant.revoked_by,
        revoked_at=grant.revoked_at,
    )


def covers(grant: Grant, asked: Requirement, *, now: int) -> bool:
    """Tell whether a standing approval lets a call through, as its tool is declared now."""
    sticky = asked.terms.sticky
    return (
        grant.kind is GrantKind.APPROVAL
        and grant.counts(now)
        and may_be_kept(asked)
        and sticky is not None
        and grant.names == sticky.arguments
        and grant.until <= grant.given_at + sticky.longest_ms
        and grant.agent == asked.agent
        and grant.version == asked.tool_version
        and grant.pins == pins_of(asked, grant.names)
    )


def refuses(grant: Grant, asked: Requirement, *, now: int) -> bool:
    """Tell whether a standing refusal answers a call: whatever its arguments and its version."""
    is_its_own = grant.tool == asked.tool and grant.agent == asked.agent
    return grant.kind is GrantKind.REFUSAL and grant.counts(now) and is_its_own


def pins_of(asked: Requirement, names: Sequence[str] | None) -> str:
    """Digest what must be the same: the very bytes, in whatever order they were named."""
    same = canonical(pinned(asked, names))
    which = "all" if names is None else canonical(sorted(names))
    return digest("grant", asked.agent, asked.tool, asked.tool_version, which, same)


def pinned(asked: Requirement, names: Sequence[str] | None) -> JsonObject:
    """Give the arguments of a call that must be the same in a later one."""
    given: JsonObject = json.loads(final_arguments(asked))
    return {name: value for name, value in given.items() if names is None or name in names}


_WORDS = 300
_VALUE = 80


def in_words(asked: Requirement, names: Sequence[str] | None) -> str:
    """Say what an approval covers, for a list: `to = "bob@example.com", any subject`."""
    given: JsonObject = json.loads(final_arguments(asked))
    same = [f"{name} = {_value(asked, name)}" for name in pinned(asked, names)]
    free = [f"any {name}" for name in given if names is not None and name not in names]
    said = scrubbed(asked, ", ".join([*same, *free])) or "no arguments"
    return _clipped(said, _WORDS)


def _value(asked: Requirement, name: str) -> str:
    value = pinned(asked, [name])[name]
    if name in asked.terms.redact:
        return hidden_words(value)
    return _clipped(canonical(value), _VALUE)


def _clipped(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def grant_in(row: Item) -> Grant | None:
    """Read a standing decision; None: it can't be read, and counts for nothing."""
    try:
        return from_item(Grant, row)
    except UnreadableRowError:
        return None


def newest_first(grants: Iterable[Grant]) -> tuple[Grant, ...]:
    """Put what was given last in front."""
    return tuple(sorted(grants, key=lambda each: (-each.given_at, each.id)))


def _id(thread: ThreadKey, asked: Requirement) -> str:
    return digest(thread.pk, asked.at.place)[:12]
