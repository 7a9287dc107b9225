"""A turn in hand: the lease, what was seen of the thread, and how to write under both."""

from dataclasses import dataclass, field, replace

from signoff.agent.agent import Agent
from signoff.core.audit import Fact
from signoff.core.codec import UnreadableRowError, from_item
from signoff.core.hearing import Message
from signoff.core.items import Item, Write
from signoff.core.keys import ThreadKey
from signoff.core.snapshot import Snapshot
from signoff.core.thread import Meta
from signoff.core.transitions import lease
from signoff.ports import (
    UNSEEN,
    Begin,
    Chat,
    Clock,
    Presence,
    Queue,
    RefusedError,
    Store,
    Tell,
    at_once,
    silent,
)
from signoff.ports.model import Model, Tools
from signoff.usecases.auditing import HeadSeen, commit_audited, head_seen
from signoff.usecases.draw_card import Canvas
from signoff.usecases.growing import Hands
from signoff.usecases.live import Live
from signoff.usecases.read_thread import rows_beside
from signoff.usecases.receipts import Receipts
from signoff.usecases.show_answer import reader_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnPorts:
    """What a turn needs of the outside."""

    store: Store
    queue: Queue
    chat: Chat
    model: Model
    tools: Tools
    clock: Clock
    tell: Tell = silent
    presence: Presence = UNSEEN
    begin: Begin = at_once

    @property
    def canvas(self) -> Canvas:
        """What drawing a card needs of it."""
        return Canvas(store=self.store, chat=self.chat, clock=self.clock, tell=self.tell)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A thread under this worker's lease.

    Attributes:
        thread: The thread.
        fence: The claim; a later one refuses every write of this turn.
        seen: The thread's wakes when it was claimed or last read: parking is refused past them.
        tries: How many claims it took since the last step that was stored, this one included.
        view: The thread's rows.
        is_fresh: Whether the inbox is known to be as the rows say: just read, or held against.
        live: What people see of it while it goes on.
        receipts: The cards that are drawn beside it.
        audit: How far the thread's audit goes; None: that is not known.
    """

    thread: ThreadKey
    fence: int
    seen: int
    tries: int
    view: Snapshot
    is_fresh: bool = False
    receipts: Receipts
    live: Live = field(default_factory=Live)
    audit: HeadSeen | None = None


class LostLeaseError(Exception):
    """Another worker has claimed the thread: this turn is not ours any more."""


def claim(thread: ThreadKey, ports: TurnPorts, *, lease_ms: int) -> Turn | None:
    """Take a thread's lease; None: somebody else has it, or there is no such thread.

    Raises:
        UnreadableRowError: What the lease rests on is not there.
    """
    try:
        item = ports.store.change(lease.claim(thread, now=ports.clock(), lease_ms=lease_ms))
    except RefusedError:
        return None
    return _claimed(Snapshot.of(thread, (item,)), ports)


def opened(message: Message, ports: TurnPorts, *, lease_ms: int) -> Turn | None:
    """Take in the message that begins a thread, with the lease: there is nothing else to read.

    Returns:
        None: there is such a thread already.
    """
    thread, inbound = message.thread, message.inbound
    writes = lease.opened(thread, inbound, now=ports.clock(), lease_ms=lease_ms)
    try:
        ports.store.commit(*writes)
    except RefusedError:
        return None
    turn = _claimed(Snapshot.of(thread, ()).after(*writes), ports)
    return replace(turn, is_fresh=True, audit=HeadSeen(head=None))


def load(turn: Turn, ports: TurnPorts) -> Turn:
    """Read the rows of a thread that was just claimed, unless that began it."""
    if turn.is_fresh:
        return turn
    return _with_rows(turn, turn.view.rows[turn.thread.meta()], ports)


def live_of(turn: Turn, agent: Agent, ports: TurnPorts) -> Live:
    """Give what people are to see of a turn that was just claimed."""
    hands = Hands(
        thread=turn.thread,
        fence=turn.fence,
        agent=agent,
        store=ports.store,
        chat=ports.chat,
        clock=ports.clock,
    )
    return Live(hands=hands)


def begun(turn: Turn) -> Turn:
    """Begin with a thread as a worker leaves it that ends well: without messages that grow."""
    own = turn.view.rows[turn.thread.meta()]
    left, claims = own.get("streams"), own.get("claims")
    turn.live.tidy(
        left if isinstance(left, tuple) else (),
        is_unsure=isinstance(claims, int) and claims > 1,
    )
    if not turn.view.missed:
        turn.live.user = reader_of(turn.view, turn.view.sound_inbox)
    return turn


def with_inbox(turn: Turn, ports: TurnPorts) -> Turn:
    """Look for messages and a stop that came since, before the model is called again.

    Both come with one query: in the order of keys nothing lies between the inbox and META.
    What is found here may be counted by a later `wakes` than the one seen: parking is then
    refused once, for nothing.
    """
    if turn.is_fresh:
        return turn
    kept = [row for key, row in turn.view.rows.items() if not key.sk.startswith("IN#")]
    *inbox, meta = ports.store.query(turn.thread.pk, "IN#", turn.thread.meta().sk)
    own = turn.view.rows[turn.thread.meta()]
    stop = {"stop": meta["stop"]} if "stop" in meta else {}
    return replace(turn, view=Snapshot.of(turn.thread, (*kept, *inbox, {**own, **stop})))


def reread(turn: Turn, ports: TurnPorts) -> Turn:
    """Read the thread again, after something happened to it from outside.

    Raises:
        LostLeaseError: Somebody else has claimed it meanwhile.
    """
    (item,) = ports.store.read(turn.thread.meta())
    meta = from_item(Meta, item) if item is not None else Meta()
    if item is None or meta.fence != turn.fence:
        raise LostLeaseError
    return replace(_with_rows(turn, item, ports), seen=meta.wakes)


def written(turn: Turn, ports: TurnPorts, *writes: Write, facts: tuple[Fact, ...] = ()) -> Turn:
    """Commit writes under the lease, and give the turn with them made.

    Raises:
        LostLeaseError: Somebody else has claimed the thread meanwhile.
        RefusedError: A condition other than the lease did not hold.
    """
    notes, audit = turn.receipts.note({each.key for each in writes}), turn.audit
    try:
        if facts:
            both = (*writes, *notes)
            audit = commit_audited(ports.store, turn.thread, facts, *both, seen=audit)
        else:
            ports.store.commit(*writes, *notes)
    except RefusedError as refused:
        _require_lease(turn, refused)
        if not any(each.key in refused.old for each in notes):
            raise
        # Somebody else draws that card, too: what came of it is a matter of its own.
        turn.receipts.close()
        return written(turn, ports, *writes, facts=facts)
    turn.receipts.noted()
    return replace(turn, view=turn.view.after(*writes, *notes), is_fresh=False, audit=audit)


def _claimed(view: Snapshot, ports: TurnPorts) -> Turn:
    fence, wakes, tries = lease.counted(view.rows[view.thread.meta()])
    receipts = Receipts(canvas=ports.canvas, begin=ports.begin)
    return Turn(
        thread=view.thread, fence=fence, seen=wakes, tries=tries, view=view, receipts=receipts
    )


def _with_rows(turn: Turn, own: Item, ports: TurnPorts) -> Turn:
    view = _rows(ports.store, turn.thread, own)
    # Of a long thread it is not read along: a history lies between it and the rest.
    is_known = view.meta.base <= 1
    head = head_seen(view.rows.get(turn.thread.audit_head())) if is_known else None
    return replace(turn, view=view, is_fresh=True, audit=head)


def _require_lease(turn: Turn, refused: RefusedError) -> None:
    old = refused.old.get(turn.thread.meta())
    if turn.thread.meta() in refused.old and (old is None or old.get("fence") != turn.fence):
        raise LostLeaseError from refused


def _rows(store: Store, thread: ThreadKey, item: Item) -> Snapshot:
    """Read the rows to work on.

    Raises:
        UnreadableRowError: The journal has a gap.
    """
    view = rows_beside(store, thread, item)
    if view.missed:
        # What is lost is seen to first, and that ends the run.
        return view
    meta = view.meta
    # There may be more: another worker went on while this one read, and its claim counts.
    known = {entry.step for entry in view.run if 1 <= entry.step <= meta.step}
    if meta.run >= meta.base and len(known) < meta.step:
        raise UnreadableRowError(f"run {meta.run}: {len(known)} of {meta.step} steps are there")
    return view
