from signoff.core.audit import AuditEntry, Fact
from signoff.core.codec import from_item
from signoff.core.decision import Approved
from signoff.core.items import Put, Update
from signoff.core.keys import ThreadKey
from signoff.testing import InMemoryStore
from signoff.testing.model import call, calls, say
from signoff.usecases.auditing import commit_audited
from signoff.usecases.export_audit import ExportedFact, UnreadableEntry, Wanted, export_audit
from tests.core.rows import NOON, THREAD
from tests.usecases.tools import ALL
from tests.usecases.world import World

MAIL, WIPE = call("send_email", to="bob", subject="Hi"), call("wipe", table="t")
DRILL = Fact(action="reminded", at=NOON, by=None, about=("lost",), digests=())


def _done() -> World:
    world = World(calls(MAIL, WIPE), say("Done."), tools=ALL)
    world.say("Go")
    for asked, user in zip(world.requirements, ("U0BOB", "U0EVE"), strict=True):
        world.clock.advance(seconds=60)
        world.decide(asked, Approved(), by=user)
    world.work()
    return world


def _told(world: World, wanted: Wanted) -> list[tuple[str, str, tuple[str, ...]]]:
    found = list(export_audit((world.thread,), wanted, store=world.store))
    assert all(isinstance(each, ExportedFact) for each in found)
    return [
        (each.fact.action, each.fact.by.id if each.fact.by else "", each.tools)
        for each in found
        if isinstance(each, ExportedFact)
    ]


def test_every_fact_is_given_with_the_tools_that_it_is_about() -> None:
    told = _told(_done(), Wanted())

    assert told[:3] == [
        ("asked", "", ("send_email", "wipe")),
        ("approved", "U0BOB", ("send_email",)),
        ("approved", "U0EVE", ("wipe",)),
    ]
    assert [action for action, _, _ in told[3:]] == ["started", "succeeded"] * 2


def test_facts_are_chosen_by_tool_person_and_time() -> None:
    world = _done()
    minute = 60_000

    of_wipe = _told(world, Wanted(tool="wipe"))
    by_eve = _told(world, Wanted(person="U0EVE"))
    before = _told(world, Wanted(until=NOON + minute))
    at_once = _told(world, Wanted(since=NOON + minute, until=NOON + minute + 1))

    assert [action for action, _, _ in of_wipe] == ["asked", "approved", "started", "succeeded"]
    assert by_eve == [("approved", "U0EVE", ("wipe",))]
    assert [action for action, _, _ in before] == ["asked"]
    assert [by for _, by, _ in at_once] == ["U0BOB"]


def test_a_long_audit_is_read_in_parts_and_given_whole() -> None:
    store, thread = InMemoryStore(), ThreadKey.of_team("T1")
    for _ in range(1_203):
        commit_audited(store, thread, (DRILL,))

    told = list(export_audit((thread, THREAD), Wanted(), store=store))

    numbers = [each.entry.number for each in told if isinstance(each, ExportedFact)]
    assert numbers == list(range(1, 1_204))


def test_an_entry_that_can_not_be_read_is_named_and_the_rest_is_given() -> None:
    world = _done()
    world.store.commit(Put(key=world.thread.audit(2), item={"v": 2, "body": "{}"}))

    found = list(export_audit((world.thread,), Wanted(), store=world.store))

    (unreadable,) = [each for each in found if isinstance(each, UnreadableEntry)]
    assert unreadable == UnreadableEntry(thread=world.thread, row="AUD#000002")
    assert len(found) == 7


def test_of_a_request_that_can_not_be_read_no_tool_is_known() -> None:
    world = _done()
    key = world.thread.requirement(world.requirements[0].at)
    world.store.change(Update(key=key, put={"v": 2}))

    told = _told(world, Wanted())

    assert told[:2] == [("asked", "", ("wipe",)), ("approved", "U0BOB", ())]


def test_what_is_told_is_what_is_stored() -> None:
    world = _done()
    rows = [row for row in world.rows if str(row["sk"]).startswith("AUD#")]

    found = list(export_audit((world.thread,), Wanted(), store=world.store))

    stored = [from_item(AuditEntry, row) for row in rows]
    given = {each.entry.number: each.entry for each in found if isinstance(each, ExportedFact)}
    assert list(given.values()) == stored
