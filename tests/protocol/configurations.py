"""What is searched: each protocol within its bounds, and each bug where it shows soonest."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from tests.protocol import bugs, promises
from tests.protocol.card import Card, CardBounds
from tests.protocol.decision import Decision, DecisionBounds
from tests.protocol.model import Model
from tests.protocol.promises import PROMISES
from tests.protocol.thread import Thread
from tests.protocol.thread_state import Bounds, Call

AnyBounds: TypeAlias = Bounds | CardBounds | DecisionBounds

GREAT: Final = Bounds(name="thread: two messages, the switch", messages=2, has_kill=True)
"""More than a million states in one model."""

SMALL: Final[tuple[AnyBounds, ...]] = (
    Bounds(name="thread: two stops", stops=2, faults=0),
    Bounds(name="thread: a gated call and a free one", calls=(Call(), Call(is_gated=False))),
    Bounds(
        name="thread: a tool that may start twice",
        calls=(Call(on_interrupt="retry"),),
        has_kill=True,
    ),
    Bounds(
        name="thread: a tool that is to fail",
        calls=(Call(on_interrupt="fail"),),
        has_kill=True,
    ),
    Bounds(name="thread: a reply that may come first", messages=2, faults=0),
    Bounds(name="thread: giving up soon", faults=2, tries=1),
    DecisionBounds(name="decision: two of three, an edit, a guest"),
    DecisionBounds(
        name="decision: double clicks",
        roles=("approve", "reject", "clock", "worker"),
        quorum=1,
        clicks=2,
    ),
    CardBounds(name="card: an early expiry", drawers=2, joins=0, is_early=True),
)
"""In every `make test`, with the great one."""

MORE: Final[tuple[AnyBounds, ...]] = (
    Bounds(name="thread: two faults", faults=2),
    Bounds(name="thread: a stop, a fault", stops=1),
    Bounds(
        name="thread: three stops, two messages",
        calls=(Call(is_gated=False),),
        stops=3,
        messages=2,
        faults=0,
    ),
    CardBounds(name="card: two faults", drawers=2, changes=1, faults=2),
)
"""In `make model-check` as well."""

DEEP: Final[tuple[AnyBounds, ...]] = (
    Bounds(name="thread: two gated calls", calls=(Call(), Call())),
    Bounds(name="thread: a stop, the switch", stops=1, has_kill=True),
    Bounds(name="thread: two openings", messages=2, second_opens=True),
    Bounds(
        name="thread: a tool that may start twice, two faults",
        calls=(Call(on_interrupt="retry"),),
        faults=2,
        stops=1,
        has_kill=True,
    ),
    CardBounds(name="card: three drawers"),
)
"""With `--deep`: some minutes, and a few gigabytes."""


def model_of(bounds: AnyBounds, *put_in: str) -> Model:
    """Make the model of some bounds, with bugs if wanted."""
    match bounds:
        case Bounds():
            return Thread(bounds, frozenset(put_in))
        case CardBounds():
            return Card(bounds, frozenset(put_in))
        case DecisionBounds():
            return Decision(bounds, frozenset(put_in))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeded:
    """A bug, where it shows, and the promise that tells of it.

    Attributes:
        bug: What is wrong.
        bounds: The model it is put into.
        promise: The promise that it breaks first.
    """

    bug: str
    bounds: AnyBounds
    promise: str


_PLAIN: Final = Bounds(name="thread")
_FREE: Final = replace(_PLAIN, calls=(Call(is_gated=False),))
_STOPPED: Final = replace(_PLAIN, stops=1, faults=0)
_KILLED: Final = replace(_PLAIN, has_kill=True, faults=0)
_TWICE: Final = replace(_PLAIN, stops=1, messages=2, faults=0)
_CARD: Final = CardBounds(drawers=2, joins=0)
_TALK: Final = DecisionBounds(
    roles=("approve", "approve", "edit", "clock", "worker"), clicks=2, faults=0
)
_ALONE: Final = DecisionBounds(roles=("approve", "edit", "guest", "clock", "worker"), quorum=1)

_IN_THREAD: Final[Mapping[str, tuple[AnyBounds, str]]] = {
    bugs.NO_FENCE: (_PLAIN, PROMISES[promises.STALE_WRITE]),
    bugs.NO_FENCE_IN_START: (_PLAIN, PROMISES[promises.STALE_WRITE]),
    bugs.NO_NEW_FENCE: (_PLAIN, PROMISES[promises.TWO_OWNERS]),
    bugs.NO_LEASE: (_PLAIN, PROMISES[promises.NO_NEED]),
    bugs.NO_SEEN: (_PLAIN, PROMISES[promises.ONE_PLACE]),
    bugs.KEEP_HEARD: (_PLAIN, PROMISES[promises.ONE_PLACE]),
    bugs.HEAR_UNREAD: (replace(_PLAIN, messages=2, faults=0), PROMISES[promises.ONE_PLACE]),
    bugs.DEDUPE_FIRST: (_PLAIN, PROMISES[promises.EVENT_LOST]),
    bugs.DELETE_FIRST: (_PLAIN, PROMISES[promises.EVENT_LOST]),
    bugs.ACCEPT_WITHOUT_WAKE: (_PLAIN, promises.RESTS),
    bugs.PARK_WITHOUT_WAKES: (replace(_PLAIN, faults=0), promises.RESTS),
    bugs.RELEASE_UNTOLD: (_FREE, promises.RESTS),
    bugs.LEASE_FOR_EVER: (_FREE, promises.RESTS),
    bugs.EFFECT_FIRST: (_PLAIN, PROMISES[promises.EFFECT_UNSTORED]),
    bugs.BLIND_RETRY: (_PLAIN, PROMISES[promises.STARTS_ONCE]),
    bugs.START_UNDECIDED: (_PLAIN, PROMISES[promises.UNAPPROVED]),
    bugs.START_STOPPED: (_STOPPED, PROMISES[promises.AFTER_STOP]),
    bugs.START_KILLED: (_KILLED, PROMISES[promises.AFTER_KILL]),
    bugs.ASK_TOO_SOON: (_PLAIN, PROMISES[promises.ONE_OUTPUT]),
    bugs.LEAVE_OPEN: (_STOPPED, PROMISES[promises.LEFT_OPEN]),
    bugs.CANCEL_DECIDED: (_STOPPED, PROMISES[promises.DECIDED_ONCE]),
    bugs.STOP_THE_NEXT: (replace(_TWICE, calls=_FREE.calls), PROMISES[promises.STOPS_MORE]),
    bugs.STOP_OVER: (
        replace(_TWICE, calls=_FREE.calls, stops=3),
        PROMISES[promises.AFTER_STOP],
    ),
    bugs.STOP_TAKES_ALL: (replace(_TWICE, calls=_FREE.calls), PROMISES[promises.STOPS_MORE]),
    bugs.KEEP_STOP: (_STOPPED, promises.RESTS),
    bugs.DECIDE_WITHOUT_WAKE: (replace(_PLAIN, faults=0), promises.RESTS),
    bugs.DECIDE_NEEDS_REST: (_PLAIN, PROMISES[promises.VALID_COUNTS]),
}
_IN_DECISION: Final[Mapping[str, tuple[AnyBounds, str]]] = {
    bugs.DECIDE_SETTLED: (_TALK, PROMISES[promises.DECIDED_ONCE]),
    bugs.DECIDE_LATE: (_TALK, PROMISES[promises.TOO_LATE]),
    bugs.EXPIRE_EARLY: (_TALK, PROMISES[promises.TOO_EARLY]),
    bugs.CLICK_ANY_CARD: (_TALK, PROMISES[promises.OTHER_CARD]),
    bugs.VOTE_TWICE: (_TALK, PROMISES[promises.QUORUM]),
    bugs.KEEP_VOTES: (_TALK, PROMISES[promises.OTHER_CARD]),
    bugs.NO_REV: (_TALK, PROMISES[promises.OTHER_CARD]),
    bugs.EDIT_APPROVED: (replace(_TALK, clicks=1), PROMISES[promises.OTHER_BYTES]),
    bugs.USE_TWICE: (
        replace(_ALONE, roles=("approve", "clock", "worker", "worker")),
        PROMISES[promises.STARTS_ONCE],
    ),
    bugs.AUDIT_OVER: (_ALONE, PROMISES[promises.AUDIT_GAPLESS]),
    bugs.AUDIT_LATER: (_ALONE, PROMISES[promises.AUDITED]),
}
_IN_CARD: Final[Mapping[str, tuple[AnyBounds, str]]] = {
    bugs.CHANGE_WITHOUT_DUE: (_CARD, PROMISES[promises.SHOWN_AT_REST]),
    bugs.NEVER_LOOK: (_CARD, PROMISES[promises.COPIES]),
    bugs.NOTE_ANY_WANT: (_CARD, PROMISES[promises.SHOWN_AT_REST]),
    bugs.NOTE_AMONG_OTHERS: (_CARD, PROMISES[promises.SHOWN_AT_REST]),
    bugs.NOTE_ANY_PLACES: (replace(_CARD, is_early=True), PROMISES[promises.SHOWN_AT_REST]),
    bugs.LEAVE_WITHOUT_DUE: (_CARD, PROMISES[promises.SHOWN_AT_REST]),
    bugs.LEAVE_AFTER_DRAWING: (_CARD, PROMISES[promises.SHOWN_AT_REST]),
    bugs.LEAVE_COUNTED: (_CARD, PROMISES[promises.SHOWN_AT_REST]),
}

_PUT_IN: Final[tuple[Mapping[str, tuple[AnyBounds, str]], ...]] = (
    _IN_THREAD,
    _IN_DECISION,
    _IN_CARD,
)

SEEDED: Final = tuple(
    Seeded(bug=bug, bounds=bounds, promise=promise)
    for some in _PUT_IN
    for bug, (bounds, promise) in some.items()
)
