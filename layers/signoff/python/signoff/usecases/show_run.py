"""Somebody wants to know how a run went: read its rows, and tell them in order."""

from dataclasses import dataclass
from typing import TypeVar

from signoff.core.audit import AuditEntry
from signoff.core.codec import from_item
from signoff.core.effects import Card, Out
from signoff.core.execution import Execution
from signoff.core.items import Item
from signoff.core.journal import Step
from signoff.core.keys import ThreadKey, run_prefix
from signoff.core.moments import Moment, RunRows
from signoff.core.rating import Rating
from signoff.core.requirement import Requirement
from signoff.core.thread import Meta
from signoff.core.timeline import timeline
from signoff.ports import Store

_AFTER_ALL = "~"

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRun:
    """A run, told.

    Attributes:
        run: Its number.
        last: The number of the thread's last run.
        meta: The thread's own row.
        moments: What happened, in order.
    """

    run: int
    last: int
    meta: Meta
    moments: tuple[Moment, ...]


def show_run(thread: ThreadKey, *, run: int | None, store: Store) -> ShownRun | None:
    """Tell a run of a thread, the last one unless another is named; None: no such run."""
    (item,) = store.read(thread.meta())
    if item is None:
        return None
    meta = from_item(Meta, item)
    number = meta.run if run is None else run
    prefix = run_prefix(number)
    rows = store.query(thread.pk, prefix, prefix + _AFTER_ALL)
    if not rows:
        return None
    audit = store.query(thread.pk, thread.audit(0).sk, f"AUD#{_AFTER_ALL}")
    facts = [fact for row in audit for fact in from_item(AuditEntry, row).facts]
    first = thread.feedback(number).sk
    rated = store.query(thread.pk, first, first + _AFTER_ALL)
    told = RunRows(
        run=number,
        entries=[step.entry for step in _of(Step, rows, "STEP")],
        requirements=_of(Requirement, rows, "REQ"),
        executions=_of(Execution, rows, "EXEC"),
        cards=_of(Card, rows, "CARD"),
        outs=_of(Out, rows, "OUT"),
        facts=facts,
        ratings=[from_item(Rating, row) for row in rated],
    )
    return ShownRun(run=number, last=meta.run, meta=meta, moments=timeline(told))


def _of(kind: type[T], rows: tuple[Item, ...], name: str) -> list[T]:
    return [from_item(kind, row) for row in rows if str(row["sk"]).split("#")[2] == name]
