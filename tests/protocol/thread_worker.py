"""The worker, action by action: what stands between two of its calls to the outside."""

from collections.abc import Callable
from typing import TypeAlias

from tests.protocol import bugs as bug
from tests.protocol.model import State, Steps
from tests.protocol.promises import (
    AFTER_KILL,
    AFTER_STOP,
    NO_NEED,
    STARTS_ONCE,
    UNAPPROVED,
)
from tests.protocol.thread_actions import Act
from tests.protocol.thread_state import (
    ACCEPTS,
    ANSWER_USED,
    APPROVED,
    ASKS,
    BAD,
    CALLS_AT,
    CLAIMS,
    CLOSED,
    CLOSES,
    DONE,
    EFFECTS,
    ENDING,
    ENDS_TOOL,
    EXEC,
    EXP,
    FAILS,
    FAULTS,
    FORGETS_STOP,
    GIVES_UP,
    KILL,
    LOADS,
    LOOKS,
    MOVED,
    OUTPUT,
    PC,
    PENDING,
    QUESTION,
    RELEASES,
    REQ,
    REREADS,
    RESTARTS,
    RESTS,
    RETURNS,
    RUNS_TOOL,
    SENDS_ON,
    STARTED,
    STARTS,
    STARTS_TOOL,
    STOP,
    STORES,
    STORES_ON,
    SUCCEEDED,
    TELLS,
    TELLS_OFF,
    TRIES,
    UNKNOWN,
    VIEW,
    WAITS,
    WORKS_ON,
    Bounds,
)
from tests.protocol.thread_turn import Draft, Turn, settled

_Program: TypeAlias = Callable[[State, int, Steps], None]


class Worker(Turn):
    """Two of them work on the thread: what either may do next."""

    def __init__(self, bounds: Bounds, bugs: frozenset[str]) -> None:
        """Take the bounds, and the bugs that are put in."""
        super().__init__(bounds, bugs)
        self._program: dict[int, _Program] = {
            ACCEPTS: self._accept,
            CLAIMS: self._claim,
            LOADS: self._load,
            LOOKS: self._look,
            STORES: self._store,
            STORES_ON: self._store,
            REREADS: self._reread,
            RESTS: self._rest,
            STARTS_TOOL: self._start,
            RUNS_TOOL: self._run,
            ENDS_TOOL: self._end,
            TELLS: self._tell,
            TELLS_OFF: self._tell_off,
            ASKS: self._ask,
            FAILS: self._fail,
            RESTARTS: self._restart,
            CLOSES: self._close_call,
            GIVES_UP: self._give_up,
            FORGETS_STOP: self._forget_stop,
            RELEASES: self._release,
            SENDS_ON: self._send_on,
            RETURNS: self._return,
        }

    def work(self, s: State, w: int, out: Steps) -> None:
        """Give what a busy worker does next."""
        self._program[s[w + PC]](s, w, out)

    # A call.

    def _start(self, s: State, w: int, out: Steps) -> None:
        if bug.EFFECT_FIRST in self.bugs and not s[CALLS_AT[s[w + WORKS_ON]] + EFFECTS]:
            self._run(s, w, out)
            return
        call = CALLS_AT[s[w + WORKS_ON]]
        row, used = self._permit(s, call)
        is_gated = self.bounds.calls[s[w + WORKS_ON]].is_gated
        is_let = s[call + row] == APPROVED or (row == REQ and not is_gated)
        is_second = bool(s[call + used]) or (row == REQ and bool(s[call + EXEC]))
        may = self._may_write(s, w) or bug.NO_FENCE_IN_START in self.bugs
        t = bytearray(s)
        if may and s[KILL] and bug.START_KILLED not in self.bugs:
            t[w + PC] = TELLS_OFF
            out.append((Act.REFUSED, settled(t)))
        elif not (may and self._may_start(s, is_let=is_let, is_second=is_second)):
            self._refused(s, w, out)
        else:
            self._watch_start(s, t, w, (is_let, is_second))
            t[call + EXEC] = STARTED
            t[call + STARTS] += 1
            t[call + used] = 1
            t[w + PC] = ENDS_TOOL if bug.EFFECT_FIRST in self.bugs else RUNS_TOOL
            out.append((Act.START, settled(t)))

    def _may_start(self, s: State, *, is_let: bool, is_second: bool) -> bool:
        return (
            (is_let or bug.START_UNDECIDED in self.bugs)
            and (not is_second or bug.BLIND_RETRY in self.bugs)
            and (not s[STOP] or bug.START_STOPPED in self.bugs)
        )

    def _watch_start(self, s: State, t: Draft, w: int, start: tuple[bool, bool]) -> None:
        is_let, is_second = start
        self._written(s, t, w)
        for is_broken, promise in (
            (not is_let, UNAPPROVED),
            (is_second, STARTS_ONCE),
            (s[ENDING], AFTER_STOP),
            (s[KILL], AFTER_KILL),
        ):
            if is_broken:
                t[BAD] = promise

    def _run(self, s: State, w: int, out: Steps) -> None:
        t = bytearray(s)
        t[CALLS_AT[s[w + WORKS_ON]] + EFFECTS] += 1
        t[w + PC] = STARTS_TOOL if s[w + PC] == STARTS_TOOL else ENDS_TOOL
        out.append((Act.EFFECT, settled(t)))

    def _end(self, s: State, w: int, out: Steps) -> None:
        call = CALLS_AT[s[w + WORKS_ON]]
        if not self._may_write(s, w) or s[call + EXEC] != STARTED:
            self._refused(s, w, out)
            return
        t = bytearray(s)
        t[call + EXEC] = SUCCEEDED
        self._give_output(s, t, w)
        out.append((Act.RESULT, settled(t)))

    def _give_output(self, s: State, t: Draft, w: int) -> None:
        self._step(s, t, w)
        t[CALLS_AT[s[w + WORKS_ON]] + OUTPUT] += 1
        t[w + VIEW + s[w + WORKS_ON]] = DONE
        self._go_on(t, w)

    def _tell(self, s: State, w: int, out: Steps) -> None:
        self._use_up(s, w, out, Act.TELL)

    def _tell_off(self, s: State, w: int, out: Steps) -> None:
        self._use_up(s, w, out, Act.SWITCHED_OFF)

    def _use_up(self, s: State, w: int, out: Steps, act: Act) -> None:
        """Give an output by a decision, which nothing else can use any more."""
        call = CALLS_AT[s[w + WORKS_ON]]
        row, used = self._permit(s, call)
        is_gated = bool(s[call + row])
        if not self._may_write(s, w) or s[w + MOVED] or (is_gated and s[call + used]):
            self._refused(s, w, out)
            return
        t = bytearray(s)
        t[call + used] = is_gated
        self._give_output(s, t, w)
        out.append((act, settled(t)))

    # A start whose end nobody saw.

    def _ask(self, s: State, w: int, out: Steps) -> None:
        call = CALLS_AT[s[w + WORKS_ON]]
        if not self._may_write(s, w) or s[call + EXEC] != STARTED:
            self._refused(s, w, out)
            return
        t = bytearray(s)
        self._written(s, t, w)
        if s[FAULTS] == self.bounds.faults:
            t[BAD] = NO_NEED
        t[call + EXEC] = UNKNOWN
        t[call + QUESTION] = PENDING
        t[call + ANSWER_USED] = t[call + EXP] = t[TRIES] = 0
        t[w + VIEW + s[w + WORKS_ON]] = WAITS
        self._go_on(t, w)
        out.append((Act.QUESTION, settled(t)))

    def _fail(self, s: State, w: int, out: Steps) -> None:
        self._close_as(s, w, out, (Act.FAIL, STARTED))

    def _close_call(self, s: State, w: int, out: Steps) -> None:
        self._close_as(s, w, out, (Act.CLOSE, UNKNOWN))

    def _close_as(self, s: State, w: int, out: Steps, how: tuple[Act, int]) -> None:
        act, was = how
        call = CALLS_AT[s[w + WORKS_ON]]
        if not self._may_write(s, w) or s[w + MOVED] or s[call + EXEC] != was:
            self._refused(s, w, out)
            return
        t = bytearray(s)
        t[call + EXEC] = CLOSED
        t[call + ANSWER_USED] = was == UNKNOWN
        self._give_output(s, t, w)
        out.append((act, settled(t)))

    def _restart(self, s: State, w: int, out: Steps) -> None:
        call = CALLS_AT[s[w + WORKS_ON]]
        if not self._may_write(s, w) or s[call + EXEC] != STARTED or s[STOP]:
            self._refused(s, w, out)
            return
        t = bytearray(s)
        self._written(s, t, w)
        if s[KILL]:
            t[w + PC] = FAILS
            out.append((Act.REFUSED, settled(t)))
            return
        t[w + PC] = RUNS_TOOL
        out.append((Act.RESTART, settled(t)))
