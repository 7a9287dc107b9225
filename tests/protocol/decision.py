"""One requirement: people who click at one time, the clock, and the start that uses it up.

Each reads, looks up how far the audit goes, and writes: three calls, with anything between them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum, auto
from typing import Final, Literal, TypeAlias

from tests.protocol import bugs as bug
from tests.protocol.model import Action, Goal, Kind, State, Steps, always
from tests.protocol.promises import (
    AUDIT_GAPLESS,
    AUDITED,
    DECIDED_ONCE,
    OTHER_BYTES,
    OTHER_CARD,
    PROMISES,
    QUORUM,
    SETTLED,
    STARTS_ONCE,
    TOO_EARLY,
    TOO_LATE,
    UNAPPROVED,
)

(STATE, REV, BYTES, EDITED_AT, VOTES, COUNTED, PASSED, USED, GOOD_BYTES, AUDIT, CHANGES) = range(11)
FAULTS, BAD = 11, 12
SHARED: Final = (
    "requirement",
    "rev",
    "bytes",
    "edited at rev",
    "who voted",
    "votes counted",
    "expiry passed",
    "consumed_by",
    "bytes approved",
    "audit entries",
    "changes",
    "faults left",
    "broken",
)

PC, BUTTON, READ_REV, READ_BYTES, READ_AUDIT, IS_LATE, LEFT = range(7)
ACTOR: Final = (
    "at",
    "button's rev",
    "read rev",
    "read bytes",
    "read audit",
    "read after expiry",
    "clicks left",
)
LONG: Final = len(ACTOR)
NONE, PENDING, APPROVED, REJECTED, EXPIRED = range(5)
IDLE, READS, READS_AUDIT, WRITES, WRITES_AUDIT = range(5)

Role: TypeAlias = Literal["approve", "reject", "edit", "guest", "clock", "worker"]
Draft: TypeAlias = bytearray


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionBounds:
    """How much there is of everything.

    Attributes:
        name: What this configuration is.
        roles: Who there is.
        quorum: How many people have to approve.
        clicks: How often each person clicks, at most.
        faults: How many of them die on the way, at most.
    """

    name: str = "decision"
    roles: tuple[Role, ...] = ("approve", "approve", "edit", "guest", "clock", "worker")
    quorum: int = 2
    clicks: int = 1
    faults: int = 1


class Act(IntEnum):
    """Every action of the decision's model."""

    CLICK = 0
    COME = auto()
    READ = auto()
    TOLD = auto()
    READ_AUDIT = auto()
    APPROVE = auto()
    REJECT = auto()
    EDIT = auto()
    DENY = auto()
    EXPIRE = auto()
    START = auto()
    REFUSED = auto()
    AUDIT = auto()
    PASS = auto()
    DIE = auto()


_RECORD: Final = "usecases.record_decision:record_decision"
_DECIDED: Final = "core.transitions.deciding:decided"
_APPROVED: Final = "core.transitions.deciding:approved"
_ENTRY: Final = "core.transitions.deciding:audited"
_AUDITED: Final = "usecases.auditing:commit_audited"

_TABLE: Final[dict[Act, Action]] = {
    Act.CLICK: Action(words="a person clicks on a card, old or new", kind=Kind.PERSON),
    Act.COME: Action(words="the clock, or a worker, looks at the request", kind=Kind.ROAD),
    Act.READ: Action(
        words="somebody reads the request",
        kind=Kind.ROAD,
        code=("usecases.find_open:find_open",),
    ),
    Act.TOLD: Action(
        words="somebody learns that there is nothing to do any more",
        kind=Kind.ROAD,
        code=(_RECORD,),
    ),
    Act.READ_AUDIT: Action(
        words="somebody reads how far the audit goes", kind=Kind.ROAD, code=(_AUDITED,)
    ),
    Act.APPROVE: Action(words="an approval is recorded", kind=Kind.ROAD, code=(_APPROVED, _ENTRY)),
    Act.REJECT: Action(words="a rejection is recorded", kind=Kind.ROAD, code=(_DECIDED, _ENTRY)),
    Act.EDIT: Action(
        words="an approval of other bytes is recorded, and no vote before it counts",
        kind=Kind.ROAD,
        code=("core.transitions.deciding:approved", _ENTRY),
    ),
    Act.DENY: Action(
        words="an attempt of somebody who may not decide is recorded",
        kind=Kind.ROAD,
        code=(_RECORD, _AUDITED),
    ),
    Act.EXPIRE: Action(
        words="the expiry is recorded", kind=Kind.ROAD, code=("usecases.sweep:sweep", _DECIDED)
    ),
    Act.START: Action(
        words="a worker stores that the tool starts",
        kind=Kind.ROAD,
        code=("core.transitions.calling:started", "core.transitions.calling:taken_up"),
    ),
    Act.REFUSED: Action(words="the store refuses a write", kind=Kind.ROAD, code=(_AUDITED,)),
    Act.AUDIT: Action(words="somebody writes the audit entry afterwards", kind=Kind.ROAD),
    Act.PASS: Action(words="the request's time runs out", kind=Kind.TIME),
    Act.DIE: Action(words="somebody is killed on the way", kind=Kind.FAULT),
}

_DEEDS: Final = {
    "approve": Act.APPROVE,
    "reject": Act.REJECT,
    "edit": Act.EDIT,
    "guest": Act.DENY,
    "clock": Act.EXPIRE,
    "worker": Act.START,
}


class Decision:
    """The model of a requirement, within its bounds."""

    actions: Sequence[Action] = tuple(_TABLE[act] for act in Act)

    def __init__(self, bounds: DecisionBounds, bugs: frozenset[str] = frozenset()) -> None:
        """Take the bounds, and the bugs that are put in."""
        self.name = bounds.name
        self._bounds = bounds
        self._bugs = bugs
        self._actors: tuple[tuple[int, Role, int], ...] = tuple(
            (len(SHARED) + n * LONG, role, 1 << n) for n, role in enumerate(bounds.roles)
        )
        self.fields: Sequence[str] = (
            *SHARED,
            *(f"{role} {n + 1}: {each}" for n, role in enumerate(bounds.roles) for each in ACTOR),
        )
        self.goals: Sequence[Goal] = (
            Goal(
                name=SETTLED,
                kinds=frozenset({Kind.ROAD, Kind.TIME}),
                is_reached=lambda s: s[STATE] != PENDING and (s[STATE] != APPROVED or s[USED] > 0),
                holds_from=always,
            ),
        )
        self._program: dict[int, Callable[[State, tuple[int, Role, int], Steps], None]] = {
            IDLE: self._come,
            READS: self._read,
            READS_AUDIT: self._read_audit,
            WRITES: self._write,
            WRITES_AUDIT: self._write_audit,
        }

    def start(self) -> State:
        """A person has been asked: one audit entry tells of it."""
        t = bytearray(len(self.fields))
        t[STATE], t[REV], t[BYTES] = PENDING, 1, 1
        t[AUDIT] = t[CHANGES] = 1
        t[FAULTS] = self._bounds.faults
        for a, role, _ in self._actors:
            t[a + LEFT] = 0 if role in {"clock", "worker"} else self._bounds.clicks
        return bytes(t)

    def steps(self, state: State) -> Steps:
        """Give all that can happen next."""
        out: Steps = []
        for actor in self._actors:
            a = actor[0]
            self._program[state[a + PC]](state, actor, out)
            if state[a + PC] and state[FAULTS]:
                t = bytearray(state)
                t[FAULTS] -= 1
                self._leave(t, a)
                out.append((Act.DIE, bytes(t)))
        if not state[PASSED] and state[STATE] == PENDING:
            t = bytearray(state)
            t[PASSED] = 1
            out.append((Act.PASS, bytes(t)))
        return out

    def broken(self, state: State) -> str:
        """Name the promise that a state breaks; empty: none."""
        return PROMISES[state[BAD] or (AUDITED if state[AUDIT] != state[CHANGES] else 0)]

    def _leave(self, t: Draft, a: int) -> None:
        left = t[a + LEFT]
        t[a : a + LONG] = bytes(LONG)
        t[a + LEFT] = left

    def _come(self, s: State, actor: tuple[int, Role, int], out: Steps) -> None:
        a, role, _ = actor
        t = bytearray(s)
        t[a + PC] = READS
        if role == "clock":
            if s[STATE] == PENDING and (s[PASSED] or bug.EXPIRE_EARLY in self._bugs):
                out.append((Act.COME, bytes(t)))
        elif role == "worker":
            if s[STATE] == APPROVED and not s[USED]:
                out.append((Act.COME, bytes(t)))
        elif s[a + LEFT]:
            t[a + LEFT] -= 1
            # A card may stand there as it was drawn long ago.
            for rev in range(1, s[REV] + 1):
                t[a + BUTTON] = rev
                out.append((Act.CLICK, bytes(t)))

    def _read(self, s: State, actor: tuple[int, Role, int], out: Steps) -> None:
        a, role, me = actor
        t = bytearray(s)
        if not self._is_open_to(s, a, role, me):
            self._leave(t, a)
            out.append((Act.TOLD, bytes(t)))
            return
        t[a + READ_REV], t[a + READ_BYTES] = s[REV], s[BYTES]
        t[a + IS_LATE] = s[PASSED]
        t[a + PC] = WRITES if role == "worker" else READS_AUDIT
        out.append((Act.READ, bytes(t)))

    def _is_open_to(self, s: State, a: int, role: Role, me: int) -> bool:
        """Compare what was clicked, or came due, with what stands there."""
        if role == "worker":
            return s[STATE] == APPROVED and not s[USED]
        if not self._is_open(s, role):
            return False
        if role == "clock":
            return bool(s[PASSED]) or bug.EXPIRE_EARLY in self._bugs
        # A vote moves the revision and nothing that a card shows; an edit does.
        is_as_shown = s[a + BUTTON] >= s[EDITED_AT] or bug.CLICK_ANY_CARD in self._bugs
        is_new = not s[VOTES] & me or bug.VOTE_TWICE in self._bugs
        in_time = not s[PASSED] or bug.DECIDE_LATE in self._bugs
        return is_as_shown and in_time and (role != "approve" or is_new)

    def _read_audit(self, s: State, actor: tuple[int, Role, int], out: Steps) -> None:
        a = actor[0]
        t = bytearray(s)
        t[a + READ_AUDIT] = s[AUDIT]
        t[a + PC] = WRITES
        out.append((Act.READ_AUDIT, bytes(t)))

    def _write(self, s: State, actor: tuple[int, Role, int], out: Steps) -> None:
        a, role, _ = actor
        if role == "worker":
            self._start_tool(s, a, out)
            return
        t = bytearray(s)
        if not self._is_as_read(s, a, role):
            t[a + PC] = READS
            out.append((Act.REFUSED, bytes(t)))
        elif s[AUDIT] != s[a + READ_AUDIT] and bug.AUDIT_OVER not in self._bugs:
            t[a + PC] = READS_AUDIT
            out.append((Act.REFUSED, bytes(t)))
        else:
            self._record(s, t, actor)
            out.append((_DEEDS[role], bytes(t)))

    def _is_as_read(self, s: State, a: int, role: Role) -> bool:
        """Hold a change against the requirement's own clauses; a refused attempt has none."""
        if role == "guest":
            return True
        is_as_read = s[REV] == s[a + READ_REV] and s[BYTES] == s[a + READ_BYTES]
        return self._is_open(s, role) and (is_as_read or bug.NO_REV in self._bugs)

    def _is_open(self, s: State, role: Role) -> bool:
        if role == "edit" and bug.EDIT_APPROVED in self._bugs and s[STATE] == APPROVED:
            return True
        return s[STATE] == PENDING or bug.DECIDE_SETTLED in self._bugs

    def _record(self, s: State, t: Draft, actor: tuple[int, Role, int]) -> None:
        a, role, me = actor
        self._watch(s, t, a, role)
        t[CHANGES] += 1
        t[REV] += role != "guest"
        if role == "edit":
            t[BYTES] = t[EDITED_AT] = t[REV]
            if bug.KEEP_VOTES not in self._bugs:
                t[VOTES] = t[COUNTED] = 0
        if role in {"approve", "edit"}:
            self._vote(t, me)
        elif role != "guest":
            t[STATE] = REJECTED if role == "reject" else EXPIRED
        if bug.AUDIT_LATER in self._bugs:
            t[a + PC] = WRITES_AUDIT
        else:
            t[AUDIT] += 1
            self._leave(t, a)

    def _vote(self, t: Draft, me: int) -> None:
        t[VOTES] |= me
        t[COUNTED] += 1
        if t[COUNTED] < self._bounds.quorum:
            return
        t[STATE], t[GOOD_BYTES] = APPROVED, t[BYTES]
        if t[VOTES].bit_count() < self._bounds.quorum:
            t[BAD] = QUORUM

    def _watch(self, s: State, t: Draft, a: int, role: Role) -> None:
        """Hold what is recorded against the promises, whatever the clauses let through."""
        is_shown_old = s[a + BUTTON] < s[EDITED_AT]
        for is_broken, promise in (
            (role not in {"clock", "guest"} and is_shown_old, OTHER_CARD),
            (role == "clock" and not s[PASSED], TOO_EARLY),
            (role not in {"clock", "guest"} and s[a + IS_LATE], TOO_LATE),
            (s[AUDIT] != s[a + READ_AUDIT], AUDIT_GAPLESS),
            (s[STATE] != PENDING and role not in {"guest", "edit"}, DECIDED_ONCE),
            (role == "edit" and bug.KEEP_VOTES in self._bugs and s[VOTES], OTHER_CARD),
        ):
            if is_broken:
                t[BAD] = promise

    def _start_tool(self, s: State, a: int, out: Steps) -> None:
        t = bytearray(s)
        is_let = s[STATE] == APPROVED
        is_same = s[BYTES] == s[a + READ_BYTES]
        is_unused = not s[USED] or bug.USE_TWICE in self._bugs
        if not (is_let and is_same and is_unused):
            t[a + PC] = READS
            out.append((Act.REFUSED, bytes(t)))
            return
        t[USED] += 1
        for is_broken, promise in (
            (not is_let, UNAPPROVED),
            (t[USED] > 1, STARTS_ONCE),
            (s[a + READ_BYTES] != s[GOOD_BYTES], OTHER_BYTES),
        ):
            if is_broken:
                t[BAD] = promise
        self._leave(t, a)
        out.append((Act.START, bytes(t)))

    def _write_audit(self, s: State, actor: tuple[int, Role, int], out: Steps) -> None:
        a = actor[0]
        t = bytearray(s)
        t[AUDIT] += 1
        self._leave(t, a)
        out.append((Act.AUDIT, bytes(t)))
