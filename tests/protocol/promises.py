"""The promises that are looked at in every state, by number; docs/guarantees.md tells of each."""

from typing import Final

(
    KEPT,
    STALE_WRITE,
    TWO_OWNERS,
    STEP_TWICE,
    ONE_PLACE,
    EVENT_LOST,
    STARTS_ONCE,
    EFFECT_UNSTORED,
    UNAPPROVED,
    AFTER_STOP,
    AFTER_KILL,
    ONE_OUTPUT,
    LEFT_OPEN,
    DECIDED_ONCE,
    VALID_COUNTS,
    TOO_LATE,
    TOO_EARLY,
    NO_NEED,
    AUDITED,
    AUDIT_GAPLESS,
    OTHER_BYTES,
    OTHER_CARD,
    QUORUM,
    COPIES,
    SHOWN_AT_REST,
    STOPS_MORE,
) = range(26)

PROMISES: Final = (
    "",
    "P9: a stale fence writes nothing",
    "P9: one worker has the newest fence",
    "P9: a step is stored once",
    "P1: an accepted message is in the inbox or heard by one step",
    "P1: an event that was answered is in the queue, with a worker, or accepted",
    "P3: one start for each decision that lets it run",
    "P3: no effect without a stored start",
    "P4: no start without a standing decision that lets it run",
    "P7: no start after a stop",
    "P7: no start after the switch",
    "P7: each call has exactly one output",
    "P2: a run that ended leaves no request open",
    "P6: a decision is recorded once",
    "P6: a valid click counts",
    "P13: no decision that was made after the expiry",
    "P13: nothing expires before its time",
    "P10: without faults no outcome is unknown",
    "P8: one audit entry for each decision",
    "P8: the audit is gapless, and no entry is written over",
    "P4: what runs are the bytes that were approved",
    "P5: a decision counts only for what its card showed",
    "P4: nothing starts before enough people approved",
    "card: at most one copy too many",
    "card: at rest, Slack shows what is stored",
    "P7: a stop ends what was there when it was asked for, and nothing later",
)

RESTS: Final = "P2: a run ends, or waits on a request that expires, once faults stop"
ENDS: Final = "P2: a run ends once its requests have expired"
UNAIDED: Final = "P10: without faults the clock has nothing to repair"
DRAWN: Final = "card: Slack ends up with what is stored"
MENDED: Final = "card: an old copy is mended by a click on it"
SETTLED: Final = "P2: a request is settled in the end, and an approval is used up"
