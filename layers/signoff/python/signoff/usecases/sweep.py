"""Each minute: what is due is decided as expired, woken, drawn or sent."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from signoff.core.audit import Fact
from signoff.core.codec import from_item
from signoff.core.decision import Expired, Verdict
from signoff.core.effects import Card, Out
from signoff.core.failure import failure
from signoff.core.items import Item
from signoff.core.keys import Key, ThreadKey
from signoff.core.lost import is_lost, text_lost, wordless
from signoff.core.observations.installs import NotInstalled
from signoff.core.observations.people import PeopleCalled, taken
from signoff.core.observations.upkeep import LeaseRepaired, RowFailed, SweepDone, ThreadWoken
from signoff.core.requirement import Requirement
from signoff.core.transitions import asking, drawing, lease
from signoff.core.transitions.deciding import decided
from signoff.ports import (
    LONGEST_DELAY_S,
    Chat,
    ChatOf,
    Clock,
    PermanentError,
    Queue,
    RefusedError,
    Store,
    Tell,
    TransientError,
    silent,
)
from signoff.usecases.auditing import commit_audited
from signoff.usecases.call_people import Called, call_people
from signoff.usecases.draw_card import Canvas, draw_card
from signoff.usecases.send_out import send_out
from signoff.usecases.silence import Silence

ROWS_A_SWEEP = 200
"""How many due rows one sweep looks at; the rest are still due at the next."""

_PUT_OFF_MS = 3_600_000
_MINUTE_MS = 60_000
_NOT_DUE = "not_due"

WORDS_LOST = (
    "I had something to say here, but what is stored of it is gone, or is not what was stored. "
    "Ask me once more."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepPorts:
    """What a sweep needs."""

    store: Store
    queue: Queue
    chat_of: ChatOf
    clock: Clock
    tell: Tell = silent


@dataclass(frozen=True, slots=True, kw_only=True)
class _Here:
    """What is needed in one workspace."""

    store: Store
    queue: Queue
    chat: Chat
    clock: Clock
    tell: Tell


def sweep(ports: SweepPorts, *, has_time: Callable[[], bool]) -> Mapping[str, int]:
    """See to every row whose time has come, the longest overdue first.

    The index lags and others work meanwhile: each row is read again, and each write conditioned.

    Returns:
        How many rows of each kind were seen to.

    Raises:
        ExceptionGroup: What went wrong with some rows, once all the others were seen to.
    """
    began, counts = ports.clock(), dict[str, int]()
    failed: list[Exception] = []
    silence = Silence()
    for key in ports.store.due(now=began, limit=ROWS_A_SWEEP):
        if not has_time():
            break
        try:
            kind = _look_at(key, ports, silence)
        except Exception as error:  # noqa: BLE001 - one bad row must not stop the clock for all
            failed.append(error)
            ports.tell(RowFailed(key=key, failure=failure(error)))
        else:
            counts[kind] = counts.get(kind, 0) + 1
    counts.pop(_NOT_DUE, None)
    ports.tell(SweepDone(became=counts, failed=len(failed), took_ms=ports.clock() - began))
    if failed:
        raise ExceptionGroup(f"{len(failed)} rows could not be seen to; {counts}", failed)
    return counts


def see_to(key: Key, *, due: int, ports: SweepPorts) -> str:
    """See to one row whose place has come, unless somebody has since it was given one.

    Whatever goes wrong is left to the clock: the row is still due.

    Returns:
        What became of it.
    """
    try:
        (item,) = ports.store.read(key)
        if item is None or item.get("due") != due:
            return _NOT_DUE
        return _see_to_where_it_is(key, item, ports, Silence())
    except (TransientError, PermanentError) as error:
        ports.tell(RowFailed(key=key, failure=failure(error)))
        return "left to the clock"


def _look_at(key: Key, ports: SweepPorts, silence: Silence) -> str:
    (item,) = ports.store.read(key)
    if item is None or not _is_due(item, ports.clock()):
        return _NOT_DUE
    try:
        return _see_to_where_it_is(key, item, ports, silence)
    except TransientError:
        raise
    except Exception:
        # What can't be read or drawn stays at the head otherwise.
        _put_off(key, item, ports, until=ports.clock() + _PUT_OFF_MS)
        raise


def _put_off(key: Key, item: Item, ports: SweepPorts | _Here, *, until: int) -> None:
    """Let others go first from now on."""
    with suppress(RefusedError):
        ports.store.change(lease.put_off(key, was=item["due"], until=until))


def _is_due(item: Item, now: int) -> bool:
    due = item.get("due")
    # To Python True is a number; no time is.
    return type(due) is int and due <= now


def _see_to_where_it_is(key: Key, item: Item, ports: SweepPorts, silence: Silence) -> str:
    thread = ThreadKey.from_pk(key.pk)
    chat = ports.chat_of(thread.team)
    if chat is None:
        return _leave_till_installed(thread, key, item, ports)
    here = _Here(
        store=ports.store, queue=ports.queue, chat=chat, clock=ports.clock, tell=ports.tell
    )
    return _see_to(thread, key, item, here, silence)


def _leave_till_installed(thread: ThreadKey, key: Key, item: Item, ports: SweepPorts) -> str:
    """Let time go on where the app is not installed any more, and nothing else."""
    now = ports.clock()
    until = now + _PUT_OFF_MS
    if "#REQ#" in key.sk and not is_lost(item):
        asked = from_item(Requirement, item)
        if asked.exp <= now:
            return "expired" if _is_expired_by_us(thread, asked, ports) else "already_decided"
        until = min(until, asked.exp)
    ports.tell(NotInstalled(where=thread.team, what=key.sk))
    _put_off(key, item, ports, until=until)
    return "left_alone"


def _see_to(thread: ThreadKey, key: Key, item: Item, ports: _Here, silence: Silence) -> str:
    if key.sk == "META":
        # One that nobody can claim is not woken every minute for nothing: the log is told.
        lease.counted(item)
        ports.queue.wake(thread)
        ports.tell(_woken(thread, item, ports.clock()))
        return "woken"
    if is_lost(item):
        return _see_to_lost(thread, key, item, ports)
    if "#REQ#" in key.sk:
        return _look_at_waiting(thread, from_item(Requirement, item), ports, silence)
    if _is_silent(thread, ports, silence):
        _give_place(thread.team, key, item, ports, silence)
        return "left_alone"
    if "#CARD#" in key.sk:
        return _redraw(thread, from_item(Card, item), ports, silence)
    return _resend(thread, from_item(Out, item), ports, silence)


def _woken(thread: ThreadKey, item: Item, now: int) -> LeaseRepaired | ThreadWoken:
    # Read as they stand: a row of another version is woken too.
    until, due, tries = (item.get(name) for name in ("lease_until", "due", "tries"))
    if isinstance(until, int) and 0 < until <= now:
        return LeaseRepaired(thread=thread, late_ms=now - until, tries=int(str(tries)))
    return ThreadWoken(thread=thread, late_ms=now - int(str(due)))


def _is_silent(thread: ThreadKey, ports: _Here, silence: Silence) -> bool:
    return silence.is_kept(thread.team, now=ports.clock())


def _give_place(team: str, key: Key, item: Item, ports: _Here, silence: Silence) -> None:
    """Have what waits sent one after the other, and not all at once when Slack takes it again.

    A worker sees to it then; if the queue loses that, the clock does a minute later.
    """
    place = silence.next_place(team)
    wait_s = -(-(place - ports.clock()) // 1000)
    is_soon = wait_s <= LONGEST_DELAY_S
    due = place + _MINUTE_MS if is_soon else place
    try:
        ports.store.change(lease.put_off(key, was=item["due"], until=due))
    except RefusedError:
        return
    if is_soon:
        ports.queue.see_to(key, due=due, delay_s=wait_s)


def _see_to_lost(thread: ThreadKey, key: Key, item: Item, ports: _Here) -> str:
    """Leave a request that can't be read to a worker, who ends its run; words have nobody else."""
    if "#OUT#" in key.sk:
        return _give_up_words(thread, item, ports)
    _put_off(key, item, ports, until=ports.clock() + _PUT_OFF_MS)
    ports.queue.wake(thread)
    ports.tell(_woken(thread, item, ports.clock()))
    return "woken"


def _give_up_words(thread: ThreadKey, item: Item, ports: _Here) -> str:
    """Say instead of words that can't be read any more that there were some."""
    gone, now = wordless(item), ports.clock()
    out = asking.new_out(run=gone.run, name=f"{gone.name}.lost", text=WORDS_LOST, now=now)
    try:
        ports.store.commit(drawing.not_told(thread, gone, due=None), asking.said(thread, out))
    except RefusedError:
        return "in_good_hands"
    ports.tell(text_lost(item))
    _send(thread, out, ports)
    return "lost"


def _look_at_waiting(thread: ThreadKey, asked: Requirement, ports: _Here, silence: Silence) -> str:
    """Have a request expire, or call people to it: nobody is called once its time is over."""
    now = ports.clock()
    if asked.exp <= now:
        return _expire(thread, asked, ports, silence)
    called = call_people(thread, asked, store=ports.store, now=now)
    if called is None:
        return "already_decided"
    for out in called.outs:
        why = out.nudge.why.value if out.nudge else ""
        after_ms = now - asked.asked_at
        ports.tell(PeopleCalled(thread=thread, at=asked.at, why=why, after_ms=after_ms))
    _show_that_called(thread, called, ports, silence)
    return "called"


def _show_that_called(thread: ThreadKey, called: Called, ports: _Here, silence: Silence) -> None:
    """Draw and send what was stored; what Slack does not take now is due."""
    if called.is_redrawn and not _is_silent(thread, ports, silence):
        (card,) = ports.store.read(thread.card(called.asked.card))
        if card is not None:
            silence.learn(thread.team, draw_card(_canvas(ports), thread, from_item(Card, card)))
    for out in called.outs:
        if not _is_silent(thread, ports, silence):
            silence.learn(thread.team, _send(thread, out, ports))


def _expire(thread: ThreadKey, requirement: Requirement, ports: _Here, silence: Silence) -> str:
    if not _is_expired_by_us(thread, requirement, ports):
        return "already_decided"
    (card,) = ports.store.read(thread.card(requirement.card))
    # Otherwise the card is due, like any that was changed and not drawn.
    if card is not None and not _is_silent(thread, ports, silence):
        silence.learn(thread.team, draw_card(_canvas(ports), thread, from_item(Card, card)))
    ports.queue.wake(thread)
    return "expired"


def _is_expired_by_us(
    thread: ThreadKey, requirement: Requirement, ports: SweepPorts | _Here
) -> bool:
    verdict = Verdict(decision=Expired(), at=ports.clock())
    fact = Fact(
        action="expired",
        at=verdict.at,
        by=None,
        about=(requirement.at.place,),
        digests=(requirement.digest,),
    )
    try:
        commit_audited(ports.store, thread, (fact,), *decided(thread, requirement, verdict))
    except RefusedError:
        return False
    ports.tell(taken(thread, requirement, verdict))
    return True


def _redraw(thread: ThreadKey, card: Card, ports: _Here, silence: Silence) -> str:
    try:
        new = ports.store.change(drawing.taken_over(thread, card, now=ports.clock()))
    except RefusedError:
        return "in_good_hands"
    drawn = from_item(Card, new)
    silence.learn(thread.team, draw_card(_canvas(ports), thread, drawn, was_tried=True))
    return "drawn"


def _resend(thread: ThreadKey, out: Out, ports: _Here, silence: Silence) -> str:
    try:
        new = ports.store.change(drawing.send_again(thread, out, now=ports.clock()))
    except RefusedError:
        return "in_good_hands"
    silence.learn(thread.team, _send(thread, from_item(Out, new), ports, was_tried=True))
    return "sent"


def _send(thread: ThreadKey, out: Out, ports: _Here, *, was_tried: bool = False) -> int:
    return send_out(
        thread,
        out,
        store=ports.store,
        chat=ports.chat,
        clock=ports.clock,
        tell=ports.tell,
        was_tried=was_tried,
    )


def _canvas(ports: _Here) -> Canvas:
    return Canvas(store=ports.store, chat=ports.chat, clock=ports.clock, tell=ports.tell)
