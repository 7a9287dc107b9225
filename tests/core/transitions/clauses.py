"""Every clause of every write, by itself: what refuses the write if nothing else does.

Each case is a write that goes through, and one row that is otherwise than the write was told. So
whoever drops a clause finds the case that goes through all the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from signoff.core.approving import approved
from signoff.core.audit import Fact, entry_after
from signoff.core.codec import Row, column, to_item
from signoff.core.decision import Approved, Expired, RequirementState, Verdict
from signoff.core.effects import Card, Out, OutState
from signoff.core.execution import Execution, ExecutionState
from signoff.core.gate import Confirmation
from signoff.core.grants import ApproveAndKeep, approval, mark_of
from signoff.core.inbound import Inbound
from signoff.core.items import Column, Item, Write
from signoff.core.journal import Call, Granted, History, ModelSpoke, ToolReturned, Usage
from signoff.core.keys import Key
from signoff.core.requirement import Outcome, OutcomeState
from signoff.core.switches import EveryTool, Reach, Switch, switch_key, switches_over
from signoff.core.terms import Sticky, Terms
from signoff.core.thread import Meta, Stop, ThreadState
from signoff.core.transitions import (
    asking,
    calling,
    deciding,
    drawing,
    granting,
    lease,
    stopping,
    switching,
)
from signoff.core.transitions.asking import Questions
from signoff.core.voting import Handover
from signoff.ports import RefusedError
from signoff.testing import InMemoryStore
from tests.core.rows import ANA, BOB, DAY_MS, FIRST, NOON, THREAD, a_requirement

ASKED = a_requirement()
OF_TWO = a_requirement(Confirmation(quorum=2))
LATER = NOON + 1
YES = Verdict(decision=Approved(), at=LATER, by=BOB)
LET = replace(ASKED, state=RequirementState.APPROVED, verdict=YES, rev=2)
START = Execution(at=FIRST, attempt=1, idempotency_key="k", started_at=NOON, fence=3)
RUNNING = Outcome(state=OutcomeState.RUNNING, at=NOON)
CARD = Card(at=FIRST, rows=(FIRST,), want=2, drawers=1, ts=("1.1",), until=NOON, due=NOON)
OUT = Out(run=1, name="reply.1", text="Hello.", until=NOON, due=NOON)
WORDS = Inbound(ts="1795096900.000100", user="U0ANA", text="Hi")
STOP = Stop(run=1, upto="", by="bob")
SPOKEN = ModelSpoke(step=5, heard=(), output=(), calls=(), said="Hi", usage=Usage())
RETURNED = ToolReturned(step=5, at=FIRST, call_id="c", output="sent")
ENTRY = entry_after(
    None, Fact(action="asked", at=NOON, by=None, about=(), digests=()), chain=THREAD.pk
)

STICKY = replace(ASKED, terms=Terms(sticky=Sticky()))
GRANT = approval(
    THREAD,
    STICKY,
    ApproveAndKeep(in_thread=True, lasts_ms=DAY_MS),
    by=BOB,
    evidence="member of the workspace",
    now=NOON,
)
KEPT = replace(STICKY, kept=mark_of(GRANT))
BY_GRANT = Call(
    at=FIRST,
    call_id="c",
    tool="send_email",
    tool_version="v1",
    arguments="{}",
    plan=Granted(place=GRANT.key.sk, pins=GRANT.pins, until=GRANT.until, by=BOB),
)

REQ, META = THREAD.requirement(FIRST), THREAD.meta()
EXEC, SHOWN = THREAD.execution(FIRST, 1), THREAD.card(FIRST)
SENT, STEP = THREAD.out(1, "reply.1"), THREAD.step(1, 5)
REACH = Reach(agents=("ops",), tool="send_email")

_META = {"fence": 3, "wakes": 2, "lease_until": NOON - 1}
_MOVED = lease.progress(THREAD, fence=3, run=1, step=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A write, the rows under which it goes through, and the one row that is to refuse it.

    Attributes:
        name: What the row tells.
        writes: The write.
        rows: The rows that are there.
        at: The row that is otherwise.
        found: What it holds then, beside what it held before.
    """

    name: str
    writes: tuple[Write, ...]
    rows: Mapping[Key, Item]
    at: Key
    found: Item

    def wrong(self) -> str:
        """Say what is wrong with the write; nothing, if only the altered row refuses it."""
        store = InMemoryStore(*self.rows.values())
        try:
            store.commit(*self.writes)
        except RefusedError as refused:
            return f"{self.name}: refused from the beginning by {[key.sk for key in refused.old]}"
        altered = {"pk": self.at.pk, "sk": self.at.sk, **self.rows.get(self.at, {}), **self.found}
        store = InMemoryStore(*{**self.rows, self.at: altered}.values())
        try:
            store.commit(*self.writes)
        except RefusedError as refused:
            return "" if set(refused.old) == {self.at} else f"{self.name}: others refuse it too"
        return f"{self.name}: it goes through"


def cases() -> Iterator[Case]:
    """Give all cases."""
    for group in _GROUPS:
        yield from group()


def _row(value: Row, key: Key, **columns: Column) -> dict[Key, Item]:
    return {key: {**to_item(value, key), **columns}}


def _meta(**columns: Column) -> dict[Key, Item]:
    return _row(Meta(), META, **{**_META, **columns})


def _case(
    name: str,
    writes: Write | tuple[Write, ...],
    rows: Mapping[Key, Item],
    at: Key,
    **found: Column,
) -> Case:
    many = writes if isinstance(writes, tuple) else (writes,)
    return Case(name=name, writes=many, rows=rows, at=at, found=found)


def _asking() -> Iterator[Case]:
    questions = Questions(requirements=(ASKED,), cards=(CARD,))
    spoken = asking.spoken(THREAD, 1, SPOKEN, _MOVED)
    history = asking.compacted(THREAD, History(run=1, items=()))
    asked = asking.asked(THREAD, questions)
    yield _case("the step is there", spoken, _meta(), STEP, body="{}")
    yield _case("the step is another worker's", spoken, _meta(), META, fence=4)
    yield _case("the request is there", asked, {}, REQ, body="{}")
    yield _case("the card is there", asked, {}, SHOWN, body="{}")
    yield _case("the message is there", asking.said(THREAD, OUT), {}, SENT, body="{}")
    yield _case("the history is there", history, {}, THREAD.history(1), body="{}")


def _calling() -> Iterator[Case]:
    rows = {**_meta(), **_row(LET, REQ)}
    start = calling.started(THREAD, START, LET, running=RUNNING, reach=REACH)
    yield _case("it was started", start, rows, EXEC, state="STARTED")
    yield _case("another has the thread", start, rows, META, fence=4)
    yield _case("somebody wants it to stop", start, rows, META, stop=column(STOP))
    for key in switches_over(THREAD.team, REACH):
        yield _case(f"{key.sk} is thrown", start, rows, key, why="x")
    yield _case("it was rejected", start, rows, REQ, state="REJECTED")
    yield _case("other bytes were approved", start, rows, REQ, digest="0" * 64)
    yield _case("the approval was used up", start, rows, REQ, consumed_by="EXEC")
    begun = {**_meta(fence=5), **_row(START, EXEC)}
    again = calling.restarted(THREAD, START, fence=5, reach=REACH)
    for key in switches_over(THREAD.team, REACH):
        yield _case(f"again: {key.sk} is thrown", again, begun, key, why="x")
    yield _case("it came to its end", again, begun, EXEC, state="SUCCEEDED")
    yield _case("another started it again", again, begun, EXEC, fence=4)
    ended = calling.ended(THREAD, START, ExecutionState.SUCCEEDED, was=ExecutionState.STARTED)
    yield _case("it is unknown how it ended", ended, begun, EXEC, state="UNKNOWN")
    yield _case("another is at it", ended, begun, EXEC, fence=4)
    output = calling.returned(THREAD, 1, RETURNED, _MOVED)
    yield _case("it has an output", output, _meta(), STEP, body="{}")
    quiet = lease.progress(THREAD, fence=3, run=1, step=5, if_quiet=2)
    output = calling.returned(THREAD, 1, RETURNED, quiet)
    yield _case("quiet: another has the thread", output, _meta(), META, fence=4)
    yield _case("quiet: something happened", output, _meta(), META, wakes=3)
    noted = calling.outcome(THREAD, LET, RUNNING)
    yield _case("it is another request", noted, rows, REQ, digest="0" * 64)


def _granting() -> Iterator[Case]:
    stored = {**_row(KEPT, REQ), **_row(GRANT, GRANT.key)}
    given = granting.given(deciding.decided(THREAD, STICKY, YES), STICKY, GRANT)
    asked = {**_meta(), **_row(STICKY, REQ), **_row(CARD, SHOWN)}
    yield _case("it stands already", given, asked, GRANT.key, body="{}")
    leave = granting.leave(THREAD, BY_GRANT, now=LATER)
    yield _case("it was taken back", leave, stored, GRANT.key, state="REVOKED")
    yield _case("it has run out", leave, stored, GRANT.key, until=LATER)
    yield _case("it is about another version", leave, stored, GRANT.key, version="v2")
    yield _case("it covers other arguments", leave, stored, GRANT.key, pins="0" * 64)
    over = granting.revoked(GRANT, by=BOB, now=LATER)
    yield _case("another took it back", over, stored, GRANT.key, state="REVOKED")
    yield _case("it has run out by itself", over, stored, GRANT.key, until=LATER)
    yield _case("it is of another request", over, stored, REQ, digest="0" * 64)


def _deciding() -> Iterator[Case]:
    rows = {**_meta(), **_row(ASKED, REQ), **_row(CARD, SHOWN)}
    yes = deciding.decided(THREAD, ASKED, YES)
    late = Verdict(decision=Expired(), at=ASKED.exp)
    expired = deciding.decided(THREAD, ASKED, late)
    yield _case("it has expired", yes, rows, REQ, exp=LATER)
    yield _case("it has not expired", expired, rows, REQ, exp=ASKED.exp + 1)
    vote = approved(OF_TWO, by=BOB, at=LATER)
    last = approved(vote, by=ANA, at=LATER)
    for name, asked, after in (("vote", OF_TWO, vote), ("last vote", vote, last)):
        counted = deciding.approved(THREAD, asked, after, now=LATER)
        stored = {**rows, **_row(asked, REQ)}
        yield _case(f"{name}: it has expired", counted, stored, REQ, exp=LATER)
        yield _case(f"{name}: it is decided", counted, stored, REQ, state="REJECTED")
        yield _case(f"{name}: it was changed", counted, stored, REQ, rev=asked.rev + 1)
        yield _case(f"{name}: other bytes", counted, stored, REQ, digest="0" * 64)
    given = replace(ASKED, rev=2, handed=(Handover(by=BOB, to=ANA, at=LATER),))
    more = replace(ASKED, rev=2, escalated_at=LATER, reminded_at=LATER)
    for name, write in (
        ("handed", deciding.handed(THREAD, ASKED, given, now=LATER)),
        ("called", deciding.called(THREAD, ASKED, more, now=LATER)),
    ):
        yield _case(f"{name}: it has expired", write, rows, REQ, exp=LATER)
        yield _case(f"{name}: it is decided", write, rows, REQ, state="REJECTED")
        yield _case(f"{name}: it was changed", write, rows, REQ, rev=2)
        yield _case(f"{name}: other bytes", write, rows, REQ, digest="0" * 64)
    reminded = deciding.called(THREAD, ASKED, replace(ASKED, reminded_at=LATER), now=LATER)
    yield _case("somebody reminded of it", reminded, rows, REQ, reminded_at=LATER)
    audited = deciding.audited(THREAD, ENTRY)
    yield _case("the audit goes on", audited, {}, THREAD.audit(1), body="{}")


def _drawing() -> Iterator[Case]:
    rows, left = _row(CARD, SHOWN), replace(CARD, drawers=0)
    drawn = drawing.drawn(THREAD, CARD, ())
    put_off = drawing.put_off(THREAD, CARD, (), due=LATER)
    given_up = drawing.given_up(THREAD, CARD)
    over = drawing.taken_over(THREAD, CARD, now=NOON)
    yield _case("others still draw", over, rows, SHOWN, until=LATER)
    yield _case("drawn: more is wanted", drawn, rows, SHOWN, want=3)
    yield _case("drawn: others draw", drawn, rows, SHOWN, drawers=2)
    yield _case("drawn: it was taken over", drawn, rows, SHOWN, taken=1)
    yield _case("drawn: it stands elsewhere too", drawn, rows, SHOWN, ts=("1.1", "1.2"))
    yield _case("put off: it was taken over", put_off, rows, SHOWN, taken=1)
    yield _case("put off: others draw", put_off, rows, SHOWN, drawers=2)
    yield _case("given up: it was taken over", given_up, rows, SHOWN, taken=1)
    yield _case("given up: others draw", given_up, rows, SHOWN, drawers=2)
    yield _case("given up: more is wanted", given_up, rows, SHOWN, want=3)
    filed = drawing.filed(THREAD, ASKED, "f" * 64)
    asked = _row(ASKED, THREAD.requirement(ASKED.at))
    here = THREAD.requirement(ASKED.at)
    yield _case("filed: it is decided", filed, asked, here, state="APPROVED")
    yield _case("filed: it was changed", filed, asked, here, digest="0" * 64)
    done = drawing.all_left(THREAD, left)
    nobody = _row(left, SHOWN)
    yield _case("all left: more is wanted", done, nobody, SHOWN, want=3)
    yield _case("all left: somebody draws", done, nobody, SHOWN, drawers=1)
    yield _case("all left: it stands elsewhere too", done, nobody, SHOWN, ts=("1.1", "1.2"))


def _leaving() -> Iterator[Case]:
    rows, three = _row(CARD, SHOWN), _row(replace(CARD, drawers=3), SHOWN)
    going = drawing.left(THREAD, CARD, ())
    yield _case("left: it was taken over", going, rows, SHOWN, taken=1)
    yield _case("left: nobody draws", going, rows, SHOWN, drawers=0)
    twice = drawing.left(THREAD, CARD, (), many=2)
    yield _case("left twice: one draws", twice, three, SHOWN, drawers=1)
    among = drawing.done(THREAD, CARD, ())
    yield _case("left to others who drew it: more is wanted", among, rows, SHOWN, want=3)
    others = drawing.left_to_others(THREAD, CARD)
    yield _case("left to others: it was taken over", others, rows, SHOWN, taken=1)
    yield _case("left to others: there are none", others, rows, SHOWN, drawers=0)
    yield _case("left to others: they have failed", others, rows, SHOWN, until=LATER)
    more = drawing.joined_for_more(THREAD, replace(CARD, want=1), now=NOON)
    yield _case("drawn after a failure: that was all", more, rows, SHOWN, want=1)


def _sending() -> Iterator[Case]:
    rows, done = _row(OUT, SENT), OutState.SENT.value
    again = drawing.send_again(THREAD, OUT, now=NOON)
    yield _case("somebody sends it", again, rows, SENT, until=LATER)
    for name, update in (
        ("again", again),
        ("sent", drawing.sent(THREAD, OUT, "1.2")),
        ("told", drawing.told(THREAD, OUT, "1.2")),
        ("not sent", drawing.not_sent(THREAD, OUT, due=LATER)),
        ("moot", drawing.moot(THREAD, OUT)),
        ("not told", drawing.not_told(THREAD, OUT, due=None)),
    ):
        yield _case(f"{name}: it is sent", update, rows, SENT, state=done)
    noted = drawing.uploaded(THREAD, OUT, "F0FILE")
    yield _case("uploaded: it is sent", noted, rows, SENT, state=done)
    yield _case("uploaded: another tries", noted, rows, SENT, tries=OUT.tries + 1)


def _hearing() -> Iterator[Case]:
    heard, seen = THREAD.inbound(WORDS.ts), THREAD.seen(WORDS.ts)
    unread = _row(WORDS, heard)
    old = {heard: {name: each for name, each in unread[heard].items() if name != "edited"}}
    again = replace(WORDS, edited=7)
    for name, rows in (("edited", unread), ("edited, of old", old)):
        edit = lease.amended(THREAD, again, was=rows[heard])
        yield _case(f"{name}: it was edited since", edit, rows, heard, edited=5)
        yield _case(f"{name}: it is of another version", edit, rows, heard, v=2)
    back = lease.taken_back(THREAD, WORDS.ts)
    yield _case("taken back: it was read", back, unread, heard, sk="IN#read")
    yield _case("known: it was taken in", lease.known(THREAD, WORDS.ts), {}, seen, known=1)


def _counting() -> Iterator[Case]:
    def app(*, is_counted: bool) -> tuple[Write, ...]:
        return lease.accept_from_app(THREAD, WORDS, opens=True, now=NOON, is_counted=is_counted)

    counted = _meta(hops=1)
    old = {META: {name: each for name, each in counted[META].items() if name != "hops"}}
    yield _case("apps wrote often enough", app(is_counted=True), counted, META, hops=lease.HOPS)
    yield _case("an app was counted by now", app(is_counted=False), old, META, hops=1)
    full, told = _meta(hops=lease.HOPS), lease.HOPS + 1
    yield _case("the thread was told", lease.enough(THREAD), full, META, hops=told)


def _leasing() -> Iterator[Case]:
    twin = lease.accept(THREAD, WORDS, opens=True, now=NOON)
    yield _case("it was taken in", twin, {}, THREAD.seen(WORDS.ts), known=1)
    first = lease.opened(THREAD, WORDS, now=NOON, lease_ms=1)
    yield _case("opened: it was taken in", first, {}, THREAD.seen(WORDS.ts), known=1)
    yield _case("opened: there is such a thread", first, {}, META, wakes=1)
    reply = lease.accept(THREAD, WORDS, opens=False, now=NOON)
    waiting, heard = lease.told_to_wait(THREAD, WORDS), THREAD.inbound(WORDS.ts)
    unread = _row(WORDS, heard)
    yield _case("its author was told that it waits", waiting, unread, heard, told=True)
    yield _case("the row is of another version", waiting, unread, heard, v=2)
    yield _case("nobody talks to the agent there", reply, _meta(), META, wakes=0)
    claim = lease.claim(THREAD, now=NOON, lease_ms=1)
    yield _case("another has the lease", claim, _meta(), META, lease_until=NOON)
    park = lease.park(THREAD, state=ThreadState.IDLE, fence=3, seen=2)
    lie = lease.abandon(THREAD, fence=3, seen=2)
    for name, update in (("park", park), ("abandon", lie)):
        yield _case(f"{name}: another claimed it", update, _meta(), META, fence=4)
        yield _case(f"{name}: something happened", update, _meta(), META, wakes=3)
    release = lease.release(THREAD, fence=3, due=NOON)
    yield _case("release: another claimed it", release, _meta(), META, fence=4)
    streaming = lease.streaming(THREAD, ("1.1",), fence=3)
    yield _case("streaming: another claimed it", streaming, _meta(), META, fence=4)
    later = lease.put_off(META, was=NOON, until=LATER)
    yield _case("somebody has said when it is due", later, _meta(due=NOON), META, due=LATER)
    switch = Switch(scope=EveryTool(), by=BOB, at=NOON)
    thrown, key = switching.thrown(THREAD.team, switch), switch_key(THREAD.team, switch.scope)
    yield _case("the switch is thrown by now", thrown, {}, key, why="x")


def _stopping() -> Iterator[Case]:
    late, other = column(STOP), column(replace(STOP, run=2))
    came_late = stopping.came_late(THREAD, STOP)
    yield _case("another stop came", came_late, _meta(stop=late), META, stop=other)
    first = stopping.stop(THREAD, STOP, before=None, due=NOON)
    second = stopping.stop(THREAD, replace(STOP, run=3), before=STOP, due=NOON)
    yield _case("somebody wants a stop by now", first, _meta(), META, stop=other)
    answered = stopping.unless_stopped(_MOVED)
    yield _case("somebody wants the run to end", answered, _meta(), META, stop=other)
    press = THREAD.pressed("1.1")
    yield _case("the press came before", stopping.pressed(THREAD, "1.1"), {}, press)
    yield _case("somebody wants another stop", second, _meta(stop=late), META, stop=other)


_GROUPS = (
    *(_asking, _calling, _granting, _deciding, _drawing, _leaving),
    *(_sending, _hearing, _counting, _leasing, _stopping),
)
