"""Somebody wants a run to end: from here on no tool of it starts, whoever works on it."""

from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from signoff.core.actions import OPERATOR
from signoff.core.audit import Fact
from signoff.core.items import Put
from signoff.core.keys import ThreadKey
from signoff.core.snapshot import Snapshot
from signoff.core.stopping import stop_of, stopped
from signoff.core.thread import Stop
from signoff.core.transitions import stopping
from signoff.core.transitions.lease import GRACE_MS
from signoff.core.who import Who
from signoff.ports import Clock, Queue, RefusedError, Store, TransientError
from signoff.usecases.auditing import commit_audited
from signoff.usecases.read_thread import read_thread

_TRIES = 10


class Stopping(StrEnum):
    """What came of wanting a run to end."""

    ASKED = "asked"
    ASKED_BEFORE = "asked_before"
    NOTHING_RUNS = "nothing_runs"
    LATE = "late"
    """It was wanted before what runs now had begun."""

    KNOWN = "known"
    """This very press of the button was taken in before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Who wants a run to end, and how they said so.

    Attributes:
        by: Who.
        called: What the thread is told they are called; empty: as `by` is.
        evidence: Why they may, for the audit.
        mark: What their press of the button is known by; empty: they pressed none.
        until: When they pressed it, by Slack's clock; empty: now.
    """

    by: Who
    called: str = ""
    evidence: str = OPERATOR
    mark: str = ""
    until: str = ""


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
    """Have the run that is open now end, as an operator wants it; a worker cancels what is open.

    A tool that is running is not torn out; its result is stored, and nothing follows it. A run
    that ends by itself in this very moment has ended by itself, and the next is not touched.

    Raises:
        TransientError: Others kept stopping runs of this thread: nothing was stopped.
    """
    return stop_wanted(thread, Wanted(by=by), ports=ports)


def stop_wanted(thread: ThreadKey, wanted: Wanted, *, ports: StopPorts) -> StopAnswer:
    """Have a run end as somebody wants it, once for each press of the button.

    Raises:
        TransientError: Others kept stopping runs of this thread: nothing was stopped.
    """
    for _ in range(_TRIES):
        if _is_known(thread, wanted, ports.store):
            _wake(thread, ports)
            return StopAnswer(stopping=Stopping.KNOWN)
        view = read_thread(ports.store, thread)
        if view is None:
            return StopAnswer(stopping=Stopping.NOTHING_RUNS)
        with suppress(RefusedError):
            return _answered(view, wanted, ports)
    raise TransientError("others stop runs of this thread: try again")


def _is_known(thread: ThreadKey, wanted: Wanted, store: Store) -> bool:
    if not wanted.mark:
        return False
    (row,) = store.read(thread.pressed(wanted.mark))
    return row is not None


def _answered(view: Snapshot, wanted: Wanted, ports: StopPorts) -> StopAnswer:
    """Store the stop, or that there is nothing to store it for.

    Raises:
        RefusedError: The thread was another by then.
    """
    before = stopped(view)
    stop = stop_of(view, by=wanted.called or wanted.by.name, until=wanted.until)
    if before is None and stop is not None:
        _write(view, stop, wanted, ports)
        _wake(view.thread, ports)
        return StopAnswer(stopping=Stopping.ASKED, run=stop.run)
    proof = _proof(view.thread, wanted)
    if proof:
        ports.store.commit(*proof)
    if before is None:
        is_late = view.is_run_open or bool(view.inbox)
        return StopAnswer(stopping=Stopping.LATE if is_late else Stopping.NOTHING_RUNS)
    _wake(view.thread, ports)
    return StopAnswer(stopping=Stopping.ASKED_BEFORE, run=before.run)


def _proof(thread: ThreadKey, wanted: Wanted) -> tuple[Put, ...]:
    return (stopping.pressed(thread, wanted.mark),) if wanted.mark else ()


def _write(view: Snapshot, stop: Stop, wanted: Wanted, ports: StopPorts) -> None:
    now = ports.clock()
    fact = Fact(
        action="stop_asked",
        at=now,
        by=wanted.by,
        about=(),
        digests=(),
        note=f"run {stop.run}",
        evidence=wanted.evidence,
    )
    update = stopping.stop(view.thread, stop, before=view.meta.stop, due=now + GRACE_MS)
    commit_audited(ports.store, view.thread, (fact,), update, *_proof(view.thread, wanted))


def _wake(thread: ThreadKey, ports: StopPorts) -> None:
    with suppress(TransientError):
        # The stop is stored and made the thread due: the clock wakes it instead.
        ports.queue.wake(thread)
