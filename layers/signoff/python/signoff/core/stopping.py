"""What a stop ends: the run that was there when it was asked for, and nothing that came later."""

from signoff.core.journal import Inbound
from signoff.core.snapshot import Snapshot, slack_order
from signoff.core.thread import Stop


def place(view: Snapshot) -> tuple[int, int]:
    """Give the run and the step that come next: a new run once the last has ended."""
    meta = view.meta
    return (meta.run, meta.step + 1) if view.is_run_open else (meta.run + 1, 1)


def stop_of(view: Snapshot, *, by: str) -> Stop | None:
    """Say what a stop would end now: the open run, or the one that waiting words would open."""
    if not view.is_run_open and not view.inbox:
        return None
    run, _ = place(view)
    return Stop(run=run, upto=view.inbox[-1].ts if view.inbox else "", by=by)


def stopped(view: Snapshot) -> Stop | None:
    """Give the stop that counts now; one whose run has ended by itself does not."""
    stop = view.meta.stop
    if stop is None or stop.run != place(view)[0]:
        return None
    return stop if view.is_run_open or said_before(view, stop) else None


def said_before(view: Snapshot, stop: Stop) -> tuple[Inbound, ...]:
    """Give the waiting messages that go with a stopped run; later ones begin the next."""
    if not stop.upto:
        return ()
    newest = slack_order(stop.upto)
    return tuple(inbound for inbound in view.inbox if slack_order(inbound.ts) <= newest)
