"""The thread: messages, a queue, two workers, a lease, a journal, calls, people and the clock."""

from collections.abc import Sequence
from typing import Final

from tests.protocol import bugs as bug
from tests.protocol.model import Action, Goal, Kind, State, Steps, always
from tests.protocol.promises import (
    DECIDED_ONCE,
    EFFECT_UNSTORED,
    ENDS,
    EVENT_LOST,
    LEFT_OPEN,
    ONE_OUTPUT,
    ONE_PLACE,
    PROMISES,
    RESTS,
    TOO_EARLY,
    TOO_LATE,
    TWO_OWNERS,
    UNAIDED,
    VALID_COUNTS,
)
from tests.protocol.thread_actions import ACTIONS, Act
from tests.protocol.thread_state import (
    A_WAKE,
    ACCEPTS,
    APPROVED,
    BAD,
    BEFORE,
    CALLS_AT,
    CLAIMS,
    DROPPED,
    DUE,
    EFFECTS,
    ENDED,
    ENDING,
    EVENT_1,
    EVENT_2,
    EXEC,
    EXP,
    EXPIRED,
    FAULTS,
    FIRST,
    HOLDS,
    IN,
    KILL,
    LATE,
    LEASE,
    LOADS,
    LONG,
    MESSAGE_1,
    MESSAGE_2,
    MINE,
    OPEN,
    ORDER,
    OUTPUT,
    PC,
    PENDING,
    QUESTION,
    QUEUED,
    REJECTED,
    RELEASES,
    REQ,
    SECOND,
    SECOND_AGAIN,
    SEEN,
    SENDS,
    SENT_BACK,
    SIZE,
    SOUND_MESSAGE,
    STARTS,
    STOP,
    STOPS,
    TAKEN,
    UNKNOWN,
    UNSENT,
    UPTO_1,
    UPTO_2,
    WAKE,
    WANTED,
    WORKERS_AT,
    Bounds,
    field_names,
)
from tests.protocol.thread_turn import Draft, happened, settled
from tests.protocol.thread_worker import Worker

_EVENTS: Final = ((EVENT_1, MESSAGE_1), (EVENT_2, MESSAGE_2))
_MOST_SENDS: Final = 2


class Thread:
    """The model of a thread, within its bounds."""

    fields: Sequence[str] = field_names()
    actions: Sequence[Action] = ACTIONS

    def __init__(self, bounds: Bounds, bugs: frozenset[str] = frozenset()) -> None:
        """Take the bounds, and the bugs that are put in."""
        self.name = bounds.name
        self._bounds = bounds
        self._bugs = bugs
        self._worker = Worker(bounds, bugs)
        self._calls = CALLS_AT[: len(bounds.calls)]
        self._is_repeatable = tuple(call.on_interrupt == "retry" for call in bounds.calls)
        road = {Kind.ROAD}
        self.goals: Sequence[Goal] = (
            Goal(
                name=RESTS,
                kinds=frozenset(road | {Kind.CLOCK}),
                is_reached=self._rests,
                holds_from=always,
            ),
            Goal(
                name=ENDS,
                kinds=frozenset(road | {Kind.CLOCK, Kind.TIME}),
                is_reached=self._has_ended,
                holds_from=always,
            ),
            Goal(
                name=UNAIDED,
                kinds=frozenset(road),
                is_reached=self._rests,
                holds_from=lambda s: s[FAULTS] == bounds.faults,
            ),
        )

    def start(self) -> State:
        """Nobody has written yet."""
        t = bytearray(SIZE)
        t[FAULTS], t[STOPS] = self._bounds.faults, self._bounds.stops
        return bytes(t)

    def steps(self, state: State) -> Steps:
        """Give all that can happen next."""
        out: Steps = []
        has_idle = False
        for w in WORKERS_AT:
            if state[w + PC]:
                self._worker.work(state, w, out)
                if state[FAULTS]:
                    self._break(state, w, out)
            elif not has_idle:
                has_idle = True
                self._deliver(state, w, out)
        self._write(state, out)
        for call in self._calls:
            self._ask_people(state, call, out)
        self._send(state, out)
        self._clock(state, out)
        if state[FAULTS]:
            self._repeat(state, out)
        return out

    # The queue.

    def _deliver(self, s: State, w: int, out: Steps) -> None:
        held = bug.DELETE_FIRST not in self._bugs
        for event, holds in ((EVENT_1, FIRST), (EVENT_2, SECOND)):
            if s[event] in {QUEUED, SENT_BACK}:
                t = bytearray(s)
                t[event] = TAKEN
                t[w + PC] = ACCEPTS
                t[w + HOLDS] = SECOND_AGAIN if s[event] == SENT_BACK else holds
                out.append((Act.DELIVER_EVENT, settled(t)))
        if s[WAKE]:
            t = bytearray(s)
            t[WAKE] = 0
            t[w + PC] = CLAIMS
            t[w + HOLDS] = A_WAKE if held else 0
            out.append((Act.DELIVER_WAKE, settled(t)))

    def _write(self, s: State, out: Steps) -> None:
        event = EVENT_2 if s[EVENT_1] else EVENT_1
        if s[event] == UNSENT and (event == EVENT_1 or self._bounds.messages > 1):
            t = bytearray(s)
            t[event] = QUEUED
            out.append((Act.WRITE, bytes(t)))
            if bug.DEDUPE_FIRST in self._bugs and s[FAULTS]:
                t[event] = DROPPED
                out.append((Act.DOOR_DIES, bytes(t)))

    def _send(self, s: State, out: Steps) -> None:
        if not s[SENDS]:
            return
        t = bytearray(s)
        t[SENDS] -= 1
        if s[FAULTS]:
            dead = bytearray(t)
            dead[FAULTS] -= 1
            out.append((Act.SENDER_DIES, bytes(dead)))
        t[WAKE] = 1
        out.append((Act.SEND_WAKE, bytes(t)))

    # People and the clock.

    def _ask_people(self, s: State, call: int, out: Steps) -> None:
        row = QUESTION if s[call + EXEC] == UNKNOWN else REQ
        state = s[call + row]
        if not state or s[SENDS] == _MOST_SENDS:
            return
        can = state == PENDING or (
            bug.DECIDE_SETTLED in self._bugs and state in {APPROVED, REJECTED}
        )
        if can and (not s[call + EXP] or bug.DECIDE_LATE in self._bugs):
            yes, no = (Act.RUN_AGAIN, Act.CLOSE_QUESTION), (APPROVED, ENDED)
            if row == REQ:
                yes, no = (Act.APPROVE, Act.REJECT), (APPROVED, REJECTED)
            for act, after in zip(yes, no, strict=True):
                out.append((act, self._decided(s, call, (row, after))))
        if state != PENDING:
            return
        if s[call + EXP] or bug.EXPIRE_EARLY in self._bugs:
            after = EXPIRED if row == REQ else ENDED
            out.append((Act.EXPIRE, self._expired(s, call, (row, after))))
        if not s[call + EXP]:
            t = bytearray(s)
            t[call + EXP] = 1
            out.append((Act.TIME_PASSES, bytes(t)))

    def _decided(self, s: State, call: int, deed: tuple[int, int]) -> State:
        row, _ = deed
        t = bytearray(s)
        if s[LEASE] and bug.DECIDE_NEEDS_REST in self._bugs:
            t[BAD] = VALID_COUNTS
            return bytes(t)
        if s[call + row] != PENDING:
            t[BAD] = DECIDED_ONCE
        elif s[call + EXP]:
            t[BAD] = TOO_LATE
        return self._recorded(t, call, deed)

    def _expired(self, s: State, call: int, deed: tuple[int, int]) -> State:
        t = bytearray(s)
        if not s[call + EXP]:
            t[BAD] = TOO_EARLY
        return self._recorded(t, call, deed)

    def _recorded(self, t: Draft, call: int, deed: tuple[int, int]) -> State:
        row, after = deed
        t[call + row] = after
        # From now on nothing asks for the time again.
        t[call + EXP] = 0
        t[SENDS] += 1
        if bug.DECIDE_WITHOUT_WAKE not in self._bugs:
            happened(t)
        return settled(t)

    def _clock(self, s: State, out: Steps) -> None:
        if s[DUE] and not s[WAKE]:
            t = bytearray(s)
            t[WAKE] = 1
            out.append((Act.SWEEP, bytes(t)))
        one, other = WORKERS_AT
        is_left = s[LEASE] and not s[one + MINE] and not s[other + MINE]
        if is_left and bug.LEASE_FOR_EVER not in self._bugs:
            t = bytearray(s)
            t[LEASE] = 0
            out.append((Act.LEASE_ENDS, bytes(t)))
        self._stop(s, out)
        # Where no run is open nothing can start, so the switch is forgotten with the run's end.
        if self._bounds.has_kill and not s[KILL] and s[OPEN]:
            t = bytearray(s)
            t[KILL] = 1
            out.append((Act.SWITCH_OFF, bytes(t)))

    def _stop(self, s: State, out: Steps) -> None:
        """Stop what is there: the open run, or the one that the waiting messages would open.

        What there is was read before, and may have ended since. Of two who want it, one may read
        and write while the other is in between.
        """
        waiting = (s[MESSAGE_1] & IN) // IN * UPTO_1 + (s[MESSAGE_2] & IN) // IN * UPTO_2
        is_new = not s[STOP] or s[STOP] & LATE
        if s[STOPS] and is_new and (s[OPEN] or waiting):
            t = bytearray(s)
            t[STOPS] -= 1
            if s[ORDER]:
                self._write_stop(t, WANTED | waiting, out)
            else:
                t[ORDER] = WANTED | waiting | s[STOP] << BEFORE
                out.append((Act.WANT_STOP, bytes(t)))
        if s[ORDER]:
            self._write_order(s, out)

    def _write_order(self, s: State, out: Steps) -> None:
        """Write a stop that was wanted before; where there is another by now, look again."""
        t = bytearray(s)
        t[ORDER] = 0
        if s[STOP] == s[ORDER] >> BEFORE or bug.STOP_OVER in self._bugs:
            self._write_stop(t, s[ORDER] & (1 << BEFORE) - 1, out)
        else:
            t[STOPS] += 1
            out.append((Act.STOP_REFUSED, bytes(t)))

    def _write_stop(self, t: Draft, stop: int, out: Steps) -> None:
        if t[SENDS] == _MOST_SENDS:
            return
        t[STOP] = stop
        t[ENDING] |= not stop & LATE
        t[SENDS] += 1
        happened(t)
        out.append((Act.STOP, settled(t)))

    # What breaks.

    def _break(self, s: State, w: int, out: Steps) -> None:
        t = bytearray(s)
        t[FAULTS] -= 1
        pc = s[w + PC]
        if LOADS <= pc < RELEASES:
            failed = bytearray(t)
            failed[w + PC] = RELEASES
            out.append((Act.ERROR, settled(failed)))
        if s[w + MINE] and s[LEASE]:
            stalled = bytearray(t)
            stalled[LEASE] = 0
            out.append((Act.STALL, settled(stalled)))
        self._give_back(t, s[w + HOLDS])
        t[w : w + LONG] = bytes(LONG)
        out.append((Act.CRASH, settled(t)))

    def _give_back(self, t: Draft, holds: int) -> None:
        """A message that nobody said was done is delivered again."""
        if bug.DELETE_FIRST in self._bugs:
            return
        if holds == FIRST:
            t[EVENT_1] = QUEUED
        elif holds == SECOND:
            t[EVENT_2] = QUEUED
        elif holds == SECOND_AGAIN:
            t[EVENT_2] = SENT_BACK
        elif holds == A_WAKE:
            t[WAKE] = 1

    def _repeat(self, s: State, out: Steps) -> None:
        """At least once: whatever was delivered may be delivered again."""
        for event, _ in _EVENTS:
            if s[event] == TAKEN:
                t = bytearray(s)
                t[FAULTS] -= 1
                t[event] = QUEUED
                out.append((Act.AGAIN_EVENT, bytes(t)))
        if not s[WAKE] and (s[MESSAGE_1] | s[MESSAGE_2]) & SEEN:
            t = bytearray(s)
            t[FAULTS] -= 1
            t[WAKE] = 1
            out.append((Act.AGAIN_WAKE, bytes(t)))

    # Promises.

    def broken(self, state: State) -> str:
        """Name the promise that a state breaks; empty: none."""
        return PROMISES[state[BAD] or self._broken(state)]

    def _broken(self, s: State) -> int:
        if s[MESSAGE_1] not in SOUND_MESSAGE or s[MESSAGE_2] not in SOUND_MESSAGE:
            return ONE_PLACE
        one, other = WORKERS_AT
        if s[one + MINE] and s[other + MINE]:
            return TWO_OWNERS
        for number, call in enumerate(self._calls):
            if s[call + OUTPUT] > 1:
                return ONE_OUTPUT
            if s[call + EFFECTS] > s[call + STARTS] and not self._is_repeatable[number]:
                return EFFECT_UNSTORED
            if not s[OPEN] and (s[call + REQ] == PENDING or s[call + QUESTION] == PENDING):
                return LEFT_OPEN
        return EVENT_LOST if self._is_lost(s) else 0

    def _is_lost(self, s: State) -> bool:
        """An event that was answered is nowhere."""
        holding = (s[w + HOLDS] for w in WORKERS_AT)
        return (
            s[EVENT_1] == DROPPED
            or s[EVENT_2] == DROPPED
            or (s[EVENT_1] == TAKEN and not s[MESSAGE_1] and FIRST not in holding)
            or (
                s[EVENT_2] == TAKEN
                and not s[MESSAGE_2]
                and not {SECOND, SECOND_AGAIN} & {s[w + HOLDS] for w in WORKERS_AT}
            )
        )

    def _waits(self, s: State) -> bool:
        """Some request is open, and will expire."""
        return any(
            s[call + (QUESTION if s[call + EXEC] == UNKNOWN else REQ)] == PENDING
            and not s[call + EXP]
            for call in self._calls
        )

    def _rests(self, s: State) -> bool:
        is_still = not (
            s[WAKE]
            or s[SENDS]
            or s[LEASE]
            or s[DUE]
            or s[STOP]
            or any(s[w + PC] for w in WORKERS_AT)
            or s[EVENT_1] in {QUEUED, SENT_BACK}
            or s[EVENT_2] in {QUEUED, SENT_BACK}
        )
        if not is_still:
            return False
        if s[OPEN]:
            return self._waits(s)
        return not (s[MESSAGE_1] | s[MESSAGE_2]) & IN

    def _has_ended(self, s: State) -> bool:
        return not s[OPEN] and self._rests(s)
