"""Somebody wants a run to end: from here on no tool of it starts, whoever works on it."""

from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from signoff.core.actions import OPERATOR
from signoff.core.audit import Fact
from signoff.core.decision import Who
from signoff.core.keys import ThreadKey
from signoff.core.snapshot import Snapshot
from signoff.core.stopping import stop_of, stopped
from signoff.core.thread import Stop
from signoff.core.transitions import stopping
from signoff.core.transitions.lease import GRACE_MS
from signoff.ports import Clock, Queue, RefusedError, Store, TransientError
from signoff.usecases.auditing import commit_audited
from signoff.usecases.read_thread import read_thread

_TRIES = 10


class Stopping(StrEnum):
    """What came of wanting a run to end."""

    ASKED = "asked"
    ASKED_BEFORE = "asked_before"
    NOTHING_RUNS = "nothing_runs"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopPorts:
    """What stopping a run needs."""

    store: Store
    queue: Queue
    clock: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class StopAnswer:
    """What came of it, and for which run (0: for none)."""

    stopping: Stopping
    run: int = 0


def stop_run(thread: ThreadKey, *, by: Who, ports: StopPorts) -> StopAnswer:
    """Have the run that is open now end; a worker cancels what is open, and says so.

    A tool that is running is not torn out; its result is stored, and nothing follows it. A run
    that ends by itself in this very moment has ended by itself, and the next is not touched.

    Raises:
        TransientError: Others kept stopping runs of this thread: nothing was stopped.
    """
    for _ in range(_TRIES):
        view = read_thread(ports.store, thread)
        if view is None:
            return StopAnswer(stopping=Stopping.NOTHING_RUNS)
        before, wanted = stopped(view), stop_of(view, by=by.name)
        if before:
            _wake(thread, ports)
            return StopAnswer(stopping=Stopping.ASKED_BEFORE, run=before.run)
        if wanted is None:
            return StopAnswer(stopping=Stopping.NOTHING_RUNS)
        with suppress(RefusedError):
            _write(view, wanted, by, ports)
            _wake(thread, ports)
            return StopAnswer(stopping=Stopping.ASKED, run=wanted.run)
    raise TransientError("others stop runs of this thread: try again")


def _write(view: Snapshot, wanted: Stop, by: Who, ports: StopPorts) -> None:
    now = ports.clock()
    fact = Fact(
        action="stop_asked",
        at=now,
        by=by,
        about=(),
        digests=(),
        note=f"run {wanted.run}",
        evidence=OPERATOR,
    )
    stop = stopping.stop(view.thread, wanted, before=view.meta.stop, due=now + GRACE_MS)
    commit_audited(ports.store, view.thread, (fact,), stop)


def _wake(thread: ThreadKey, ports: StopPorts) -> None:
    with suppress(TransientError):
        # The stop is stored and made the thread due: the clock wakes it instead.
        ports.queue.wake(thread)
