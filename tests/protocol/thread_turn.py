"""The worker, action by action, but for the calls: messages, the lease, the model, the ends."""

from typing import TypeAlias

from tests.protocol import bugs as bug
from tests.protocol.model import State, Steps
from tests.protocol.promises import (
    DECIDED_ONCE,
    ONE_OUTPUT,
    STALE_WRITE,
    STEP_TWICE,
    STOPS_MORE,
)
from tests.protocol.thread_actions import Act
from tests.protocol.thread_state import (
    ANSWER_USED,
    APPROVED,
    ASKED,
    ASKS,
    BAD,
    CALLS_AT,
    CANCELLED,
    CLAIMS,
    CLOSES,
    CRASHED,
    DONE,
    DUE,
    ENDING,
    EVENT_2,
    EXEC,
    FAILS,
    FORGETS_STOP,
    GIVES_UP,
    HEARD,
    HEARS,
    HOLDS,
    IDLE,
    IN,
    KILL,
    LATE,
    LEASE,
    LOADS,
    LONG,
    LOOKS,
    MESSAGE_1,
    MESSAGE_2,
    MINE,
    MOVED,
    NONE,
    NOT_OURS,
    NOTHING,
    OPEN,
    ORDER,
    OUTPUT,
    PC,
    PENDING,
    QUESTION,
    QUIET,
    REQ,
    REREADS,
    RESTARTS,
    RESTS,
    RETURNS,
    SAW_STOP,
    SECOND,
    SECOND_AGAIN,
    SEEN,
    SENDS_ON,
    SENT_BACK,
    STARTED,
    STARTS_TOOL,
    STOP,
    STORES,
    STORES_ON,
    TELLS,
    TIRED,
    TO_CLOSE,
    TO_START,
    TO_START_AGAIN,
    TO_TELL,
    TRIES,
    UNKNOWN,
    UPTO_1,
    USED,
    VIEW,
    WAITS,
    WAKE,
    WORKERS_AT,
    WORKS_ON,
    Bounds,
)

Draft: TypeAlias = bytearray

_WORK = {
    TO_START: STARTS_TOOL,
    TO_START_AGAIN: STARTS_TOOL,
    TO_TELL: TELLS,
    TO_CLOSE: CLOSES,
}
_AFTER_CRASH = {"ask": ASKS, "fail": FAILS, "retry": RESTARTS}
_AFTER_QUESTION = {PENDING: WAITS, APPROVED: TO_START_AGAIN}
_AFTER_REQUEST = {PENDING: WAITS, APPROVED: TO_START, NONE: TO_START}
_NOTHING_IN_HAND = bytes(LONG)


def settled(draft: Draft) -> State:
    """Give the state, with the two workers in order: nobody can tell them apart.

    No row names a worker: a lease, a fence or a start is known to be somebody's by a mark in the
    worker's own bytes. So exchanging the two gives a state with exchanged steps, and to look at
    one of each pair is to look at both.
    """
    first, second = WORKERS_AT
    one, other = draft[first:second], draft[second : second + LONG]
    if one > other:
        draft[first:second], draft[second : second + LONG] = other, one
    return bytes(draft)


def happened(draft: Draft) -> None:
    """Count a wake, and make the thread due: whoever works on it must look again."""
    for worker in WORKERS_AT:
        draft[worker + QUIET] = 0
    draft[DUE] = 1


class Turn:
    """A worker's turn, but for the calls: taking in, taking over, the model, the ends."""

    def __init__(self, bounds: Bounds, bugs: frozenset[str]) -> None:
        """Take the bounds, and the bugs that are put in."""
        self.bounds = bounds
        self.bugs = bugs
        self._calls = tuple(zip(range(len(bounds.calls)), CALLS_AT, bounds.calls, strict=False))

    # Taking in, taking over.

    def _accept(self, s: State, w: int, out: Steps) -> None:
        t = bytearray(s)
        holds = s[w + HOLDS]
        message = MESSAGE_2 if holds in {SECOND, SECOND_AGAIN} else MESSAGE_1
        opens = message == MESSAGE_1 or self.bounds.second_opens
        if s[message] & SEEN and bug.NO_SEEN not in self.bugs:
            t[w + PC] = CLAIMS
            out.append((Act.KNOW, settled(t)))
            return
        if not opens and not s[MESSAGE_1] & SEEN:
            t[EVENT_2] = SENT_BACK if holds == SECOND else NOT_OURS
            t[w + HOLDS] = NOTHING
            t[w + PC] = RETURNS
            out.append((Act.SEND_BACK, settled(t)))
            return
        t[message] |= SEEN | IN
        happened(t)
        if bug.ACCEPT_WITHOUT_WAKE in self.bugs:
            t[DUE] = s[DUE]
            t[w + PC] = RETURNS
        else:
            t[w + PC] = CLAIMS
        out.append((Act.ACCEPT, settled(t)))

    def _claim(self, s: State, w: int, out: Steps) -> None:
        t = bytearray(s)
        if s[LEASE] and bug.NO_LEASE not in self.bugs:
            t[w + PC] = RETURNS
            out.append((Act.FIND_BUSY, settled(t)))
            return
        if bug.NO_NEW_FENCE not in self.bugs:
            for worker in WORKERS_AT:
                t[worker + MINE] = 0
        t[LEASE] = t[DUE] = 1
        t[TRIES] += 1
        t[w + MINE] = t[w + QUIET] = 1
        t[w + SAW_STOP] = s[STOP]
        t[w + TIRED] = t[TRIES] > self.bounds.tries
        t[w + PC] = LOADS
        out.append((Act.CLAIM, settled(t)))

    def _load(self, s: State, w: int, out: Steps) -> None:
        t = bytearray(s)
        t[w + MOVED] = 0
        self._read_inbox(t, w)
        for number, call, _ in self._calls:
            t[w + VIEW + number] = self._standing(s, call)
        self._go_on(t, w, is_fresh=True)
        out.append((Act.LOAD, settled(t)))

    def _look(self, s: State, w: int, out: Steps) -> None:
        t = bytearray(s)
        self._read_inbox(t, w)
        t[w + SAW_STOP] = s[STOP]
        self._go_on(t, w, is_fresh=True)
        out.append((Act.LOOK, settled(t)))

    def _reread(self, s: State, w: int, out: Steps) -> None:
        if not s[w + MINE]:
            self._lose(s, w, out)
            return
        t = bytearray(s)
        t[w + QUIET] = 1
        t[w + SAW_STOP] = s[STOP]
        t[w + PC] = LOADS
        out.append((Act.REREAD, settled(t)))

    def _read_inbox(self, t: Draft, w: int) -> None:
        t[w + HEARS] = (t[MESSAGE_1] & IN) // IN + (t[MESSAGE_2] & IN) // IN * 2

    def _standing(self, s: State, call: int) -> int:
        """Read a call: what its rows let it do."""
        if s[call + OUTPUT]:
            return DONE
        execution = s[call + EXEC]
        if execution == STARTED:
            return TO_START if bug.BLIND_RETRY in self.bugs else CRASHED
        if execution == UNKNOWN:
            return _AFTER_QUESTION.get(s[call + QUESTION], TO_CLOSE)
        if s[call + REQ] == PENDING and bug.START_UNDECIDED in self.bugs:
            return TO_START
        return _AFTER_REQUEST.get(s[call + REQ], TO_TELL) if s[ASKED] else NONE

    def _go_on(self, t: Draft, w: int, *, is_fresh: bool = False) -> None:
        """Choose the next move, from what was read and written alone."""
        t[w + PC], t[w + WORKS_ON] = self._next(t, w, STORES if is_fresh else LOOKS)

    def _next(self, t: Draft, w: int, asks: int) -> tuple[int, int]:
        if t[w + SAW_STOP]:
            return (GIVES_UP if self._is_stopped(t, w) else FORGETS_STOP), 0
        if not t[OPEN]:
            return (GIVES_UP if t[w + TIRED] else asks, 0) if t[w + HEARS] else (RESTS, 0)
        views = t[w + VIEW : w + LONG]
        for number, _, call in self._calls:
            if views[number] not in {WAITS, DONE}:
                if t[w + TIRED]:
                    return GIVES_UP, 0
                return _WORK.get(views[number], _AFTER_CRASH[call.on_interrupt]), number
        if WAITS in views and bug.ASK_TOO_SOON not in self.bugs:
            return RESTS, 0
        return (GIVES_UP if t[w + TIRED] else asks), 0

    def _is_stopped(self, t: State | Draft, w: int) -> bool:
        """Whether the stop that was read ends what is there: the run, or what would open it."""
        saw = t[w + SAW_STOP]
        if saw & LATE and bug.STOP_THE_NEXT not in self.bugs:
            return False
        return bool(t[OPEN] or saw // UPTO_1 & t[w + HEARS])

    # Writing under the lease.

    def _may_write(self, s: State, w: int) -> bool:
        return bool(s[w + MINE]) or bug.NO_FENCE in self.bugs

    def _written(self, s: State, t: Draft, w: int) -> None:
        if not s[w + MINE]:
            t[BAD] = STALE_WRITE

    def _step(self, s: State, t: Draft, w: int) -> None:
        """Store a step; whoever read the journal before has an old one now."""
        if s[w + MOVED]:
            t[BAD] = STEP_TWICE
        self._written(s, t, w)
        t[TRIES] = 0
        for worker in WORKERS_AT:
            if worker != w and s[worker + PC] not in {IDLE, RETURNS}:
                t[worker + MOVED] = 1

    def _refused(self, s: State, w: int, out: Steps) -> None:
        """A clause did not hold: only a changed fence means that the thread is another's."""
        if not s[w + MINE]:
            self._lose(s, w, out)
            return
        t = bytearray(s)
        t[w + PC] = REREADS
        out.append((Act.REFUSED, settled(t)))

    def _lose(self, s: State, w: int, out: Steps) -> None:
        t = bytearray(s)
        self._let_go(t, w)
        out.append((Act.LOSE, settled(t)))

    def _let_go(self, t: Draft, w: int) -> None:
        """Nothing more is written by this turn: what it has read does not matter any more."""
        holds = t[w + HOLDS]
        t[w : w + LONG] = _NOTHING_IN_HAND
        t[w + HOLDS] = holds
        t[w + PC] = RETURNS

    # The model.

    def _store(self, s: State, w: int, out: Steps) -> None:
        if not self._may_write(s, w) or (s[w + MOVED] and bug.NO_FENCE not in self.bugs):
            self._refused(s, w, out)
            return
        if s[STOP]:
            # What somebody wants to end has no further step: the next look sees the stop.
            self._refused(s, w, out)
            return
        asks = not s[ASKED]
        rests = not asks or all(call.is_gated for *_, call in self._calls)
        parks = rests and s[w + PC] == STORES
        if parks and not s[w + QUIET] and bug.PARK_WITHOUT_WAKES not in self.bugs:
            t = bytearray(s)
            t[w + PC] = STORES_ON
            out.append((Act.REFUSED, settled(t)))
            return
        t = bytearray(s)
        self._step(s, t, w)
        self._hear(t, w, s[w + HEARS])
        self._answer(s, t, w)
        if parks:
            t[LEASE] = t[DUE] = 0
            self._let_go(t, w)
        elif rests:
            t[w + PC] = REREADS
        else:
            self._go_on(t, w)
        out.append((Act.ASK if asks else Act.REPLY, settled(t)))

    def _hear(self, t: Draft, w: int, heard: int) -> None:
        """What the step had before it is heard; what came since stays in the inbox."""
        for bit, message in ((1, MESSAGE_1), (2, MESSAGE_2)):
            if heard & bit:
                t[message] += HEARD
                if bug.KEEP_HEARD not in self.bugs:
                    t[message] &= ~IN
            elif bug.HEAR_UNREAD in self.bugs:
                t[message] &= ~IN
        t[w + HEARS] &= ~heard

    def _answer(self, s: State, t: Draft, w: int) -> None:
        if s[ASKED]:
            self._close(t)
            t[STOP] |= LATE if s[STOP] else 0
            if s[OPEN] and any(s[call + OUTPUT] != 1 for _, call, _ in self._calls):
                t[BAD] = ONE_OUTPUT
            return
        t[ASKED] = t[OPEN] = 1
        for number, call, planned in self._calls:
            t[call + REQ] = PENDING if planned.is_gated else NONE
            t[w + VIEW + number] = WAITS if planned.is_gated else TO_START

    def _rest(self, s: State, w: int, out: Steps) -> None:
        is_quiet = s[w + QUIET] or bug.PARK_WITHOUT_WAKES in self.bugs
        if not self._may_write(s, w) or not is_quiet:
            self._refused(s, w, out)
            return
        t = bytearray(s)
        self._written(s, t, w)
        t[LEASE] = t[DUE] = t[TRIES] = 0
        self._let_go(t, w)
        out.append((Act.PARK, settled(t)))

    # Ends.

    def _give_up(self, s: State, w: int, out: Steps) -> None:
        views = s[w + VIEW : w + LONG]
        is_as_read = all(
            self._standing(s, call) == views[number] for number, call, _ in self._calls
        )
        may = is_as_read or bug.CANCEL_DECIDED in self.bugs
        if not self._may_write(s, w) or s[w + MOVED] or not may:
            self._refused(s, w, out)
            return
        t = bytearray(s)
        self._step(s, t, w)
        if not is_as_read:
            t[BAD] = DECIDED_ONCE
        self._hear(t, w, self._goes_along(s, t, w))
        if bug.LEAVE_OPEN not in self.bugs:
            for number, call, _ in self._calls:
                self._cancel(t, call)
                t[w + VIEW + number] = DONE if s[ASKED] else NONE
        self._close(t)
        t[w + SAW_STOP] = t[w + TIRED] = 0
        t[STOP] = s[STOP] if bug.KEEP_STOP in self.bugs else 0
        self._go_on(t, w)
        out.append((Act.GIVE_UP, settled(t)))

    def _close(self, t: Draft) -> None:
        """End the run: whoever is about to stop it comes late."""
        t[OPEN] = t[KILL] = t[ENDING] = 0
        t[ORDER] |= LATE if t[ORDER] else 0

    def _goes_along(self, s: State, t: Draft, w: int) -> int:
        """Say which messages go with the run that is given up: a stop takes no later ones."""
        saw, heard = s[w + SAW_STOP], s[w + HEARS]
        if saw and bug.STOP_TAKES_ALL not in self.bugs:
            heard &= saw // UPTO_1
        if saw and (saw & LATE or heard & ~(saw // UPTO_1)):
            t[BAD] = STOPS_MORE
        return heard

    def _forget_stop(self, s: State, w: int, out: Steps) -> None:
        # A stop that came late may be taken away by anybody: it is compared whole.
        if s[STOP] != s[w + SAW_STOP]:
            self._refused(s, w, out)
            return
        t = bytearray(s)
        t[STOP] = t[w + SAW_STOP] = 0
        self._go_on(t, w)
        out.append((Act.FORGET_STOP, settled(t)))

    def _cancel(self, t: Draft, call: int) -> None:
        row, used = self._permit(t, call)
        if t[call + row] == PENDING:
            t[call + row] = CANCELLED
        elif t[call + row]:
            t[call + used] = 1

    def _release(self, s: State, w: int, out: Steps) -> None:
        t = bytearray(s)
        if s[w + MINE]:
            t[LEASE] = 0
            t[DUE] = bug.RELEASE_UNTOLD not in self.bugs
        self._let_go(t, w)
        t[w + PC] = RETURNS if bug.RELEASE_UNTOLD in self.bugs else SENDS_ON
        out.append((Act.RELEASE, settled(t)))

    def _send_on(self, s: State, w: int, out: Steps) -> None:
        t = bytearray(s)
        t[WAKE] = 1
        t[w + PC] = RETURNS
        out.append((Act.HAND_ON, settled(t)))

    def _return(self, s: State, w: int, out: Steps) -> None:
        t = bytearray(s)
        t[w : w + LONG] = _NOTHING_IN_HAND
        out.append((Act.RETURN, settled(t)))

    def _permit(self, s: State | Draft, call: int) -> tuple[int, int]:
        """Give the row that lets a start happen, and where it is noted that it did."""
        if s[call + EXEC] == UNKNOWN:
            return QUESTION, ANSWER_USED
        return REQ, USED
