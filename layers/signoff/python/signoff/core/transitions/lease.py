"""Who works on a thread: accepting what was said to it, claiming it, letting it go."""

from dataclasses import replace

from signoff.core.codec import VERSION, UnreadableRowError, to_item
from signoff.core.inbound import Inbound
from signoff.core.items import (
    Above,
    Below,
    Clause,
    Column,
    Delete,
    Equal,
    Item,
    Missing,
    Put,
    Update,
    applied,
)
from signoff.core.keys import Key, ThreadKey
from signoff.core.thread import DUE, Meta, ThreadState

GRACE_MS = 10_000
"""How long the road's own wake is given before the clock repairs a lost one."""

HOPS = 5
"""So many messages of other apps are taken up in a thread in which no person writes."""

_NEVER_CLAIMED = 0

_IN_HAND = ("claims", "streams")
"""What is noted only while somebody works: found at a claim, it was left behind."""


def accept(
    thread: ThreadKey, inbound: Inbound, *, opens: bool, now: int
) -> tuple[Put, Put, Update]:
    """Take a message in: once, whatever number of times it arrives.

    Refused at `SEEN`: it came before. Refused at `META`: nobody talks to the agent in this thread.
    """
    seen, row = thread.seen(inbound.ts), thread.inbound(inbound.ts)
    engaged = () if opens else (Above(name="wakes", value=0),)
    wake = woken(thread, due=now + GRACE_MS, when=engaged)
    return (
        Put(key=seen, item={"pk": seen.pk, "sk": seen.sk}, when=(Missing(name="pk"),)),
        Put(key=row, item=to_item(inbound, row)),
        replace(wake, put={**wake.put, "hops": 0}),
    )


def opened(thread: ThreadKey, inbound: Inbound, *, now: int, lease_ms: int) -> tuple[Put, Put, Put]:
    """Take in the message that begins a thread, and the thread's first lease in the same write.

    Refused at `META`: there is such a thread. Refused at `SEEN`: the message came before.
    """
    seen, row, wake = accept(thread, inbound, opens=True, now=now)
    own = applied(claim(thread, now=now, lease_ms=lease_ms), applied(wake, None))
    return seen, row, Put(key=wake.key, item=own or {}, when=(Missing(name="pk"),))


def accept_from_app(
    thread: ThreadKey, inbound: Inbound, *, opens: bool, now: int, is_counted: bool
) -> tuple[Put, Put, Update]:
    """Take in what another app wrote, and count it.

    Also refused at `META`: apps have written often enough since a person did; or, with
    `is_counted`, none was counted there before; without, one was.
    """
    seen, row, wake = accept(thread, inbound, opens=opens, now=now)
    count: Clause = Below(name="hops", value=HOPS) if is_counted else Missing(name="hops")
    put = {name: each for name, each in wake.put.items() if name != "hops"}
    counted = replace(wake, put=put, add={"wakes": 1, "hops": 1}, when=(*wake.when, count))
    return seen, row, counted


def amended(thread: ThreadKey, inbound: Inbound, *, was: Item) -> Update:
    """Put a message's new words in place of those that nobody has read; refused once it changed.

    That somebody was told that it waits stays so.
    """
    key = thread.inbound(inbound.ts)
    before = was.get("edited")
    same = Missing(name="edited") if before is None else Equal(name="edited", value=before)
    new = {name: each for name, each in to_item(inbound, key).items() if name not in {"pk", "sk"}}
    return Update(key=key, put=new, when=(Equal(name="v", value=VERSION), same))


def taken_back(thread: ThreadKey, ts: str) -> Delete:
    """Have nobody read a message that its author deleted; refused once it was read."""
    key = thread.inbound(ts)
    return Delete(key=key, when=(Equal(name="sk", value=key.sk),))


def known(thread: ThreadKey, ts: str) -> Put:
    """Have a message count as taken in, though nobody is to read it; refused if it was taken in."""
    key = thread.seen(ts)
    return Put(key=key, item={"pk": key.pk, "sk": key.sk}, when=(Missing(name="pk"),))


def enough(thread: ThreadKey) -> Update:
    """Note that the thread is told why other apps are not answered; refused once it was."""
    return Update(key=thread.meta(), add={"hops": 1}, when=(Equal(name="hops", value=HOPS),))


def woken(thread: ThreadKey, *, due: int, when: tuple[Clause, ...] = ()) -> Update:
    """Count that something happened to a thread from outside; a first time makes its row."""
    return Update(
        key=thread.meta(),
        start=_new_meta(thread.meta()),
        put=_due(due),
        add={"wakes": 1},
        when=when,
    )


def claim(thread: ThreadKey, *, now: int, lease_ms: int) -> Update:
    """Take the lease, if nobody has it; the fence refuses whoever had it before."""
    return Update(
        key=thread.meta(),
        put={
            "state": ThreadState.RUNNING.value,
            "lease_until": now + lease_ms,
            **_due(now + lease_ms),
        },
        add={"fence": 1, "tries": 1, "claims": 1},
        when=(Below(name="lease_until", value=now),),
    )


def counted(meta: Item) -> tuple[int, int, int]:
    """Give the claims, the wakes and the tries that stand in a thread's own row.

    They are not read as a value: a row that can't be read is found out under its lease.

    Raises:
        UnreadableRowError: Nobody can claim it: what the lease rests on is not there.
    """
    found = tuple(meta.get(name) for name in ("fence", "wakes", "tries", "lease_until"))
    match found:
        case (int(fence), int(wakes), int(tries), int()) if min(fence, wakes, tries) >= 0:
            return fence, wakes, tries
        case _:
            raise UnreadableRowError("META: its lease has no number")


def park(thread: ThreadKey, *, state: ThreadState, fence: int, seen: int) -> Update:
    """Let go because nothing can go on; refused if something happened meanwhile."""
    return Update(
        key=thread.meta(),
        put=_free(state),
        drop=("due", "due_shard", *_IN_HAND),
        when=(Equal(name="fence", value=fence), Equal(name="wakes", value=seen)),
    )


def release(thread: ThreadKey, *, fence: int, due: int) -> Update:
    """Let go with work left to do: somebody else is to go on from here."""
    return Update(
        key=thread.meta(),
        put={"lease_until": _NEVER_CLAIMED, **_due(due)},
        drop=_IN_HAND,
        when=(Equal(name="fence", value=fence),),
    )


def abandon(thread: ThreadKey, *, fence: int, seen: int) -> Update:
    """Let go of a thread that nobody can work on, until something happens to it from outside.

    Its tries stay counted, so that the next worker does not begin all over.
    """
    return Update(
        key=thread.meta(),
        put={"state": ThreadState.IDLE.value, "lease_until": _NEVER_CLAIMED},
        drop=("due", "due_shard", *_IN_HAND),
        when=(Equal(name="fence", value=fence), Equal(name="wakes", value=seen)),
    )


def streaming(thread: ThreadKey, streams: tuple[str, ...], *, fence: int) -> Update:
    """Note which messages grow, so that whoever comes after a worker that died finds them."""
    return Update(
        key=thread.meta(),
        put={"streams": streams},
        when=(Equal(name="fence", value=fence),),
    )


def put_off(key: Key, *, was: Column, until: int) -> Update:
    """Have the clock look at a row later; refused once somebody has said when."""
    return Update(key=key, put={"due": until}, when=(Equal(name="due", value=was),))


def begun_anew(thread: ThreadKey) -> Update:
    """Count no try of a thread that somebody has mended; nothing else rests on the count."""
    return Update(key=thread.meta(), put={"tries": 0})


def progress(
    thread: ThreadKey,
    *,
    fence: int,
    run: int,
    step: int,
    base: int | None = None,
    park_as: ThreadState | None = None,
    seen: int = 0,
    drop: tuple[str, ...] = (),
    if_quiet: int | None = None,
) -> Update:
    """Note in the thread's own row that a step is stored; with `park_as`, let go as well.

    With `if_quiet`, it is refused if something happened to the thread past these wakes.
    """
    put: dict[str, Column] = {"run": run, "step": step, "tries": 0}
    if base is not None:
        put["base"] = base
    if park_as is None:
        held = (Equal(name="fence", value=fence),)
        quiet = () if if_quiet is None else (Equal(name="wakes", value=if_quiet),)
        return Update(key=thread.meta(), put=put, drop=drop, when=(*held, *quiet))
    parked = park(thread, state=park_as, fence=fence, seen=seen)
    return Update(key=parked.key, put={**put, **parked.put}, drop=parked.drop, when=parked.when)


def _free(state: ThreadState) -> dict[str, Column]:
    return {"state": state.value, "lease_until": _NEVER_CLAIMED, "tries": 0}


def _due(at: int) -> dict[str, Column]:
    return {"due": at, "due_shard": DUE}


def _new_meta(key: Key) -> Item:
    counted = {"pk", "sk", "wakes", "hops", "due", "due_shard"}
    return {name: value for name, value in to_item(Meta(), key).items() if name not in counted}


def told_to_wait(thread: ThreadKey, inbound: Inbound) -> Update:
    """Note that somebody is told that their message waits; refused once it is read, or noted."""
    return Update(
        key=thread.inbound(inbound.ts),
        put={"told": True},
        when=(Equal(name="v", value=VERSION), Missing(name="told")),
    )
