from collections.abc import Callable

import pytest

from signoff.core.audit import AuditEntry, AuditHead, Fact, entry_after
from signoff.core.audit_starts import LATE_MS
from signoff.core.codec import from_item, to_item
from signoff.core.decision import Approved, RequirementState
from signoff.core.items import Delete, Item, Put, Update
from signoff.core.keys import Key, ThreadKey
from signoff.testing import InMemoryStore
from signoff.testing.model import call, calls, say
from signoff.usecases.auditing import commit_audited
from signoff.usecases.verify_audit import VerifiedAudit, every_audit, verify_audit
from tests.core.rows import NOON, THREAD
from tests.usecases.tools import ALL, DONE
from tests.usecases.world import World

EMAIL = call("send_email", to="bob", subject="Hi")
FACT = Fact(action="reminded", at=NOON, by=None, about=(), digests=())


def _sent() -> World:
    world = World(EMAIL, say("Sent."), tools=ALL)
    world.say("Mail Bob")
    world.decide(world.requirements[0], Approved())
    world.work()
    return world


def _verified(world: World, *, later: int = 0) -> VerifiedAudit:
    return verify_audit(world.thread, store=world.store, now=world.clock() + later)


def _found(world: World) -> set[tuple[str, str]]:
    return {(each.row, each.what) for each in _verified(world).findings}


def test_an_untouched_thread_has_no_findings_and_its_head() -> None:
    world = _sent()

    verified = _verified(world)

    assert (verified.entries, verified.findings) == (3, ())
    assert verified.head is not None
    assert verified.head.number == 3


def test_a_thread_of_which_nothing_is_stored_has_nothing_to_find() -> None:
    assert verify_audit(THREAD, store=InMemoryStore(), now=NOON).findings == ()


def test_a_chain_from_before_there_were_heads_is_sound_without_one() -> None:
    store = InMemoryStore()
    thread = ThreadKey.of_team("T1")
    old = entry_after(None, FACT, chain="")
    item = {name: value for name, value in to_item(old, thread.audit(1)).items() if name != "seal"}
    store.commit(Put(key=thread.audit(1), item=item))

    first = verify_audit(thread, store=store, now=NOON)
    commit_audited(store, thread, (FACT,))
    second = verify_audit(thread, store=store, now=NOON)

    assert (first.entries, first.head, first.findings) == (1, None, ())
    assert (second.entries, second.findings) == (2, ())
    assert second.head is not None


def test_an_audit_that_was_mended_says_so_for_good() -> None:
    world = _sent()
    world.store.commit(Delete(key=world.thread.audit_head()))
    commit_audited(world.store, world.thread, (FACT,))
    commit_audited(world.store, world.thread, (FACT,))

    (found,) = _found(world)

    assert found == (
        "AUD#000004",
        "before it was written, the head had been altered or taken away",
    )


def test_every_audit_is_found_once_and_what_is_no_thread_is_left_out() -> None:
    world = _sent()
    commit_audited(world.store, ThreadKey.of_team("T9"), (FACT,))
    world.store.commit(Put(key=Key("KILL#T9", "META"), item={}))

    assert set(every_audit(world.store)) == {world.thread, ThreadKey.of_team("T9")}
    assert len(list(every_audit(world.store))) == 2


def test_a_start_is_given_time_to_be_told_of() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")
    world.decide(world.requirements[0], Approved())

    def cut_off() -> None:
        DONE.then = None
        raise KeyboardInterrupt

    DONE.then = cut_off
    with pytest.raises(KeyboardInterrupt):
        world.work()

    assert _verified(world).findings == ()
    (late,) = _verified(world, later=LATE_MS + 1).findings
    assert late.what == "no entry tells of this start"


class MovingStore(InMemoryStore):
    """A store in which something happens between the rows and the audit."""

    meanwhile: Callable[[], None] | None = None

    def query(
        self, pk: str, first: str, last: str, *, newest: int | None = None
    ) -> tuple[Item, ...]:
        found = super().query(pk, first, last, newest=newest)
        if first == "R#" and self.meanwhile is not None:
            meanwhile, self.meanwhile = self.meanwhile, None
            meanwhile()
        return found


def test_a_decision_in_the_middle_of_the_reading_is_no_contradiction() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")
    store = MovingStore(*world.rows)
    world.store = store

    def decide() -> None:
        world.decide(world.requirements[0], Approved())

    store.meanwhile = decide

    verified = _verified(world)

    assert verified.findings == ()
    assert not world.requirements[0].is_open


@pytest.mark.parametrize(
    ("kind", "column", "value", "what"),
    [
        ("REQ", "state", "REJECTED", "it is REJECTED, and its decision says otherwise"),
        ("REQ", "digest", "f" * 64, "what is asked is not what the entries tell"),
        ("REQ", "bound", "f" * 32, "its decision is not bound to what was asked"),
        ("REQ", "consumed_by", "R#000001#EXEC#9", "it used a decision up, and is not there"),
        ("EXEC", "state", "FAILED", "attempt 1 is FAILED, and the entries tell otherwise"),
    ],
)
def test_a_row_that_says_something_else_than_the_audit_is_named(
    kind: str, column: str, value: str, what: str
) -> None:
    world = _sent()
    (row,) = [row for row in world.rows if f"#{kind}#" in str(row["sk"])]
    key = Key(str(row["pk"]), str(row["sk"]))

    world.store.change(Update(key=key, put={column: value}))

    assert what in {found for _, found in _found(world)}


@pytest.mark.parametrize("kind", ["REQ", "EXEC"])
def test_a_row_that_can_not_be_read_is_named(kind: str) -> None:
    world = _sent()
    (row,) = [row for row in world.rows if f"#{kind}#" in str(row["sk"])]
    key = Key(str(row["pk"]), str(row["sk"]))

    world.store.change(Update(key=key, put={"v": 2}))

    assert (key.sk, "it can't be read, or was altered") in _found(world)


def test_rows_in_each_others_place_are_named() -> None:
    world = World(calls(EMAIL, EMAIL), say("Sent."), tools=ALL)
    world.say("Mail Bob")
    for asked in world.requirements:
        world.decide(asked, Approved())
    world.work()
    for kind in ("REQ", "EXEC"):
        one, other = [row for row in world.rows if f"#{kind}#" in str(row["sk"])]
        for here, there in ((one, other), (other, one)):
            unsealed = {name: value for name, value in there.items() if name != "seal"}
            key = Key(str(here["pk"]), str(here["sk"]))
            world.store.commit(Put(key=key, item=unsealed))

    found = {what for _, what in _found(world)}

    assert "it stands in another request's place" in found
    assert "it stands in another start's place" in found


def test_a_decision_that_nobody_took_is_found() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")
    asked = world.requirements[0]
    made_up = Fact(
        action="approved", at=NOON, by=None, about=(asked.at.place,), digests=(asked.digest,)
    )
    commit_audited(world.store, world.thread, (made_up,))
    nowhere = Fact(action="asked", at=NOON, by=None, about=("x",), digests=("d",))
    commit_audited(world.store, world.thread, (nowhere,))

    found = {what for _, what in _found(world)}

    assert found == {
        "it was approved, says an entry, and it is not so",
        "it was asked, says an entry: it is not there",
    }


def test_a_request_that_is_over_without_a_decision_is_found() -> None:
    world = World(EMAIL, tools=ALL)
    world.say("Mail Bob")
    key = world.thread.requirement(world.requirements[0].at)

    world.store.change(Update(key=key, put={"state": RequirementState.EXPIRED.value}))

    assert _found(world) == {(key.sk, "it is EXPIRED, and has no decision")}


def test_an_entry_that_does_not_name_its_audit_after_one_that_does_is_found() -> None:
    store, thread = InMemoryStore(), ThreadKey.of_team("T1")
    commit_audited(store, thread, (FACT,))
    (row,) = store.read(thread.audit(1))
    assert row is not None
    second = entry_after(from_item(AuditEntry, row), FACT, chain="")
    head = AuditHead(number=2, hash=second.hash)
    store.commit(
        Put(key=thread.audit(2), item=to_item(second, thread.audit(2))),
        Put(key=thread.audit_head(), item=to_item(head, thread.audit_head())),
    )

    (found,) = verify_audit(thread, store=store, now=NOON).findings

    assert found.what == "it does not name its audit"
