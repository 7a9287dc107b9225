"""What one tool call waits for: stored whole, so that a card can be drawn from it alone."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from signoff.core.canonical import digest
from signoff.core.decision import Ask, RequirementState, Verdict
from signoff.core.gate import Confirmation, Risk
from signoff.core.keys import Position
from signoff.core.terms import Terms
from signoff.core.voting import Edit, Handover, Vote
from signoff.core.who import Who

NEVER = 253_402_300_799_000
"""The expiry of a requirement that never expires: the last second of the year 9999."""


class OutcomeState(StrEnum):
    """How far the call came that a requirement let through."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NOT_RUN = "not_run"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of the call after the decision, for the receipt.

    Attributes:
        state: How far it came.
        at: When it came there, in milliseconds since 1970.
        took: How long the tool ran, in milliseconds; 0 while it runs.
        note: A short reason when it failed or was not run; otherwise empty.
    """

    state: OutcomeState
    at: int
    took: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A decision on a request that stands for later calls, as its receipt shows it.

    Attributes:
        place: Where the standing decision is, in the workspace's own partition.
        until: Until when it counts, in milliseconds since 1970.
        in_thread: Whether it counts in this thread alone.
        is_refusal: Whether it refuses later calls; otherwise it lets them through.
        revoked_by: Who took it back; None: nobody.
        revoked_at: When, in milliseconds since 1970.
    """

    place: str
    until: int
    in_thread: bool
    is_refusal: bool = False
    revoked_by: Who | None = None
    revoked_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One question to a person.

    Attributes:
        at: The tool call's place in the thread.
        card: The card on which it stands, named by the first requirement there.
        ask: What is asked.
        tool: The tool's name.
        tool_version: The tool's version when the model called it.
        call_id: The model's id of the call.
        arguments: The model's arguments as canonical JSON: the very bytes that will run, as long
            as nobody changes them.
        schema: The JSON Schema of the arguments, as canonical JSON.
        title: The human sentence on the card, never the model's words.
        titled_by: The arguments that the title speaks of.
        risk: The tool's own word; None where it gave none.
        reason: What the model said along with the call: a claim.
        requester: Who opened the run.
        joined: Who else had been heard in it when it was asked, by Slack id.
        asked_ts: The `ts` of the message that opened the run.
        asked_at: When the question was stored, in milliseconds since 1970.
        exp: When it expires, in milliseconds since 1970.
        digest: Covers tool, version, arguments as they are asked now, and position.
        state: Where it stands.
        rev: Counts every change of what is asked or decided, and every vote.
        votes: Who approved what is asked now, in order; a change of it begins anew.
        edited: What people changed of the arguments; None: nothing, ever.
        verdict: What was decided, by whom and when.
        bound: Ties the verdict to the digest that it was about.
        binds: Whether its verdict must be tied to it so; none was before there were ties.
        terms: What the tool's author said about the pause.
        agent: The id of the agent whose call it is; empty: not known.
        callers: The ids of the agents through which that one was called, the thread's own first.
        path: The names of the agents between the thread's own and that one, and that one's.
        handed: Who gave their right to decide to whom, in order.
        filed: The digest of the file that holds what no modal does; None: there is none.
        reminded_at: When those who may decide were reminded; None: they were not.
        escalated_at: When more people were let decide; None: they were not.
        decided_team: The team, once it is decided: the partition of the index of decided ones.
        decided_at: When it was decided, in milliseconds since 1970: the order in that index.
        consumed_by: The step or start that took the decision up.
        outcome: What became of the call afterwards.
        kept: The standing decision that was given with its verdict; None: there is none.
        due: When the clock must look at it, in milliseconds since 1970.
        due_shard: The partition of the index of due rows.
        open_team: The team, while it is open: the partition of the index of open requirements.
    """

    at: Position
    card: Position
    ask: Ask
    tool: str
    tool_version: str
    call_id: str
    arguments: str
    schema: str
    title: str
    risk: Risk | None
    reason: str
    requester: Who
    asked_ts: str
    asked_at: int
    exp: int
    digest: str
    titled_by: tuple[str, ...] = ()
    binds: bool = False
    terms: Terms = field(default_factory=Terms)
    agent: str = ""
    callers: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    handed: tuple[Handover, ...] = ()
    filed: str | None = None
    reminded_at: int | None = None
    escalated_at: int | None = None
    decided_team: str | None = None
    decided_at: int | None = None
    state: RequirementState = RequirementState.PENDING
    rev: int = 1
    votes: tuple[Vote, ...] = ()
    edited: Edit | None = None
    verdict: Verdict | None = None
    bound: str | None = None
    consumed_by: str | None = None
    outcome: Outcome | None = None
    kept: Kept | None = None
    due: int | None = None
    due_shard: str | None = None
    open_team: str | None = None

    columns: ClassVar[tuple[str, ...]] = (
        "exp",
        "digest",
        "state",
        "rev",
        "votes",
        "edited",
        "verdict",
        "bound",
        "consumed_by",
        "outcome",
        "kept",
        "handed",
        "filed",
        "reminded_at",
        "escalated_at",
        "decided_team",
        "decided_at",
        "due",
        "due_shard",
        "open_team",
    )

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.state is RequirementState.PENDING

    @property
    def quorum(self) -> int:
        """How many must approve before it runs."""
        return self.ask.quorum if isinstance(self.ask, Confirmation) else 1

    @property
    def asked_since(self) -> int:
        """The first revision whose cards show what is asked now: votes change none of it."""
        return self.edited.rev if self.edited else 1

    @property
    def never_expires(self) -> bool:
        """Whether it waits for as long as it takes."""
        return self.exp >= NEVER


def digest_of(*, tool: str, version: str, arguments: str, at: Position) -> str:
    """Digest what a person is asked about: these bytes, for this call, and no other."""
    return digest(tool, version, arguments, at.place)
