"""What a stop ends: the run that was there when it was asked for, and nothing that came later."""

from signoff.core.inbound import Inbound
from signoff.core.journal import ToolReturned
from signoff.core.snapshot import Snapshot, slack_order
from signoff.core.thread import Stop


def place(view: Snapshot) -> tuple[int, int]:
    """Give the run and the step that come next: a new run once the last has ended."""
    meta = view.meta
    return (meta.run, meta.step + 1) if view.is_run_open else (meta.run + 1, 1)


def stop_of(view: Snapshot, *, by: str, until: str = "") -> Stop | None:
    """Say what a stop would end now: the open run, or the one that waiting words would open.

    Args:
        view: The thread.
        by: What whoever wants it is called.
        until: When they wanted it, by Slack's clock; what began later is not meant. Empty: now.
    """
    said = tuple(each for each in view.inbox if not until or not _is_later(each.ts, until))
    is_meant = view.is_run_open and not (until and _is_later(_began(view), until))
    if not is_meant and (view.is_run_open or not said):
        return None
    run, _ = place(view)
    return Stop(run=run, upto=said[-1].ts if said else "", by=by)


def _began(view: Snapshot) -> str:
    """Give the message that opened the run, by its `ts`; a run that nobody opened has none."""
    first = next(iter(view.run), None)
    heard = () if first is None or isinstance(first, ToolReturned) else first.heard
    return heard[0].ts if heard else "0"


def _is_later(ts: str, than: str) -> bool:
    return slack_order(ts) > slack_order(than)


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
