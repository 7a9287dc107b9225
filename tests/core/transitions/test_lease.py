import pytest

from signoff.core.codec import column, from_item, to_item
from signoff.core.inbound import Inbound
from signoff.core.items import Item, Update, applied, holds
from signoff.core.thread import Meta, Stop, ThreadState
from signoff.core.transitions import lease
from tests.core.rows import NOON, THREAD

INBOUND = Inbound(ts="1795096800.000100", user="U0ANA", text="Hi")


def meta(**changes: object) -> Item:
    row = to_item(Meta(fence=3, wakes=7, tries=2, due=NOON, due_shard="due"), THREAD.meta())
    return {**row, **changes}  # type: ignore[dict-item]


def after(update: Update, row: Item | None) -> Meta:
    new = applied(update, row)
    assert new is not None
    return from_item(Meta, new)


def test_a_first_message_makes_the_threads_row_and_wakes_it() -> None:
    seen, row, woken = lease.accept(THREAD, INBOUND, opens=True, now=NOON)

    assert holds(seen.when, None)
    assert not holds(seen.when, {"pk": THREAD.pk, "sk": "SEEN"})
    assert row.when == ()
    assert isinstance(woken, Update)
    assert holds(woken.when, None)
    assert after(woken, None) == Meta(wakes=1, due=NOON + lease.GRACE_MS, due_shard="due")


def test_a_threads_first_message_may_come_with_its_lease() -> None:
    seen, row, own = lease.opened(THREAD, INBOUND, now=NOON, lease_ms=100)

    assert (seen, row) == lease.accept(THREAD, INBOUND, opens=True, now=NOON)[:2]
    assert holds(own.when, None)
    assert not holds(own.when, meta())
    accepted = applied(lease.accept(THREAD, INBOUND, opens=True, now=NOON)[2], None)
    assert own.item == applied(lease.claim(THREAD, now=NOON, lease_ms=100), accepted)
    assert lease.counted(own.item) == (1, 1, 1)


def test_a_mere_reply_does_not_engage_the_agent() -> None:
    *_, woken = lease.accept(THREAD, INBOUND, opens=False, now=NOON)

    assert not holds(woken.when, None)
    assert holds(woken.when, meta())


@pytest.mark.parametrize(("until", "is_free"), [(0, True), (NOON - 1, True), (NOON, False)])
def test_a_thread_is_claimed_only_when_nobody_has_it(until: int, is_free: bool) -> None:
    claim = lease.claim(THREAD, now=NOON, lease_ms=100)

    assert holds(claim.when, meta(lease_until=until)) is is_free
    new = after(claim, meta(lease_until=until))
    assert (new.fence, new.tries, new.lease_until, new.due) == (4, 3, NOON + 100, NOON + 100)


@pytest.mark.parametrize(
    ("changes", "holds_for"),
    [({}, (1, 1, 1)), ({"wakes": 8}, (0, 0, 1)), ({"fence": 4}, (0, 0, 0))],
)
def test_letting_go_needs_the_fence_and_resting_also_that_nothing_happened(
    changes: dict[str, int], holds_for: tuple[int, int, int]
) -> None:
    parked = lease.park(THREAD, state=ThreadState.WAITING, fence=3, seen=7)
    abandoned = lease.abandon(THREAD, fence=3, seen=7)
    released = lease.release(THREAD, fence=3, due=NOON)

    found = tuple(int(holds(each.when, meta(**changes))) for each in (parked, abandoned, released))

    assert found == holds_for


def test_resting_begins_to_count_anew_and_abandoning_does_not() -> None:
    parked = after(lease.park(THREAD, state=ThreadState.IDLE, fence=3, seen=7), meta())
    abandoned = after(lease.abandon(THREAD, fence=3, seen=7), meta())

    assert (parked.tries, parked.due, parked.lease_until) == (0, None, 0)
    assert (abandoned.tries, abandoned.due, abandoned.lease_until) == (2, None, 0)


def test_progress_is_made_under_the_fence_and_parks_only_if_nothing_happened() -> None:
    going_on = lease.progress(THREAD, fence=3, run=1, step=2, base=1, drop=("stop",))
    parking = lease.progress(THREAD, fence=3, run=1, step=2, park_as=ThreadState.IDLE, seen=7)

    assert holds(going_on.when, meta(wakes=8))
    assert not holds(going_on.when, meta(fence=4))
    assert not holds(parking.when, meta(wakes=8))
    assert after(going_on, meta(stop=column(Stop(run=1, upto="", by="bob")))).stop is None
    assert (after(parking, meta()).tries, after(parking, meta()).due) == (0, None)
